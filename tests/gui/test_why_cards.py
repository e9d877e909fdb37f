"""Why cards at the real window: they open where something failed, their buttons mend it, and they never nag."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable

from tests.gui.person import Person
from tests.support.limits import no_descriptor_free
from tests.support.peers import free_port, nobody

RESET_AT_CLOSE = struct.pack("ii", 1, 0)


def checked(person: Person) -> str:
    """Wait for a card that has been looked into; all that it says."""
    person.wait(lambda: "Checked just now" in person.window.why.text, "a card")
    return person.window.why.text


def press(person: Person, words: str) -> None:
    """Press the card's button that says so."""
    buttons = person.window.why.buttons
    (label,) = [label for label in buttons if words in label]
    person.click(buttons[label])


def test_a_refused_call_is_mended_by_listening_there_and_calling_again(person: Person) -> None:
    with nobody() as port:
        person.connect(port)
        text = checked(person)
    assert "connect() answered ECONNREFUSED (111)" in text
    assert f"Does a program listen on TCP 127.0.0.1:{port}?" in text
    assert "No program holds that port" in text
    assert "ECONNREFUSED" in person.client.form.host.message  # the word beside the field stays
    press(person, "Listen there and call again")
    person.wait(lambda: person.clients[-1][7] == "connected", "the conversation")
    assert person.window.why.text == ""
    assert person.server.form.port.value == str(port)


def test_a_program_on_the_other_ip_version_is_called_there(person: Person) -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as server:
        port = server.getsockname()[1]
        person.connect(port)
        assert "holds the port for IPv6 only" in checked(person)
        press(person, "Connect to [::1]")
        person.wait(lambda: person.clients[-1][7] == "connected", "the conversation")
        server.accept()[0].close()
    assert person.client.form.host.value == "::1"


def test_a_port_in_use_is_mended_by_the_next_free_one(person: Person, holder: Callable[[], tuple[int, int]]) -> None:
    port, pid = holder()
    person.write(person.server.form.port.entry, str(port))
    person.click(person.server.form.button)
    assert f"(pid {pid})" in checked(person)
    press(person, "Use free port")
    person.wait(lambda: person.bound, "the listener")
    assert int(person.server.form.port.value) > port
    assert person.server.form.port.message == ""


def test_a_port_in_use_is_shown_with_its_owner(person: Person, holder: Callable[[], tuple[int, int]]) -> None:
    port, pid = holder()
    person.write(person.server.form.port.entry, str(port))
    person.click(person.server.form.button)
    checked(person)
    press(person, "Show its owner in Ports")
    ports = person.window.tabs.ports
    person.wait(lambda: f"(pid {pid})" in ports.answer.text, "the owner")
    assert person.window.tabs.name == "ports"
    assert ports.subject.line is not None
    assert ports.subject.line.local.port == port
    assert ports.buttons.buttons["End program…"].instate(["!disabled"])


def test_the_labs_own_listener_gives_its_port_up(person: Person) -> None:
    port = person.listen()
    person.write(person.server.form.port.entry, str(port))
    person.click(person.server.form.button)
    assert "by your own listener #1" in checked(person)
    press(person, "Stop #1 and use its port")
    person.wait(lambda: len(person.bound) == 2, "the new listener")
    assert [row[4] for row in person.bound] == ["closed here", "listening"]


def test_time_wait_is_waited_for_or_not(person: Person) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port), 10) as client:
            server.accept()[0].close()
            assert client.recv(1) == b""
    person.write(person.server.form.port.entry, str(port))
    person.click(person.server.form.button)
    checked(person)
    (wait,) = [button for label, button in person.window.why.buttons.items() if label.startswith("Wait")]
    person.click(wait)
    assert "s more – cancel" in str(wait.cget("text"))
    person.click(wait)
    assert str(wait.cget("text")) == "Wait, then try again"


def test_a_closed_card_comes_back_only_when_it_is_asked_for(person: Person) -> None:
    with nobody() as port:
        person.connect(port)
        checked(person)
        person.press("<Escape>")
        assert person.window.why.text == ""
        person.press("<F4>")
        checked(person)
        close = person.window.why.close_button
        assert close is not None
        person.click(close)
        person.click(person.client.about.why)
        assert "No program holds that port" in checked(person)
        person.connect(port)  # trying again takes the old card away
        person.wait(lambda: len(person.clients) == 2, "the second attempt")


def test_resets_of_a_selected_listeners_callers_open_one_card_and_no_second_after_it_was_closed(
    person: Person,
) -> None:
    port = person.listen()
    call_and_reset(person, port)
    assert "broke the conversation off (reset)" in checked(person)
    person.press("<Escape>")
    call_and_reset(person, port)
    person.wait(lambda: len([row for row in person.connections if "reset" in row[7]]) == 2, "the second reset")
    person.let_live(0.3)
    assert person.window.why.text == ""


def call_and_reset(person: Person, port: int) -> None:
    before = len(person.connections)
    with socket.create_connection(("127.0.0.1", port), 10) as plain:
        person.wait(lambda: len(person.connections) > before, "the connection")
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_CLOSE)


def test_a_datagram_to_a_tcp_port_is_mended_by_tcp(person: Person) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        person.window.show_tab("client")
        person.choose(person.client.form.protocol, 1)
        person.connect(server.getsockname()[1])
        person.wait(lambda: person.clients, "the socket")
        row = person.client.send_row
        person.write(row.entry.entry, "anybody")
        person.press("<Return>", row.entry.entry)
        assert "UDP was spoken to it" in checked(person)
        press(person, "Use TCP instead")
        person.wait(lambda: person.clients[-1][7] == "connected", "the conversation")
        server.accept()[0].close()
    assert person.client.form.protocol.value == "TCP"


def test_without_descriptors_the_limit_is_raised_from_the_card(person: Person) -> None:
    port = person.listen(reply=1)
    with socket.socket() as plain, no_descriptor_free():
        plain.settimeout(10)
        plain.connect(("127.0.0.1", port))
        checked(person)
        press(person, "Raise the limit to")
        person.wait(lambda: person.connections, "the caller")
        plain.sendall(b"at last")
        assert plain.recv(10) == b"at last"


def test_a_plain_success_has_no_card(person: Person) -> None:
    port = person.listen(reply=1)
    person.connect(port)
    person.wait(lambda: person.clients and person.clients[-1][7] == "connected", "the conversation")
    row = person.client.send_row
    person.write(row.entry.entry, "hello")
    person.press("<Return>", row.entry.entry)
    person.wait(lambda: len(person.traffic) >= 4, "the echo")
    assert person.window.why.text == ""
    assert not person.client.about.why.winfo_ismapped()


def test_a_socket_that_calls_itself_is_told(person: Person) -> None:
    port = str(free_port())
    person.window.show_tab("client")
    person.client.form.local_port.value = port
    person.connect(int(port))
    assert "Are both ends the same?" in checked(person)
