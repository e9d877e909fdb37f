"""A whole session at the real window, against plain sockets: listen, connect, send, close, and read the lists."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from gui.models.sockets.socket_deeds import Deed
from tests.gui.person import Person

ECHO, FIXED = 1, 2


@pytest.fixture
def caller() -> Iterator[socket.socket]:
    """A plain TCP socket that gives up after 10 s."""
    with socket.socket() as plain:
        plain.settimeout(10)
        yield plain


def test_a_listener_answers_a_plain_program_and_every_list_says_so(person: Person, caller: socket.socket) -> None:
    port = person.listen(reply=ECHO)
    assert person.bound[0][2:] == (f"TCP 127.0.0.1:{port}  (asked for port 0)", "Echo", "listening")
    caller.connect(("127.0.0.1", port))
    caller.sendall(b"hello\r\n")
    assert caller.recv(100) == b"hello\r\n"
    me = f"127.0.0.1:{caller.getsockname()[1]}"
    person.wait(lambda: person.connections and person.connections[0][9] == "7 B", "the counters")
    assert person.connections[0][2:10] == (
        "IPv4", "stream", "TCP", f"127.0.0.1:{port}", me, "connected", "7 B", "7 B",
    )  # fmt: skip
    person.wait(lambda: len(person.traffic) == 2, "two rows of traffic")
    assert [row[2:6] for row in person.traffic] == [
        ("← in", me, "7 B", "hello\\r\\n"),
        ("→ out", me, "7 B", "hello\\r\\n"),
    ]


def test_what_is_typed_goes_to_the_selected_connection(person: Person, caller: socket.socket) -> None:
    caller.connect(("127.0.0.1", person.listen()))
    row = person.server.send_row
    person.wait(lambda: person.connections, "the connection")
    assert row.button.instate(["disabled"])
    person.click_row(person.server.conversations.table.table, 0)
    person.write(row.entry.entry, "hi\\r\\n\\x41")
    person.wait(lambda: row.button.instate(["!disabled"]), "the Send button")
    person.click(row.button)
    person.wait(lambda: person.traffic, "the row")
    assert caller.recv(100) == b"hi\r\nA"
    assert row.entry.value == "hi\\r\\n\\x41"
    person.press("<Up>", row.entry.entry)
    assert row.entry.value == "hi\\r\\n\\x41"


def test_hex_goes_to_all_connections_with_the_key(person: Person) -> None:
    port = person.listen()
    at = ("127.0.0.1", port)
    with socket.create_connection(at, 10) as one, socket.create_connection(at, 10) as two:
        person.wait(lambda: len(person.connections) == 2, "two connections")
        row = person.server.send_row
        person.choose(row.to, 1)
        person.choose(row.notation, 1)
        person.write(row.entry.entry, "00 ff")
        person.press("<Control-Return>", row.entry.entry)
        person.wait(lambda: len(person.traffic) == 2, "two rows")
        assert (one.recv(10), two.recv(10)) == (b"\0\xff", b"\0\xff")
        person.let_live(0.2)
        assert len(person.traffic) == 2


def test_finish_sending_close_and_reset_are_three_different_endings(person: Person) -> None:
    port = person.listen()
    table, bar = person.server.conversations.table.table, person.server.bar
    plain = [socket.create_connection(("127.0.0.1", port), 10) for _ in range(3)]
    try:
        person.wait(lambda: len(person.connections) == 3, "three connections")
        for row, deed in enumerate((Deed.FINISH, Deed.CLOSE, Deed.RESET)):
            button = bar.buttons[deed]
            person.click_row(table, row)
            person.wait(lambda button=button: button.instate(["!disabled"]), "the button")  # type: ignore[misc]
            person.click(button)
            person.wait(lambda row=row: person.connections[row][7] != "connected", "the row to change")  # type: ignore[misc]
        assert [row[7] for row in person.connections] == ["finished sending", "closed here", "reset here"]
        assert [plain[0].recv(1), plain[1].recv(1)] == [b"", b""]
        with pytest.raises(ConnectionResetError):
            plain[2].recv(1)
        person.click(person.server.remove)
        person.wait(lambda: len(person.connections) == 1, "the ended ones to go")
    finally:
        for one in plain:
            one.close()


def test_the_reply_is_changed_while_the_listener_runs(person: Person, caller: socket.socket) -> None:
    caller.connect(("127.0.0.1", person.listen(reply=ECHO)))
    caller.sendall(b"a")
    assert caller.recv(10) == b"a"
    reply = person.server.bound.reply
    person.choose(reply.which, FIXED)
    person.write(reply.text.entry, "ok\\n")
    person.press("<Return>", reply.text.entry)
    person.wait(lambda: person.bound[0][3] == "Fixed text", "the new reply")
    caller.sendall(b"a")
    assert caller.recv(10) == b"ok\n"


def test_stop_listening_gives_the_port_back_and_leaves_the_conversation(person: Person, caller: socket.socket) -> None:
    port = person.listen(reply=ECHO)
    caller.connect(("127.0.0.1", port))
    person.wait(lambda: person.connections, "the connection")
    person.press("<F6>")
    person.wait(lambda: person.bound[0][4] == "closed here", "the listener's end")
    with socket.socket() as other:
        assert other.connect_ex(("127.0.0.1", port)) != 0
    caller.sendall(b"still here")
    assert caller.recv(100) == b"still here"


def test_close_all_ends_the_listener_and_its_connections(person: Person, caller: socket.socket) -> None:
    caller.connect(("127.0.0.1", person.listen()))
    person.wait(lambda: person.connections, "the connection")
    buttons = list(person.server.bound.bar.buttons.values())
    person.click(buttons[1])
    person.wait(lambda: person.connections[0][7] == "closed here", "the connection's end")
    assert person.bound[0][4] == "closed here"
    assert caller.recv(1) == b""


def test_the_client_tab_calls_a_plain_program(person: Person) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)
        port = server.getsockname()[1]
        person.connect(port)
        accepted, address = server.accept()
        with accepted:
            accepted.settimeout(10)
            person.wait(lambda: person.clients and person.clients[0][7] == "connected", "the connection")
            assert person.clients[0][5:7] == (f"127.0.0.1:{address[1]}", f"127.0.0.1:{port}")
            person.write(person.client.send_row.entry.entry, "hello")
            person.press("<Return>", person.client.send_row.entry.entry)
            person.wait(lambda: person.traffic, "the row")
            assert accepted.recv(10) == b"hello"
            accepted.sendall(b"bye")
            accepted.shutdown(socket.SHUT_WR)
            person.wait(lambda: person.clients[0][7] == "peer finished", "the peer's end of sending")
            person.wait(lambda: person.clients[0][8] == "3 B", "the bytes in")
            person.press("<F8>")
            person.wait(lambda: person.clients[0][7] in ("closed here", "peer closed"), "the end")


def test_a_datagram_comes_from_a_plain_program_and_goes_back_to_it(person: Person) -> None:
    person.choose(person.server.form.protocol, 1)
    port = person.listen()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as plain:
        plain.settimeout(10)
        plain.bind(("127.0.0.1", 0))
        plain.sendto(b"ping", ("127.0.0.1", port))
        plain.sendto(b"", ("127.0.0.1", port))
        me = f"127.0.0.1:{plain.getsockname()[1]}"
        person.wait(lambda: len(person.traffic) == 2, "two datagrams")
        person.wait(lambda: person.connections and person.connections[0][8] == "4 B", "the peer's counters")
        assert person.connections[0][2:8] == ("IPv4", "dgram", "UDP", f"127.0.0.1:{port}", me, "heard from")
        assert person.traffic[1][3:6] == (me, "0 B", "(empty datagram)")
        person.click_row(person.server.conversations.table.table, 0)
        person.write(person.server.send_row.entry.entry, "pong")
        person.press("<Return>", person.server.send_row.entry.entry)
        assert_soon(person, lambda: len(person.traffic) == 3)
        assert plain.recv(10) == b"pong"


def test_a_udp_client_without_a_fixed_peer_sends_to_its_target(person: Person) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as plain:
        plain.settimeout(10)
        plain.bind(("127.0.0.1", 0))
        person.window.show_tab("client")
        person.choose(person.client.form.protocol, 1)
        person.client.form.origin.set_open(True)
        person.app.root.update()
        person.click(person.client.form.fixed_peer)
        person.connect(plain.getsockname()[1])
        person.wait(lambda: person.clients, "the socket")
        person.write(person.client.send_row.entry.entry, "ping")
        person.press("<Return>", person.client.send_row.entry.entry)
        assert_soon(person, lambda: person.traffic)
        data, address = plain.recvfrom(10)
        assert data == b"ping"
        plain.sendto(b"pong", address)
        person.wait(lambda: len(person.traffic) == 2, "the answer")
        assert person.clients[0][7] == "bound"


def assert_soon(person: Person, predicate: object) -> None:
    assert callable(predicate)
    person.wait(predicate, "what was done to be seen")
