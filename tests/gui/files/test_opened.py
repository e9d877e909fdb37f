"""Saving and exporting from the window of a saved capture, which may be closed meanwhile."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from core.capture.capture import Capture
from gui.files.capture_window import CaptureWindow
from tests.core.capture.rows import echo
from tests.gui.person import Person


def opened(person: Person, tmp_path: Path, rows: int) -> CaptureWindow:
    """The window of a capture with so many rows."""
    path = tmp_path / "lesson.socketlab"
    with closing(Capture.create(path)) as capture:
        for raw in echo(rows):
            capture.append(raw)
        assert capture.flush(30)
    person.window.opened.open(path)
    windows = person.window.opened.windows
    person.wait(lambda: windows and windows[0].winfo_viewable(), "the capture's window")
    return windows[0]


def start_export(person: Person, window: CaptureWindow, path: Path) -> None:
    window.files.export()
    panel = window.files.export_panel
    assert panel is not None
    person.wait(panel.winfo_viewable, "the panel")
    person.click(panel.formats["jsonl"])
    person.answers.paths = [path]
    person.click(panel.button)


def test_what_came_of_an_export_is_told_in_the_captures_own_window(person: Person, tmp_path: Path) -> None:
    window = opened(person, tmp_path, 50)
    start_export(person, window, tmp_path / "all.jsonl")
    person.wait(lambda: window.notices.shown, "the notice")
    assert window.notices.shown[-1].headline == "Exported 50 rows as all.jsonl"
    assert person.window.notices.shown == ()


@pytest.mark.parametrize("cancel", [True, False], ids=["cancelled", "window closed"])
def test_a_long_export_ends_with_its_card_or_its_window(person: Person, tmp_path: Path, *, cancel: bool) -> None:
    window = opened(person, tmp_path, 150_000)
    target = tmp_path / "folder" / "all.jsonl"
    target.parent.mkdir()
    start_export(person, window, target)
    person.wait(lambda: window.job_cards.cards, "the card")
    (card,) = window.job_cards.cards.values()
    if cancel:
        person.click(card.cancel_button)
        person.wait(lambda: not window.job_cards.cards, "the card to go")
        assert window.notices.shown == ()
    else:
        window.close()
        assert person.window.opened.windows == []
    person.wait(lambda: list(target.parent.iterdir()) == [], "the unfinished file to go")
    person.listen()
    assert person.window.notices.shown == ()
