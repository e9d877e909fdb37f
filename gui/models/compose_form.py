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
from core.payload.framing import LENGTH_SIZES, MOST, Delimiter, FixedSize, Framing, LengthPrefix
from core.payload.notation import Notation

ORDERS = ("high byte first", "low byte first", "as hex digits")
LENGTHS = tuple(f"{size} B, {order}" for size in LENGTH_SIZES for order in ("high byte first", "low byte first"))


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
        """What it is set to, in a few words."""
        said = [
            ENCODINGS[self.encoding].title if ENCODINGS[self.encoding] is not UTF_8 else "",
            f"ends with {self.line_end.value}" if self.line_end is not LineEnd.NOTHING else "",
            "macros" if self.has_macros else "",
            ALGORITHMS[self.checksum - 1].title if self.checksum else "",
            self.edges.value if self.edges is not Edges.NONE else "",
        ]
        return ", ".join(part for part in said if part) or "as typed"

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


def form_of(composition: Composition) -> ComposeForm:
    """The fields that make it."""
    keys = [encoding.key for encoding in ENCODINGS]
    form = ComposeForm(
        encoding=keys.index(composition.encoding) if composition.encoding in keys else 0,
        line_end=composition.line_end,
        has_macros=composition.has_macros,
    )
    return _with_edges(_with_checksum(form, composition.checksum), composition.framing)


def _with_checksum(form: ComposeForm, checksum: Checksum | None) -> ComposeForm:
    if checksum is None:
        return form
    keys = [algorithm.key for algorithm in ALGORITHMS]
    return replace(
        form,
        checksum=keys.index(checksum.algorithm) + 1 if checksum.algorithm in keys else 0,
        order=len(ORDERS) - 1 if checksum.as_digits else int(checksum.order == "little"),
        skip_first=str(checksum.skip_first),
        skip_last=str(checksum.skip_last),
    )


def _with_edges(form: ComposeForm, framing: Framing | None) -> ComposeForm:
    match framing:
        case None:
            return form
        case LengthPrefix(size, order, counts_itself):
            at = LENGTH_SIZES.index(size) * 2 + int(order == "little")
            return replace(form, edges=Edges.LENGTH, length=at, counts_itself=counts_itself)
        case Delimiter(end):
            return replace(form, edges=Edges.END, end=show_text(end))
        case FixedSize(size):
            return replace(form, edges=Edges.SIZE, size=str(size))


def _number(text: str, field: Field, least: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST)) and least <= int(text) <= MOST):
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
