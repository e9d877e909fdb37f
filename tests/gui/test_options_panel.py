"""The options panel: what the kernel says of a socket, set and refused there; and what a form sets beforehand."""

from __future__ import annotations

import os
import socket
import sys
from contextlib import closing
from pathlib import Path

from core.contract.sockets import SocketSnapshot
from core.explain.calls.forms import sentence
from gui.frame.options_panel import OptionsPanel
from gui.models.sockets.transports import TRANSPORTS
from tests.gui.person import Person


def opened(person: Person) -> OptionsPanel:
    panel = person.window.panels.made["options"]
    assert isinstance(panel, OptionsPanel)
    person.wait(panel.winfo_viewable, "the panel")
    return panel


def options_of(person: Person, fd: str) -> OptionsPanel:
    """Shift+F9, and what the kernel said."""
    person.press("<Shift-F9>")
    panel = opened(person)
    person.wait(lambda: all(row.told.text for row in panel.rows.values()), "what the kernel says")
    assert fd.isdigit()
    return panel


def by_duplicate(fd: str, level: int, option: int) -> int:
    with closing(socket.socket(fileno=os.dup(int(fd)))) as same:
        return same.getsockopt(level, option)


def newest_client(person: Person) -> SocketSnapshot:
    return person.app.parts.sockets.clients()[-1]


def test_options_are_read_from_the_kernel_set_there_and_what_it_made_of_them_is_said(person: Person) -> None:
    port = person.listen()
    with closing(socket.create_connection(("127.0.0.1", port), 10)):
        person.wait(lambda: person.connections, "the caller")
        person.click_row(person.server.conversations.table.table, 0)
        fd = person.connections[0][1]
        panel = options_of(person, fd)
        assert "accepted connection" in panel.about.text
        assert panel.rows["TCP_NODELAY"].told.text == "now off"
        person.choose(panel.rows["TCP_NODELAY"].field, 0)
        person.write(panel.rows["SO_RCVBUF"].field.entry, "20000")
        person.write(panel.rows["TCP_KEEPCNT"].field.entry, "999")
        person.press("<Return>", panel.rows["TCP_KEEPCNT"].field.entry)
        person.wait(lambda: panel.rows["TCP_NODELAY"].told.text == "now on", "no delay")
        person.wait(lambda: panel.rows["TCP_KEEPCNT"].field.message, "the refusal")
        assert by_duplicate(fd, socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1
        buffer = by_duplicate(fd, socket.SOL_SOCKET, socket.SO_RCVBUF)
        row = panel.rows["SO_RCVBUF"]
        assert (row.told.text, row.field.value) == (f"now {buffer:,} B", str(buffer))
        if sys.platform == "linux":
            assert row.note == "20,000 B was asked for; Linux keeps twice as much, half for its own use."
        refused = panel.rows["TCP_KEEPCNT"].field
        assert "It takes 1 to 127 tries. EINVAL (22)" in refused.message
        assert refused.value == "999"
        capture = person.app.parts.capture
        said = [sentence(record) for record in capture.records(range(1, capture.count + 1))]
        assert any("TCP_NODELAY set to 1: small pieces go out at once" in text for text in said)
    person.press("<F8>")
    person.wait(lambda: "has ended" in panel.about.text, "the end")
    assert not panel.button.winfo_viewable()
    person.press("<Escape>")
    assert not panel.is_open


def test_what_a_form_chose_is_set_before_connect_and_its_button_says_so(person: Person) -> None:
    port = person.listen()
    person.window.show_tab("client")
    button = person.client.form.options
    person.click(button)
    panel = opened(person)
    assert "between socket() and connect()" in panel.about.text
    assert "SO_EXCLUSIVEADDRUSE (Windows)" in panel.absent.text or sys.platform == "win32"
    person.choose(panel.rows["TCP_NODELAY"].field, 1)
    person.write(panel.rows["IP_TTL"].field.entry, "five")
    assert "It takes 1 to 255 hops." in panel.rows["IP_TTL"].field.message
    person.connect(port)
    person.wait(lambda: person.window.notices.shown, "why nothing was asked for")
    person.write(panel.rows["IP_TTL"].field.entry, "5")
    assert button.cget("text") == "Options: No delay on, Time to live (TTL) 5…"
    person.click(person.client.form.button)
    person.wait(lambda: person.clients, "the conversation")
    client = newest_client(person)
    assert {it.name: it.value for it in client.options} == {"TCP_NODELAY": 1, "IP_TTL": 5}
    assert by_duplicate(str(client.fd), socket.IPPROTO_IP, socket.IP_TTL) == 5
    person.click(panel.usual)
    assert button.cget("text") == "Options: as usual…"


def test_a_udp_socket_joins_a_group_hears_it_and_leaves_it_again(person: Person) -> None:
    form = person.server.form
    person.choose(form.protocol, 1)
    person.write(form.address.entry, "0.0.0.0")
    port = person.listen()
    person.press("<Shift-F9>")
    panel = opened(person)
    person.wait(lambda: panel.groups is not None and len(panel.groups.interface.entry.cget("values")) > 1, "interfaces")
    groups = panel.groups
    assert groups is not None
    person.write(groups.group.entry, "10.1.2.3")
    person.write(groups.interface.entry, "lo")
    person.click(groups.button)
    person.wait(lambda: "10.1.2.3 is not the address of a group" in groups.group.message, "the refusal")
    assert "EINVAL (22)" in groups.group.message
    person.write(groups.group.entry, "239.255.17.4")
    person.press("<Return>", groups.group.entry)
    person.wait(lambda: groups.lines == ["239.255.17.4  on lo"], "the membership")
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as plain:
        plain.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("127.0.0.1"))
        plain.sendto(b"to all", ("239.255.17.4", port))
        person.wait(lambda: any("to all" in row for row in person.traffic), "what was sent to the group")
    assert person.connections[0][6] == f"239.255.17.4:{port}"
    person.click(next(iter(groups.leave_buttons.values())))
    person.wait(lambda: groups.lines == [], "the end of the membership")


def test_a_unix_socket_is_offered_the_options_it_has_and_no_groups(person: Person, tmp_path: Path) -> None:
    form = person.server.form
    person.choose(form.protocol, next(at for at, it in enumerate(TRANSPORTS) if it.key == "unixgram"))
    person.write(form.address.entry, str(tmp_path / "lab.sock"))
    person.click(form.button)
    person.wait(lambda: person.bound, "the socket's row")
    panel = options_of(person, person.bound[0][1])
    assert set(panel.rows) == {"SO_RCVBUF", "SO_SNDBUF"}
    assert panel.groups is None
    assert person.window.notices.shown == ()
