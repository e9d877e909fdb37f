"""Bytes in bulk: what several send()s were one message, many recv()s one after another, data that repeats (pure).

Any thread. Law: not a byte is lost or added: the parts, joined, are what the records moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from core.contract.records import Call, CallRecord
from core.explain.calls.arguments import number_of
from core.explain.script.steps import Deed, Placed

_MANY = 8
"""More recv()s in a row than this become one step: a kernel that cuts otherwise makes other ones anyway."""
_LONGEST_PIECE = 256
_MOST = 64 * 1024 * 1024


@dataclass(slots=True)
class Message:
    """One thing to send that the kernel took in several pieces."""

    first: int
    """The number of the record of its first send()."""
    last: int
    parts: list[bytes] = field(default_factory=list)

    @property
    def data(self) -> bytes:
        """As far as the kernel took it."""
        return b"".join(self.parts)


def zeros(count: int) -> bytes:
    """Bytes of which only the number is known; ValueError for a number that no call moves."""
    if not 0 <= count <= _MOST:
        raise ValueError(count)
    return bytes(count)


def whole(record: CallRecord) -> bytes:
    """What a call moved; zeros stand for what the capture did not keep."""
    return record.payload + zeros(record.size - len(record.payload))


def messages(records: Sequence[CallRecord]) -> dict[int, Message]:
    """Those sent in pieces, by the numbers of all their records: each send() asks for what the one before left."""
    found: dict[int, Message] = {}
    begun: dict[int, tuple[Message, int]] = {}
    for record in records:
        if record.call is not Call.SEND or record.error or record.address or record.size > _MOST:
            continue
        asked = number_of(record, 0)
        message, left = begun.pop(record.socket, (None, 0))
        if message is None or left != asked:
            message = Message(record.seq, record.seq) if record.result < asked else None
        if message is None:
            continue
        message.last = record.seq
        message.parts.append(whole(record))
        found[record.seq] = message
        if record.result < asked:
            begun[record.socket] = message, asked - record.result
    return found


def joined_receives(steps: Sequence[Placed]) -> list[Placed]:
    """The same steps, with long runs of recv()s of uneven sizes on one socket as one."""
    joined: list[Placed] = []
    at = 0
    while at < len(steps):
        end = _end_of_run(steps, at)
        run = steps[at:end]
        if len(run) > _MANY and len({placed.step.size for placed in run}) > 1:
            whole = replace(run[0].step, size=sum(placed.step.size for placed in run))
            joined.append(Placed(whole, tuple(seq for placed in run for seq in placed.seqs), run[0].begins))
        else:
            joined.extend(run)
        at = end
    return joined


def _end_of_run(steps: Sequence[Placed], at: int) -> int:
    """Where the recv()s that begin here end; the last one before an echo is left to that."""
    first = steps[at].step
    if first.deed is not Deed.RECEIVE or first.error:
        return at + 1
    end = at + 1
    while end < len(steps) and replace(steps[end].step, size=first.size) == first:
        end += 1
    return end - 1 if end < len(steps) and steps[end].step.is_echo and end - at > 1 else end


def repeated(data: bytes) -> tuple[bytes, int, bytes]:
    """The data as a piece, how many times it stands there, and what comes after: (data, 1, b"") when none repeats."""
    for size in range(1, min(_LONGEST_PIECE, len(data) // 4) + 1):
        if data[size:] == data[:-size]:
            times = len(data) // size
            return data[:size], times, data[size * times :]
    return data, 1, b""


def pieces(data: bytes, width: int = 80) -> list[bytes]:
    """The data cut so that each piece fits on a line, at the ends of its own lines where it has some."""
    cut: list[bytes] = []
    start = room = 0
    for at, byte in enumerate(data):
        room += 1 if 0x20 <= byte < 0x7F else 4
        if room >= width or (byte == 0x0A and room > width // 2):
            cut.append(data[start : at + 1])
            start, room = at + 1, 0
    return cut if start == len(data) else [*cut, data[start:]]
