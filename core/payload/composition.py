r"""What somebody wants to be sent, as they composed it, and the bytes that it becomes (pure, any thread).

Law: in this order: text or hex, macros in it, how the line ends, the check sum, the edges of the message. The same
composition at the same Moment gives the same bytes; what cannot be is refused with its place, never mended in silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum

from core.contract.faults import BadInput, Fault, Field
from core.payload.checksums import Checksum, with_checksum
from core.payload.encodings import Encoding, encoding_of
from core.payload.framing import Framing, frame
from core.payload.hexadecimal import parse_hex, show_hex
from core.payload.macros import Moment, Piece, pieces
from core.payload.notation import Notation


class LineEnd(Enum):
    """What is added at the end of the text; the value is what people read."""

    NOTHING = "nothing"
    CR_LF = r"\r\n"
    LF = r"\n"
    CR = r"\r"
    NUL = r"\0"


_BRACE = re.compile(r"\{(?=\{)")
"""A brace before another one: two of them begin a macro."""
_ENDS = {LineEnd.NOTHING: "", LineEnd.CR_LF: "\r\n", LineEnd.LF: "\n", LineEnd.CR: "\r", LineEnd.NUL: "\0"}


@dataclass(frozen=True, slots=True)
class Composition:
    """One message as it was composed; what stands here is what a library of messages keeps."""

    text: str
    notation: Notation = Notation.TEXT
    encoding: str = "utf-8"
    """A key of ENCODINGS; for text, for macros in hex, and for the line end."""
    line_end: LineEnd = LineEnd.NOTHING
    has_macros: bool = False
    """Whether {{...}} is worked out, or sent as it stands."""
    checksum: Checksum | None = None
    framing: Framing | None = None


def compose(composition: Composition, moment: Moment) -> bytes:
    """The bytes. Raises BadInput: what parse_text(), parse_hex(), pieces(), with_checksum() and frame() raise."""
    encoding = encoding_of(composition.encoding)
    parts = pieces(composition.text, moment) if composition.has_macros else [Piece(0, composition.text, None)]
    data = b"".join([_bytes_of(part, composition.notation, encoding) for part in parts])
    data += _ENDS[composition.line_end].encode(encoding.codec)
    if composition.checksum is not None:
        data = with_checksum(data, composition.checksum)
    return frame(data, composition.framing) if composition.framing is not None else data


def in_notation(composition: Composition, notation: Notation) -> Composition:
    """The same bytes written in the other notation; macros stay macros. Raises BadInput where it cannot be read."""
    if notation is composition.notation:
        return composition
    moment = Moment(datetime.now(UTC))  # any: what macros are worked out to is not used
    parts = pieces(composition.text, moment) if composition.has_macros else [Piece(0, composition.text, None)]
    texts = [_rewritten(part, composition, notation) if part.value is None else part.text for part in parts]
    return replace(composition, text=(" " if notation is Notation.HEX else "").join(texts), notation=notation)


def _rewritten(part: Piece, composition: Composition, notation: Notation) -> str:
    encoding = encoding_of(composition.encoding)
    data = _bytes_of(part, composition.notation, encoding)
    if notation is Notation.HEX:
        return show_hex(data)
    text = "".join(encoding.lines(data))
    return _BRACE.sub(r"\\u{7b}", text) if composition.has_macros else text  # or it would begin one


def _bytes_of(part: Piece, notation: Notation, encoding: Encoding) -> bytes:
    if isinstance(part.value, bytes):
        return part.value
    try:
        if part.value is not None:
            return part.value.encode(encoding.codec)
        return encoding.parse(part.text) if notation is Notation.TEXT else parse_hex(part.text)
    except UnicodeEncodeError:
        fault = Fault("TEXT_NOT_ENCODABLE", about=part.text, field=Field.DATA, position=part.start)
        raise BadInput(fault) from None
    except BadInput as error:
        position = part.start + (error.fault.position or 0)
        raise BadInput(replace(error.fault, position=position)) from None
