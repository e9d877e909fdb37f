"""The exported pcapng (T3): tshark reads it without a complaint, and follows every stream to what each side sent.

Law: what is expected is what the test itself sent, through the lab or through a plain socket; tshark alone reads the
file.
"""

from __future__ import annotations

import socket
import struct
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from core.contract.commands import Close, Connect, FinishSending, Reset, Send, SendTo
from core.contract.endpoints import Endpoint, Protocol
from core.contract.records import Call
from tests.support.clock import HOUR_NS, Clock
from tests.support.lab import ECHO, LOOPBACK, Lab
from tests.support.peers import black_hole, nobody
from tests.truth.tshark import RESET, Seen, complaints, export_packets, read

LOOPBACKS = pytest.mark.parametrize("host", [LOOPBACK, "::1"])
AWKWARD = "你好，世界 \"quoted\", 'too'\r\n=1+1\t\x1b[31m\u202e\0".encode() + bytes(range(256))
BULK = bytes(range(251)) * 1300
"""More than any one packet holds, and no part of it like another."""
LARGE_DATAGRAM = bytes(range(240)) * 250
RESET_ON_CLOSE = struct.pack("ii", 1, 0)
NOTHING: Counter[str] = Counter()


def name(sockname: Any) -> str:
    """An end as tshark names it: 127.0.0.1:9000, [::1]:9000."""
    return str(Endpoint(*sockname[:2]))


def take(peer: socket.socket, size: int) -> bytes:
    """So many bytes, at a plain peer."""
    data = bytearray()
    while len(data) < size:
        piece = peer.recv(size - len(data))
        assert piece, f"the end after {len(data)} bytes of {size}"
        data += piece
    return bytes(data)


def send(lab: Lab, number: int, data: bytes) -> None:
    """Have the lab send, all of it."""
    lab.done(lambda id: Send(id, number, data))


def flags(seen: Seen, source: str) -> list[str]:
    """The flags of what an end sent, those of plain acknowledgements left out."""
    return [packet.flags for packet in seen.packets if packet.ends[0] == source and packet.flags != "A"]


@LOOPBACKS
def test_a_conversation_with_a_plain_client(lab: Lab, tmp_path: Path, host: str) -> None:
    peer, number = lab.caller(lab.listen(host, reply=ECHO))
    peer.sendall(AWKWARD)
    assert take(peer, len(AWKWARD)) == AWKWARD
    peer.sendall(BULK)
    assert take(peer, len(BULK)) == BULK
    there, here = name(peer.getsockname()), name(peer.getpeername())
    peer.shutdown(socket.SHUT_WR)
    lab.ended(number)
    seen = read(export_packets(lab, tmp_path), "tcp 0")
    assert complaints(seen) == NOTHING
    assert seen.sent["tcp 0"] == {there: AWKWARD + BULK, here: AWKWARD + BULK}
    assert [packet.flags for packet in seen.packets[:3]] == ["S", "AS", "A"]
    assert [packet.flags for packet in seen.packets[-4:]] == ["AF", "A", "AF", "A"]
    assert [packet.ends for packet in seen.packets[:2]] == [(there, here), (here, there)]
    assert seen.packets[-2].ends == (here, there)


@LOOPBACKS
def test_a_conversation_with_a_plain_server_that_goes_on_after_our_half_close(
    lab: Lab, tmp_path: Path, host: str
) -> None:
    with socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET) as server:
        number = lab.connect(server.getsockname()[1], host)
        peer = lab.callee(number, server)
    send(lab, number, AWKWARD)
    send(lab, number, BULK)
    assert take(peer, len(AWKWARD + BULK)) == AWKWARD + BULK
    lab.done(lambda id: FinishSending(id, number))
    assert peer.recv(1) == b""
    peer.sendall(b"one more thing")
    lab.until_received(number, 14)
    there, here = name(peer.getsockname()), str(lab.local(number))
    peer.close()
    lab.ended(number)
    seen = read(export_packets(lab, tmp_path), "tcp 0")
    assert complaints(seen) == NOTHING
    assert seen.sent["tcp 0"] == {here: AWKWARD + BULK, there: b"one more thing"}
    in_order = [(packet.ends[0], packet.flags) for packet in seen.packets if packet.flags != "A"]
    assert in_order[0] == (here, "S")
    assert in_order[-3:] == [(here, "AF"), (there, "AP"), (there, "AF")]


def test_no_size_of_a_send_fills_a_packet_or_the_window(lab: Lab, tmp_path: Path) -> None:
    peer, number = lab.caller(lab.listen())
    end, sizes = name(peer.getsockname()), (1, 65_494, 65_495, 65_496, 65_534, 65_535, 65_536, 131_070)
    for size in sizes:
        send(lab, number, AWKWARD[:1] * size)
        take(peer, size)
    seen = read(export_packets(lab, tmp_path), "tcp 0")
    assert complaints(seen) == NOTHING
    assert seen.sent["tcp 0"] == {end: b"", str(lab.local(number)): AWKWARD[:1] * sum(sizes)}


