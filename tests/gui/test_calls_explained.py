"""The Calls view explains: what each word of a call is, where the manual tells more, and what caused it."""

from __future__ import annotations

import socket
import tkinter as tk

from gui.widgets.text.explained_line import ExplainedLine
from tests.gui.person import Person


def select_call(person: Person, words: str) -> None:
    """Select the first call that says so."""
    person.window.splitter.is_folded = True  # all of them in sight
    person.window.records.show("calls")
    person.wait(lambda: person.calls and person.calls[0][0] == "1", "all calls")
    person.wait(lambda: any(words in row[4] for row in person.calls), words)
    table = person.window.records.views["calls"].table  # type: ignore[attr-defined]
    person.click_row(table, next(at for at, row in enumerate(person.calls) if words in row[4]))
    person.wait(lambda: words in person.window.records.detail.python.text, "the detail")


def point_at(person: Person, line: ExplainedLine, words: str) -> str:
    """Rest the pointer on some words of a line; what appears."""
    x, y, width, height = line.entry.bbox(line.text.rindex(words))
    line.entry.event_generate("<Enter>", x=x, y=y)
    line.entry.event_generate("<Motion>", x=x + width // 2, y=y + height // 2)
    person.wait(lambda: line.tooltip.shown, f"a word about {words}")
    said = line.tooltip.shown
    line.entry.event_generate("<Leave>")
    return said


def test_pointing_at_an_argument_says_what_it_is(person: Person) -> None:
    person.listen()
    select_call(person, "listen(")
    detail = person.window.records.detail
    assert "backlog" in point_at(person, detail.python, "4096")
    assert "switchboard operator" in point_at(person, detail.c, "listen")
    assert "it worked" in point_at(person, detail.c, "0")
    assert detail.posix.text == "int listen(int socket, int backlog);"
    assert str(detail.page_button.cget("text")) == "listen(2)"


def test_the_arrow_keys_go_from_part_to_part(person: Person) -> None:
    person.listen()
    select_call(person, "setsockopt(")
    line = person.window.records.detail.python
    said = []
    for _ in range(3):
        person.press("<Right>", line.entry)
        person.wait(lambda: line.tooltip.shown, "a word about the next part")
        said.append((selected(line.entry), line.tooltip.shown))
    assert [part for part, _ in said] == ["setsockopt", "SOL_SOCKET", "SO_REUSEADDR"]
    assert "the socket itself" in said[1][1]
    assert "TIME_WAIT" in said[2][1]


def selected(entry: tk.Entry | tk.Widget) -> str:
    first, last = (int(entry.tk.call(entry, "index", place)) for place in ("sel.first", "sel.last"))
    return str(entry.tk.call(entry, "get"))[first:last]


def test_calls_that_one_thing_caused_are_marked_and_counted(person: Person) -> None:
    port = person.listen(reply=1)
    with socket.create_connection(("127.0.0.1", port), 10) as plain:
        plain.sendall(b"hello")
        assert plain.recv(10) == b"hello"
        select_call(person, "bind(")
        assert "Your Listen made these 6 calls: this is the 4th" in heading(person)
        person.wait(lambda: len(person.calls) >= 12, "the calls of the answer")
        marks = [row[7][0] for row in person.calls[:12]]
        assert marks == ["┌", "│", "│", "│", "│", "│", "┌", "│", "│", "│", "┌", "│"]
        select_call(person, "recv(")
        assert "The kernel said that #2 is ready, which led to these 2 calls: this is the 1st" in heading(person)


def test_look_ups_and_retries_are_folded_with_a_trace_and_come_back(person: Person) -> None:
    port = person.listen(reply=1)
    with socket.create_connection(("127.0.0.1", port), 10) as plain:
        plain.sendall(b"hello")
        assert plain.recv(10) == b"hello"
        select_call(person, "send(")
        person.wait(lambda: len(person.calls) == 12, "all calls")
        view = person.window.records.views["calls"]
        person.click(view.switch)  # type: ignore[attr-defined]
        person.wait(lambda: len(person.calls) == 9, "the look-ups to be folded")
        person.wait(lambda: sum("+1 folded" in row[4] for row in person.calls) == 3, "their traces")
        assert not [row for row in person.calls if row[4].startswith("getsockname")]
        assert [row[0] for row in person.calls if "folded" in row[4]] == ["5", "7", "9"]
        person.click(view.switch)  # type: ignore[attr-defined]
        person.wait(lambda: len(person.calls) == 12, "all calls again")
        assert not [row for row in person.calls if "folded" in row[4]]


def heading(person: Person) -> str:
    return str(person.window.records.detail.heading.cget("text"))
