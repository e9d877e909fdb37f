r"""The messages that Packet Sender exports: its packets.ini ("Export Database"), and its JSON (pure, any thread).

Law: each message becomes one of ours with the same bytes; what cannot be read is left out and named.

packets.ini is written by Qt: a section for each packet, its name percent-encoded (%FC is ü, %U2603 is ☃; a "/" in it
splits it into a section and the beginning of keys); values with \xNN escapes, in quotes where they hold commas or end
with a blank. [NAMES] lists the names. The JSON is a list of objects, with keys in small letters and numbers as texts.
The bytes stand as hex digits ("hexString"); {{TIME}}, {{DATE}}, {{UNIXTIME}}, {{RANDOM}}, {{UNIQUE}} are macros.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from core.contract.faults import BadInput
from core.payload.addresses import parse_url
from core.payload.composition import Composition, in_notation
from core.payload.hexadecimal import parse_hex
from core.payload.messages.saved import LONGEST_NAME, BadMessage, SavedMessage
from core.payload.notation import Notation

FOLDER = "Packet Sender"
_MACRO = re.compile(rb"\{\{(TIME|DATE|UNIXTIME|RANDOM|UNIQUE)\}\}")
_SECTION = re.compile(r"\[(.*)\]")
_LIST = re.compile(r"\s*\[\s*[{\]]")
"""How the JSON begins; Qt writes a brace in the name of a section as %7B."""
_FIELDS = frozenset({"hexstring", "tcporudp"})
_PERCENT = re.compile(r"%U([0-9A-Fa-f]{4})|%([0-9A-Fa-f]{2})")
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{1,4})|([0-7]{1,3})|(.))", re.DOTALL)
_NAMED = {"n": "\n", "r": "\r", "t": "\t", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


class Found(NamedTuple):
    """What an export holds."""

    messages: list[SavedMessage]
    left_out: list[str]
    """For each that could not be read: its name and why."""


def read_export(data: bytes) -> Found:
    """Raises BadMessage for what is no export of Packet Sender at all."""
    text = data.decode("utf-8-sig", errors="replace")
    if _LIST.match(text):
        return _messages(_from_list(text))
    packets = [fields for fields in _from_ini(text) if _FIELDS & fields.keys()]
    if not packets:
        raise BadMessage("it is neither a packets.ini nor a JSON export of Packet Sender")
    return _messages(packets)


def _from_list(text: str) -> list[Mapping[str, str]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadMessage(f"it is no whole JSON: {error}") from None
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise BadMessage("it is no list of packets")
    if not any("hexstring" in each for each in found):
        raise BadMessage("there is no packet in it")
    return [{str(key).lower(): str(value) for key, value in each.items()} for each in found]


def _from_ini(text: str) -> Iterable[Mapping[str, str]]:
    """The fields of each packet, keys in small letters, in the order of the file."""
    packets: dict[str, dict[str, str]] = {}
    section = ""
    for line in text.splitlines():
        if head := _SECTION.fullmatch(line.strip()):
            section = head[1]
            continue
        key, equals, value = line.partition("=")
        if equals and section and section != "NAMES":
            path = f"{section}/{key}".replace("\\", "/")
            packet, _, field = path.rpartition("/")
            packets.setdefault(_percent_decoded(packet), {})[field.lower()] = _unescaped(value)
    for name, fields in packets.items():
        yield {"name": name} | fields


def _percent_decoded(text: str) -> str:
    return _PERCENT.sub(lambda match: chr(int(match[1] or match[2], 16)), text)


def _unescaped(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = value[1:-1]
    return _ESCAPE.sub(_character, value)


def _character(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 16))
    return chr(int(match[2], 8)) if match[2] else _NAMED.get(match[3], match[3])


def _messages(packets: Iterable[Mapping[str, str]]) -> Found:
    found = Found([], [])
    for fields in packets:
        name = fields.get("name", "").strip()[:LONGEST_NAME] or "without a name"
        try:
            found.messages.append(_message(name, fields))
        except BadInput:
            found.left_out.append(f"“{name}”: its bytes are not in hex")
        except BadMessage as error:
            found.left_out.append(f"“{name}”: {error}")
    return found


def _message(name: str, fields: Mapping[str, str]) -> SavedMessage:
    how = fields.get("tcporudp", "").strip().lower()
    if "http" in how:  # what goes over is made when it is sent, of a path and a body
        raise BadMessage("requests of HTTP are not taken over")
    data = parse_hex(fields.get("hexstring", ""))
    macros = list(_MACRO.finditer(data))
    if not macros:
        return SavedMessage(name, _as_text(data, has_macros=False), FOLDER, to=_to(how, fields))
    texts, at = [], 0
    for macro in macros:
        texts += [_as_text(data[at : macro.start()], has_macros=True).text, macro[0].decode().lower()]
        at = macro.end()
    texts.append(_as_text(data[at:], has_macros=True).text)
    return SavedMessage(name, Composition("".join(texts), has_macros=True), FOLDER, to=_to(how, fields))


def _as_text(data: bytes, *, has_macros: bool) -> Composition:
    return in_notation(Composition(data.hex(" "), Notation.HEX, has_macros=has_macros), Notation.TEXT)


def _to(how: str, fields: Mapping[str, str]) -> str:
    """Whom it was for; "" where that is no end point."""
    scheme = "udp" if how == "udp" else "tls" if "ssl" in how else "tcp"
    host, port = fields.get("toip", "").strip(), fields.get("port", "").strip()
    end = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    try:
        parse_url(f"{'udp' if scheme == 'udp' else 'tcp'}://{end}")
    except BadInput:
        return ""
    return f"{scheme}://{end}"
