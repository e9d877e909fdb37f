"""Unix sockets at the real window: both forms ask for a path, the lists and the card speak of it."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from core.contract.endpoints import HAS_UNIX, Family
from gui.models.sockets.socket_deeds import Deed
from gui.models.sockets.transports import TRANSPORTS
from gui.views.pictures.state_view import StateView
from gui.views.pictures.switchboard_view import SwitchboardView
from tests.gui.person import Person
from tests.gui.pictures import words

pytestmark = pytest.mark.skipif(not HAS_UNIX, reason="Python offers no Unix sockets on Windows")
STREAM, DATAGRAMS = (next(i for i, it in enumerate(TRANSPORTS) if it.key == key) for key in ("unix", "unixgram"))


def listen_at(person: Person, path: str) -> None:
    person.choose(person.server.form.protocol, STREAM)
    person.write(person.server.form.address.entry, path)
    person.click(person.server.form.button)


def test_a_listener_and_a_caller_at_a_path(person: Person, tmp_path: Path) -> None:
    path = str(tmp_path / "lab.sock")
    form = person.server.form
    before = form.address.value
    listen_at(person, path)
    person.wait(lambda: any(path in cell for row in person.bound for cell in row), "the listener")
    assert "Unix" in " ".join(person.bound[0])
    assert str(form.port.entry.cget("state")) == "disabled"
    client = person.client.form
    person.window.show_tab("client")
    person.choose(client.protocol, STREAM)
    person.write(client.host.entry, path)
    person.click(client.button)
    person.wait(lambda: any("connected" in row for row in person.clients), "the connection")
    row = person.clients[0]
    assert (row[2], row[4], row[5], row[6]) == ("Unix", "–", "(unnamed)", path)
    person.window.show_tab("server")
    person.choose(form.protocol, 0)
    assert form.address.value == before
    assert str(form.port.entry.cget("state")) == "normal"
    person.choose(form.protocol, STREAM)
    assert form.address.value == path


def test_a_path_that_is_no_path_is_said_beside_the_field(person: Person) -> None:
    listen_at(person, "/" + "long" * 40)
    assert "107" in person.server.form.address.message or "103" in person.server.form.address.message
    listen_at(person, " ")
    assert "path is empty" in person.server.form.address.message


def test_a_file_that_is_left_over_is_removed_by_the_card(person: Person, tmp_path: Path) -> None:
    path = str(tmp_path / "old.sock")
    with socket.socket(Family.UNIX.address_family) as old:
        old.bind(path)
    assert os.path.exists(path)
    listen_at(person, path)
    person.wait(lambda: "ended without removing the file" in person.window.why.text, "the card")
    person.click(person.window.why.buttons["Remove the file and try again"])
    person.wait(lambda: any("listening" in row for row in person.bound), "the listener")


def test_what_only_tcp_has_is_not_claimed_of_a_unix_socket(person: Person, tmp_path: Path) -> None:
    path = str(tmp_path / "lab.sock")
    listen_at(person, path)
    person.wait(lambda: person.bound, "the listener")
    person.look_at("switchboard")
    switchboard = person.window.records.views["switchboard"]
    assert isinstance(switchboard, SwitchboardView)
    person.wait(lambda: any("takes each caller at once" in it for it in words(switchboard.pane.canvas)), "the words")
    person.click(switchboard.by_hand)
    person.wait(lambda: switchboard.accept.instate(["!disabled"]), "the button")
    with socket.socket(Family.UNIX.address_family) as caller:
        caller.connect(path)
        assert any("does not list who waits" in it for it in words(switchboard.pane.canvas))
        assert "In the backlog: can’t be told" in words(switchboard.pane.canvas)
        person.click(switchboard.accept)
        person.wait(lambda: person.connections, "the connection")
        person.click_row(person.server.conversations.table.table, 0)
        accepted = person.window.tabs.server.bar.buttons[Deed.RESET]
        person.wait(lambda: accepted.instate(["disabled"]), "the reset that there is not")
        person.look_at("state")
        state = person.window.records.views["state"]
        assert isinstance(state, StateView)
        person.wait(lambda: any("sends no packets" in it for it in words(state.pane.canvas)), "the state")
        assert not any("ESTABLISHED" in it or "SYN-SENT" in it for it in words(state.pane.canvas))
