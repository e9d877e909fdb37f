"""A message that was composed and kept under a name, and how it stands in JSON (pure, any thread).

Law: what was written is read back the same; what is missing takes its default, and what makes no sense is refused with
the name of its field, never mended in silence.

    {"name": "read register 1", "folder": "pump", "text": "01 03 00 00 00 01", "notation": "hex",
     "checksum": {"algorithm": "crc-16-modbus", "order": "little"}, "key": 1, "to": "tcp://192.168.1.20:502"}

More fields: "encoding" (utf-8), "line_end" (nothing, cr_lf, lf, cr, nul), "macros" (true, false), "framing", which is
{"length": SIZE, "order": ..., "counts_itself": ...}, {"end": TEXT} or {"size": BYTES}; "steps" (true: the text is a
sequence).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from core.contract.faults import BadInput
from core.payload.checksums import Checksum, algorithm_of
from core.payload.composition import Composition, LineEnd
from core.payload.encodings import ENCODINGS
from core.payload.escapes import parse_text, show_text
from core.payload.framing import LENGTH_SIZES, Delimiter, FixedSize, Framing, LengthPrefix
from core.payload.notation import Notation

LONGEST_NAME = 200
LONGEST_TEXT = 1_000_000
HOT_KEYS = range(1, 10)
COMPOSITION_FIELDS = ("text", "notation", "encoding", "line_end", "macros", "checksum", "framing")


@dataclass(frozen=True, slots=True)
class SavedMessage:
    """One message of a library; no two have the same folder and name."""

    name: str
    composition: Composition
    folder: str = ""
    key: int | None = None
    """Its hot key, one of HOT_KEYS."""
    to: str = ""
    """Whom it is meant for, as tcp://host:port; "": anybody."""
    is_steps: bool = False
    """Whether its text is a sequence, a step a line (core.engine.jobs.sequence_text)."""

    @property
    def title(self) -> str:
        """Its folder and its name."""
        return f"{self.folder}/{self.name}" if self.folder else self.name


class BadMessage(ValueError):
    """There is no such message; the text says which field is at fault, for people."""


def to_json(message: SavedMessage) -> dict[str, Any]:
    """Without what stands at its default."""
    fields: dict[str, Any] = {"name": message.name}
    _keep(fields, "folder", message.folder, "")
    fields |= composition_to_json(message.composition)
    _keep(fields, "key", message.key, None)
    _keep(fields, "to", message.to, "")
    _keep(fields, "steps", message.is_steps, False)
    return fields


def composition_to_json(made: Composition) -> dict[str, Any]:
    """How it was composed: those of COMPOSITION_FIELDS that do not stand at their default, and the text."""
    usual = Composition("")
    fields: dict[str, Any] = {"text": made.text}
    _keep(fields, "notation", made.notation.name.lower(), usual.notation.name.lower())
    _keep(fields, "encoding", made.encoding, usual.encoding)
    _keep(fields, "line_end", made.line_end.name.lower(), usual.line_end.name.lower())
    _keep(fields, "macros", made.has_macros, usual.has_macros)
    _keep(fields, "checksum", _checksum_fields(made.checksum), None)
    _keep(fields, "framing", _framing_fields(made.framing), None)
    return fields


def from_json(fields: object) -> SavedMessage:
    """The message that to_json() made these of. Raises BadMessage."""
    if not isinstance(fields, dict):
        raise BadMessage("it is not in braces")
    name = _text(fields, "name", "", LONGEST_NAME).strip()
    if not name:
        raise BadMessage("it has no name")
    composition = composition_from_json(fields)
    key = fields.get("key")
    if key is not None and (isinstance(key, bool) or key not in HOT_KEYS):
        raise BadMessage("“key” is a digit from 1 to 9")
    return SavedMessage(
        name,
        composition,
        _text(fields, "folder", "", LONGEST_NAME),
        key,
        _text(fields, "to", "", 300),
        _flag(fields, "steps"),
    )


