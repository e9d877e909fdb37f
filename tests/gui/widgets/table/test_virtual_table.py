"""A table over a model, in a real window: what it shows, what it asks for, what keys and clicks do."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence

import pytest

from gui.theme import Theme
from gui.widgets.table.columns import Column
from gui.widgets.table.table_window import Row
from gui.widgets.table.virtual_table import VirtualTable
from tests.gui.widgets.hands import click, press, wait

COLUMNS = (Column("number", "number", 90, "right"), Column("text", "text", 200, stretch=True))


class Numbers:
    """Rows that say their number; remembers the largest page it was asked for."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.largest_page = 0
        self.text = "row"

    def __len__(self) -> int:
        return self.count

    def rows(self, first: int, count: int) -> Sequence[Row]:
        self.largest_page = max(self.largest_page, count)
        return [("in", (str(row), self.text)) for row in range(first, min(first + count, self.count))]


def make(root: tk.Tk, theme: Theme, model: Numbers, *, empty: str = "Nothing yet.") -> VirtualTable:
    table = VirtualTable(root, theme, COLUMNS, model, empty=empty)
    table.pack(fill="both", expand=True)
    root.update()
    return table


def shown(table: VirtualTable) -> list[int]:
    """The numbers of the rows in sight."""
    table.update()
    return [int(table.tree.set(item, "number")) for item in table.tree.get_children()]


def marked(table: VirtualTable) -> list[int]:
    """The numbers of the rows that look selected."""
    return [int(table.tree.set(item, "number")) for item in table.tree.selection()]


def click_row(table: VirtualTable, number: int, modifier: str = "", button: int = 1) -> None:
    item = next(item for item in table.tree.get_children() if int(table.tree.set(item, "number")) == number)
    box = table.tree.bbox(item)
    assert box
    click(table.tree, box[0] + 10, box[1] + 5, modifier, button)


def test_a_million_rows_are_as_easy_as_ten(root: tk.Tk, theme: Theme) -> None:
    model = Numbers(1_000_000)
    table = make(root, theme, model)
    assert shown(table)[-1] == 999_999
    press(table.tree, "<Home>")
    assert shown(table)[0] == 0
    table.see(500_000)
    assert 500_000 in shown(table)
    assert model.largest_page < 60, "only the rows in sight may be asked for"
    assert len(table.tree.get_children()) < 60


def test_the_last_row_is_wholly_in_sight_at_the_end(root: tk.Tk, theme: Theme) -> None:
    table = make(root, theme, Numbers(1_000))
    last = table.tree.get_children()[-1]
    box = table.tree.bbox(last)
    assert box
    assert box[1] + box[3] <= table.tree.winfo_height()


def test_the_end_is_followed_only_by_who_is_there(root: tk.Tk, theme: Theme) -> None:
    model = Numbers(1_000)
    table = make(root, theme, model)
    model.count = 1_100
    table.refresh()
    assert shown(table)[-1] == 1_099
    table.scroll_to(300)
    model.count = 2_000
    table.refresh()
    assert shown(table)[0] == 300
    table.see_end()
    model.count = 2_001
    table.refresh()
    assert shown(table)[-1] == 2_000


def test_added_rows_never_move_the_selection(root: tk.Tk, theme: Theme) -> None:
    model = Numbers(100)
    table = make(root, theme, model)
    told: list[int | None] = []
    table.on_select(told.append)
    click_row(table, 95)
    model.count = 100_000
    table.refresh()
    assert table.selected == 95
    assert told == [95]
    table.see(95)
    assert marked(table) == [95]


def test_rows_that_went_away_are_no_longer_selected(root: tk.Tk, theme: Theme) -> None:
    model = Numbers(100)
    table = make(root, theme, model)
    table.select(99)
    model.count = 10
    table.refresh()
    assert table.selection == ()
    assert shown(table) == list(range(10))


