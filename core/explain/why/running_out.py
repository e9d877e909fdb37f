"""Why nothing more could be opened: too many files and sockets (pure, any thread).

Law: a limit is raised only as far as the system lets this program do it by itself.
"""

from __future__ import annotations

from core.explain.why.case import Answer, Case, Check, Diagnosis, RaiseLimit, Remedy
from core.explain.why.found import Found

_MORE = 1024
"""How many more descriptors the remedy makes room for, where the system allows so many."""


def out_of_descriptors(_case: Case, found: Found) -> Diagnosis:
    """EMFILE: this program has as many descriptors as it may."""
    limits = found.descriptors
    cause = "Each socket and each open file takes one descriptor, and a program may have only so many at a time."
    if limits is None:
        return Diagnosis((), cause)
    used = "all of them: not one was left to count them with" if limits.open is None else f"{limits.open:,} are open"
    can_grow = limits.highest > limits.limit
    checks = (
        Check(f"Is the limit of {limits.limit:,} descriptors reached?", _reached(limits.open, limits.limit), used),
        Check(
            "May this program raise it by itself?", Answer.of(can_grow), f"up to {limits.highest:,}" if can_grow else ""
        ),
    )
    to = min(limits.limit + _MORE, limits.highest)
    remedies: tuple[Remedy, ...] = (RaiseLimit(f"Raise the limit to {to:,}", to),) if can_grow else ()
    return Diagnosis(checks, cause, remedies)


def out_of_files(_case: Case, _found: Found) -> Diagnosis:
    """ENFILE: the whole computer has."""
    return Diagnosis((), "The limit is that of the whole computer: other programs have to close something.")


def out_of_watching(_case: Case, _found: Found) -> Diagnosis:
    """SOCKET_LIMIT: the system's way of waiting for many sockets at once takes no more."""
    return Diagnosis((), "Waiting for many sockets at once (select) has a limit of its own on this system.")


def _reached(count: int | None, limit: int) -> Answer:
    return Answer.of(count is None or count >= limit)
