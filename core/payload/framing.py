"""Messages on a stream, which keeps no edges: how the edges of what is sent are marked (pure, any thread).

Law: a message that could not be told from its edges is refused, never sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.contract.faults import BadInput, Fault, Field

LENGTH_SIZES = (1, 2, 4, 8)


@dataclass(frozen=True, slots=True)
class LengthPrefix:
    """Each message begins with its length."""

    size: int = 2
    """Bytes of the length: 1, 2, 4 or 8."""
    order: Literal["big", "little"] = "big"
    counts_itself: bool = False
    """Whether the length includes its own bytes."""


@dataclass(frozen=True, slots=True)
class Delimiter:
    """Each message ends with these bytes, which it therefore cannot hold."""

    end: bytes = b"\r\n"


@dataclass(frozen=True, slots=True)
class FixedSize:
    """All messages are of one size."""

    size: int = 16


Framing = LengthPrefix | Delimiter | FixedSize


def frame(data: bytes, framing: Framing) -> bytes:
    """`data` with its edges marked. Raises BadInput when that cannot be.

    FRAME_TOO_LONG (the length prefix cannot hold it), FRAME_HOLDS_END (it holds the bytes that end it), FRAME_SIZE.
    """
    match framing:
        case LengthPrefix(size, order, counts_itself):
            length = len(data) + (size if counts_itself else 0)
            if length >= 1 << 8 * size:
                raise BadInput(Fault("FRAME_TOO_LONG", count=length, about=str(size), field=Field.DATA))
            return length.to_bytes(size, order) + data
        case Delimiter(end):
            if end in data:
                raise BadInput(Fault("FRAME_HOLDS_END", field=Field.DATA, count=data.index(end)))
            return data + end
        case FixedSize(size):
            if len(data) != size:
                raise BadInput(Fault("FRAME_SIZE", count=len(data), about=str(size), field=Field.DATA))
            return data
