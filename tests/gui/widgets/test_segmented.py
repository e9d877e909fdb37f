"""The row of views."""

from __future__ import annotations

import tkinter as tk

import pytest

from gui.theme import Theme
from gui.widgets.segmented import Segmented
from tests.gui.widgets.hands import click, press

VIEWS = (("traffic", "Traffic"), ("calls", "Calls"), ("code", "Code"))


@pytest.fixture
def chosen() -> list[str]:
    """What was chosen, in that order."""
    return []


@pytest.fixture
def views(root: tk.Tk, theme: Theme, chosen: list[str]) -> Segmented:
    """Three views."""
    made = Segmented(root, theme, VIEWS, chosen.append)
    made.pack(fill="x")
    root.update()
    return made


def test_the_first_view_is_shown_and_a_click_shows_another(views: Segmented, chosen: list[str]) -> None:
    assert views.value == "traffic"
    click(views.buttons["calls"])
    assert views.value == "calls"
    assert chosen == ["calls"]


def test_arrow_keys_go_round(views: Segmented, chosen: list[str]) -> None:
    press(views.buttons["traffic"], "<Right>")
    press(views.buttons["calls"], "<Right>")
    press(views.buttons["code"], "<Right>")
    press(views.buttons["traffic"], "<Left>")
    assert chosen == ["calls", "code", "traffic", "code"]
    assert views.focus_get() is views.buttons["code"]


def test_tab_stops_at_the_chosen_view_only(views: Segmented) -> None:
    views.value = "code"
    stops = [key for key, button in views.buttons.items() if str(button.cget("takefocus")) in ("1", "True")]
    assert stops == ["code"]


def test_setting_it_tells_nobody(views: Segmented, chosen: list[str]) -> None:
    views.value = "calls"
    assert views.value == "calls"
    assert chosen == []


def test_choosing_moves_no_name(views: Segmented, root: tk.Tk) -> None:
    def places() -> list[int]:
        root.update()
        return [button.winfo_rootx() for button in views.buttons.values()]

    before = places()
    for key, _ in VIEWS:
        views.value = key
        assert places() == before
