"""What a call record is, and which are rows of the traffic."""

from __future__ import annotations

import pytest

from core.contract.records import Call, CallRecord, Cause, CauseKind


def record(call: Call, *, payload: bytes = b"", error: str = "", address: str = "") -> CallRecord:
    """A record with what matters here."""
    return CallRecord(1, 0, 0, 1, 3, call, (), len(payload), error, Cause(CauseKind.READY), address, payload)


@pytest.mark.parametrize(
    ("row", "moved"),
    [
        (record(Call.RECV, payload=b"x"), True),
        (record(Call.RECV), False),  # the peer finished
        (record(Call.RECV, error="EAGAIN"), False),
        (record(Call.SEND, payload=b"x"), True),
        (record(Call.SEND), False),
        (record(Call.SEND, address="127.0.0.1:9"), True),  # a datagram of no bytes
        (record(Call.SENDTO, address="127.0.0.1:9"), True),
        (record(Call.RECVFROM, address="127.0.0.1:9"), True),
        (record(Call.RECVFROM, error="EAGAIN"), False),
        (record(Call.SENDTO, error="EMSGSIZE", address="127.0.0.1:9"), False),
        (record(Call.ACCEPT, address="127.0.0.1:9"), False),
    ],
)
def test_a_row_of_the_traffic_is_one_that_moved_something(row: CallRecord, moved: bool) -> None:
    assert row.moved_bytes is moved


def test_the_numbers_in_capture_files_never_change() -> None:
    assert [call.name for call in sorted(Call)] == [
        *("SOCKET", "BIND", "LISTEN", "ACCEPT", "CONNECT", "SEND", "RECV", "SENDTO", "RECVFROM", "SHUTDOWN"),
        *("CLOSE", "GETSOCKNAME", "GETPEERNAME", "SETSOCKOPT", "GETSOCKOPT", "SETBLOCKING", "GETADDRINFO"),
        *("TLS_HANDSHAKE", "TLS_READ", "TLS_WRITE"),
    ]
    assert [kind.name for kind in sorted(CauseKind)] == ["COMMAND", "READY", "REPLY", "LOOKUP", "PYTHON", "TIMER"]
    assert (min(Call), Call.GETADDRINFO, Call.TLS_HANDSHAKE, max(Call)) == (1, 17, 64, 66)
    assert (min(CauseKind), max(CauseKind)) == (1, 6)


def test_calls_are_named_as_posix_spells_them() -> None:
    assert [Call.GETSOCKNAME.label, Call.RECVFROM.label] == ["getsockname", "recvfrom"]
