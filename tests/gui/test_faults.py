"""Bad input and faults at the real window: one plain sentence in its place, the error's name, what to try, no harm."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from gui.models.sockets.socket_deeds import Deed
from gui.widgets.entry.field import Field
from tests.gui.conftest import StartLab
from tests.gui.person import Person
from tests.support.limits import no_descriptor_free, no_right_to_low_ports
from tests.support.peers import black_hole, free_port, nobody


@dataclass(frozen=True)
class Case:
    """What is typed, which field says it, and words that must be in what it says."""

    name: str
    typed: dict[str, str]
    at: str
    words: tuple[str, ...]

    def __str__(self) -> str:
        return self.name


LISTEN_CASES = [
    Case("empty host", {"address": ""}, "address", ("empty",)),
    Case("spaced host", {"address": "   "}, "address", ("empty",)),
    Case("host with port", {"address": "127.0.0.1:80"}, "address", ("port", "own field")),
    Case("page address", {"address": "http:/a/b"}, "address", ("URL",)),
    Case("port text", {"port": "http"}, "port", ("digits",)),
    Case("port with a dot", {"port": "80.0"}, "port", ("digits",)),
    Case("port of other digits", {"port": "+80"}, "port", ("digits",)),
    Case("port -1", {"port": "-1"}, "port", ("-1", "1 to 65535")),
    Case("port 65536", {"port": "65536"}, "port", ("65536", "1 to 65535")),
    Case("no port", {"port": ""}, "port", ("empty",)),
    Case("foreign address", {"address": "192.0.2.1", "port": "0"}, "address", ("EADDRNOTAVAIL", "127.0.0.1")),
    Case("unknown zone", {"address": "fe80::1%nosuch", "port": "0"}, "address", ("nosuch",)),
    Case("no such host", {"address": "no-such-host.invalid", "port": "0"}, "address", ("no-such-host.invalid",)),
]  # fmt: skip

CONNECT_CASES = [
    Case("empty host", {"host": ""}, "host", ("empty",)),
    Case("bad host", {"host": "a..b"}, "host", ("a..b",)),
    Case("no such host", {"host": "no-such-host.invalid"}, "host", ("no-such-host.invalid",)),
    Case("unknown zone", {"host": "fe80::1%nosuch"}, "host", ("nosuch",)),
    Case("port 0", {"port": "0"}, "port", ("Port 0",)),
    Case("port 65536", {"port": "65536"}, "port", ("65536",)),
    Case("wrong family", {"host": "127.0.0.1", "local_host": "::1"}, "local_host", ("IP version",)),
    Case("foreign local address", {"local_host": "192.0.2.1"}, "local_host", ("EADDRNOTAVAIL",)),
    Case("no time limit", {"time_limit": "0"}, "time_limit", ("1 to 86400",)),
    Case("local port text", {"local_port": "x"}, "local_port", ("digits",)),
    Case("broadcast", {"host": "255.255.255.255", "protocol": "udp"}, "host", ("broadcast", "EACCES")),
]


@pytest.mark.parametrize("case", LISTEN_CASES, ids=str)
def test_the_listen_form_says_what_is_wrong_beside_the_field(person: Person, case: Case) -> None:
    form = person.server.form
    fill(person, form, case.typed)
    person.click(form.button)
    check(person, form, case)
    assert person.bound == []


@pytest.mark.parametrize("case", CONNECT_CASES, ids=str)
def test_the_connect_form_says_what_is_wrong_beside_the_field(person: Person, case: Case) -> None:
    person.window.show_tab("client")
    form = person.client.form
    fill(person, form, {"port": "9", **case.typed})
    person.click(form.button)
    check(person, form, case)


def fill(person: Person, form: object, typed: dict[str, str]) -> None:
    for name, text in typed.items():
        field = getattr(form, name)
        if name == "protocol":
            person.choose(field, int(text == "udp"))
        else:
            field.value = text  # characters that no key of the test's keyboard has
    person.app.root.update()


def check(person: Person, form: object, case: Case) -> None:
    field: Field = getattr(form, case.at)
    person.wait(lambda: all(word in field.message for word in case.words), f"{case.words} in {field.message!r}")
    assert field.message.count(".") >= 1
    if case.at in case.typed:
        assert field.value == case.typed[case.at]


def test_a_port_held_by_another_program_is_named_with_program_and_pid(
    person: Person, holder: Callable[[], tuple[int, int]]
) -> None:
    port, pid = holder()
    person.write(person.server.form.port.entry, str(port))
    person.click(person.server.form.button)
    field = person.server.form.port
    person.wait(lambda: field.message, "the message")
    assert f"Port {port} is already held by" in field.message
    assert f"pid {pid}" in field.message
    assert "EADDRINUSE (98)" in field.message


def test_listening_twice_on_one_port_points_at_the_own_listener(person: Person) -> None:
    port = person.listen()
    person.write(person.server.form.port.entry, str(port))
    person.click(person.server.form.button)
    field = person.server.form.port
    person.wait(lambda: field.message, "the message")
    assert f"Port {port} is already held by your own listener #1." in field.message
    assert len(person.bound) == 1


def test_a_double_click_on_listen_makes_one_listener(person: Person) -> None:
    person.write(person.server.form.port.entry, "0")
    person.double_click(person.server.form.button)
    person.wait(lambda: person.bound, "the listener")
    person.let_live(0.3)
    assert len(person.bound) == 1
    assert person.server.form.port.message == ""


def test_a_refused_connection_says_so_on_its_row(person: Person) -> None:
    with nobody() as port:
        person.connect(port)
        person.wait(lambda: person.clients and "refused" in person.clients[0][7], "the refusal")
    assert person.clients[0][7] == "refused  ECONNREFUSED"
    person.wait(lambda: "nothing listens" in person.client.about.text, "the sentence")
    assert "ECONNREFUSED (111)" in person.client.about.text


def test_connecting_is_shown_and_can_be_cancelled(person: Person) -> None:
    with black_hole() as port:
        person.connect(port)
        person.wait(lambda: person.clients and person.clients[0][7] == "connecting", "connecting")
        close = person.client.bar.buttons[Deed.CLOSE]
        person.wait(lambda: str(close.cget("text")) == "Cancel", "the Cancel button")
        person.click(close)
        person.wait(lambda: person.clients[0][7].startswith("cancelled"), "the end")
        person.connect(port)
        person.wait(lambda: person.clients[-1][7] == "connecting", "connecting again")
        person.press("<Escape>")
        person.wait(lambda: person.clients[-1][7].startswith("cancelled"), "the end again")
    assert person.client.form.host.message == ""


@pytest.mark.parametrize(
    ("notation", "text", "words"),
    [
        (1, "68 65 6", ("character 7", "half")),
        (1, "zz", ("“z”", "character 1")),
        (0, "abc\\q", ("\\q", "character 4")),
        (0, "\\x4", ("not complete",)),
    ],
)
def test_what_cannot_be_sent_is_marked_with_its_place(
    person: Person, notation: int, text: str, words: tuple[str, ...]
) -> None:
    port = person.listen()
    with socket.create_connection(("127.0.0.1", port), 10):
        person.wait(lambda: person.connections, "the connection")
        person.click_row(person.server.conversations.table.table, 0)
        row = person.server.send_row
        person.choose(row.notation, notation)
        person.write(row.entry.entry, text)
        person.wait(lambda: row.entry.message, "the message after a pause")
        assert all(word in row.entry.message for word in words), row.entry.message
        assert row.entry.value == text
        assert row.button.instate(["disabled"])
        assert person.traffic == []


def test_a_datagram_too_long_is_refused_with_the_largest_size(person: Person) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as plain:
        plain.bind(("127.0.0.1", 0))
        person.window.show_tab("client")
        person.choose(person.client.form.protocol, 1)
        person.connect(plain.getsockname()[1])
        person.wait(lambda: person.clients, "the socket")
        row = person.client.send_row
        row.entry.value = "x" * 65_508
        person.press("<Return>", row.entry.entry)
        person.wait(lambda: "EMSGSIZE" in row.entry.message, "the message")
        assert person.clients[0][7].startswith("connected")


def test_sending_after_the_end_of_sending_says_why_not(person: Person) -> None:
    port = person.listen()
    with socket.create_connection(("127.0.0.1", port), 10):
        person.wait(lambda: person.connections, "the connection")
        person.click_row(person.server.conversations.table.table, 0)
        person.press("<F7>")
        person.wait(lambda: person.connections[0][7] == "finished sending", "the half-close")
        row = person.server.send_row
        person.write(row.entry.entry, "x")
        person.press("<Return>", row.entry.entry)
        assert "has finished sending" in row.entry.message


def test_an_address_that_the_network_can_reach_carries_the_warning(person: Person) -> None:
    form = person.server.form
    person.wait(lambda: len(person.app.root.tk.splitlist(form.address.entry.cget("values"))) > 3, "the addresses")
    values = person.app.root.tk.splitlist(form.address.entry.cget("values"))
    person.choose(form.address, list(values).index("0.0.0.0  all addresses"))
    assert "reachable from the network" in form.address.message
    person.listen()
    assert "⚠ reachable from the network" in person.bound[0][4]
    person.wait(lambda: "reachable from the network" in person.server.about.text, "the sentence")


def test_a_failing_start_option_is_told_in_a_card(start_lab: Callable[[list[str]], Person]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        person = start_lab(["--listen", url])
        person.wait(lambda: person.window.notices.shown, "the card")
    (notice,) = person.window.notices.shown
    assert notice.headline == f"{url} could not be opened"
    assert "EADDRINUSE (98)" in notice.remedy


def test_a_connection_that_the_peer_breaks_off_says_so_on_its_row(person: Person) -> None:
    port = person.listen()
    with socket.create_connection(("127.0.0.1", port), 10) as plain:
        person.wait(lambda: person.connections, "the connection")
        person.click_row(person.server.conversations.table.table, 0)
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    person.wait(lambda: person.connections[0][7] == "reset by peer  ECONNRESET", "the reset")
    person.wait(lambda: "broke the conversation off" in person.server.about.text, "the sentence")


def test_bytes_that_a_peer_never_took_are_counted_when_it_breaks_off(person: Person) -> None:
    port = person.listen()
    row = person.server.send_row
    with socket.create_connection(("127.0.0.1", port), 10) as plain:
        person.wait(lambda: person.connections, "the connection")
        person.click_row(person.server.conversations.table.table, 0)
        row.entry.value = "x" * 7_000_000  # more than the kernel takes, less than the lab queues
        person.press("<Return>", row.entry.entry)
        person.wait(lambda: "waiting" in person.connections[0][7], "bytes that wait")
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    person.wait(lambda: "bytes were not sent" in row.entry.message, "the count")


def test_without_descriptors_a_listener_pauses_says_so_and_goes_on(person: Person) -> None:
    port = person.listen(reply=1)
    with socket.socket() as plain:
        plain.settimeout(10)
        with no_descriptor_free():
            plain.connect(("127.0.0.1", port))
            person.wait(lambda: person.bound[0][4] == "accepting paused  EMFILE", "the pause")
            person.wait(lambda: "EMFILE (24)" in person.server.about.text, "the sentence")
        person.wait(lambda: person.connections, "the caller")
        plain.sendall(b"at last")
        assert plain.recv(10) == b"at last"
    assert person.bound[0][4] == "listening"


def test_a_port_below_1024_without_the_right_says_what_to_try(start_lab: StartLab) -> None:
    with no_right_to_low_ports():
        person = start_lab(())
        person.write(person.server.form.port.entry, "80")
        person.click(person.server.form.button)
        field = person.server.form.port
        person.wait(lambda: "EACCES (13)" in field.message, "the message")
        assert "8080" in field.message


def test_no_answer_is_told_after_the_time_limit(person: Person) -> None:
    with black_hole() as port:
        person.client.form.time_limit.value = "1"
        person.connect(port)
        person.wait(lambda: person.clients and "timed out" in person.clients[0][7], "the end of patience")
    assert "within 1 s" in person.client.form.host.message


def test_a_datagram_to_a_closed_port_is_told_and_the_socket_lives_on(person: Person) -> None:
    port = free_port(socket.SOCK_DGRAM)
    person.window.show_tab("client")
    person.choose(person.client.form.protocol, 1)
    person.connect(port)
    person.wait(lambda: person.clients, "the socket")
    row = person.client.send_row
    person.write(row.entry.entry, "anybody")
    person.press("<Return>", row.entry.entry)
    person.wait(lambda: person.clients[0][7] == "connected  ECONNREFUSED", "the answer by ICMP")
    assert "ECONNREFUSED (111)" in person.client.about.text
