"""Colours of code: a few kinds, and never another text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.models.code.code_colours import Part, coloured


@pytest.mark.parametrize("language", ["python", "plain", "c", "netcat"])
@given(lines=st.lists(st.text(alphabet="ab 1\"'#/*\\=(){}", max_size=20), max_size=8))
def test_the_parts_are_the_line(language: str, lines: list[str]) -> None:
    assert ["".join(part.text for part in parts) for parts in coloured(language, lines)] == lines


@pytest.mark.parametrize(
    ("language", "line", "parts"),
    [
        ("python", 'x(b"a # b")  # c', [("x(", ""), ('b"a # b"', "string"), (")  ", ""), ("# c", "comment")]),
        ("python", "for _ in range(12):", [("for", "keyword"), (" _ ", ""), ("in", "keyword"), (" range(", ""),
                                           ("12", "number"), ("):", "")]),
        ("c", 'must(x, "\\"/*");', [("must(x, ", ""), ('"\\"/*"', "string"), (");", "")]),
        ("netcat", "printf 'a' | ncat ::1 9", [("printf", "keyword"), (" ", ""), ("'a'", "string"), (" | ", ""),
                                               ("ncat", "keyword"), (" ::", ""), ("1", "number"), (" ", ""),
                                               ("9", "number")]),
    ],
)  # fmt: skip
def test_a_line_is_told_apart(language: str, line: str, parts: list[tuple[str, str]]) -> None:
    assert list(coloured(language, [line])) == [[Part(*part) for part in parts]]


@pytest.mark.parametrize(
    ("language", "lines"),
    [("python", ['"""One', "for two", 'three."""', "for x"]), ("c", ["/* One", "   for two", "   three. */", "for x"])],
)
def test_a_remark_of_several_lines_is_one(language: str, lines: list[str]) -> None:
    kinds = [[part.kind for part in parts] for parts in coloured(language, lines)]
    assert kinds == [["comment"], ["comment"], ["comment"], ["keyword", ""]]
