r"""A message as it was composed, as an object of a session (any thread).

    {"text": "T={{random:18..25}}", "macros": true, "ends_with": "\r\n"}
    {"text": "01 03 00 00 00 02", "notation": "hex", "checksum": {"kind": "crc-16-modbus", "order": "little"}}
    {"text": "hello", "edges": {"length": 2, "order": "big", "counts_itself": false}}

"encoding" and "kind" are the keys of core.payload; "ends_with" and "edges" {"end": "\r\n"} are written with escapes;
"edges" may also be {"size": 16}. Law: what is written is read back to an equal composition.
"""

from __future__ import annotations

from typing import Any

from core.contract.faults import Fault
from core.payload.checksums import ALGORITHMS, Checksum
from core.payload.composition import Composition, LineEnd
from core.payload.encodings import ENCODINGS
from core.payload.escapes import parse_text, show_text
from core.payload.framing import LENGTH_SIZES, Delimiter, FixedSize, Framing, LengthPrefix
from core.payload.notation import Notation
from core.session.errors import SessionError
from core.session.fields import Fields, written, wrong_kind

_NOTATIONS = {"text": Notation.TEXT, "hex": Notation.HEX}
_NOTATION_WORDS = {notation: word for word, notation in _NOTATIONS.items()}
_ENCODINGS = {encoding.key: encoding.key for encoding in ENCODINGS}
_LINE_ENDS = {"" if end is LineEnd.NOTHING else end.value: end for end in LineEnd}
_LINE_END_WORDS = {end: word for word, end in _LINE_ENDS.items()}
_KINDS = {algorithm.key: algorithm.key for algorithm in ALGORITHMS}
_BIG, _LITTLE = "big", "little"
_MOST_BYTES = 16 << 20


def read_composition(fields: Fields) -> Composition:
    """What the fields of an object say. SessionError."""
    return Composition(
        fields.take("text", ""),
        fields.choose("notation", _NOTATIONS, "text"),
        fields.choose("encoding", _ENCODINGS, "utf-8"),
        fields.choose("ends_with", _LINE_ENDS, ""),
        fields.take("macros", False),
        _read_checksum(fields.object("checksum")) if fields.has("checksum") else None,
        _read_framing(fields.object("edges")) if fields.has("edges") else None,
    )


def write_composition(composition: Composition) -> dict[str, Any]:
    """The fields again; what is usual is left out."""
    return written(
        [
            ("text", composition.text, ""),
            ("notation", _NOTATION_WORDS[composition.notation], "text"),
            ("encoding", composition.encoding, "utf-8"),
            ("ends_with", _LINE_END_WORDS[composition.line_end], ""),
            ("macros", composition.has_macros, False),
            ("checksum", _write_checksum(composition.checksum), None),
            ("edges", _write_framing(composition.framing), None),
        ],
        {},
    )


def _read_checksum(fields: Fields) -> Checksum:
    return Checksum(
        fields.choose("kind", _KINDS, ""),  # "" is no kind: without one it is refused
        "little" if fields.choose("order", {_BIG: False, _LITTLE: True}, _BIG) else "big",
        fields.take("as_digits", False),
        _count(fields, "skip_first", 0),
        _count(fields, "skip_last", 0),
    )


def _write_checksum(checksum: Checksum | None) -> dict[str, Any] | None:
    if checksum is None:
        return None
    return written(
        [
            ("kind", checksum.algorithm, ""),
            ("order", checksum.order, _BIG),
            ("as_digits", checksum.as_digits, False),
            ("skip_first", checksum.skip_first, 0),
            ("skip_last", checksum.skip_last, 0),
        ],
        {},
    )


def _read_framing(fields: Fields) -> Framing:
    if fields.has("length"):
        size = fields.take("length", 0)
        if size not in LENGTH_SIZES:
            raise SessionError(Fault("SESSION_CHOICE", about=", ".join(map(str, LENGTH_SIZES))), fields.at("length"))
        is_little = fields.choose("order", {_BIG: False, _LITTLE: True}, _BIG)
        return LengthPrefix(size, "little" if is_little else "big", fields.take("counts_itself", False))
    if fields.has("end"):
        return Delimiter(fields.parse("end", fields.take("end", ""), parse_text))
    if fields.has("size"):
        return FixedSize(_count(fields, "size", 1))
    raise SessionError(Fault("SESSION_MISSING", about="length, end, size"), fields.place)


def _write_framing(framing: Framing | None) -> dict[str, Any] | None:
    match framing:
        case None:
            return None
        case LengthPrefix(size, order, counts_itself):
            usual = [("order", order, _BIG), ("counts_itself", counts_itself, False)]
            return {"length": size} | written(usual, {})
        case Delimiter(end):
            return {"end": show_text(end, len(end))}
        case FixedSize(size):
            return {"size": size}


def _count(fields: Fields, key: str, least: int) -> int:
    number = fields.take(key, least)
    if not least <= number <= _MOST_BYTES:
        raise wrong_kind(f"a number from {least} to {_MOST_BYTES:,}", fields.at(key))
    return number
