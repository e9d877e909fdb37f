"""The theme in a real window: colours and sizes, and both switched while it is open."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import font, ttk

import pytest

from gui.theme import Theme
from gui.theme.palette import DARK, LIGHT


def pixel_height(root: tk.Tk, name: str) -> int:
    return int(font.nametofont(name, root=root).metrics("linespace"))


def background(root: tk.Tk, style: str) -> str:
    return str(ttk.Style(root).lookup(style, "background"))


def test_an_unknown_name_is_refused(root: tk.Tk) -> None:
    with pytest.raises(ValueError, match="sepia"):
        Theme(root, name="sepia")


@pytest.mark.parametrize("name", ["light", "dark", "system"])
def test_each_name_gives_a_window_in_its_colours(root: tk.Tk, name: str) -> None:
    theme = Theme(root, name=name)
    assert theme.name == name
    assert theme.palette is (DARK if theme.is_dark else LIGHT)
    assert str(root.cget("background")) == theme.palette.window
    assert background(root, "TFrame") == theme.palette.surface


def test_switching_changes_styles_and_what_is_already_there(root: tk.Tk) -> None:
    theme = Theme(root, name="light")
    text = tk.Text(root)
    theme.dress(text)
    theme.toggle()
    assert theme.is_dark
    assert str(text.cget("background")) == DARK.surface
    assert str(text.cget("foreground")) == DARK.text
    assert background(root, "TFrame") == DARK.surface
    theme.toggle()
    assert str(text.cget("background")) == LIGHT.surface


@pytest.mark.parametrize("make", [tk.Canvas, tk.Listbox, tk.Menu, tk.Text, tk.Toplevel])
def test_every_classic_widget_can_be_dressed(root: tk.Tk, make: Callable[[tk.Tk], tk.Misc]) -> None:
    theme = Theme(root, name="dark")
    widget = make(root)
    theme.dress(widget)
    assert str(widget["background"]) in (DARK.surface, DARK.window)
    theme.toggle()
    assert str(widget["background"]) in (LIGHT.surface, LIGHT.window)


def test_a_ttk_widget_cannot_be_dressed(root: tk.Tk) -> None:
    theme = Theme(root, name="dark")
    with pytest.raises(ValueError, match="TButton"):
        theme.dress(ttk.Button(root))


def test_the_list_of_a_combo_box_follows_whether_it_was_opened_before_or_not(root: tk.Tk) -> None:
    theme = Theme(root, name="light")
    before, after = ttk.Combobox(root, values=["a"]), ttk.Combobox(root, values=["a"])
    for box in (before, after):
        box.pack()
    opened = str(root.tk.call("ttk::combobox::PopdownWindow", before))
    theme.set_name("dark")
    made = str(root.tk.call("ttk::combobox::PopdownWindow", after))
    for popdown in (opened, made):
        assert root.tk.call(f"{popdown}.f.l", "cget", "-background") == DARK.field
        assert root.tk.call(f"{popdown}.f.l", "cget", "-foreground") == DARK.text
        assert root.tk.call(f"{popdown}.f.l", "cget", "-selectbackground") == DARK.soft


@pytest.mark.parametrize("percent", Theme.STEPS)
def test_text_paddings_and_rows_grow_together(root: tk.Tk, percent: int) -> None:
    theme = Theme(root, name="light")
    usual = {name: pixel_height(root, name) for name in ("LabText", "LabMono", "LabSmall", "LabHeading", "TkTextFont")}
    padding = theme.px(100)
    theme.set_percent(percent)
    for name, height in usual.items():
        assert pixel_height(root, name) == pytest.approx(height * percent / 100, rel=0.12, abs=2), name
    assert theme.px(100) == pytest.approx(padding * percent / 100, abs=1)
    row_height = int(ttk.Style(root).lookup("Mono.Treeview", "rowheight"))
    assert row_height >= pixel_height(root, "LabMono") + theme.px(4), "rows would cut their text"


def test_a_widget_that_is_on_the_screen_grows_with_the_text_size(root: tk.Tk) -> None:
    theme = Theme(root, name="light")
    button, entry, check = ttk.Button(root, text="Listen"), ttk.Entry(root), ttk.Checkbutton(root, text="Broadcast")
    widgets: tuple[ttk.Widget, ...] = (button, entry, check)
    for widget in widgets:
        widget.pack()
    root.update()
    before = [(widget.winfo_reqwidth(), widget.winfo_reqheight()) for widget in widgets]
    theme.set_percent(200)
    root.update()
    for widget, (width, height) in zip(widgets, before, strict=True):
        assert widget.winfo_reqwidth() == pytest.approx(2 * width, rel=0.1)
        assert widget.winfo_reqheight() == pytest.approx(2 * height, rel=0.15)


@pytest.mark.parametrize("percent", [80, 150, 300])
def test_text_stays_in_the_middle_of_its_entry(root: tk.Tk, percent: int) -> None:
    theme = Theme(root, name="light")
    entries: tuple[ttk.Entry, ...] = (ttk.Entry(root), ttk.Combobox(root), ttk.Entry(root, font="LabMono"))
    for entry in entries:
        entry.insert(0, "9000")
        entry.pack()
    root.update()
    theme.set_percent(percent)
    root.update()
    for entry in entries:
        _, y, _, height = entry.bbox(1)
        assert y + height / 2 == pytest.approx(entry.winfo_height() / 2, abs=2)


@pytest.mark.parametrize("percent", [80, 100, 200, 300])
def test_buttons_and_fields_are_equally_high(root: tk.Tk, percent: int) -> None:
    theme = Theme(root, name="light", percent=percent)
    controls: tuple[ttk.Widget, ...] = (
        ttk.Button(root, text="Send"),
        ttk.Button(root, text="Listen", style="Accent.TButton"),
        ttk.Entry(root),
        ttk.Combobox(root),
        ttk.Entry(root, font="LabMono", style="Mono.TEntry"),
        ttk.Radiobutton(root, text="Traffic", style="Segment.TRadiobutton"),
    )
    for control in controls:
        assert control.winfo_reqheight() == pytest.approx(theme.control_height, abs=1)


def test_larger_and_smaller_go_through_the_steps_and_stop_at_the_ends(root: tk.Tk) -> None:
    theme = Theme(root, name="light", percent=80)
    seen = [80]
    for _ in Theme.STEPS:
        theme.larger()
        seen.append(theme.percent)
    assert tuple(seen[:-1]) == Theme.STEPS
    assert seen[-1] == 300
    theme.set_percent(104)
    theme.smaller()
    assert theme.percent == 100


@pytest.mark.parametrize(("asked", "given"), [(-5, 80), (79, 80), (137, 137), (301, 300), (10**9, 300)])
def test_a_text_size_out_of_range_is_taken_to_the_nearest_end(root: tk.Tk, asked: int, given: int) -> None:
    assert Theme(root, name="light", percent=asked).percent == given


def test_a_follower_is_called_at_once_and_after_each_switch_until_it_is_gone(root: tk.Tk) -> None:
    theme = Theme(root, name="light")
    frame = ttk.Frame(root)
    inside = ttk.Frame(frame)
    calls: list[int] = []
    theme.follow(frame, lambda: calls.append(theme.px(10)))
    theme.set_percent(200)
    inside.destroy()
    theme.toggle()
    frame.destroy()
    theme.toggle()
    assert len(calls) == 3
    assert calls[1] == 2 * calls[0]


def test_setting_what_is_set_already_calls_nobody(root: tk.Tk) -> None:
    theme = Theme(root, name="light")
    calls: list[str] = []
    theme.follow(root, lambda: calls.append(theme.name))
    theme.set_name("light")
    theme.set_percent(100)
    assert calls == ["light"]


def test_a_dense_screen_makes_everything_larger(root: tk.Tk) -> None:
    root.tk.call("tk", "scaling", 2 * 96 / 72)
    theme = Theme(root, name="light")
    assert theme.px(10) == 20
    assert pixel_height(root, "LabText") > 24


def test_an_absurd_screen_leaves_a_window_that_can_be_used(root: tk.Tk) -> None:
    root.tk.call("tk", "scaling", 50)
    assert Theme(root, name="light").px(10) == 40


def test_the_primary_button_is_the_one_in_the_accent_colour(root: tk.Tk) -> None:
    theme = Theme(root, name="light")
    style = ttk.Style(root)
    assert style.lookup("Accent.TButton", "foreground") == theme.palette.on_accent
    assert style.lookup("TButton", "foreground") == theme.palette.text


def test_a_scroll_bar_has_no_arrows(root: tk.Tk) -> None:
    Theme(root, name="light")
    for orient in ("Vertical", "Horizontal"):
        assert "arrow" not in str(ttk.Style(root).layout(f"{orient}.TScrollbar"))
