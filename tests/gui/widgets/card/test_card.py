"""Cards: what they say and offer."""

from __future__ import annotations

import tkinter as tk

import pytest

from gui.theme import Theme
from gui.widgets.card.card import Card
from tests.gui.widgets.hands import press


def test_it_says_what_happened_what_it_means_and_what_to_try(root: tk.Tk, theme: Theme) -> None:
    card = Card(root, theme, "error", "The disk is full.", "Recording stopped.", "Record somewhere else.")
    card.pack(fill="x")
    root.update()
    assert card.text == "The disk is full.\nRecording stopped.\nRecord somewhere else."


def test_its_buttons_do_what_they_say(root: tk.Tk, theme: Theme) -> None:
    done: list[str] = []
    actions = [("Show me", lambda: done.append("show")), ("Not now", lambda: done.append("not"))]
    card = Card(root, theme, "info", "New here?", actions=actions)
    card.pack(fill="x")
    press(card.buttons["Not now"], "<space>")
    press(card.buttons["Show me"], "<space>")
    assert done == ["not", "show"]


def test_closing_takes_it_away_and_tells(root: tk.Tk, theme: Theme) -> None:
    closed: list[bool] = []
    card = Card(root, theme, "warning", "Careful.", on_close=lambda: closed.append(True))
    card.pack(fill="x")
    root.update()
    press(card.close_button, "<space>")
    assert closed == [True]
    assert not card.winfo_exists()


@pytest.mark.parametrize("percent", [80, 100, 200, 300])
def test_no_text_is_cut(root: tk.Tk, theme: Theme, percent: int) -> None:
    theme.set_percent(percent)
    card = Card(
        root, theme, "info", "A headline of some words", "A sentence that is rather long. " * 6, "Try this. " * 9
    )
    card.pack(fill="x")
    for _ in range(3):
        root.update()
    labels = [child for child in card.winfo_children() if child.winfo_class() == "TLabel"]
    for label in labels:
        assert label.winfo_x() + label.winfo_reqwidth() <= card.winfo_width()
        assert label.winfo_height() >= label.winfo_reqheight()
