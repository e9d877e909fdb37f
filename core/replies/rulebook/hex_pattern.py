"""Bytes to look for, in hex, with places left open: "02 ?? 5? * 03" (pure, any thread).

`??` is any byte, `5?` and `?5` are any byte with that digit, `*` is any number of bytes. What stood in the open places
is at hand for the answer: {{1}} is the first run of them. Law: it describes the whole message, from its first byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.contract.faults import BadInput, Fault, Field

_GROUP = re.compile(r"[^\s,]+")
_PAIR = re.compile(r"\*|[0-9A-Fa-f?]{2}")
_OPEN = ("??", "*")


def as_regular(text: str) -> str:
    """The regular expression that means the same. Raises BadInput with the place: HEX_BAD, HEX_ODD."""
    written: list[str] = []
    is_open = False
    for pair in _pairs(text):
        if (pair in _OPEN) is not is_open:
            written.append(")" if is_open else "(")
            is_open = not is_open
        written.append(_part(pair))
    return r"(?s)\A" + "".join(written) + (")" if is_open else "") + r"\Z"


def _pairs(text: str) -> Iterator[str]:
    for group in _GROUP.finditer(text):
        at = group.start()
        if group.group()[:2].lower() == "0x" and len(group.group()) > 2:
            at += 2
        while at < group.end():
            pair = _PAIR.match(text, at, group.end())
            if pair is None:
                raise _bad(text, at, group.end())
            yield pair.group()
            at = pair.end()


def _part(pair: str) -> str:
    if pair == "*":
        return ".*"
    if pair == "??":
        return "."
    if "?" not in pair:
        return f"\\x{pair}"
    fits = (pair.replace("?", digit) for digit in "0123456789abcdef")
    return "[" + "".join(f"\\x{it}" for it in fits) + "]"


def _bad(text: str, at: int, end: int) -> BadInput:
    """A digit without its other half, or a character that is none of these."""
    wrong = next((place for place in range(at, min(at + 2, end)) if text[place] not in "0123456789abcdefABCDEF?*"), at)
    is_odd = text[wrong] in "0123456789abcdefABCDEF?"
    name = "HEX_ODD" if is_odd else "HEX_WILD"
    return BadInput(Fault(name, about=text[wrong], field=Field.PATTERN, position=wrong))