def test_a_reset_is_a_reset_from_the_end_that_made_it(lab: Lab, tmp_path: Path) -> None:
    listener = lab.listen()
    first, resets_here = lab.caller(listener)
    second, reset_by_peer = lab.caller(listener)
    ends = [name(peer.getsockname()) for peer in (first, second)]
    send(lab, resets_here, b"before")
    lab.done(lambda id: Reset(id, resets_here))
    second.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
    second.close()
    lab.ended(reset_by_peer)
    seen = read(export_packets(lab, tmp_path))
    assert complaints(seen) == {RESET: 2}
    resets = [packet.ends for packet in seen.packets if "R" in packet.flags]
    assert resets == [(str(lab.local(listener)), ends[0]), (ends[1], str(lab.local(listener)))]
    assert not any("F" in packet.flags for packet in seen.packets)


def test_a_peer_that_closed_and_gets_more_answers_with_a_reset(lab: Lab, tmp_path: Path) -> None:
    peer, number = lab.caller(lab.listen())
    end = name(peer.getsockname())
    peer.close()
    lab.until(lambda: lab.count(number, Call.RECV), "the peer's end")
    send(lab, number, b"taken by the kernel, refused by the peer")
    lab.refused(lambda id: Send(id, number, b"too late"))
    lab.ended(number)
    seen = read(export_packets(lab, tmp_path))
    assert complaints(seen) == {RESET: 1}
    assert flags(seen, end) == ["S", "AF", "AR"]


def test_a_lab_that_talks_to_itself_is_shown_once(lab: Lab, tmp_path: Path) -> None:
    listener = lab.listen(reply=ECHO)
    client = lab.connect(lab.port(listener))
    send(lab, client, AWKWARD)
    send(lab, client, BULK)
    lab.until_received(client, len(AWKWARD + BULK))
    lab.done(lambda id: FinishSending(id, client))
    lab.ended(client)
    (accepted,) = (it.number for it in lab.sockets.values() if it.parent == listener)
    lab.ended(accepted)
    expected = {str(lab.local(client)): AWKWARD + BULK, str(lab.local(accepted)): AWKWARD + BULK}
    socket_of = [row.socket for row in lab.rows()]
    for kept in ({listener, client, accepted}, {client}, {listener, accepted}):
        rows = [seq for seq, number in enumerate(socket_of, 1) if number in kept]
        seen = read(export_packets(lab, tmp_path, rows), "tcp 0")
        assert complaints(seen) == NOTHING
        assert {packet["tcp.stream"] for packet in seen.packets} == {"0"}
        assert [packet.flags for packet in seen.packets].count("S") == 1
        assert flags(seen, str(lab.local(client)))[-1] == "AF"
        assert seen.sent["tcp 0"] == expected


def test_a_connection_to_its_own_port_is_one_end(lab: Lab, tmp_path: Path) -> None:
    with socket.socket() as bound:
        bound.bind((LOOPBACK, 0))
        port = bound.getsockname()[1]
    number = lab.connect(port, local_host=LOOPBACK, local_port=port)
    send(lab, number, AWKWARD)
    lab.until_received(number, len(AWKWARD))
    lab.done(lambda id: Close(id, number))
    seen = read(export_packets(lab, tmp_path), "tcp 0")
    assert complaints(seen) == NOTHING
    assert b"".join(seen.sent["tcp 0"].values()) == AWKWARD


@LOOPBACKS
def test_datagrams_keep_their_edges(lab: Lab, tmp_path: Path, host: str) -> None:
    here = lab.local(lab.bind_udp(host, reply=ECHO))
    said = [AWKWARD, b"", LARGE_DATAGRAM]
    ends = []
    for _ in range(2):
        peer = lab.peer(socket.socket(here.family.address_family, socket.SOCK_DGRAM))
        peer.connect((here.address, here.port))
        ends.append(name(peer.getsockname()))
        for data in said:
            peer.send(data)
            assert peer.recv(65535) == data
    seen = read(export_packets(lab, tmp_path), "udp 0", "udp 1")
    assert complaints(seen) == NOTHING
    assert [(*packet.ends, int(packet["udp.length"]) - 8) for packet in seen.packets] == [
        (*way, len(data)) for end in ends for data in said for way in ((end, str(here)), (str(here), end))
    ]
    for stream, end in enumerate(ends):
        assert seen.sent[f"udp {stream}"] == {end: b"".join(said), str(here): b"".join(said)}


def echoed(lab: Lab, number: int, data: bytes) -> None:
    """Send a datagram and wait until it came back."""
    before = lab.count(number, Call.RECVFROM)
    send(lab, number, data)
    lab.until(lambda: lab.count(number, Call.RECVFROM) > before, "the echo")


