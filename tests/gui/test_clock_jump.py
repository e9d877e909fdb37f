"""The clock is set back, and ahead, while programs talk: rows stay in the order in which the calls were made.

Law: only the clock is another one; sockets, files and the window are real.
"""

from __future__ import annotations

import socket
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from core.capture.capture import Capture
from gui.views.follow_view import FollowView
from tests.gui.person import Person
from tests.support.clock import HOUR_NS, Clock

WORDS = [b"before", b"an hour back", b"an hour ahead"]
IN_ORDER = [words for words in WORDS for _in_and_out in range(2)]


def talk(person: Person, clock: Clock) -> None:
    """Say one of WORDS at each setting of the clock, and have it echoed."""
    with socket.create_connection(("127.0.0.1", person.listen(reply=1)), 10) as plain:
        for ahead_ns, words in zip((0, -HOUR_NS, HOUR_NS), WORDS, strict=True):
            clock.ahead_ns = ahead_ns
            plain.sendall(words)
            assert plain.recv(100) == words
    person.wait(lambda: person.connections and person.connections[0][7] == "peer closed", "the end")


def moved(capture: Capture) -> list[bytes]:
    """The bytes of each row of traffic."""
    return [it.payload for it in capture.records(range(1, capture.count + 1)) if it.moved_bytes]


def test_rows_keep_their_order_whatever_the_clock_does(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    talk(person, Clock(monkeypatch))
    person.wait(lambda: [cells[5].encode() for cells in person.traffic] == IN_ORDER, "the rows")
    numbers = [int(cells[6]) for cells in person.traffic]
    assert numbers == sorted(numbers)
    for _ in range(3):
        person.press("<Control-t>")
    person.wait(lambda: person.traffic[2][0].startswith("−3599."), "the time since the row above")
    assert person.traffic[4][0].startswith("+7200.")
    assert person.connections[0][10] in {"0 s", "1 s", "2 s"}, "how long it lived is told by another clock"
    person.click_row(person.table("traffic"), 0)
    person.look_at("follow")
    sheet = person.window.records.views["follow"]
    assert isinstance(sheet, FollowView)
    person.wait(lambda: [row.text.encode() for row in sheet.rows] == IN_ORDER, "the conversation")


def test_a_saved_capture_keeps_the_order_too(person: Person, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    talk(person, Clock(monkeypatch))
    capture, saved = person.app.parts.capture, tmp_path / "saved.socketlab"
    assert capture.flush()
    capture.save_as(saved, lambda done, total: None, Event())
    with closing(Capture.open(saved)) as reopened:
        assert moved(reopened) == moved(capture) == IN_ORDER
        times = list(reopened.columns.time_ns[: reopened.count])
    assert times != sorted(times)
