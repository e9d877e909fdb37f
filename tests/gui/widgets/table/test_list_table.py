"""A sortable list in a real window: its order, its selection by key, and what it costs."""

from __future__ import annotations

import time
import tkinter as tk

import pytest

from gui.theme import Theme
from gui.widgets.table.columns import Column
from gui.widgets.table.list_table import Key, ListRow, ListTable
from tests.gui.widgets.hands import click, press

COLUMNS = (Column("name", "socket", 120), Column("size", "in", 120, "right"))
HEADING_Y = 8


def row(number: int, size: int, tag: str = "") -> ListRow:
    return ListRow(number, (f"#{number}", f"{size:,} B"), (number, size), tag)


def make(root: tk.Tk, theme: Theme, *, sort: tuple[str, bool] | None = ("name", False)) -> ListTable:
    table = ListTable(root, theme, COLUMNS, empty="No sockets.", sort=sort)
    table.pack(fill="both", expand=True)
    root.update()
    return table


def shown(table: ListTable) -> list[str]:
    """The names in sight, from above."""
    table.update()
    return [str(table.tree.set(item, "name")) for item in table.tree.get_children()]


def marked(table: ListTable) -> list[str]:
    """The names that look selected."""
    return [str(table.tree.set(item, "name")) for item in table.tree.selection()]


def click_key(table: ListTable, key: Key, modifier: str = "") -> None:
    table.update()
    item = table.item_of(key)
    assert item
    box = table.tree.bbox(item)
    assert box
    click(table.tree, box[0] + 10, box[1] + 5, modifier)


def headings(table: ListTable) -> list[str]:
    return [str(table.tree.heading(column.key, "text")) for column in COLUMNS]


def test_numbers_are_sorted_as_numbers(root: tk.Tk, theme: Theme) -> None:
    table = make(root, theme)
    table.show([row(10, 5), row(9, 700), row(100, 60)])
    assert shown(table) == ["#9", "#10", "#100"]


def test_rows_without_sort_values_are_sorted_as_text(root: tk.Tk, theme: Theme) -> None:
    table = make(root, theme)
    table.show([ListRow("b", ("beta", "")), ListRow("a", ("alpha", ""))])
    assert shown(table) == ["alpha", "beta"]


def test_a_click_on_a_heading_sorts_by_it_and_a_second_one_turns_it_round(root: tk.Tk, theme: Theme) -> None:
    table = make(root, theme, sort=None)
    table.show([row(2, 5), row(1, 700), row(3, 60)])
    assert shown(table) == ["#2", "#1", "#3"]
    assert headings(table) == ["socket", "in"]
    x = table.tree.column("name", "width") + 20
    click(table.tree, x, HEADING_Y)
    assert shown(table) == ["#2", "#3", "#1"]
    assert headings(table) == ["socket", "in ▴"]
    click(table.tree, x, HEADING_Y)
    assert shown(table) == ["#1", "#3", "#2"]
    assert headings(table) == ["socket", "in ▾"]
    assert table.sort == ("size", True)


def test_the_selection_stays_with_its_key_whatever_the_order(root: tk.Tk, theme: Theme) -> None:
    table = make(root, theme)
    told: list[tuple[Key, ...]] = []
    table.on_select(told.append)
    table.show([row(1, 10), row(2, 20), row(3, 30)])
    click_key(table, 2)
    table.set_sort("size", descending=True)
    table.show([row(0, 99), row(1, 10), row(2, 500), row(3, 30), row(4, 1)])
    assert table.selection == (2,)
    assert marked(table) == ["#2"]
    assert told == [(2,)], "nobody chose again"


def test_arrow_keys_go_on_from_the_chosen_row_after_others_came_before_it(root: tk.Tk, theme: Theme) -> None:
    table = make(root, theme)
    table.show([row(5, 0), row(6, 0), row(9, 0)])
    click_key(table, 5)
    click_key(table, 6, "Shift")
    table.show([row(1, 0), row(2, 0), row(5, 0), row(6, 0), row(7, 0), row(9, 0)])
    press(table.tree, "<Down>")
    assert table.selection == (7,)


def test_a_list_that_only_changes_its_texts_keeps_what_shift_extends_from(root: tk.Tk, theme: Theme) -> None:
    table = make(root, theme)
    table.show([row(number, 0) for number in range(1, 9)])
    click_key(table, 6)
    click_key(table, 4, "Shift")
    table.show([row(number, 7) for number in range(1, 9)])
    press(table.tree, "<Shift-Up>")
    assert table.selection == (3, 4, 5, 6)


def test_selected_rows_that_went_away_are_told(root: tk.Tk, theme: Theme) -> None:
    table = make(root, theme)
    told: list[tuple[Key, ...]] = []
    table.on_select(told.append)
    table.show([row(1, 0), row(2, 0), row(3, 0)])
    table.select([1, 3])
    assert told == []
    table.show([row(1, 0), row(2, 0)])
    assert told == [(1,)]
    table.show([])
    assert told == [(1,), ()]
    assert table.selection == ()


def test_a_selection_of_unknown_keys_is_no_selection(root: tk.Tk, theme: Theme) -> None:
    table = make(root, theme)
    table.show([row(1, 0)])
    table.select([7, 1, 8])
    assert table.selection == (1,)


def test_state_is_said_by_the_rows_colour_too(root: tk.Tk, theme: Theme) -> None:
    table = make(root, theme)
    table.show([row(1, 0, "error")])
    item = table.item_of(1)
    assert item
    assert table.tree.tag_has("error", item)
    assert str(table.tree.tag_configure("error", "foreground")) == theme.palette.error
    theme.toggle()
    assert str(table.tree.tag_configure("error", "foreground")) == theme.palette.error


def test_the_list_stays_where_a_person_looks_while_it_changes(root: tk.Tk, theme: Theme) -> None:
    table = make(root, theme)
    table.show([row(number, 0) for number in range(1_000)])
    assert shown(table)[0] == "#0", "a list begins at its beginning"
    table.select([500])
    first = shown(table)[0]
    table.show([row(number, 1) for number in range(2_000)])
    assert shown(table)[0] == first
    assert table.item_of(0) is None


def test_opening_tells_the_key(root: tk.Tk, theme: Theme) -> None:
    table = make(root, theme)
    opened: list[Key] = []
    asked: list[Key] = []
    table.on_open(opened.append)
    table.on_context(lambda key, x_root, y_root: asked.append(key))
    table.show([row(7, 0), row(3, 0)])
    press(table.tree, "<Down>", "<Return>", "<Shift-F10>")
    assert opened == [3]
    assert asked == [3]


@pytest.mark.parametrize("everything_selected", [False, True])
def test_five_thousand_rows_of_which_some_change_cost_little(
    root: tk.Tk, theme: Theme, everything_selected: bool
) -> None:
    table = make(root, theme)
    versions = [[row(number, number + version * (number % 50 == 0)) for number in range(5_000)] for version in range(8)]
    table.show(versions[0])
    if everything_selected:
        table.select(range(5_000))
    root.update()
    times = []
    for version in versions[1:]:
        start = time.process_time()
        table.show(version)
        root.update_idletasks()
        times.append(time.process_time() - start)
    assert min(times) < 0.05
