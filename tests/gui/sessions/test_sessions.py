"""A session in the window: opened without starting anything, started, changed, saved, and found again after a crash."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.session.autosaves import Autosave, last_session, left_over_sessions, sessions_folder
from core.session.file import open_session
from gui.sessions import keeper, sessions
from gui.sessions.left_over_sessions import HEADLINE
from gui.sessions.session_desk import LAST_SESSION, examples
from gui.widgets.card.card import Card
from tests.gui.conftest import StartLab, close
from tests.gui.person import Person
from tests.support.peers import free_port


def echo_lab(path: Path) -> int:
    """A session file with a listener, a client that calls it, and a message; the port."""
    port = free_port()
    session = {
        "format": "socketlab-session",
        "about": "who echoes",
        "listeners": [{"url": f"tcp://127.0.0.1:{port}", "reply": "echo", "colour": "green"}],
        "clients": [{"url": f"tcp://127.0.0.1:{port}"}],
        "messages": {"client": {"text": "hello", "line_end": "cr_lf"}},
        "window": {"tab": "client", "view": "traffic"},
    }
    path.write_text(json.dumps(session), encoding="utf-8")
    return port


def cards(person: Person) -> list[Card]:
    return [card for card in person.window.notices.winfo_children() if isinstance(card, Card)]


def card(person: Person, words: str) -> Card:
    """The card that says this, once it is there."""
    person.wait(lambda: any(words in it.text for it in cards(person)), f"a card with {words!r}")
    return next(it for it in cards(person) if words in it.text)


def test_a_session_waits_for_a_click_and_is_saved_as_it_was_changed(start_lab: StartLab, tmp_path: Path) -> None:
    path = tmp_path / "mine.labsession"
    port = echo_lab(path)
    person = start_lab([str(path)])
    ready = card(person, "mine is ready to start: 1 listener, 1 client")
    assert "who echoes" in ready.text
    assert person.bound == []
    assert person.app.root.title() == "mine – Socket Lab"

    person.click(ready.buttons["Start all"])
    person.wait(lambda: person.clients and person.clients[0][7] == "connected", "the client")
    assert cards(person) == []
    send = person.client.send_row.button
    person.wait(lambda: not send.instate(["disabled"]), "the client to be selected")
    person.click(send)
    person.wait(lambda: [row[5] for row in person.traffic] == ["hello\\r\\n"] * 4, "the echo")

    person.window.show_tab("server")
    person.wait(lambda: len(person.bound) == 1, "the listener's row")
    person.choose(person.server.bound.reply.which, 0)
    person.listen(reply=1)
    person.choose_in_session_menu("Save")
    card(person, "Saved the session as mine.labsession: 2 listeners, 1 client")
    saved = json.loads(path.read_text(encoding="utf-8"))
    assert saved["listeners"] == [
        {"url": f"tcp://127.0.0.1:{port}", "colour": "green"},
        {"url": "tcp://127.0.0.1:0", "reply": "echo"},
    ]
    assert saved["messages"]["client"] == {"text": "hello", "line_end": "cr_lf", "history": ["hello"]}
    assert saved["window"]["tab"] == "server"


def test_each_can_be_started_alone_and_what_fails_waits_on(start_lab: StartLab, tmp_path: Path) -> None:
    path = tmp_path / "mine.labsession"
    port = echo_lab(path)
    person = start_lab(["--open-session", str(path)])
    person.click(card(person, "ready to start").buttons[f"Connect to 127.0.0.1:{port}"])
    card(person, f"tcp://127.0.0.1:{port} could not be opened")
    person.click(card(person, "ready to start").buttons[f"Listen on 127.0.0.1:{port}, Echo"])
    rest = card(person, "ready to start: 1 client")
    person.window.show_tab("server")
    person.wait(lambda: len(person.bound) == 1, "the listener's row")
    person.window.show_tab("client")
    person.click(rest.buttons[f"Connect to 127.0.0.1:{port}"])
    person.wait(lambda: [row[7] for row in person.clients][-1:] == ["connected"], "the client")


def test_started_by_an_option_and_closed_it_is_the_last_session(start_lab: StartLab, tmp_path: Path) -> None:
    path = tmp_path / "mine.labsession"
    echo_lab(path)
    person = start_lab(["--open-session", str(path), "--start"])
    person.wait(lambda: person.clients and person.clients[0][7] == "connected", "the client")
    close(person)
    kept = last_session()
    assert kept is not None
    assert open_session(kept).listeners == open_session(path).listeners
    assert left_over_sessions() == []

    again = start_lab([])
    again.choose_in_session_menu("Open recent", LAST_SESSION)
    card(again, "ready to start: 1 listener, 1 client")


def test_what_is_open_is_kept_without_being_asked(
    start_lab: StartLab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "KEEP_FROM_MS", 50)
    monkeypatch.setattr(keeper, "AUTOSAVE_MS", 50)
    person = start_lab([])
    person.listen(reply=1)
    person.wait(lambda: list(sessions_folder().glob("open-*/session.labsession")), "the session to be kept")
    (running,) = sessions_folder().glob("open-*/session.labsession")
    assert [it.reply.name for it in open_session(running).listeners] == ["echo"]


def test_the_session_of_a_lab_that_broke_down_is_offered_again(start_lab: StartLab, tmp_path: Path) -> None:
    path = tmp_path / "mine.labsession"
    echo_lab(path)
    broken = Autosave.begin()
    broken.write(path.read_bytes())
    assert left_over_sessions() == [], "its lab still lives"
    broken._lock.release()  # as the system does when a process ends
    (left,) = left_over_sessions()

    person = start_lab([])
    offer = card(person, HEADLINE)
    assert "1 listener, 1 client" in offer.text
    person.click(offer.buttons["Restore"])
    card(person, "The session before is ready to start: 1 listener, 1 client")
    person.wait(lambda: not left.exists(), "the old one to be forgotten")
    (running,) = sessions_folder().glob("open-*/session.labsession")
    assert open_session(running).listeners == open_session(path).listeners


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{\n "format": "socketlab-session",,\n}', "line 2, column 32"),
        ('{"format": "socketlab-session", "version": 9}', "newer Socket Lab (file version 9)"),
        ('{"format": "socketlab-session", "clients": [{"url": "tcp://h:99999"}]}', "clients[1].url: "),
        ("%PDF-1.7", "line 1, column 1"),
    ],
)
def test_a_file_that_is_no_session_is_said_with_its_place(
    person: Person, tmp_path: Path, text: str, words: str
) -> None:
    path = tmp_path / "bad.labsession"
    path.write_text(text, encoding="utf-8")
    person.answers.paths.append(path)
    person.choose_in_session_menu("Open…")
    assert words in card(person, "bad.labsession could not be opened").text
    assert path.read_text(encoding="utf-8") == text


def test_every_example_can_be_opened_and_new_lets_go_of_it(person: Person, tmp_path: Path) -> None:
    assert len(examples()) >= 5
    for path in examples():
        assert open_session(path).about
    person.listen()
    name = examples()[0].stem
    person.choose_in_session_menu("Open an example", name)
    card(person, f"{name} is ready to start")
    person.click(card(person, "1 socket of before is still open").buttons["Close what was open before"])
    person.window.show_tab("server")
    person.wait(lambda: person.bound[0][4] != "listening", "the old listener's end")
    person.choose_in_session_menu("New")
    person.wait(lambda: cards(person) == [], "the card to go")
    person.answers.paths.append(tmp_path / "none" / "a.labsession")
    person.choose_in_session_menu("Save as…")
    card(person, "The session could not be saved as a.labsession")