def test_datagrams_within_the_lab_are_shown_once(lab: Lab, tmp_path: Path) -> None:
    bound = lab.bind_udp("0.0.0.0", reply=ECHO)
    fixed = lab.connect(lab.port(bound), protocol=Protocol.UDP)
    free = lab.connect(lab.port(bound), protocol=Protocol.UDP, fixed_peer=False)
    for number in (fixed, free):
        for data in (AWKWARD, b"", b"", LARGE_DATAGRAM):
            echoed(lab, number, data)
    lab.done(lambda id: SendTo(id, bound, b"unasked", lab.local(fixed)))
    lab.until(lambda: lab.received(fixed).endswith(b"unasked"), "the datagram")
    seen = read(export_packets(lab, tmp_path), "udp 0", "udp 1")
    assert complaints(seen) == NOTHING
    assert len(seen.packets) == 2 * 4 * 2 + 1
    here, everything = f"{LOOPBACK}:{lab.port(bound)}", AWKWARD + LARGE_DATAGRAM
    assert seen.sent["udp 0"] == {str(lab.local(fixed)): everything, here: everything + b"unasked"}
    assert seen.sent["udp 1"] == {f"{LOOPBACK}:{lab.port(free)}": everything, here: everything}


def test_a_refused_call_is_a_syn_and_a_reset(lab: Lab, tmp_path: Path) -> None:
    with nobody() as port:
        for _ in range(2):
            lab.refused(lambda id: Connect(id, Protocol.TCP, LOOPBACK, port))
    seen = read(export_packets(lab, tmp_path))
    assert complaints(seen) == {RESET: 2}
    assert [packet.flags for packet in seen.packets] == ["S", "AR"] * 2
    assert [packet.ends[1] for packet in seen.packets[::2]] == [f"{LOOPBACK}:{port}"] * 2
    assert seen.packets[1].ends == seen.packets[0].ends[::-1]


def test_a_call_that_nobody_answers_is_a_syn(lab: Lab, tmp_path: Path) -> None:
    with black_hole() as port:
        lab.refused(lambda id: Connect(id, Protocol.TCP, LOOPBACK, port, timeout_s=0.05))
        cancelled = lab.ask(lambda id: Connect(id, Protocol.TCP, LOOPBACK, port))
        lab.until(lambda: lab.count(2, Call.CONNECT), "the second call")
        lab.done(lambda id: Close(id, 2))
        lab.answer(cancelled)
    seen = read(export_packets(lab, tmp_path))
    assert complaints(seen) == NOTHING
    assert [packet.flags for packet in seen.packets] == ["S", "S"]


def test_an_ipv4_peer_of_an_ipv6_socket_is_shown_as_ipv4(lab: Lab, tmp_path: Path) -> None:
    listener = lab.listen("::", dual=True, reply=ECHO)
    bound = lab.bind_udp("::", dual=True, reply=ECHO)
    peer = lab.peer(socket.create_connection((LOOPBACK, lab.port(listener))))
    peer.sendall(AWKWARD)
    assert take(peer, len(AWKWARD)) == AWKWARD
    asker = lab.peer(socket.socket(type=socket.SOCK_DGRAM))
    asker.connect((LOOPBACK, lab.port(bound)))
    asker.send(AWKWARD)
    assert asker.recv(65535) == AWKWARD
    seen = read(export_packets(lab, tmp_path), "tcp 0", "udp 0")
    assert complaints(seen) == NOTHING
    assert {packet["ip.version"] for packet in seen.packets} == {"4"}
    here, there = f"{LOOPBACK}:{lab.port(listener)}", name(peer.getsockname())
    assert seen.sent["tcp 0"] == {there: AWKWARD, here: AWKWARD}
    here, there = f"{LOOPBACK}:{lab.port(bound)}", name(asker.getsockname())
    assert seen.sent["udp 0"] == {there: AWKWARD, here: AWKWARD}


def test_a_clock_that_is_set_back_and_ahead_changes_no_order(
    lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    peer, number = lab.caller(lab.listen(reply=ECHO))
    pieces = [b"before", b"an hour back", b"an hour ahead"]
    for ahead_ns, piece in zip((0, -HOUR_NS, HOUR_NS), pieces, strict=True):
        clock.ahead_ns = ahead_ns
        peer.sendall(piece)
        assert take(peer, len(piece)) == piece
    there, here = name(peer.getsockname()), name(peer.getpeername())
    peer.shutdown(socket.SHUT_WR)
    lab.ended(number)
    seen = read(export_packets(lab, tmp_path), "tcp 0")
    assert complaints(seen) == NOTHING
    assert seen.sent["tcp 0"] == {there: b"".join(pieces), here: b"".join(pieces)}