def test_keys_go_through_the_rows_of_the_model(root: tk.Tk, theme: Theme) -> None:
    table = make(root, theme, Numbers(10_000))
    told: list[int | None] = []
    table.on_select(told.append)
    press(table.tree, "<Home>", "<Down>", "<Next>", "<Prior>", "<Up>", "<Up>", "<End>", "<Down>")
    page = table.page
    assert told == [0, 1, 1 + page, 1, 0, 0, 9_999, 9_999]
    assert marked(table) == [9_999]


def test_keys_begin_with_a_row_in_sight(root: tk.Tk, theme: Theme) -> None:
    table = make(root, theme, Numbers(10_000))
    table.scroll_to(4_000)
    press(table.tree, "<Down>")
    assert table.selected == 4_000
    assert shown(table)[0] == 4_000


def test_keys_in_an_empty_table_do_nothing(root: tk.Tk, theme: Theme) -> None:
    table = make(root, theme, Numbers(0))
    press(table.tree, "<Down>", "<End>", "<Return>", "<Shift-F10>", "<Control-a>", "<<Copy>>", "<Shift-Up>")
    assert table.selection == ()


def test_shift_and_control_select_ranges(root: tk.Tk, theme: Theme) -> None:
    table = make(root, theme, Numbers(1_000))
    press(table.tree, "<Home>")
    click_row(table, 2)
    click_row(table, 5, "Shift")
    assert marked(table) == [2, 3, 4, 5]
    click_row(table, 8, "Control")
    click_row(table, 3, "Control")
    assert table.selection == (range(2, 3), range(4, 6), range(8, 9))
    assert marked(table) == [2, 4, 5, 8]
    press(table.tree, "<Control-a>")
    assert sum(map(len, table.selection)) == 1_000


def test_one_row_only_where_that_is_asked_for(root: tk.Tk, theme: Theme) -> None:
    table = VirtualTable(root, theme, COLUMNS, Numbers(100), multiple=False, follow=False)
    table.pack(fill="both", expand=True)
    root.update()
    press(table.tree, "<Home>", "<Shift-Down>", "<Control-a>")
    click_row(table, 3, "Control")
    assert table.selection == (range(3, 4),)


def test_the_wheel_and_the_scroll_bar_move_it(root: tk.Tk, theme: Theme) -> None:
    table = make(root, theme, Numbers(1_000))
    table.scroll_to(0)
    table.tree.event_generate("<Button-5>", x=20, y=80)
    assert shown(table)[0] == 3
    table.tree.event_generate("<Button-4>", x=20, y=80)
    assert shown(table)[0] == 0
    root.tk.call(table.children["!scrollbar"].cget("command"), "moveto", "0.5")
    assert shown(table)[0] == 500
    root.tk.call(table.children["!scrollbar"].cget("command"), "scroll", "1", "pages")
    assert shown(table)[0] == 500 + table.page


@pytest.mark.parametrize(
    "text",
    [
        "a } b { c",
        "{",
        "}",
        "\\",
        "a\\",
        "$HOME [exit] ;#",
        '"quoted',
        "#{}",
        "  two  spaces ",
        "",
        "ümläut € 😀",
        "\\x00",
    ],
)
def test_no_text_in_a_cell_can_break_it(root: tk.Tk, theme: Theme, text: str) -> None:
    model = Numbers(5)
    model.text = text
    table = make(root, theme, model)
    assert [str(table.tree.set(item, "text")) for item in table.tree.get_children()] == [text] * 5


def test_an_empty_table_says_what_will_be_there(root: tk.Tk, theme: Theme) -> None:
    model = Numbers(0)
    table = make(root, theme, model, empty="Press Listen.")
    (hint,) = (child for child in table.tree.winfo_children() if child.winfo_class() == "TLabel")
    assert hint.winfo_ismapped()
    assert hint.cget("text") == "Press Listen."
    table.set_empty("Nobody called yet.")
    assert hint.cget("text") == "Nobody called yet."
    model.count = 1
    table.refresh()
    root.update()
    assert not hint.winfo_ismapped()


