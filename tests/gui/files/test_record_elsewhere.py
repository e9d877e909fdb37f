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


def test_the_menu_opens_below_its_button_also_when_that_was_scrolled_out_of_sight(person: Person) -> None:
    button = person.window.header.capture
    person.app.parts.theme.set_percent(300)
    entry, root = person.server.send_row.entry.entry, person.app.root
    person.wait(lambda: entry.winfo_rooty() > root.winfo_rooty() + root.winfo_height(), "the page to be laid out")
    entry.focus_force()
    person.wait(lambda: button.winfo_rooty() < 0, "the button to be out of sight")
    person.press("<F10>")
    person.wait(button.menu.winfo_viewable, "the menu")
    assert button.menu.winfo_rooty() >= button.winfo_rooty() + button.winfo_height() > 0
    person.press("<Escape>", button.menu)
