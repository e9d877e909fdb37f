"""What folds, splits and scrolls."""

from __future__ import annotations

import tkinter as tk
from time import monotonic
from tkinter import ttk
from typing import Literal

import pytest

from gui.theme import Theme
from gui.widgets.flow import Flow
from gui.widgets.foldout import Foldout
from gui.widgets.scrollable import Scrollable
from gui.widgets.splitter import Fold, Splitter
from tests.gui.widgets.hands import press


@pytest.mark.parametrize("beside", [False, True])
def test_what_is_folded_away_comes_with_a_key_and_goes_again(root: tk.Tk, theme: Theme, beside: bool) -> None:
    told: list[bool] = []
    foldout = Foldout(root, theme, "From: any local port", beside=beside)
    foldout.pack(fill="x")
    foldout.on_toggle(told.append)
    entry = ttk.Entry(foldout.body)
    foldout.body.add(entry)
    root.update()
    assert not entry.winfo_viewable()
    press(foldout.button, "<space>")
    root.update()
    assert entry.winfo_viewable()
    theme.set_percent(150)
    root.update()
    assert entry.winfo_viewable()
    press(foldout.button, "<space>")
    theme.set_percent(100)
    root.update()
    assert not entry.winfo_viewable()
    assert told == [True, False]


def make_splitter(root: tk.Tk, theme: Theme, *, fraction: float = 0.5, heights: tuple[int, int] = (50, 50)) -> Splitter:
    splitter = Splitter(root, theme, fraction=fraction)
    splitter.pack(fill="both", expand=True)
    for area, height in zip((splitter.top, splitter.bottom), heights, strict=True):
        ttk.Frame(area, width=50, height=height).pack(fill="x")
    root.update()
    root.update()
    return splitter


def upper_part(splitter: Splitter) -> float:
    splitter.update()
    splitter.update()
    return splitter.top.winfo_height() / (splitter.winfo_height() - splitter.bar.winfo_height())


@pytest.mark.parametrize("fraction", [0.2, 0.5, 0.8])
def test_the_bar_keeps_its_fraction_in_a_window_of_any_size(root: tk.Tk, theme: Theme, fraction: float) -> None:
    splitter = make_splitter(root, theme, fraction=fraction)
    for height in (700, 900, 400):
        root.geometry(f"800x{height}")
        root.update()
        assert upper_part(splitter) == pytest.approx(fraction, abs=0.02)
    assert splitter.fraction == fraction


@pytest.mark.parametrize("area", ["top", "bottom"])
def test_an_area_that_is_folded_away_leaves_the_other_all_the_room(
    root: tk.Tk, theme: Theme, area: Literal["top", "bottom"]
) -> None:
    splitter = Splitter(root, theme, fold=Fold(area, "away", "back"))
    splitter.pack(fill="both", expand=True)
    folded, other = (splitter.top, splitter.bottom) if area == "top" else (splitter.bottom, splitter.top)
    entry = ttk.Entry(folded)
    entry.pack()
    entry.focus_force()
    root.update()
    button = splitter.bar.winfo_children()[-1]
    splitter.is_folded = True
    splitter.update()
    splitter.update()
    assert other.winfo_height() == splitter.winfo_height() - splitter.bar.winfo_height()
    assert not entry.winfo_viewable()
    assert root.focus_get() is button  # and not in what can't be seen
    press(splitter.bar, "<Up>")
    press(button, "<space>")
    assert entry.winfo_viewable()
    assert upper_part(splitter) == pytest.approx(0.5, abs=0.02)


def test_dragging_the_bar_moves_it_and_tells(root: tk.Tk, theme: Theme) -> None:
    splitter = make_splitter(root, theme)
    told: list[float] = []
    splitter.on_move(told.append)
    y = splitter.winfo_rooty() + splitter.winfo_height() // 4
    splitter.bar.event_generate("<Button-1>", x=5, y=2)
    splitter.bar.event_generate("<B1-Motion>", x=5, y=2, rootx=100, rooty=y)
    assert upper_part(splitter) == pytest.approx(0.25, abs=0.03)
    assert told[-1] == pytest.approx(0.25, abs=0.03)
    assert splitter.fraction == told[-1]


def test_the_bar_moves_by_keys(root: tk.Tk, theme: Theme) -> None:
    splitter = make_splitter(root, theme)
    press(splitter.bar, "<Up>", "<Up>")
    assert upper_part(splitter) == pytest.approx(0.42, abs=0.02)
    press(splitter.bar, "<Down>")
    assert upper_part(splitter) == pytest.approx(0.46, abs=0.02)


def test_no_area_gets_smaller_than_what_is_in_it(root: tk.Tk, theme: Theme) -> None:
    splitter = make_splitter(root, theme, heights=(200, 150))
    splitter.fraction = 0.0
    upper_part(splitter)
    assert splitter.top.winfo_height() >= 200
    splitter.fraction = 1.0
    upper_part(splitter)
    assert splitter.bottom.winfo_height() >= 150


def test_an_area_that_grows_pushes_the_bar(root: tk.Tk, theme: Theme) -> None:
    splitter = make_splitter(root, theme, fraction=0.3)
    ttk.Frame(splitter.top, height=400).pack()
    upper_part(splitter)
    assert splitter.top.winfo_height() >= 450
    splitter.top.winfo_children()[-1].destroy()
    assert upper_part(splitter) == pytest.approx(0.3, abs=0.02)


