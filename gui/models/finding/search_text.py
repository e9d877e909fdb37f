"""What is typed into the find bar, as bytes to look for (window thread).

Law: text means its bytes in the encoding that the views show; hex means exactly these bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.contract.faults import BadInput, Fault
from core.payload.encodings import Encoding
from core.payload.hexadecimal import parse_hex


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for."""

    data: bytes
    ignore_case: bool


def wanted_bytes(typed: str, encoding: Encoding, *, as_hex: bool, match_case: bool) -> Wanted | Fault:
    """The bytes (none when nothing is typed), or what is wrong with the text."""
    try:
        data = parse_hex(typed) if as_hex else encoding.parse(typed)
    except BadInput as bad:
        name = "TEXT_NOT_IN_ENCODING" if bad.fault.name == "TEXT_NOT_ENCODABLE" else bad.fault.name
        return replace(bad.fault, name=name)
    return Wanted(data, ignore_case=not (as_hex or match_case) and encoding.has_ascii_letters)
