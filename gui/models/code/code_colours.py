"""Which parts of a line of code get which colour: by a handful of kinds, one line after another (pure).

Law: the parts, joined, are the line. Colour adds nothing that is not in the text: a kind that is not told apart is no
harm, so a few patterns do, and no parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Part(NamedTuple):
    """Some characters of a line; `kind` is "" or one of comment, string, keyword, number."""

    text: str
    kind: str


_STRINGS = r"""b?"(?:\\.|[^"\\])*"|b?'(?:\\.|[^'\\])*'"""
_NUMBER = r"\b\d+(?:\.\d+)?\b"


def _pattern(comment: str, keywords: str, strings: str = _STRINGS) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<comment>{comment})|(?P<string>{strings})|(?P<keyword>\b(?:{keywords})\b|^#include|^\#(?:ifdef|else|endif))"
        rf"|(?P<number>{_NUMBER})"
    )


class _Language(NamedTuple):
    pattern: re.Pattern[str]
    opens: str = ""
    """What begins a comment, or a text about the program, of several lines; and what ends it."""
    closes: str = ""


_LANGUAGES = {
    "python": _Language(
        _pattern(
            r"#.*",
            "and|as|def|else|except|False|for|if|import|in|len|min|None|not|print|raise|return|True|try|while",
        ),
        '"""',
        '"""',
    ),
    "c": _Language(
        _pattern(
            r"/\*.*?\*/",
            "char|const|do|else|exit|for|if|int|return|short|size_t|socklen_t|ssize_t|static|struct|unsigned|void|while",
        ),
        "/*",
        "*/",
    ),
    "netcat": _Language(_pattern(r"^#.*", "ncat|socat|printf|cat", r"'[^']*'|\"(?:\\.|[^\"\\])*\"")),
}
_LANGUAGES["plain"] = _LANGUAGES["python"]


def coloured(language: str, lines: Iterable[str]) -> Iterator[list[Part]]:
    """The parts of each line."""
    pattern, opens, closes = _LANGUAGES[language]
    inside = False
    for line in lines:
        begins = bool(opens) and line.lstrip().startswith(opens)
        if inside or begins:
            ends = closes in (line if inside else line.lstrip()[len(opens) :])
            inside = not ends
            yield [Part(line, "comment")] if line else []
        else:
            yield list(_parts(pattern, line))


def _parts(pattern: re.Pattern[str], line: str) -> Iterator[Part]:
    at = 0
    for found in pattern.finditer(line):
        if found.start() > at:
            yield Part(line[at : found.start()], "")
        yield Part(found.group(), found.lastgroup or "")
        at = found.end()
    if at < len(line):
        yield Part(line[at:], "")
