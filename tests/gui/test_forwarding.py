"""Forwarding in the window: chosen as a reply, both sides in the lists, and why a caller could not be put through."""

from __future__ import annotations

import socket

from core.replies.catalogue import KINDS
from tests.gui.person import Person
from tests.support.peers import free_port

FORWARD = next(at for at, kind in enumerate(KINDS) if kind.name == "forward")


def held_port(person: Person) -> int:
    return int(person.bound[0][2].split("  ")[0].rpartition(":")[2])


def test_a_caller_is_put_through_and_both_sides_are_seen(person: Person) -> None:
    form = person.server.form
    person.choose(form.reply.which, FORWARD)
    person.write(form.port.entry, "0")
    person.click(form.button)
    assert "it is not said to whom" in form.reply.to.message
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as caller:
        server.settimeout(15)
        caller.settimeout(15)
        person.write(form.reply.to.entry, f"tcp://127.0.0.1:{server.getsockname()[1]}")
        person.click(form.button)
        person.wait(lambda: len(person.bound) == 1, "the listener")
        assert person.bound[0][3] == "Forward to"
        caller.connect(("127.0.0.1", held_port(person)))
        put_through, _ = server.accept()
        with put_through:
            caller.sendall(b"hello")
            assert put_through.recv(100) == b"hello"
            put_through.sendall(b"and back")
            assert caller.recv(100) == b"and back"
        person.wait(
            lambda: [row[5] for row in person.traffic] == ["hello", "hello", "and back", "and back"], "the rows"
        )
    person.wait(lambda: len(person.connections) == 1, "the caller’s side")
    person.window.show_tab("client")
    person.wait(lambda: len(person.clients) == 1, "the other side")


def test_who_can_not_be_reached_is_said_at_the_caller(person: Person) -> None:
    form = person.server.form
    person.choose(form.reply.which, FORWARD)
    person.write(form.reply.to.entry, f"tcp://127.0.0.1:{free_port()}")
    person.write(form.port.entry, "0")
    person.click(form.button)
    person.wait(lambda: len(person.bound) == 1, "the listener")
    with socket.socket() as caller:
        caller.connect_ex(("127.0.0.1", held_port(person)))
        person.wait(lambda: person.connections and "ECONNREFUSED" in person.connections[0][7], "why")