def test_the_lower_area_can_be_away_and_comes_back_where_it_was(root: tk.Tk, theme: Theme) -> None:
    splitter = make_splitter(root, theme, fraction=0.3)
    splitter.show_bottom(False)
    upper_part(splitter)
    assert splitter.top.winfo_height() == splitter.winfo_height()
    assert not splitter.bar.winfo_viewable()
    splitter.show_bottom(True)
    assert upper_part(splitter) == pytest.approx(0.3, abs=0.02)
    assert splitter.bottom.winfo_viewable()


def test_a_control_can_leave_its_row_and_come_back_to_its_place(root: tk.Tk, theme: Theme) -> None:
    flow = Flow(root, theme)
    flow.pack(fill="x")
    labels = [ttk.Label(flow, text=text) for text in ("one", "two", "three")]
    for label in labels:
        flow.add(label)
    root.update()
    before = [label.winfo_x() for label in labels]
    flow.show(labels[1], False)
    root.update()
    assert not labels[1].winfo_viewable()
    assert labels[2].winfo_x() < before[2]
    flow.show(labels[1], True)
    root.update()
    assert [label.winfo_x() for label in labels] == before


def make_page(root: tk.Tk, theme: Theme, rows: int) -> tuple[Scrollable, list[ttk.Entry]]:
    page = Scrollable(root, theme)
    page.pack(fill="both", expand=True)
    entries = [ttk.Entry(page.body) for _ in range(rows)]
    for entry in entries:
        entry.pack(fill="x", pady=5)
    for _ in range(3):
        root.update()
    return page, entries


def in_sight(widget: tk.Misc, page: Scrollable) -> bool:
    top = widget.winfo_rooty() - page.winfo_rooty()
    return top >= 0 and top + widget.winfo_height() <= page.winfo_height()


def test_a_page_that_has_room_fills_it_and_shows_no_bar(root: tk.Tk, theme: Theme) -> None:
    page, _ = make_page(root, theme, 3)
    assert page.body.winfo_height() == page.winfo_height()
    assert page.body.winfo_width() == page.winfo_width()
    assert not page.children["!scrollbar"].winfo_ismapped()


def test_a_page_that_has_none_scrolls_and_gives_the_room_back(root: tk.Tk, theme: Theme) -> None:
    page, entries = make_page(root, theme, 10)
    theme.set_percent(300)
    for _ in range(3):
        root.update()
    assert page.children["!scrollbar"].winfo_ismapped()
    assert not in_sight(entries[-1], page)
    theme.set_percent(100)
    began = monotonic()
    while page.children["!scrollbar"].winfo_ismapped():
        assert monotonic() < began + 10
        root.tk.dooneevent(0)


def test_a_bar_does_not_come_and_go_for_ever(root: tk.Tk, theme: Theme) -> None:
    """What wraps is higher beside a bar; and what it asks for belongs to the width of a moment before."""
    page = Scrollable(root, theme)
    page.pack(fill="both", expand=True)
    content = ttk.Frame(page.body, height=500)
    content.pack(fill="x")
    bar = page.children["!scrollbar"]
    came = [monotonic()]

    def ask_late(height: int) -> None:
        content.configure(height=height)
        root.after(20, lambda: content.configure(height=690 if content.winfo_width() == page.winfo_width() else 710))

    bar.bind("<Map>", lambda _: came.append(monotonic()), add=True)
    bar.bind("<Map>", lambda _: ask_late(690), add=True)
    bar.bind("<Unmap>", lambda _: ask_late(710), add=True)
    root.update()
    content.configure(height=710)
    while monotonic() < came[-1] + 0.25:
        assert monotonic() < came[0] + 5, "it never rests"
        root.tk.dooneevent(2)
    assert len(came) > 1
    assert bar.winfo_ismapped()


def test_what_is_in_sight_already_stays_where_it_is_when_it_gets_the_focus(root: tk.Tk, theme: Theme) -> None:
    page = Scrollable(root, theme)
    page.pack(fill="both", expand=True)
    ttk.Label(page.body, text="the first line").pack()
    form = ttk.Frame(page.body, height=1_000)
    form.pack(fill="x")
    entry = ttk.Entry(form)
    entry.place(x=0, y=0)
    for _ in range(3):
        root.update()
    at = entry.winfo_rooty()
    entry.focus_force()
    root.update()
    assert root.focus_get() is entry
    assert entry.winfo_rooty() == at


def test_what_gets_the_focus_comes_into_sight(root: tk.Tk, theme: Theme) -> None:
    page, entries = make_page(root, theme, 40)
    for entry in (entries[-1], entries[0], entries[20]):
        assert not in_sight(entry, page) or entry is entries[0]
        press(entry)
        assert in_sight(entry, page)


def test_the_wheel_scrolls_the_page_from_anything_on_it(root: tk.Tk, theme: Theme) -> None:
    page, entries = make_page(root, theme, 40)
    before = entries[3].winfo_rooty()
    entries[3].event_generate("<Button-5>", x=5, y=5)
    root.update()
    assert entries[3].winfo_rooty() < before
    entries[3].event_generate("<Button-4>", x=5, y=5)
    root.update()
    assert entries[3].winfo_rooty() == before
    root.event_generate("<Button-5>", x=5, y=5)
    page.destroy()
    root.event_generate("<Button-5>", x=5, y=5)
