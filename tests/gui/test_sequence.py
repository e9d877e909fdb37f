"""The Sequence view at the real window."""

from __future__ import annotations

import tkinter as tk
from pathlib import Path
from tkinter import ttk

from gui.views.pictures.picture_files import PictureButton
from gui.views.pictures.sequence_view import ZOOMS, SequenceView
from tests.gui.person import Person
from tests.gui.pictures import click_words, words
from tests.support.peers import nobody

ECHO = 1


def sequence(person: Person) -> SequenceView:
    person.look_at("sequence")
    view = person.window.records.views["sequence"]
    assert isinstance(view, SequenceView)
    return view


def test_two_ends_in_one_lab_are_joined_and_an_arrow_selects_its_call(person: Person) -> None:
    port = person.listen(reply=ECHO)
    person.connect(port)
    person.wait(lambda: person.clients and person.clients[0][7] == "connected", "the connection")
    row = person.client.send_row
    person.write(row.entry.entry, "hello")
    person.press("<Return>", row.entry.entry)
    view = sequence(person)
    person.press("<Control-j>")
    person.wait(
        lambda: (
            words(view.canvas.canvas).count("send() = 5") == 2 and words(view.canvas.canvas).count("recv() = 5") == 2
        ),
        "both ways",
    )
    less_room = next(
        it for it in descendants(person.window.records) if isinstance(it, ttk.Button) and it["text"] == "−"
    )
    for _ in ZOOMS:
        person.click(less_room)
    person.press("<Home>", view.canvas.canvas)
    person.wait(lambda: "asks to connect" in words(view.canvas.canvas), "the beginning")
    shown = words(view.canvas.canvas)
    assert "Another program" not in shown
    assert any(text.startswith("Client #2") for text in shown)
    assert any(text.startswith("Connection #3") for text in shown)
    assert "makes a new socket" in shown
    assert shown.index("listen()") < shown.index("connect()") < shown.index("makes a new socket")
    click_words(view.canvas.canvas, "asks to connect")
    person.wait(lambda: f'connect(("127.0.0.1", {port}))' in python_line(person), "the call in full")


def test_what_another_program_answered_comes_from_its_lane(person: Person) -> None:
    with nobody() as port:
        person.connect(port)
        person.wait(lambda: person.clients and "refused" in person.clients[0][7], "the refusal")
        view = sequence(person)
        person.wait(lambda: "nothing listens there: refused (RST)" in words(view.canvas.canvas), "the arrow back")
    assert f"127.0.0.1:{port}" in words(view.canvas.canvas)


def test_a_picture_is_saved_whole_and_trouble_is_said(person: Person, tmp_path: Path) -> None:
    person.listen()
    view = sequence(person)
    person.wait(lambda: "listen()" in words(view.canvas.canvas), "the rows")
    button = next(it for it in descendants(person.window.records) if isinstance(it, PictureButton))
    for name in ("ladder.svg", "ladder.png"):
        person.answers.paths.append(tmp_path / name)
        person.click(button)
        person.wait(lambda: "Saved" in str(button.cget("text")) and name in button.said, name)  # noqa: B023
        assert (tmp_path / name).stat().st_size > 1000
    assert "listen()" in (tmp_path / "ladder.svg").read_text(encoding="utf-8")
    person.answers.paths.append(tmp_path / "no" / "folder" / "x.svg")
    person.click(button)
    person.wait(lambda: "Not saved" in str(button.cget("text")), "the trouble")
    assert "ENOENT" in button.said


def python_line(person: Person) -> str:
    """How the detail below says that Python writes the selected call."""
    entries = [it for it in descendants(person.window.records.detail) if isinstance(it, ttk.Entry)]
    return entries[0].get()


def descendants(widget: tk.Misc) -> list[tk.Misc]:
    return [it for child in widget.winfo_children() for it in (child, *descendants(child))]
