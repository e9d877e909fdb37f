"""Which calls belong together, because one thing caused them all (pure, any thread).

Law: it is told from a record and the one before it alone, so that any part of a capture can be grouped by itself.
"""

from __future__ import annotations

from core.contract.records import Call, CallRecord, CauseKind
from core.explain.calls.causes import cause_text

_ANSWERS_TO_READINESS = frozenset(
    {Call.ACCEPT, Call.RECV, Call.RECVFROM, Call.SEND, Call.SENDTO, Call.GETSOCKOPT}
)  # fmt: skip
"""What the lab calls first when the kernel says that a socket is ready; others on the same socket come of these."""
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_CONSEQUENCES = frozenset({CauseKind.REPLY, CauseKind.LOOKUP, CauseKind.PYTHON})
"""Causes that always have another one before them."""


def begins_group(before: CallRecord | None, record: CallRecord) -> bool:
    """Whether something new caused this call, and not what caused the one before it."""
    if before is None:
        return True
    kind = record.cause.kind
    if kind is CauseKind.COMMAND:
        return before.cause != record.cause
    if kind is CauseKind.TIMER:
        return True
    if kind is CauseKind.READY and record.call in _ANSWERS_TO_READINESS:
        return True
    is_near = record.socket == before.socket or before.call is Call.ACCEPT
    return not (is_near or (kind in _CONSEQUENCES and before.cause.kind is not CauseKind.COMMAND))


def group_text(first: CallRecord, place: int, count: int, command_name: str) -> str:
    """What caused a group, and which of its calls one is: "Your Listen made these 5 calls: this is the 3rd"."""
    calls = f"these {count} calls: this is the {_ordinal(place)}" if count > 1 else "this one call"
    match first.cause.kind:
        case CauseKind.COMMAND:
            return f"Your {command_name or f'command {first.cause.command}'} made {calls}"
        case CauseKind.READY:
            return f"The kernel said that #{first.socket} is ready, which led to {calls}"
        case _:
            return f"{cause_text(first.cause).capitalize()}, which led to {calls}"


def _ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{_ENDINGS.get(number % 10, 'th')}"
