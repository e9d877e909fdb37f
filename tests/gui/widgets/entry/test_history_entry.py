"""An entry that remembers what was sent."""

from __future__ import annotations

import tkinter as tk

import pytest

from gui.theme import Theme
from gui.widgets.entry.history_entry import HistoryEntry
from tests.gui.widgets.hands import press, write


@pytest.fixture
def entry(root: tk.Tk, theme: Theme) -> HistoryEntry:
    """One that remembers two texts."""
    made = HistoryEntry(root, theme, history=["hello", "bye"], limit=3)
    made.pack(fill="x")
    return made


def test_up_and_down_go_through_what_was_sent_and_back_to_what_was_being_typed(entry: HistoryEntry) -> None:
    write(entry.entry, "draft")
    seen = []
    for key in ("<Up>", "<Up>", "<Up>", "<Down>", "<Down>", "<Down>"):
        press(entry.entry, key)
        seen.append(entry.value)
    assert seen == ["bye", "hello", "hello", "bye", "draft", "draft"]


def test_what_was_sent_again_stands_last_and_once(entry: HistoryEntry) -> None:
    entry.value = "hello"
    entry.remember()
    assert entry.history == ["bye", "hello"]


def test_no_more_is_kept_than_the_limit(entry: HistoryEntry) -> None:
    for text in ("a", "b", "c", "", "d"):
        entry.value = text
        entry.remember()
    assert entry.history == ["b", "c", "d"]


def test_return_submits_and_typing_is_told(entry: HistoryEntry) -> None:
    told: list[str] = []
    entry.on_submit(lambda: told.append(f"submit {entry.value}"))
    entry.on_change(lambda: told.append(f"change {entry.value}"))
    entry.value = ""
    write(entry.entry, "a")
    press(entry.entry, "<Return>", "<Up>")
    assert told == ["change a", "submit a", "change bye"]


def test_an_error_shows_where_it_is_and_goes_with_the_next_key(entry: HistoryEntry, root: tk.Tk) -> None:
    entry.value = "68 65 6"
    entry.show_error("The last digit lacks its other half.", 6)
    root.update()
    assert entry.message == "The last digit lacks its other half."
    assert entry.entry.index("insert") == 6
    assert (entry.entry.index("sel.first"), entry.entry.index("sel.last")) == (6, 7)
    write(entry.entry, "c")
    assert entry.message == ""
    assert entry.value == "68 65 c"