def composition_from_json(fields: Mapping[str, Any]) -> Composition:
    """The composition that composition_to_json() made these of; others among them do not matter. Raises BadMessage."""
    return Composition(
        _text(fields, "text", "", LONGEST_TEXT),
        Notation[_one_of(fields, "notation", {notation.name.lower() for notation in Notation}, "text").upper()],
        _one_of(fields, "encoding", {encoding.key for encoding in ENCODINGS}, "utf-8"),
        LineEnd[_one_of(fields, "line_end", {end.name.lower() for end in LineEnd}, "nothing").upper()],
        _flag(fields, "macros"),
        _checksum(fields.get("checksum")),
        _framing(fields.get("framing")),
    )


def _keep(fields: dict[str, Any], name: str, value: object, usual: object) -> None:
    if value != usual:
        fields[name] = value


def _checksum_fields(checksum: Checksum | None) -> dict[str, Any] | None:
    if checksum is None:
        return None
    fields: dict[str, Any] = {"algorithm": checksum.algorithm}
    _keep(fields, "order", checksum.order, "big")
    _keep(fields, "as_digits", checksum.as_digits, False)
    _keep(fields, "skip_first", checksum.skip_first, 0)
    _keep(fields, "skip_last", checksum.skip_last, 0)
    return fields


def _framing_fields(framing: Framing | None) -> dict[str, Any] | None:
    match framing:
        case None:
            return None
        case LengthPrefix(size, order, counts_itself):
            return {"length": size, "order": order, "counts_itself": counts_itself}
        case Delimiter(end):
            return {"end": show_text(end, len(end))}
        case FixedSize(size):
            return {"size": size}


def _checksum(fields: object) -> Checksum | None:
    if fields is None:
        return None
    if not isinstance(fields, dict) or algorithm_of(str(fields.get("algorithm"))) is None:
        raise BadMessage("“checksum” names none that is known")
    skipped = [_number(fields, name, 0, LONGEST_TEXT, 0) for name in ("skip_first", "skip_last")]
    return Checksum(fields["algorithm"], _order(fields), _flag(fields, "as_digits"), *skipped)


def _framing(fields: object) -> Framing | None:
    if fields is None:
        return None
    if not isinstance(fields, dict):
        raise BadMessage("“framing” is not in braces")
    match fields:
        case {"length": size}:
            if size not in LENGTH_SIZES or isinstance(size, bool):
                raise BadMessage("“length” is 1, 2, 4 or 8")
            return LengthPrefix(size, _order(fields), _flag(fields, "counts_itself"))
        case {"end": str(end)}:
            try:
                data = parse_text(end)
            except BadInput:
                data = b""
            if not data:
                raise BadMessage("“end” is no text with escapes")
            return Delimiter(data)
        case {"size": _}:
            return FixedSize(_number(fields, "size", 1, LONGEST_TEXT, 0))
        case _:
            raise BadMessage("“framing” is none that is known")


def _order(fields: Mapping[str, Any]) -> Literal["big", "little"]:
    return "little" if _one_of(fields, "order", {"big", "little"}, "big") == "little" else "big"


def _text(fields: Mapping[str, Any], name: str, usual: str, longest: int) -> str:
    value = fields.get(name, usual)
    if not isinstance(value, str) or len(value) > longest:
        raise BadMessage(f"“{name}” is a text of {longest:,} characters at most")
    if any(0xD800 <= ord(character) < 0xE000 for character in value):  # half a character: no file can hold it
        raise BadMessage(f"“{name}” has half a character in it")
    return value


def _one_of(fields: Mapping[str, Any], name: str, known: set[str], usual: str) -> str:
    value = fields.get(name, usual)
    if not isinstance(value, str) or value not in known:
        raise BadMessage(f"“{name}” is one of: {', '.join(sorted(known))}")
    return value


def _flag(fields: Mapping[str, Any], name: str) -> bool:
    value = fields.get(name, False)
    if not isinstance(value, bool):
        raise BadMessage(f"“{name}” is true or false")
    return value


def _number(fields: Mapping[str, Any], name: str, least: int, most: int, usual: int) -> int:
    value = fields.get(name, usual)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise BadMessage(f"“{name}” is a number from {least} to {most:,}")
    return value
