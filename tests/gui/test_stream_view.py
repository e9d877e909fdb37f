"""The Stream view at the real window: three sends arrive as one, one arrives as many, and buffers fill."""

from __future__ import annotations

from gui.views.pictures.reading_controls import WAITS
from gui.views.pictures.stream_view import StreamView
from tests.gui.person import Person
from tests.gui.pictures import click_words, words


def connected(person: Person) -> StreamView:
    """A client and a connection of one lab; the connection is chosen."""
    port = person.listen()
    person.connect(port)
    person.wait(lambda: person.clients and person.clients[0][7] == "connected", "the connection")
    person.press("<Control-Key-8>")
    view = person.window.records.views["stream"]
    assert isinstance(view, StreamView)
    person.click_row(person.client.conversations.table.table, 0)
    person.wait(lambda: reads(view, "#2 → #3"), "both ends")
    return view


def reads(view: StreamView, part: str) -> bool:
    return any(part in text for text in words(view.pane.canvas))


def choose_connection(person: Person, view: StreamView) -> None:
    person.window.show_tab("server")
    person.wait(lambda: person.connections, "the connection's row")
    person.click_row(person.server.conversations.table.table, 0)
    person.wait(lambda: str(view.reading.reads.cget("text")) == "#3 reads", "its controls")


def send(person: Person, text: str) -> None:
    person.window.show_tab("client")
    row = person.client.send_row
    person.write(row.entry.entry, text)
    person.press("<Return>", row.entry.entry)


def slide(view: StreamView, key: str, times: int = 1) -> None:
    """Move the slider by its keys."""
    scale = view.reading.slider
    scale.focus_force()
    scale.update()
    for _ in range(times):
        scale.event_generate(key)


def test_one_send_arrives_as_many_and_many_as_one(person: Person) -> None:
    view = connected(person)
    choose_connection(person, view)
    slide(view, "<Left>", 12)
    person.wait(lambda: view.reading.said == "up to 16 B a call", "the smaller size")
    send(person, "hello, socket: cut this to pieces please")
    person.wait(lambda: words(view.pane.canvas).count("recv 16") == 2 and reads(view, "recv 8"), "three pieces")
    assert reads(view, "send 40")
    choose_connection(person, view)
    slide(view, "<End>")
    person.choose(view.reading.wait, [name for name, _ in WAITS].index("after 1 s"))
    for text in ("first of them", "second one", "the third"):
        send(person, text)
    person.wait(lambda: reads(view, "recv 32"), "one piece")
    assert reads(view, "send 13")
    click_words(view.pane.canvas, "recv 32")
    chosen = person.app.parts.selection.record
    assert chosen is not None
    assert person.app.parts.capture.record(chosen).payload == b"first of themsecond onethe third"


def test_who_is_not_read_fills_the_buffers_and_goes_on_later(person: Person) -> None:
    view = connected(person)
    choose_connection(person, view)
    person.click(view.reading.reads)
    send(person, "waits a while")
    person.wait(lambda: gauge(view, "kernel’s receive buffer") == "13 B", "the kernel's buffer")
    assert not reads(view, "recv 13")
    choose_connection(person, view)
    person.click(view.reading.reads)
    person.wait(lambda: reads(view, "recv 13"), "the bytes")
    person.wait(lambda: gauge(view, "kernel’s receive buffer") == "0 B", "an empty buffer")


def gauge(view: StreamView, label: str) -> str:
    """What stands behind a label, in the direction from #2 to #3."""
    shown = words(view.pane.canvas)
    begins = next(at for at, text in enumerate(shown) if text.startswith("#2 → #3"))
    return shown[shown.index(label, begins) + 1]


def test_the_view_says_what_is_missing(person: Person) -> None:
    person.press("<Control-Key-8>")
    view = person.window.records.views["stream"]
    assert isinstance(view, StreamView)
    person.wait(lambda: reads(view, "No conversation yet"), "the hint")
    assert view.reading.wait.instate(["disabled"])
