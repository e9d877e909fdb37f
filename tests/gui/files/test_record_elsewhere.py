"""The Capture menu, and recording that goes on in a file which a person chose."""

from __future__ import annotations

import socket
from contextlib import closing
from pathlib import Path

from core.capture.capture import Capture
from core.contract.records import Call
from tests.gui.person import Person


def calls_in(path: Path) -> list[Call]:
    with closing(Capture.open(path)) as capture:
        return [record.call for record in capture.records(range(capture.first, capture.count + 1))]


def test_recording_goes_on_in_the_file_that_was_chosen(person: Person, tmp_path: Path) -> None:
    port = person.listen()
    target = tmp_path / "elsewhere.socketlab"
    person.answers.paths = [target]
    person.choose_in_capture_menu("Record elsewhere…")
    person.wait(lambda: person.window.notices.shown, "the notice")
    (notice,) = person.window.notices.shown
    assert notice.headline == "Recording goes on in elsewhere.socketlab"
    assert str(target) in notice.sentence
    assert str(tmp_path / "capture-0.socketlab") in notice.remedy
    with socket.create_connection(("127.0.0.1", port), 10):
        person.wait(lambda: person.connections, "the connection")
    person.wait(lambda: person.connections[0][7] == "peer finished", "its end")
    assert person.app.parts.capture.flush()
    assert Call.LISTEN in calls_in(tmp_path / "capture-0.socketlab")
    assert calls_in(target)[0] is Call.ACCEPT


def test_a_file_that_is_there_already_is_never_recorded_over(person: Person, tmp_path: Path) -> None:
    target = tmp_path / "mine.socketlab"
    target.write_bytes(b"what was there")
    person.answers.paths = [target]
    person.choose_in_capture_menu("Record elsewhere…")
    person.wait(lambda: person.window.notices.shown, "the notice")
    (notice,) = person.window.notices.shown
    assert notice.headline == "That file can’t be used"
    assert "never written over" in notice.sentence
    assert target.read_bytes() == b"what was there"
    person.listen()
    assert person.app.parts.capture.status.fault is None


def test_whoever_thinks_better_of_it_changes_nothing(person: Person, tmp_path: Path) -> None:
    person.answers.paths = [None]
    person.choose_in_capture_menu("Record elsewhere…")
    person.wait(lambda: person.answers.asked, "the dialog")
    person.let_live(0.2)
    assert person.window.notices.shown == ()
    assert person.app.parts.capture.status.path == tmp_path / "capture-0.socketlab"


def test_the_menu_opens_and_closes_by_key(person: Person) -> None:
    menu = person.window.header.capture.menu
    person.press("<F10>")
    person.wait(menu.winfo_viewable, "the menu")
    person.press("<Escape>", menu)
    person.wait(lambda: not menu.winfo_viewable(), "the menu to go")
    assert person.app.root.focus_get() is person.window.header.capture
