"""The parts of a call's written form (its name, each argument, its result), and what each of them is.

Pure, any thread. Law: the parts stand in the text from left to right and do not overlap; whatever a record from a file
holds, nothing here raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from core.contract.records import CallRecord
from core.explain.calls.c_form import c_form
from core.explain.calls.manual import MANUAL, result_meaning
from core.explain.calls.meanings import C_ARGUMENTS, CONSTANTS, PYTHON_ARGUMENTS
from core.explain.calls.python_form import python_form

_OPENING, _CLOSING = "([{", ")]}"
_QUOTES = "\"'"
_TOKEN = re.compile(r"""b?"(?:\\.|[^"\\])*"|b?'(?:\\.|[^'\\])*'|[()\[\]{}]|,\s*""")
"""What decides where an argument ends; a quoted text is one token, whatever it holds."""
_WORD = re.compile(r"[A-Z][A-Z0-9_]+")


class Part(NamedTuple):
    """A piece of the text, and what it is."""

    start: int
    end: int
    meaning: str


def python_parts(record: CallRecord) -> list[Part]:
    """Of the form that Python writes."""
    return _parts(python_form(record), " -> ", record, PYTHON_ARGUMENTS.get(record.call, ()))


def c_parts(record: CallRecord) -> list[Part]:
    """Of the form that C writes."""
    return _parts(c_form(record), " = ", record, C_ARGUMENTS.get(record.call, ()))


def part_at(parts: Sequence[Part], place: int) -> Part | None:
    """The part that holds the character at a place."""
    return next((part for part in parts if part.start <= place < part.end), None)


def _parts(form: str, arrow: str, record: CallRecord, arguments: Sequence[str]) -> list[Part]:
    opening = form.find("(")
    if opening < 0:
        return []
    manual = MANUAL[record.call]
    parts = [Part(0, opening, f"{manual.page}: {manual.purpose}")]
    spans, closing = _arguments(form, opening + 1)
    for at, (start, end) in enumerate(spans):
        usual = arguments[at] if at < len(arguments) else ""
        parts += _constants(form, start, end, usual)
    result = closing + 1 + len(arrow)
    if form[closing + 1 :].startswith(arrow) and result < len(form):
        parts.append(Part(result, len(form), f"The call returned {result_meaning(record)}."))
    return parts


def _constants(form: str, start: int, end: int, usual: str) -> Iterator[Part]:
    """The constants that an argument names, each by itself; an argument that names none is what its place says."""
    known = (
        []
        if form[start:end].lstrip("b")[:1] in _QUOTES
        else [it for it in _WORD.finditer(form, start, end) if it.group() in CONSTANTS]
    )
    if known:
        for word in known:
            yield Part(word.start(), word.end(), CONSTANTS[word.group()])
    elif usual:
        yield Part(start, end, usual)


def _arguments(form: str, start: int) -> tuple[list[tuple[int, int]], int]:
    """Where the arguments stand, and the parenthesis that closes them (the end of the text when there is none)."""
    spans: list[tuple[int, int]] = []
    depth, closing = 0, len(form)
    for token in _TOKEN.finditer(form, start):
        kind = token.group()[0]
        if kind in _CLOSING and not depth:
            closing = token.start()
            break
        depth += (kind in _OPENING) - (kind in _CLOSING)
        if kind == "," and not depth:
            spans.append((start, token.start()))
            start = token.end()
    if start < closing:
        spans.append((start, closing))
    return [(first, last) for first, last in spans if first < last], closing
