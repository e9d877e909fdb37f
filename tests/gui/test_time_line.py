"""The Time line view at the real window: back to any call, and live again."""

from __future__ import annotations

import socket

from core.contract.records import Call
from gui.views.pictures.time_line_view import TimeLineView
from tests.gui.person import Person

ECHO = 1


def test_dragged_back_it_shows_how_things_stood_and_live_again_with_a_click(person: Person) -> None:
    port = person.listen(reply=ECHO)
    with socket.create_connection(("127.0.0.1", port), timeout=10) as caller:
        caller.sendall(b"hello")
        assert caller.recv(10) == b"hello"
    person.wait(lambda: person.connections and person.connections[0][7] == "peer closed", "the end")
    person.press("<Control-Key-y>")
    view = person.window.records.views["time line"]
    assert isinstance(view, TimeLineView)

    def talk() -> list[tuple[str, ...]]:
        return [row[3:] for row in person.rows(view.talk.table)]

    person.wait(lambda: talk() == [("peer closed", "5 B", "5 B")], "how things stand now")
    assert view.said.text.startswith("Now: after call")
    capture = person.app.parts.capture
    calls = [Call(call) for call in capture.columns.call[: capture.count]]
    view.scale.focus_force()
    for _ in range(capture.count - calls.index(Call.SEND) - 1):
        view.scale.event_generate("<Left>")
    person.wait(lambda: talk() == [("connected", "5 B", "5 B")], "the moment after the answer")
    assert view.said.text.startswith(f"As it was: after call {calls.index(Call.SEND) + 1} of")
    assert person.app.parts.selection.record == calls.index(Call.SEND) + 1
    view.scale.event_generate("<Left>")
    person.wait(lambda: talk() == [("connected", "5 B", "0 B")], "the moment before it")
    view.scale.event_generate("<Home>")
    person.wait(lambda: talk() == [] and person.rows(view.ports.table) == [], "the first call")
    person.click(view.live)
    person.wait(lambda: talk() == [("peer closed", "5 B", "5 B")], "live again")
    assert [row[1] for row in person.rows(view.ports.table)] == [f"TCP 127.0.0.1:{port}"]