def test_refreshing_draws_nothing_when_nothing_in_sight_changed(root: tk.Tk, theme: Theme) -> None:
    model = Numbers(1_000)
    table = make(root, theme, model)
    table.scroll_to(0)
    drawn: list[int] = []
    table.fill = lambda rows, selected: drawn.append(len(rows))  # type: ignore[method-assign]
    for count in range(1_000, 2_000, 100):
        model.count = count
        table.refresh()
    assert drawn == []
    model.text = "changed"
    table.refresh()
    assert len(drawn) == 1


def test_more_rows_fit_when_the_text_gets_smaller(root: tk.Tk, theme: Theme) -> None:
    table = make(root, theme, Numbers(1_000))
    before = table.page
    theme.set_percent(80)
    root.update()
    assert table.page > before
    theme.set_percent(300)
    root.update()
    assert table.page < before
    assert shown(table)[-1] == 999, "the end stays in sight"


def test_copying_gives_the_cells_and_says_what_it_left_out(root: tk.Tk, theme: Theme) -> None:
    table = make(root, theme, Numbers(25_000))
    table.scroll_to(0)
    click_row(table, 0)
    click_row(table, 2, "Shift")
    press(table.tree, "<<Copy>>")
    assert root.clipboard_get() == "0\trow\n1\trow\n2\trow"
    press(table.tree, "<Control-a>", "<<Copy>>")
    lines = root.clipboard_get().split("\n")
    assert len(lines) == 10_001
    assert lines[-1] == "... and 15,000 more rows"
    asked: list[tuple[range, ...]] = []
    table.on_copy(asked.append)
    press(table.tree, "<<Copy>>")
    assert asked == [(range(25_000),)]


def test_opening_and_the_menu_tell_the_row(root: tk.Tk, theme: Theme) -> None:
    table = make(root, theme, Numbers(1_000))
    table.scroll_to(0)
    opened: list[int] = []
    asked: list[int] = []
    table.on_open(opened.append)
    table.on_context(lambda row, x_root, y_root: asked.append(row))
    click_row(table, 4)
    click_row(table, 4)
    assert opened == [4]
    press(table.tree, "<Return>")
    assert opened == [4, 4]
    click_row(table, 6, button=3)
    assert table.selected == 6
    press(table.tree, "<Shift-F10>")
    assert asked == [6, 6]


def test_a_menu_on_one_of_several_selected_rows_keeps_them(root: tk.Tk, theme: Theme) -> None:
    table = make(root, theme, Numbers(1_000))
    table.scroll_to(0)
    click_row(table, 1)
    click_row(table, 4, "Shift")
    click_row(table, 2, button=3)
    assert table.selection == (range(1, 5),)


def test_the_focus_can_be_seen(root: tk.Tk, theme: Theme) -> None:
    table = make(root, theme, Numbers(10))
    press(table.tree)
    assert table.instate(["focus"])
    other = tk.Entry(root)
    other.pack()
    press(other)
    assert not table.instate(["focus"])


def test_a_text_too_long_for_its_cell_is_told_whole_when_the_pointer_rests_there(root: tk.Tk, theme: Theme) -> None:
    model = Numbers(3)
    model.text = "a long sentence that has no room " * 6
    table = make(root, theme, model)
    box = table.tree.bbox(table.tree.get_children()[0], "text")
    assert box
    table.tree.event_generate("<Motion>", x=box[0] + 10, y=box[1] + 5)
    wait(root, lambda: any(child.winfo_class() == "Toplevel" for child in table.tree.winfo_children()), "the tooltip")
    (window,) = (child for child in table.tree.winfo_children() if child.winfo_class() == "Toplevel")
    (label,) = window.winfo_children()
    assert label.cget("text") == model.text


def test_wide_columns_can_be_scrolled_to(root: tk.Tk, theme: Theme) -> None:
    theme.set_percent(300)
    table = VirtualTable(root, theme, [Column(key, key, 200) for key in "abcdef"], Numbers(0))
    table.pack(fill="both", expand=True)
    root.update()
    bar = table.children["!scrollbar2"]
    assert bar.winfo_ismapped()
    press(table.tree, *["<Right>"] * 100)
    assert table.tree.xview()[1] == pytest.approx(1)
