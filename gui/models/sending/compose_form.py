"""How a message is made of what is typed: the form's fields as a Composition's parts (window thread).

Law: a field that is not in use is not judged; what is wrong is told with the field that it is typed in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from core.contract.faults import BadInput, Fault, Field
from core.payload.checksums import ALGORITHMS, Checksum
from core.payload.composition import Composition, LineEnd
from core.payload.encodings import ENCODINGS, UTF_8
from core.payload.escapes import parse_text, show_name, show_text
from core.payload.framing import LENGTH_SIZES, Delimiter, FixedSize, Framing, LengthPrefix
from core.payload.notation import Notation

ORDERS = ("high byte first", "low byte first", "as hex digits")
LENGTHS = tuple(f"{size} B, {order}" for size in LENGTH_SIZES for order in ("high byte first", "low byte first"))

MOST_BYTES = 16 * 1024 * 1024
_TITLES = 2
"""So many settings are named where there is little room."""


class Edges(Enum):
    """How the message's edges are marked; the value is what people read."""

    NONE = "not at all"
    LENGTH = "its length before it"
    END = "bytes that end it"
    SIZE = "always the same size"


@dataclass(frozen=True, slots=True)
class ComposeForm:
    """The fields as they stand; numbers are indexes of what is offered, texts what is typed."""

    encoding: int = 0
    line_end: LineEnd = LineEnd.NOTHING
    has_macros: bool = False
    checksum: int = 0
    """0: none; else ALGORITHMS from 1 on."""
    order: int = 0
    """Of ORDERS."""
    skip_first: str = "0"
    skip_last: str = "0"
    edges: Edges = Edges.NONE
    length: int = 2
    """Of LENGTHS."""
    counts_itself: bool = False
    end: str = r"\r\n"
    size: str = "16"

    @property
    def title(self) -> str:
        """What it is set to, in a few words: the first settings, and how many more there are."""
        settings = [
            ENCODINGS[self.encoding].title if ENCODINGS[self.encoding] is not UTF_8 else "",
            f"ends with {self.line_end.value}" if self.line_end is not LineEnd.NOTHING else "",
            "macros" if self.has_macros else "",
            ALGORITHMS[self.checksum - 1].title if self.checksum else "",
            self.edges.value if self.edges is not Edges.NONE else "",
        ]
        said = [setting for setting in settings if setting]
        more = [f"{len(said) - _TITLES} more"] if len(said) > _TITLES else []
        return ", ".join(said[:_TITLES] + more) or "as typed"

    @classmethod
    def of(cls, made: Composition) -> ComposeForm:
        """The fields that say how this message was made."""
        form = cls(
            encoding=next(at for at, encoding in enumerate(ENCODINGS) if encoding.key == made.encoding),
            line_end=made.line_end,
            has_macros=made.has_macros,
        )
        if (checksum := made.checksum) is not None:
            form = replace(
                form,
                checksum=1 + next(at for at, kind in enumerate(ALGORITHMS) if kind.key == checksum.algorithm),
                order=len(ORDERS) - 1 if checksum.as_digits else int(checksum.order == "little"),
                skip_first=str(checksum.skip_first),
                skip_last=str(checksum.skip_last),
            )
        match made.framing:
            case LengthPrefix(size, order, counts_itself):
                length = 2 * LENGTH_SIZES.index(size) + (order == "little")
                return replace(form, edges=Edges.LENGTH, length=length, counts_itself=counts_itself)
            case Delimiter(end):
                return replace(form, edges=Edges.END, end=show_text(end, len(end)))
            case FixedSize(size):
                return replace(form, edges=Edges.SIZE, size=str(size))
            case None:
                return form

    @property
    def framing(self) -> Framing | None:
        """How edges are marked; BadInput when a field that is in use makes no sense."""
        return self._framing()

    def composition(self, text: str, notation: Notation) -> Composition:
        """What is to be sent; BadInput when a field that is in use makes no sense."""
        return Composition(
            text,
            notation,
            ENCODINGS[self.encoding].key,
            self.line_end,
            self.has_macros,
            self._checksum(),
            self._framing(),
        )

    def _checksum(self) -> Checksum | None:
        if not self.checksum:
            return None
        algorithm = ALGORITHMS[self.checksum - 1]
        return Checksum(
            algorithm.key,
            "little" if self.order == 1 else "big",
            as_digits=self.order == len(ORDERS) - 1,
            skip_first=_number(self.skip_first, Field.CHECKSUM, 0),
            skip_last=_number(self.skip_last, Field.CHECKSUM, 0),
        )

    def _framing(self) -> Framing | None:
        match self.edges:
            case Edges.NONE:
                return None
            case Edges.LENGTH:
                size, is_little = divmod(self.length, 2)
                return LengthPrefix(LENGTH_SIZES[size], "little" if is_little else "big", self.counts_itself)
            case Edges.END:
                return Delimiter(_ending(self.end))
            case Edges.SIZE:
                return FixedSize(_number(self.size, Field.FRAME_SIZE, 1))


def usual_order(checksum: int) -> int:
    """How the bytes of a check sum usually go over: an index of ORDERS."""
    return int(checksum > 0 and ALGORITHMS[checksum - 1].order == "little")


def _number(text: str, field: Field, least: int) -> int:
    if not (
        text.isascii() and text.isdigit() and len(text) <= len(str(MOST_BYTES)) and least <= int(text) <= MOST_BYTES
    ):
        raise BadInput(Fault("BYTES_BAD", about=show_name(text), field=field, count=least))
    return int(text)


def _ending(text: str) -> bytes:
    try:
        end = parse_text(text)
    except BadInput as error:
        raise BadInput(replace(error.fault, field=Field.FRAME_END)) from None
    if not end:
        raise BadInput(Fault("FRAME_END_EMPTY", field=Field.FRAME_END))
    return end
