"""Lines of code: what stays the same stays where it is."""

from __future__ import annotations

import tkinter as tk

import pytest

from gui.theme import Theme
from gui.widgets.text.code_text import CodeText, Parts


@pytest.fixture
def code(root: tk.Tk, theme: Theme) -> CodeText:
    widget = CodeText(root, theme)
    widget.pack(fill="both", expand=True)
    root.geometry("600x300")
    root.update()
    return widget


def lines(*texts: str) -> list[Parts]:
    return [[(text, "")] if text else [] for text in texts]


def shown(code: CodeText) -> str:
    return code.text.get("1.0", "end-1c")


def top(code: CodeText) -> str:
    """The uppermost line in sight."""
    code.update()
    return code.text.get("@0,0 linestart", "@0,0 lineend")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((), ("a",)),
        (("a", "b"), ("a", "b", "c")),
        (("a", "b", "c"), ("a",)),
        (("a", "b", "c"), ("x", "b", "c")),
        (("a", "", "c"), ("a", "", "")),
        (("a",), ()),
    ],
)
def test_any_lines_after_any_others(code: CodeText, before: tuple[str, ...], after: tuple[str, ...]) -> None:
    for texts in (before, after, after):
        code.show(lines(*texts))
        assert shown(code) == "\n".join(texts)


def test_each_line_has_its_number(code: CodeText) -> None:
    code.show(lines(*"abc"))
    numbers = [child for child in code.winfo_children() if isinstance(child, tk.Text) and child is not code.text]
    assert numbers[0].get("1.0", "end-1c").split() == ["1", "2", "3"]


def test_kinds_are_told_by_colour_and_marks_stay_with_their_lines(code: CodeText) -> None:
    code.show([[("s1.send(", ""), ('b"x"', "string"), (")", "")], [("# end", "comment")]])
    assert [str(it) for it in code.text.tag_ranges("string")] == ["1.8", "1.12"]
    code.mark([1])
    assert code.marked == ["# end"]
    code.show([[("s1.send(", ""), ('b"x"', "string"), (")", "")], [("# end", "comment")], [("more", "")]])
    assert code.marked == ["# end"]
    assert [str(it) for it in code.text.tag_ranges("mark")] == ["2.0", "3.0"]


def test_a_selection_and_the_place_stay_when_lines_are_added_at_the_end(code: CodeText) -> None:
    many = [f"line {at}" for at in range(100)]
    code.show(lines(*many))
    code.see(50)
    code.text.tag_add("sel", "50.0", "52.0")
    before = top(code)
    code.show(lines(*many, "more"))
    assert top(code) == before
    assert code.text.tag_ranges("sel")


def test_what_comes_in_above_the_body_does_not_push_it_away(code: CodeText) -> None:
    body = [f"call {at}" for at in range(100)]
    code.show(lines("import a", "", *body), body=2)
    code.see(2)
    assert top(code) == "import a"
    code.see(40)
    before = top(code)
    code.show(lines("import a", "import b", "def help(): ...", "", *body), body=4)
    assert top(code) == before
