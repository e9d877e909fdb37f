"""Saved captures beside the live one: opened in windows of their own, read as the live one is, and let go again."""

from __future__ import annotations

import gc
import os
import weakref
from contextlib import closing
from pathlib import Path

import pytest

from core.capture.capture import Capture
from core.capture.encoder import Encoder
from core.capture.format import Header, encode_header
from core.contract.records import Call, Cause, CauseKind
from gui.files.capture_window import CaptureWindow
from gui.views.lower_views import VIEWS
from gui.views.tables.record_view import RecordView
from tests.core.capture.rows import CONNECTION, LISTENER, START_NS, echo, row
from tests.gui.conftest import StartLab
from tests.gui.person import Person

CONVERSATION = [
    row(Call.SOCKET, socket=LISTENER, args=("AF_INET", "SOCK_STREAM", 0), result=8, cause=Cause(CauseKind.COMMAND, 1)),
    row(Call.BIND, socket=LISTENER, args=("127.0.0.1:9000",)),
    row(Call.LISTEN, socket=LISTENER, args=(128,)),
    row(Call.ACCEPT, socket=LISTENER, result=9, address="127.0.0.1:51324"),
    row(Call.RECV, result=7, payload=b"hello\r\n"),
    row(Call.SEND, result=3, payload=b"bye"),
    row(Call.CLOSE, socket=CONNECTION),
    row(Call.RECVFROM, socket=3, result=4, address="127.0.0.1:9001", payload=b"ping"),
]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A capture of a listener, a conversation, and a datagram."""
    path = tmp_path / "lesson.socketlab"
    with closing(Capture.create(path)) as capture:
        for raw in CONVERSATION:
            capture.append(raw)
        assert capture.flush()
    return path


def opened(person: Person, count: int = 1) -> CaptureWindow:
    """The window that was opened last, when there are so many."""
    windows = person.window.opened.windows
    person.wait(lambda: len(windows) == count and windows[-1].winfo_viewable(), "the capture's window")
    return windows[-1]


def rows_of(person: Person, window: CaptureWindow, view: str) -> list[tuple[str, ...]]:
    """What a view of its lower half shows."""
    shown = window.records.views[view]
    assert isinstance(shown, RecordView)
    return person.rows(shown.table)


def test_a_saved_capture_is_read_in_its_own_window_as_the_live_one_is(person: Person, saved: Path) -> None:
    person.answers.paths = [saved]
    person.press("<Control-o>")
    window = opened(person)
    assert window.title() == "lesson.socketlab — Socket Lab capture"
    person.wait(lambda: len(person.rows(window.sockets.table)) == 3, "its sockets")
    roles = {cells[0]: cells[1] for cells in person.rows(window.sockets.table)}
    assert roles == {"#1": "listener", "#2": "accepted connection", "#3": "–"}
    person.wait(lambda: len(rows_of(person, window, "traffic")) == 3, "its traffic")
    assert rows_of(person, window, "traffic")[0][2:6] == ("← in", "127.0.0.1:51324", "7 B", "hello\\r\\n")
    person.press("<Control-Key-4>", window)
    person.wait(lambda: len(rows_of(person, window, "calls")) == len(CONVERSATION), "its calls")
    assert rows_of(person, window, "calls")[0][7] == "┌ your command 1", "its commands are not those of this run"
    assert person.window.records.front == "traffic"
    assert "8 rows" in window.summary.text
    assert "read only" in window.summary.text


def test_its_list_of_sockets_says_what_selected_socket_means(person: Person, saved: Path) -> None:
    person.window.opened.open(saved)
    window = opened(person)
    assert list(window.records.scope.cget("values")) == ["everything", "selected socket"]
    person.wait(lambda: len(person.rows(window.sockets.table)) == 3, "its sockets")
    person.click_row(window.sockets.table, 2)
    person.choose(window.records.scope, 1)
    person.wait(lambda: [cells[1] for cells in rows_of(person, window, "traffic")] == ["#3"], "the datagram alone")
    person.click_row(window.sockets.table, 0)
    person.wait(lambda: [cells[1] for cells in rows_of(person, window, "traffic")] == ["#2", "#2"], "the conversation")
    person.write(window.records.filter.entry.entry, "bye")
    person.press("<Return>", window.records.filter.entry.entry)
    person.wait(lambda: len(rows_of(person, window, "traffic")) == 1, "the filter")


def test_what_can_not_be_opened_is_said_and_what_is_missing_too(person: Person, saved: Path, tmp_path: Path) -> None:
    whole = saved.read_bytes()
    bad = {"notes": b"my notes", "newer": whole[:8] + b"\x09" + whole[9:]}
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    torn = tmp_path / "torn.socketlab"
    torn.write_bytes(whole[:-1])
    for path in (tmp_path / "notes", tmp_path / "newer", tmp_path / "none"):
        person.window.opened.open(path)
    person.wait(lambda: len(person.window.notices.shown) == 3, "three notices")
    words = {notice.headline: notice.sentence for notice in person.window.notices.shown}
    assert "is not a recording of Socket Lab" in words["notes could not be opened"]
    assert "by a newer Socket Lab (file version 9)" in words["newer could not be opened"]
    assert "There is no file" in words["none could not be opened"]
    person.window.opened.open(torn)
    window = opened(person)
    (banner,) = window.notices.shown
    assert banner.headline == "Not all of this capture can be read"
    assert "breaks off" in banner.sentence
    assert "7 rows" in window.summary.text


def test_closing_its_window_lets_everything_go(person: Person, saved: Path) -> None:
    before = set(os.listdir("/proc/self/fd"))
    person.window.opened.open(saved)
    window = opened(person)
    person.write(window.records.filter.entry.entry, "hello")
    person.press("<Return>", window.records.filter.entry.entry)
    capture, gone = weakref.ref(window.opened.capture), weakref.ref(window)
    person.press("<Control-w>", window)
    assert person.window.opened.windows == []
    del window
    person.wait(lambda: gc.collect() >= 0 and (capture(), gone()) == (None, None), "all of it to be free")
    assert set(os.listdir("/proc/self/fd")) <= before


@pytest.mark.parametrize("view", [view.key for view in VIEWS if not view.needs_life])
def test_every_view_works_over_it_and_is_let_go_with_its_window(person: Person, saved: Path, view: str) -> None:
    person.window.opened.open(saved)
    capture = show_view(person, opened(person), view)
    person.wait(lambda: gc.collect() >= 0 and capture() is None, "all of it to be free")


def show_view(person: Person, window: CaptureWindow, view: str) -> weakref.ref[Capture]:
    """Choose a socket and a view, and close the window again."""
    person.wait(lambda: len(person.rows(window.sockets.table)) == 3, "its sockets")
    person.click_row(window.sockets.table, 1)
    person.click(window.records.switch.buttons[view])
    person.wait(window.records.views[view].winfo_viewable, "the view")
    person.let_live(0.2)
    person.press("<Control-w>", window)
    return weakref.ref(window.opened.capture)


def test_start_options_open_several_and_closing_the_lab_closes_them(
    start_lab: StartLab, saved: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.socketlab"
    other.write_bytes(saved.read_bytes())
    person = start_lab(["--open", str(saved), str(other)])
    opened(person, 2)
    titles = {window.title().split(" ")[0] for window in person.window.opened.windows}
    assert titles == {"lesson.socketlab", "other.socketlab"}
    assert not person.window.notices.shown


def test_a_lab_that_is_closed_meanwhile_gives_up_opening(start_lab: StartLab, tmp_path: Path) -> None:
    path = tmp_path / "large.socketlab"
    with closing(Capture.create(path)) as capture:
        for raw in echo(200_000):
            capture.append(raw)
        assert capture.flush(30)
    person = start_lab(["--open", str(path)])
    person.app.close()


def test_numbers_in_the_millions_stand_whole_in_their_column(person: Person, tmp_path: Path) -> None:
    path, header = tmp_path / "late.socketlab", Header(START_NS, "", "linux", first=12_345_678)
    path.write_bytes(encode_header(header) + b"".join(Encoder(header).encode(echo(2)).pieces))
    person.answers.paths = [path]
    person.press("<Control-o>")
    window = opened(person)
    person.wait(lambda: rows_of(person, window, "traffic"), "its rows")
    tree = window.records.views["traffic"].table.tree  # type: ignore[attr-defined]  # it lists records
    first = tree.get_children()[0]
    assert tree.set(first, "number") == "12,345,678"
    assert tree.column("number", "width") > person.app.parts.theme.text_width("12,345,678", "LabMono") + 8
