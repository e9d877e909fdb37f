"""Tooltips: when they come, what they say, where they stand, and that they go."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from gui.theme import Theme
from gui.widgets.tooltip import Enabler, Tooltip
from tests.gui.widgets.hands import wait


def rest_on(widget: tk.Misc, tooltip: Tooltip) -> None:
    """Move the pointer there and leave it."""
    widget.update()
    widget.event_generate("<Enter>", x=3, y=3)
    wait(widget, lambda: tooltip.shown, "the tooltip")


def make(root: tk.Tk, x: int = 10, y: int = 10) -> ttk.Button:
    button = ttk.Button(root, text="Send")
    button.place(x=x, y=y)
    return button


def test_it_comes_when_the_pointer_rests_and_goes_with_it(root: tk.Tk, theme: Theme) -> None:
    button = make(root)
    tooltip = Tooltip(button, theme, "Sends the text")
    assert tooltip.shown == ""
    rest_on(button, tooltip)
    assert tooltip.shown == "Sends the text"
    button.event_generate("<Leave>")
    assert tooltip.shown == ""


def test_it_comes_for_who_uses_the_keyboard_and_goes_with_the_next_key(root: tk.Tk, theme: Theme) -> None:
    button = make(root)
    tooltip = Tooltip(button, theme, "Sends the text")
    button.focus_force()
    button.event_generate("<<TraverseIn>>")
    wait(button, lambda: tooltip.shown, "the tooltip")
    button.event_generate("<Key-a>")
    assert tooltip.shown == ""


def test_a_disabled_button_says_why(root: tk.Tk, theme: Theme) -> None:
    button = make(root)
    enabler = Enabler(button, theme, "Sends the text")
    enabler.set(False, "No connection is selected.")
    assert button.instate(["disabled"])
    rest_on(button, enabler.tooltip)
    assert enabler.tooltip.shown == "No connection is selected."
    enabler.set(True)
    assert not button.instate(["disabled"])
    button.event_generate("<Leave>")
    rest_on(button, enabler.tooltip)
    assert enabler.tooltip.shown == "Sends the text"


def test_nothing_to_say_shows_nothing(root: tk.Tk, theme: Theme) -> None:
    button = make(root)
    asked: list[int] = []

    def nothing() -> str:
        asked.append(1)
        return ""

    tooltip = Tooltip(button, theme, nothing)
    button.update()
    button.event_generate("<Enter>")
    wait(button, lambda: asked, "the question")
    assert tooltip.shown == ""
    assert not [child for child in button.winfo_children() if child.winfo_class() == "Toplevel"]


def test_it_never_stands_beyond_the_edge_of_the_screen(root: tk.Tk, theme: Theme) -> None:
    root.geometry(f"{root.winfo_screenwidth()}x{root.winfo_screenheight()}+0+0")
    root.update()
    button = make(root, x=root.winfo_screenwidth() - 60, y=root.winfo_screenheight() - 40)
    tooltip = Tooltip(button, theme, "A long sentence that needs several lines to say what it has to say. " * 3)
    rest_on(button, tooltip)
    root.update()
    (window,) = button.winfo_children()
    assert window.winfo_rootx() >= 0
    assert window.winfo_rootx() + window.winfo_width() <= root.winfo_screenwidth()
    assert window.winfo_rooty() + window.winfo_height() <= button.winfo_rooty(), "above, where there is room"


def test_it_goes_with_its_widget(root: tk.Tk, theme: Theme) -> None:
    button = make(root)
    tooltip = Tooltip(button, theme, "Sends the text")
    rest_on(button, tooltip)
    button.destroy()
    root.update()
    other = make(root)
    Tooltip(other, theme, "Never seen")
    other.update()
    other.event_generate("<Enter>")
    other.destroy()
