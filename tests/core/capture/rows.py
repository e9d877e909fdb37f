"""Rows to record: a few of each kind, and strategies for any (pure, any thread).

Law: what is made here is what the engine may hand over, nothing else.
"""

from __future__ import annotations

import string

from hypothesis import strategies as st

from core.contract.records import Arguments, Call, CallRecord, Cause, CauseKind, RawRecord

START_NS = 1_700_000_000_000_000_000
READY = Cause(CauseKind.READY)
REPLY = Cause(CauseKind.REPLY)
LISTENER, CONNECTION, UDP = 1, 2, 3
PEER, OTHER_PEER = "127.0.0.1:51324", "[::1]:9001"


def row(
    call: Call,
    *,
    socket: int = CONNECTION,
    args: Arguments = (),
    result: int = 0,
    error: str = "",
    cause: Cause = READY,
    address: str = "",
    payload: bytes = b"",
) -> RawRecord:
    """One row with what matters to a test."""
    return (START_NS, 1200, socket, 9, call, args, result, error, cause, address, payload)


def sample() -> list[RawRecord]:
    """One of each kind: a listener, a conversation, datagrams, and calls that failed."""
    by_hand = Cause(CauseKind.COMMAND, 7)
    return [
        row(Call.SOCKET, socket=LISTENER, args=("AF_INET", "SOCK_STREAM", 0), result=8, cause=by_hand),
        row(Call.BIND, socket=LISTENER, args=("127.0.0.1:9000",), error="EADDRINUSE", result=-98, cause=by_hand),
        row(Call.ACCEPT, socket=LISTENER, result=9, address=PEER),
        row(Call.RECV, args=(65536,), error="EAGAIN", result=-11),
        row(Call.RECV, args=(65536,), result=7, payload=b"hello\r\n"),
        row(Call.SEND, result=7, cause=REPLY, payload=b"hello\r\n"),
        row(Call.RECV, args=(65536,)),  # the peer finished sending: no row of the traffic
        row(Call.RECVFROM, socket=UDP, args=(65536,), result=3, address=PEER, payload=b"a\0b"),
        row(Call.RECVFROM, socket=UDP, args=(65536,), address=OTHER_PEER),  # a datagram of no bytes is one
        row(Call.SENDTO, socket=UDP, args=(OTHER_PEER,), result=2, address=OTHER_PEER, payload=b"ok"),
        row(Call.CLOSE, cause=by_hand),
    ]


def echo(count: int, payload: bytes = b"x" * 64) -> list[RawRecord]:
    """So many rows of a busy conversation, of which each can be told from the others by its time."""
    calls = Call.RECV, Call.SEND
    return [
        (START_NS + at, 900, CONNECTION, 9, calls[at % 2], (), len(payload), "", READY, "", payload)
        for at in range(count)
    ]


def as_raw(record: CallRecord) -> RawRecord:
    """The row that a record was made from."""
    return tuple(record)[1:]  # type: ignore[return-value]


def _signed(bits: int) -> st.SearchStrategy[int]:
    return st.integers(-(1 << bits - 1), (1 << bits - 1) - 1)


_ADDRESSES = st.sampled_from(["", PEER, OTHER_PEER, "fe80::1%eth0"]) | st.text(max_size=20)
_ARGUMENTS = st.lists(st.integers() | st.text(max_size=20), max_size=4).map(tuple)
_ERRORS = st.just("") | st.text(string.ascii_uppercase, max_size=12)
_CAUSES = st.builds(Cause, st.sampled_from(CauseKind), _signed(64))

any_row: st.SearchStrategy[RawRecord] = st.tuples(
    _signed(64),  # time
    _signed(64),  # elapsed
    st.integers(0, (1 << 32) - 1) | st.sampled_from([CONNECTION, UDP]),
    _signed(32),  # fd
    st.sampled_from(Call),
    _ARGUMENTS,
    _signed(64),  # result
    _ERRORS,
    _CAUSES,
    _ADDRESSES,
    st.binary(max_size=80),
)
