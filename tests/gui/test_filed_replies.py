"""Replies that have a file, in the window: typed or chosen, what is wrong beside it, and a hook's mistakes."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from core.replies.catalogue import BY_NAME
from core.session.file import open_session
from gui.sessions.ready_card import LEAVE_OUT, RUN, START_ALL
from tests.gui.conftest import StartLab
from tests.gui.person import Person
from tests.gui.sessions.test_sessions import card, cards
from tests.support.terminal import free_port

SEND, SAVE, PYTHON = (tuple(BY_NAME).index(name) for name in ("send-file", "save-file", "python"))
HOOK = "def reply(data, peer):\n    return b'%d\\n' % (6 // int(data))\n"


def listen(person: Person, reply: int, path: Path) -> int:
    """Fill in the form, press Listen; the port."""
    form = person.server.form
    person.choose(form.reply.which, reply)
    person.write(form.port.entry, "0")
    person.write(form.reply.file.field.entry, str(path))
    person.click(form.button)
    person.wait(lambda: person.bound and person.bound[0][4] == "listening", "the listener")
    return held_port(person)


def held_port(person: Person) -> int:
    return int(person.bound[0][2].split("  ")[0].rpartition(":")[2])


def hook_session(folder: Path, *others: dict[str, str]) -> tuple[Path, Path]:
    """A session with a hook, and the hook."""
    code, path = folder / "theirs.py", folder / "lab.labsession"
    code.write_text(HOOK, encoding="utf-8")
    hook = {"url": "tcp://127.0.0.1:0", "reply": "python", "file": str(code)}
    session = {"format": "socketlab-session", "listeners": [hook, *others]}
    path.write_text(json.dumps(session), encoding="utf-8")
    return path, code


def test_a_file_is_sent_to_who_calls(person: Person, tmp_path: Path) -> None:
    (tmp_path / "picture").write_bytes(b"12345" * 100_000)
    port = listen(person, SEND, tmp_path / "picture")
    assert person.bound[0][3] == "Send a file"
    with socket.create_connection(("127.0.0.1", port), 10) as caller, caller.makefile("rb") as stream:
        assert stream.read() == b"12345" * 100_000


def test_a_file_is_chosen_with_the_button_and_what_comes_in_is_put_there(person: Person, tmp_path: Path) -> None:
    form = person.server.form
    person.choose(form.reply.which, SAVE)
    person.answers.paths.append(tmp_path / "log")
    person.click(form.reply.file.browse)
    assert form.reply.file.field.value == str(tmp_path / "log")
    assert person.bound == [], "to choose is not to listen"
    with socket.create_connection(("127.0.0.1", listen(person, SAVE, tmp_path / "log")), 10) as caller:
        caller.sendall(b"hello")
        caller.shutdown(socket.SHUT_WR)
        assert caller.recv(10) == b""
    assert (tmp_path / "log").read_bytes() == b"hello"


@pytest.mark.parametrize(
    ("reply", "path", "words"),
    [
        (SEND, "", "not said which file"),
        (SEND, "gone", "ENOENT"),
        (SEND, ".", "is a folder"),
        (SAVE, "no/log", "ENOENT"),
        (SAVE, ".", "EISDIR"),
        (PYTHON, "gone.py", "ENOENT"),
        (PYTHON, "bad.py", "bad.py, line 1"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_beside_it(
    person: Person, tmp_path: Path, reply: int, path: str, words: str
) -> None:
    (tmp_path / "bad.py").write_text("def reply(data, peer) return data", encoding="utf-8")
    form = person.server.form
    person.choose(form.reply.which, reply)
    typed = str(tmp_path / path) if path else ""
    person.write(form.reply.file.field.entry, typed)
    person.click(form.button)
    person.wait(lambda: words in form.reply.file.field.message, f"a message with {words!r}")
    assert form.reply.file.field.value == typed
    assert person.bound == []


def test_a_hook_answers_and_its_mistake_is_shown_with_its_line(person: Person, tmp_path: Path) -> None:
    code = tmp_path / "mine.py"
    code.write_text(HOOK, encoding="utf-8")
    with socket.create_connection(("127.0.0.1", listen(person, PYTHON, code)), 10) as caller:
        caller.sendall(b"2")
        assert caller.recv(10) == b"3\n"
        caller.sendall(b"0")
        person.wait(lambda: "mine.py, line 2" in person.window.why.text, "the mistake")
        assert "ZeroDivisionError" in person.window.why.text
        assert "HOOK_FAILED" in person.connections[0][7]


def test_a_port_that_is_held_answers_from_a_file_once_one_is_chosen(person: Person, tmp_path: Path) -> None:
    code = tmp_path / "mine.py"
    port = person.listen()
    reply = person.server.bound.reply
    person.choose(reply.which, PYTHON)
    assert person.bound[0][3] == "None", "it is not known yet which"
    for words in ("def reply(data) return", HOOK):
        code.write_text(words, encoding="utf-8")
        person.answers.paths.append(code)
        person.click(reply.file.browse)
        if words != HOOK:
            person.wait(lambda: "mine.py, line 1" in reply.file.field.message, "what is wrong with it")
    person.wait(lambda: person.bound[0][3] == "Python hook", "the hook")
    with socket.create_connection(("127.0.0.1", port), 10) as caller:
        caller.sendall(b"3")
        assert caller.recv(10) == b"2\n"


def test_the_button_beside_a_file_stays_whole_where_there_is_little_room(person: Person) -> None:
    person.listen()
    reply = person.server.bound.reply
    person.choose(reply.which, PYTHON)
    person.app.parts.theme.set_percent(200)
    person.wait(lambda: reply.file.winfo_reqwidth() > person.server.bound.winfo_width(), "little room")
    person.wait(lambda: reply.file.winfo_width() <= person.server.bound.winfo_width(), "the place that there is")
    person.app.root.update()
    assert reply.file.browse.winfo_width() == reply.file.browse.winfo_reqwidth()
    assert reply.file.browse.winfo_x() + reply.file.browse.winfo_width() <= reply.file.winfo_width()


def test_a_session_asks_before_it_runs_a_hook_and_can_be_started_without(start_lab: StartLab, tmp_path: Path) -> None:
    path, code = hook_session(tmp_path, {"url": "tcp://127.0.0.1:0", "reply": "echo"})
    person = start_lab([str(path)])
    person.click(card(person, "ready to start: 2 listeners").buttons[START_ALL])
    asked = card(person, f"This session runs Python code: {code}")
    assert person.bound == []
    person.click(asked.buttons[LEAVE_OUT])
    person.wait(lambda: [row[3] for row in person.bound] == ["Echo"], "the other one")

    (button,) = [it for it in card(person, "ready to start: 1 listener").buttons if "theirs.py" in it]
    person.click(card(person, "ready to start: 1 listener").buttons[button])
    person.window.notices.close_newest()
    person.click(card(person, "ready to start: 1 listener").buttons[button])
    person.click(card(person, "This session runs Python code").buttons[RUN])
    person.wait(lambda: sorted(row[3] for row in person.bound) == ["Echo", "Python hook"], "the hook")
    person.wait(lambda: cards(person) == [], "the cards to go")


@pytest.mark.parametrize("is_allowed", [False, True])
def test_the_start_option_runs_no_hook_without_leave(start_lab: StartLab, tmp_path: Path, is_allowed: bool) -> None:
    path, _ = hook_session(tmp_path, {"url": "tcp://127.0.0.1:0", "reply": "echo"})
    person = start_lab(["--open-session", str(path), "--start", *["--allow-hooks"] * is_allowed])
    person.wait(lambda: len(person.bound) == 1 + is_allowed, "what is started")
    if not is_allowed:
        card(person, "ready to start: 1 listener")
    assert ["Python hook" in row for row in person.bound].count(True) == is_allowed


def test_who_calls_a_hook_that_waits_for_leave_waits_with_it(start_lab: StartLab, tmp_path: Path) -> None:
    path, _ = hook_session(tmp_path)
    session = json.loads(path.read_text(encoding="utf-8"))
    url = session["listeners"][0]["url"] = f"tcp://127.0.0.1:{free_port()}"
    path.write_text(json.dumps({**session, "clients": [{"url": url}]}), encoding="utf-8")
    person = start_lab(["--open-session", str(path), "--start"])
    person.click(card(person, "ready to start: 1 listener, 1 client").buttons[START_ALL])
    asked = card(person, "This session runs Python code")
    assert LEAVE_OUT not in asked.buttons
    person.window.show_tab("client")
    assert person.clients == []
    person.click(asked.buttons[RUN])
    person.wait(lambda: [row[7] for row in person.clients] == ["connected"], "the call")


def test_the_file_of_a_reply_is_kept_in_a_session(start_lab: StartLab, tmp_path: Path) -> None:
    path, code = hook_session(tmp_path)
    before = open_session(path).listeners
    assert before[0].reply.data == str(code).encode()
    person = start_lab([str(path)])
    card(person, "ready to start")
    person.choose_in_session_menu("Save")
    card(person, "Saved the session")
    assert open_session(path).listeners == before
