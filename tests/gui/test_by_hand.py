"""Accepting by hand and going step by step, at the real window."""

from __future__ import annotations

import socket
from tkinter import ttk

from gui.views.pictures.step_view import StepView
from gui.views.pictures.switchboard_view import SwitchboardView
from tests.gui.person import Person
from tests.gui.pictures import words

ECHO = 1


def call(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def test_callers_light_lamps_and_each_press_takes_one(person: Person) -> None:
    port = person.listen(reply=ECHO)
    person.press("<Control-Key-b>")
    view = person.window.records.views["switchboard"]
    assert isinstance(view, SwitchboardView)

    def reads(part: str) -> bool:
        return any(part in text for text in words(view.pane.canvas))

    person.wait(lambda: reads("nobody waits long enough"), "the operator")
    person.click(view.by_hand)
    person.wait(lambda: view.accept.instate(["!disabled"]), "the button")
    with call(port) as first, call(port) as second:
        names = ["{}:{}".format(*caller.getsockname()) for caller in (first, second)]
        person.wait(lambda: all(name in words(view.pane.canvas) for name in names), "two lamps")
        assert reads("In the backlog: 2")
        assert reads("the kernel answered")
        person.click(view.accept)
        person.wait(lambda: reads("In the backlog: 1") and reads("Connections made: 1"), "one taken")
        assert person.connections[0][6] == names[0]
        first.sendall(b"hello")
        assert first.recv(10) == b"hello"
        person.click(view.accept)
        person.wait(lambda: reads("Connections made: 2"), "both taken")
        person.click(view.accept)
        person.wait(lambda: "Nobody waits" in view.said.text, "the words")


def test_a_call_waits_is_guessed_and_revealed(person: Person) -> None:
    port = person.listen(reply=ECHO)
    person.press("<Control-Key-p>")
    view = person.window.records.views["step"]
    assert isinstance(view, StepView)
    with call(port) as caller:
        person.wait(lambda: person.connections, "the connection")
        person.click_row(person.server.conversations.table.table, 0)
        person.wait(lambda: "#2" in str(view.hold.cget("text")), "the chosen socket")
        person.click(view.hold)
        person.wait(lambda: "waits for something to happen" in view.question.text, "the hold")
        caller.sendall(b"hello")
        person.wait(lambda: "recv() will take" in view.question.text, "the question")
        guesses = view.winfo_children()[0].winfo_children()[1].winfo_children()
        person.click(
            next(it for it in guesses if isinstance(it, ttk.Radiobutton) and "some bytes" in str(it.cget("text")))
        )
        person.click(view.button)
        person.wait(lambda: view.verdict.text == "Right. It returned:", "the verdict")
        assert view.form.text == "recv(65536) -> 5 bytes"
        person.wait(lambda: "send() will hand" in view.question.text, "the next call")
        person.click(view.button)
        assert caller.recv(10) == b"hello"
        person.wait(lambda: view.verdict.text == "It returned:", "the answer without a guess")
