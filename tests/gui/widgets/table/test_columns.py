"""The columns of a table in a real window: their widths, their order, and how both are changed and brought back."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence

import pytest

from gui.theme import Theme
from gui.widgets.table.columns import Column
from gui.widgets.table.table_window import Row
from gui.widgets.table.virtual_table import VirtualTable
from tests.gui.widgets.hands import click, press


class Numbers:
    """Five rows that say their number."""

    def __len__(self) -> int:
        return 5

    def rows(self, first: int, count: int) -> Sequence[Row]:
        return [("in", (str(row), "row", "more")) for row in range(first, min(first + count, 5))]


def make(root: tk.Tk, theme: Theme, *columns: Column) -> VirtualTable:
    table = VirtualTable(root, theme, columns, Numbers())
    table.pack(fill="both", expand=True)
    root.update()
    return table


@pytest.fixture
def two(root: tk.Tk, theme: Theme) -> VirtualTable:
    """A narrow column, and one that takes what there is."""
    return make(root, theme, Column("number", "number", 90, "right"), Column("text", "text", 200, stretch=True))


@pytest.fixture
def three(root: tk.Tk, theme: Theme) -> VirtualTable:
    """A table of three columns of 100 pixels each."""
    return make(root, theme, *(Column(key, key, 100) for key in ("number", "text", "more")))


def test_widths_are_told_for_the_usual_text_size_and_can_be_brought_back(
    root: tk.Tk, theme: Theme, two: VirtualTable
) -> None:
    table = two
    assert table.widths == {"number": 90}
    theme.set_percent(200)
    root.update()
    assert table.widths == {"number": 90}
    assert table.tree.column("number", "width") == 180
    table.set_widths({"number": 120, "unknown": 5, "text": -3})
    assert table.widths == {"number": 120}
    assert table.tree.column("number", "width") == 240


def test_a_dragged_column_is_remembered(two: VirtualTable) -> None:
    table = two
    edge = table.tree.column("number", "width")
    table.tree.event_generate("<Motion>", x=edge, y=5)
    table.tree.event_generate("<ButtonPress-1>", x=edge, y=5)
    table.tree.event_generate("<B1-Motion>", x=edge + 40, y=5)
    table.tree.event_generate("<ButtonRelease-1>", x=edge + 40, y=5)
    assert table.widths == {"number": 130}


def drag_heading(table: VirtualTable, start: int, end: int, *, release: bool = True) -> None:
    table.update()
    table.tree.event_generate("<Motion>", x=start, y=5)
    table.tree.event_generate("<ButtonPress-1>", x=start, y=5)
    table.tree.event_generate("<B1-Motion>", x=(start + end) // 2, y=5)
    table.tree.event_generate("<B1-Motion>", x=end, y=5)
    if release:
        table.tree.event_generate("<ButtonRelease-1>", x=end, y=5)
    table.update()


def columns(table: VirtualTable) -> list[str]:
    """The keys of the columns from left to right, found by their places on the screen."""
    item = table.tree.get_children()[0]
    return sorted(table.widths, key=lambda key: (table.tree.bbox(item, key) or (0,))[0])


def test_a_column_is_moved_by_its_heading_and_cells_go_with_it(three: VirtualTable) -> None:
    drag_heading(three, 50, 290)
    assert columns(three) == ["text", "more", "number"]
    assert three.tree.set(three.tree.get_children()[0], "number") == "0"
    drag_heading(three, 250, 110)
    assert columns(three) == ["text", "number", "more"]
    assert three.order == {"text": 1, "number": 2, "more": 3}


def test_a_click_on_a_heading_is_no_drag_and_a_drag_no_click(three: VirtualTable) -> None:
    clicked: list[str] = []
    three.set_heading("number", "number", lambda: clicked.append("number"))
    drag_heading(three, 50, 52)
    assert (clicked, three.order) == (["number"], {})
    drag_heading(three, 50, 250)
    assert clicked == ["number"]
    assert three.order


def test_escape_leaves_a_dragged_column_where_it_was(three: VirtualTable) -> None:
    drag_heading(three, 50, 290, release=False)
    press(three.tree, "<Escape>")
    three.tree.event_generate("<ButtonRelease-1>", x=290, y=5)
    assert columns(three) == ["number", "text", "more"]


def test_an_order_is_remembered_and_a_column_it_does_not_know_stays_near_its_place(three: VirtualTable) -> None:
    three.set_order({"more": 1, "number": 2, "gone": 3})
    assert columns(three) == ["more", "text", "number"]
    three.set_widths({"text": 150})
    three.reset_columns()
    assert columns(three) == ["number", "text", "more"]
    assert (three.order, three.widths["text"]) == ({}, 100)


def test_a_menu_on_a_heading_tells_the_column_as_it_stands_now(three: VirtualTable) -> None:
    asked: list[str] = []
    three.on_heading(lambda key, x_root, y_root: asked.append(key))
    click(three.tree, 150, 5, button=3)
    three.move_column("text", None)
    click(three.tree, 150, 5, button=3)
    assert asked == ["text", "more"]
    press(three.tree, "<Shift-F10>")
    assert asked[2:] == ["number"], "where no row is selected, the key asks for the first column's"
