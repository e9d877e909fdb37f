"""What the lists of sockets say, and in which order they can be put."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.capture.capture import Capture
from core.contract.endpoints import Endpoint, Family, Protocol
from core.contract.faults import Fault
from core.contract.records import Call, Cause, CauseKind
from core.contract.sockets import Ending, Role, SocketSnapshot, State
from gui.models.sockets.socket_rows import ConversationRows, Line, bound_row, lines_of, peer_lines
from gui.models.sockets.sockets import Sockets

LOCAL, REMOTE = Endpoint("127.0.0.1", 9000), Endpoint("127.0.0.1", 51324)
LISTENER = SocketSnapshot(
    1, Role.LISTENER, Protocol.TCP, "127.0.0.1:9000", State.LISTENING, 0, Family.IPV4, 8, local=LOCAL, reply="echo"
)
CONNECTION = replace(
    LISTENER, number=2, role=Role.ACCEPTED, state=State.CONNECTED, fd=9, remote=REMOTE, parent=1
)  # fmt: skip
READY = Cause(CauseKind.READY)


@pytest.fixture
def capture(tmp_path: Path) -> Iterator[Capture]:
    capture = Capture.create(tmp_path / "capture")
    yield capture
    capture.close()


@pytest.mark.parametrize(
    ("changes", "cells", "tag"),
    [
        ({}, ("#1", "8", "TCP 127.0.0.1:9000", "Echo", "listening"), ""),
        (
            {"requested": "127.0.0.1:0"},
            ("#1", "8", "TCP 127.0.0.1:9000  (asked for port 0)", "Echo", "listening"),
            "",
        ),
        (
            {"local": Endpoint("0.0.0.0", 9000), "reply": "none"},
            ("#1", "8", "TCP 0.0.0.0:9000", "None", "⚠ reachable from the network"),
            "warning",
        ),
        (
            {"accepting_paused": True, "fault": Fault("EMFILE", "accept", 24)},
            ("#1", "8", "TCP 127.0.0.1:9000", "Echo", "accepting paused  EMFILE"),
            "warning",
        ),
        (
            {"protocol": Protocol.UDP, "role": Role.BOUND, "state": State.BOUND, "dropped": 1234},
            ("#1", "8", "UDP 127.0.0.1:9000", "Echo", "bound, 1,234 dropped"),
            "warning",
        ),
        (
            {"state": State.CLOSED, "ending": Ending.CLOSED_HERE, "fd": None, "last_fd": 8},
            ("#1", "(8)", "TCP 127.0.0.1:9000", "Echo", "closed here"),
            "muted",
        ),
        (
            {"state": State.RESOLVING, "fd": None, "local": None, "requested": "name:9000"},
            ("#1", "–", "TCP name:9000", "Echo", "looking up the name"),
            "",
        ),
    ],
)
def test_a_bound_port_says_what_it_holds_on_to(changes: dict[str, object], cells: object, tag: str) -> None:
    row = bound_row(replace(LISTENER, **changes))  # type: ignore[arg-type]
    assert (row.key, row.cells, row.tag) == (1, cells, tag)


@pytest.mark.parametrize(
    ("changes", "words", "tag"),
    [
        ({}, "connected", ""),
        ({"state": State.PEER_FINISHED}, "peer finished", "warning"),
        ({"waiting_bytes": 4200}, "connected, 4.2 KB waiting", ""),
        ({"reading_paused": True}, "connected, reading paused", "warning"),
        ({"state": State.CLOSED, "ending": Ending.PEER_CLOSED}, "peer closed", "muted"),
        (
            {"state": State.CLOSED, "ending": Ending.PEER_RESET, "fault": Fault("ECONNRESET", "recv", 104)},
            "reset by peer  ECONNRESET",
            "error",
        ),
        (
            {"state": State.CLOSED, "ending": Ending.REFUSED, "fault": Fault("ECONNREFUSED", "connect", 111)},
            "refused  ECONNREFUSED",
            "error",
        ),
        ({"state": State.CLOSED, "ending": Ending.TIMED_OUT}, "timed out", "error"),
        ({"state": State.CLOSED, "ending": Ending.CANCELLED}, "cancelled", "muted"),
        ({"state": State.CLOSED, "ending": Ending.RESET_HERE}, "reset here", "muted"),
    ],
)
def test_every_ending_has_its_own_words(capture: Capture, changes: dict[str, object], words: str, tag: str) -> None:
    row = ConversationRows(Sockets(), capture).row(Line(2, replace(CONNECTION, **changes)))  # type: ignore[arg-type]
    assert (row.cells[7], row.tag) == (words, tag)


def test_a_connection_shows_its_bytes_from_the_capture_and_its_age(capture: Capture) -> None:
    now = 10.0
    sockets = Sockets(lambda: now)
    sockets.apply(CONNECTION)
    now = 22.0
    for call, data in ((Call.RECV, b"hello"), (Call.SEND, b"hi")):
        capture.append((0, 0, 2, 9, call, (), len(data), "", READY, "", data))
    assert capture.flush()
    row = ConversationRows(sockets, capture).row(Line(2, CONNECTION))
    assert row.cells == (
        "#2", "9", "IPv4", "stream", "TCP", "127.0.0.1:9000", "127.0.0.1:51324", "connected", "5 B", "2 B", "12 s",
    )  # fmt: skip
    assert row.sort[8:10] == ((5,), (2,))


def test_the_peers_of_a_udp_socket_are_counted_apart(capture: Capture) -> None:
    sockets = Sockets()
    bound = replace(LISTENER, role=Role.BOUND, protocol=Protocol.UDP, state=State.BOUND)
    sockets.apply(bound)
    for port, data in ((5, b"abc"), (6, b"")):
        peer = Endpoint("127.0.0.1", port)
        sockets.heard(1, peer)
        capture.append((0, 0, 1, 8, Call.RECVFROM, (), len(data), "", READY, str(peer), data))
    assert capture.flush()
    rows = [ConversationRows(sockets, capture).row(line) for line in peer_lines(sockets, bound)]
    assert [(row.cells[6], row.cells[7], row.cells[8]) for row in rows] == [
        ("127.0.0.1:5", "heard from", "3 B"),
        ("127.0.0.1:6", "heard from", "0 B"),
    ]
    assert len({row.key for row in rows}) == 2


def test_addresses_and_ports_are_sorted_as_numbers(capture: Capture) -> None:
    ends = [("10.0.0.9", 80), ("10.0.0.10", 80), ("10.0.0.9", 9), ("::1", 1)]
    lines = lines_of([replace(CONNECTION, number=n, remote=Endpoint(*end)) for n, end in enumerate(ends, 10)])
    rows = ConversationRows(Sockets(), capture)
    in_order = sorted((rows.row(line) for line in lines), key=lambda row: row.sort[6])
    assert [row.cells[6] for row in in_order] == ["10.0.0.9:9", "10.0.0.9:80", "10.0.0.10:80", "[::1]:1"]
