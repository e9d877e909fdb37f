"""Strings and remarks as C has them (pure, any thread)."""

from __future__ import annotations

import textwrap

from core.explain.script.writer import WIDTH

_ESCAPES = {0x0A: "\\n", 0x0D: "\\r", 0x09: "\\t", 0x22: '\\"', 0x5C: "\\\\", 0x3F: "\\?"}
"""Of a question mark, because two of them and another sign can be a trigraph, at which a compiler wonders."""


def string(data: bytes) -> str:
    """A string as C writes it; octal escapes of three digits, for a digit may follow."""
    return '"' + "".join(_ESCAPES.get(it) or (chr(it) if 0x20 <= it < 0x7F else f"\\{it:03o}") for it in data) + '"'


def as_remark(text: str) -> list[str]:
    """A comment of several lines, none wider than the program."""
    lines = textwrap.wrap(text.replace("*/", "* /"), WIDTH - 6)
    return [f"{' *' if at else '/*'} {line}{' */' if at == len(lines) - 1 else ''}" for at, line in enumerate(lines)]
