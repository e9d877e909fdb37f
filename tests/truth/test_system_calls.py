"""T1: the capture shows the calls that strace saw: the same ones, in the same order, with the same results."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.contract.endpoints import Family
from core.contract.records import LABS_OWN, Call, CallRecord, CauseKind
from tests.support.lab import LOOPBACK, PATIENCE_S
from tests.support.peers import black_hole, nobody
from tests.truth.strace import STRING_BYTES, Seen
from tests.truth.traced_lab import LARGE
from tests.truth.tracing import records_of, seen_by_strace, traced

EVERY_BYTE = bytes(range(256))


def compare(folder: Path) -> list[CallRecord]:
    """Hold the capture against strace; the records, for what a test wants to know beside."""
    records, seen = records_of(folder), seen_by_strace(folder)
    no_calls = LABS_OWN | {Call.GETADDRINFO}  # of glibc and OpenSSL: functions, no system calls
    made = [record for record in records if record.call not in no_calls]
    assert [(it.call, it.fd) for it in made] == [(it.call, it.fd) for it in seen]
    for record, line in zip(made, seen, strict=True):
        check(record, line)
    return records


def check(record: CallRecord, line: Seen) -> None:
    """One record against the line of strace that is the same call."""
    assert (record.args, record.result, record.error) == (line.args, line.result, line.error)
    assert record.payload[:STRING_BYTES] == line.payload[: len(record.payload)]
    # strace shows no address for a send() without one; the record of a connected UDP socket adds its peer. And of
    # the call that Python makes by itself, Python does not pass on the answer.
    if line.address is not None and record.cause.kind is not CauseKind.PYTHON:
        assert record.address == line.address


def call(address: str, port: int) -> socket.socket:
    """A plain TCP peer."""
    return socket.create_connection((address, port), PATIENCE_S)


@contextmanager
def udp_peer() -> Iterator[socket.socket]:
    """A plain UDP peer, bound."""
    with socket.socket(type=socket.SOCK_DGRAM) as peer:
        peer.settimeout(PATIENCE_S)
        peer.bind((LOOPBACK, 0))
        yield peer


def test_a_tcp_server(tmp_path: Path) -> None:
    with traced("tcp_server", tmp_path) as lab:
        port = int(lab.read_line())
        with call(LOOPBACK, port) as closes, call(LOOPBACK, port) as closed, call(LOOPBACK, port) as reset:
            closes.sendall(EVERY_BYTE)
            assert closes.recv(1000) == EVERY_BYTE
            resets = call(LOOPBACK, port)
            closes.shutdown(socket.SHUT_WR)
            assert closed.recv(100) == b"goodbye"
            with pytest.raises(ConnectionResetError):
                reset.recv(1)
            resets.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            resets.close()
    records = compare(tmp_path)
    assert {record.error for record in records} >= {"", "ECONNRESET"}
    assert sum(record.cause.kind is CauseKind.PYTHON for record in records) == 4


def test_tls_at_both_ends(tmp_path: Path) -> None:
    with traced("tls_both_ends", tmp_path):
        pass
    records = compare(tmp_path)
    assert {record.call for record in records} >= LABS_OWN
    assert {record.error for record in records} >= {"TLS_PLAIN_HEARD", "TLS_SELF_SIGNED"}


def test_a_tcp_client(tmp_path: Path) -> None:
    with (
        socket.create_server((LOOPBACK, 0)) as server,
        traced("tcp_client", tmp_path, port=server.getsockname()[1]) as lab,
    ):
        peer, _ = server.accept()
        with peer, peer.makefile("rb") as stream:
            assert lab.read_line() == "full"
            assert len(stream.read()) > LARGE
            peer.sendall(EVERY_BYTE * 1000)
    records = compare(tmp_path)
    sends = [record for record in records if record.call is Call.SEND]
    assert any(0 < record.result < record.args[0] for record in sends), "no send() was partial: it proved nothing"  # type: ignore[operator]
    assert b"".join(record.payload for record in records if record.call is Call.RECV) == EVERY_BYTE * 1000


def test_a_tcp_server_on_both_families(tmp_path: Path) -> None:
    with traced("tcp_server_on_both_families", tmp_path) as lab:
        port = int(lab.read_line())
        for address in (LOOPBACK, "::1"):
            with call(address, port) as peer:
                peer.shutdown(socket.SHUT_WR)
                assert peer.recv(100) == b"seen"
                assert peer.recv(100) == b""
    accepted = [record.address for record in compare(tmp_path) if record.call is Call.ACCEPT]
    assert [address.rpartition(":")[0] for address in accepted] == ["[::ffff:127.0.0.1]", "[::1]"]


def test_a_udp_server(tmp_path: Path) -> None:
    with traced("udp_server", tmp_path) as lab, udp_peer() as peer:
        peer.connect((LOOPBACK, int(lab.read_line())))
        for data in (b"", EVERY_BYTE):
            peer.send(data)
            assert peer.recv(1000) == data
        assert peer.recv(1000) == b"by myself"
    errors = [record.error for record in compare(tmp_path) if record.error]
    assert errors == ["EMSGSIZE"]


@pytest.mark.parametrize("scene", ["udp_client", "udp_client_without_connect"])
def test_a_udp_client(tmp_path: Path, scene: str) -> None:
    with udp_peer() as peer, traced(scene, tmp_path, port=peer.getsockname()[1]):
        data, address = peer.recvfrom(100)
        assert data == b"hello"
        peer.sendto(b"hello back", address)
    compare(tmp_path)


def test_udp_to_a_port_that_nobody_holds(tmp_path: Path) -> None:
    with udp_peer() as peer:
        port = peer.getsockname()[1]
    with traced("udp_unreachable", tmp_path, port=port):
        pass
    assert "ECONNREFUSED" in {record.error for record in compare(tmp_path)}


def test_unix_sockets(tmp_path: Path) -> None:
    with traced("unix_sockets", tmp_path) as lab:
        for _ in range(2):
            path = lab.read_line()
            with socket.socket(Family.UNIX.address_family) as peer:
                peer.settimeout(PATIENCE_S)
                peer.connect(path.replace("@", "\0"))
                peer.sendall(EVERY_BYTE)
                assert peer.recv(1000) == EVERY_BYTE
    records = compare(tmp_path)
    assert {record.error for record in records} == {"", "EADDRINUSE"}
    assert {record.args[0] for record in records if record.call is Call.SOCKET} == {"AF_UNIX"}


def test_a_refused_connect_to_a_name(tmp_path: Path) -> None:
    with nobody() as port, traced("refused", tmp_path, port=port):
        pass
    records = compare(tmp_path)
    assert records[0].call is Call.GETADDRINFO
    assert "ECONNREFUSED" in {record.address for record in records if record.call is Call.GETSOCKOPT}


def test_a_connect_that_times_out(tmp_path: Path) -> None:
    with black_hole() as port, traced("timed_out", tmp_path, port=port):
        pass
    assert compare(tmp_path)[-1].cause.kind is CauseKind.TIMER


def test_a_port_in_use(tmp_path: Path) -> None:
    with socket.create_server((LOOPBACK, 0)) as server, traced("port_in_use", tmp_path, port=server.getsockname()[1]):
        pass
    assert "EADDRINUSE" in {record.error for record in compare(tmp_path)}
