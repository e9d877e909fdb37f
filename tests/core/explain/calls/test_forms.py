"""Call records in Python's form, in C's form, and as sentences."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contract.records import Argument, Call, CallRecord, Cause, CauseKind
from core.explain.calls.forms import c_form, python_form, sentence


def made(
    call: Call,
    *args: Argument,
    result: int = 0,
    error: str = "",
    address: str = "",
    payload: bytes = b"",
    fd: int = 8,
) -> CallRecord:
    cause = Cause(CauseKind.COMMAND, 1)
    return CallRecord(1, 0, 38_000, 3, fd, call, args, result, error, cause, address, payload)


class Case(NamedTuple):
    record: CallRecord
    python: str
    c: str
    words: str


LONG = b"x" * 40
CASES = [
    Case(
        made(Call.SOCKET, "AF_INET", "SOCK_STREAM", 0, result=8, fd=-1),
        "socket(AF_INET, SOCK_STREAM, 0) -> fd 8",
        "socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, 0) = 8",
        "The system made a TCP socket for IPv4 and calls it fd 8",
    ),
    Case(
        made(Call.SOCKET, "AF_INET6", "SOCK_DGRAM", 0, result=-24, error="EMFILE", fd=-1),
        "socket(AF_INET6, SOCK_DGRAM, 0) -> EMFILE",
        "socket(AF_INET6, SOCK_DGRAM|SOCK_CLOEXEC, 0) = -1 EMFILE",
        "as many files and sockets open as the system allows",
    ),
    Case(
        made(Call.SETBLOCKING, 0),
        "setblocking(False) -> 0",
        "ioctl(8, FIONBIO, [1]) = 0",
        "no call on fd 8 waits",
    ),
    Case(
        made(Call.SETBLOCKING, 1),
        "setblocking(True) -> 0",
        "ioctl(8, FIONBIO, [0]) = 0",
        "a call on fd 8 waits",
    ),
    Case(
        made(Call.SETSOCKOPT, "SOL_SOCKET", "SO_REUSEADDR", 1),
        "setsockopt(SOL_SOCKET, SO_REUSEADDR, 1) -> 0",
        "setsockopt(8, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0",
        "TIME_WAIT",
    ),
    Case(
        made(Call.SETSOCKOPT, "SOL_SOCKET", "SO_LINGER", "on, 0 s"),
        "setsockopt(SOL_SOCKET, SO_LINGER, on, 0 s) -> 0",
        "setsockopt(8, SOL_SOCKET, SO_LINGER, {on, 0 s}, 8) = 0",
        "reset the conversation (RST)",
    ),
    Case(
        made(Call.SETSOCKOPT, "IPPROTO_IPV6", "IPV6_V6ONLY", 0),
        "setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 0) -> 0",
        "setsockopt(8, IPPROTO_IPV6, IPV6_V6ONLY, [0], 4) = 0",
        "IPv4 callers will be heard too",
    ),
    Case(
        made(Call.SETSOCKOPT, "SOL_SOCKET", "SO_RCVBUF", 4096),
        "setsockopt(SOL_SOCKET, SO_RCVBUF, 4096) -> 0",
        "setsockopt(8, SOL_SOCKET, SO_RCVBUF, [4096], 4) = 0",
        "fd 8 was asked to have SO_RCVBUF set to 4096: the kernel keeps 4,096 bytes",
    ),
    Case(
        made(Call.GETSOCKOPT, "SOL_SOCKET", "SO_ERROR"),
        "getsockopt(SOL_SOCKET, SO_ERROR) -> 0",
        "getsockopt(8, SOL_SOCKET, SO_ERROR, [0], [4]) = 0",
        "went well",
    ),
    Case(
        made(Call.GETSOCKOPT, "SOL_SOCKET", "SO_ERROR", result=111, address="ECONNREFUSED"),
        "getsockopt(SOL_SOCKET, SO_ERROR) -> 111 (ECONNREFUSED)",
        "getsockopt(8, SOL_SOCKET, SO_ERROR, [ECONNREFUSED], [4]) = 0",
        "failed with ECONNREFUSED",
    ),
    Case(
        made(Call.GETSOCKOPT, "SOL_SOCKET", "SO_RCVBUF", result=4096),
        "getsockopt(SOL_SOCKET, SO_RCVBUF) -> 4096",
        "getsockopt(8, SOL_SOCKET, SO_RCVBUF, [4096], [4]) = 0",
        "SO_RCVBUF of fd 8 is 4096",
    ),
    Case(
        made(Call.GETSOCKOPT, "SOL_SOCKET", "SO_MEMINFO", "SK_MEMINFO_DROPS", result=1234),
        "getsockopt(SOL_SOCKET, SO_MEMINFO, SK_MEMINFO_DROPS) -> 1234",
        "getsockopt(8, SOL_SOCKET, SO_MEMINFO, [..., 1234], [36]) = 0",
        "dropped 1,234 datagrams",
    ),
    Case(
        made(Call.GETSOCKOPT, "SOL_SOCKET", "SO_MEMINFO", "SK_MEMINFO_DROPS"),
        "getsockopt(SOL_SOCKET, SO_MEMINFO, SK_MEMINFO_DROPS) -> 0",
        "getsockopt(8, SOL_SOCKET, SO_MEMINFO, [..., 0], [36]) = 0",
        "dropped none",
    ),
    Case(
        made(Call.BIND, "127.0.0.1:9000"),
        'bind(("127.0.0.1", 9000)) -> 0',
        "bind(8, {127.0.0.1:9000}, 16) = 0",
        "fd 8 asked for port 9000 of 127.0.0.1 and got it: it holds on to the port until it is closed.",
    ),
    Case(
        made(Call.BIND, "[::]:0"),
        'bind(("::", 0)) -> 0',
        "bind(8, {[::]:0}, 28) = 0",
        "any free port on every address of this computer",
    ),
    Case(
        made(Call.BIND, "127.0.0.1:9000", result=-98, error="EADDRINUSE"),
        'bind(("127.0.0.1", 9000)) -> EADDRINUSE',
        "bind(8, {127.0.0.1:9000}, 16) = -1 EADDRINUSE",
        "Port 9000 is already in use.",
    ),
    Case(
        made(Call.LISTEN, 128),
        "listen(128) -> 0",
        "listen(8, 128) = 0",
        "fd 8 is a switchboard operator now",
    ),
    Case(
        made(Call.ACCEPT, result=9, address="127.0.0.1:51324"),
        "accept() -> fd 9, 127.0.0.1:51324",
        "accept4(8, {127.0.0.1:51324}, [16], SOCK_CLOEXEC) = 9",
        "The switchboard operator, fd 8, answered the call from 127.0.0.1:51324 and made a new socket, fd 9",
    ),
    Case(
        made(Call.ACCEPT, result=-11, error="EAGAIN"),
        "accept() -> EAGAIN",
        "accept4(8, NULL, NULL, SOCK_CLOEXEC) = -1 EAGAIN",
        "Nobody was waiting",
    ),
    Case(
        made(Call.CONNECT, "127.0.0.1:9000", result=-115, error="EINPROGRESS"),
        'connect(("127.0.0.1", 9000)) -> EINPROGRESS',
        "connect(8, {127.0.0.1:9000}, 16) = -1 EINPROGRESS",
        "The call to 127.0.0.1:9000 is on its way",
    ),
    Case(
        made(Call.CONNECT, "[fe80::1%eth0]:9000"),
        'connect(("fe80::1%eth0", 9000)) -> 0',
        "connect(8, {[fe80::1%eth0]:9000}, 28) = 0",
        "fd 8 is now one end point of a conversation; the other end is [fe80::1%eth0]:9000.",
    ),
    Case(
        made(Call.CONNECT, "127.0.0.1:9", result=-111, error="ECONNREFUSED"),
        'connect(("127.0.0.1", 9)) -> ECONNREFUSED',
        "connect(8, {127.0.0.1:9}, 16) = -1 ECONNREFUSED",
        "127.0.0.1 answered that nothing listens on port 9.",
    ),
    Case(
        made(Call.SEND, 7, result=7, payload=b'say "a"'),
        "send(b'say \"a\"') -> 7 bytes",
        'send(8, "say \\"a\\"", 7, 0) = 7',
        "The kernel took 7 bytes from fd 8",
    ),
    Case(
        made(Call.SEND, 100, result=40, payload=LONG),
        f"send({LONG[:32]!r}... 100 bytes) -> 40 bytes",
        f'send(8, "{"x" * 32}"..., 100, 0) = 40',
        "The kernel took only 40 bytes of 100 from fd 8",
    ),
    Case(
        made(Call.SEND, 100, result=-11, error="EAGAIN"),
        "send(100 bytes) -> EAGAIN",
        'send(8, "", 100, 0) = -1 EAGAIN',
        "send buffer is full",
    ),
    Case(
        made(Call.SEND, 2, result=2, payload=b"hi", address="127.0.0.1:9001"),
        "send(b'hi') -> 2 bytes",
        'send(8, "hi", 2, 0) = 2',
        "One datagram of 2 bytes set out for 127.0.0.1:9001.",
    ),
    Case(
        made(Call.RECV, 65536, result=7, payload=b"hello\r\n"),
        "recv(65536) -> 7 bytes",
        'recv(8, "hello\\r\\n", 65536, 0) = 7',
        "recv() on fd 8 took 7 bytes out of the kernel’s receive buffer. TCP keeps the bytes and their order, not the",
    ),
    Case(
        made(Call.RECV, 65536),
        "recv(65536) -> 0 bytes",
        'recv(8, "", 65536, 0) = 0',
        "the peer has finished sending",
    ),
    Case(
        made(Call.RECV, 65536, result=-104, error="ECONNRESET"),
        "recv(65536) -> ECONNRESET",
        'recv(8, "", 65536, 0) = -1 ECONNRESET',
        "The other end broke the conversation off (reset)",
    ),
    Case(
        made(Call.SENDTO, 3, result=3, address="[::1]:9001", payload=b"\0\xff\\"),
        "sendto(b'\\x00\\xff\\\\', (\"::1\", 9001)) -> 3 bytes",
        'sendto(8, "\\x00\\xff\\\\", 3, 0, {[::1]:9001}, 28) = 3',
        "One datagram of 3 bytes set out for [::1]:9001.",
    ),
    Case(
        made(Call.SENDTO, 65508, result=-90, error="EMSGSIZE", address="127.0.0.1:9001"),
        'sendto(65,508 bytes, ("127.0.0.1", 9001)) -> EMSGSIZE',
        'sendto(8, "", 65508, 0, {127.0.0.1:9001}, 16) = -1 EMSGSIZE',
        "65,508 bytes are too long for one datagram",
    ),
    Case(
        made(Call.RECVFROM, 65535, result=2, address="127.0.0.1:51324", payload=b"hi"),
        "recvfrom(65535) -> 2 bytes, 127.0.0.1:51324",
        'recvfrom(8, "hi", 65535, 0, {127.0.0.1:51324}, [16]) = 2',
        "One datagram of 2 bytes came from 127.0.0.1:51324",
    ),
    Case(
        made(Call.RECVFROM, 65535, address="127.0.0.1:51324"),
        "recvfrom(65535) -> 0 bytes, 127.0.0.1:51324",
        'recvfrom(8, "", 65535, 0, {127.0.0.1:51324}, [16]) = 0',
        "An empty datagram came from 127.0.0.1:51324",
    ),
    Case(
        made(Call.SHUTDOWN, "SHUT_WR"),
        "shutdown(SHUT_WR) -> 0",
        "shutdown(8, SHUT_WR) = 0",
        "fd 8 has finished sending",
    ),
    Case(
        made(Call.CLOSE),
        "close() -> 0",
        "close(8) = 0",
        "fd 8 was given back to the system",
    ),
    Case(
        made(Call.GETSOCKNAME, address="127.0.0.1:9000"),
        "getsockname() -> 127.0.0.1:9000",
        "getsockname(8, {127.0.0.1:9000}, [16]) = 0",
        "this end of fd 8 is 127.0.0.1:9000",
    ),
    Case(
        made(Call.GETPEERNAME, address="[::1]:9000"),
        "getpeername() -> [::1]:9000",
        "getpeername(8, {[::1]:9000}, [28]) = 0",
        "the other end of fd 8 is [::1]:9000",
    ),
    Case(
        made(Call.GETADDRINFO, "localhost", 9000, "SOCK_STREAM", address="[::1]:9000, 127.0.0.1:9000", fd=-1),
        'getaddrinfo("localhost", 9000, type=SOCK_STREAM) -> [::1]:9000, 127.0.0.1:9000',
        'getaddrinfo("localhost", "9000", {ai_socktype=SOCK_STREAM}, [::1, 127.0.0.1]) = 0',
        "The name localhost stands for ::1 and 127.0.0.1",
    ),
    Case(
        made(Call.GETADDRINFO, "nosuch.example", 9, "SOCK_STREAM", result=-2, error="EAI_NONAME", fd=-1),
        'getaddrinfo("nosuch.example", 9, type=SOCK_STREAM) -> EAI_NONAME',
        'getaddrinfo("nosuch.example", "9", {ai_socktype=SOCK_STREAM}, []) = EAI_NONAME',
        "No computer called “nosuch.example” is known.",
    ),
    Case(
        made(Call.TLS_HANDSHAKE, "TLS 1.3", "TLS_AES_128_GCM_SHA256", "h2", "CN=\x1bevil"),
        "tls_handshake() -> TLS 1.3, TLS_AES_128_GCM_SHA256",
        "SSL_do_handshake(ssl) = 1",
        "TLS_AES_128_GCM_SHA256, h2 inside). The other end showed the certificate of CN=\\x1bevil.",
    ),
    Case(
        made(Call.TLS_HANDSHAKE, result=-1, error="TLS_NOT_SPOKEN"),
        "tls_handshake() -> TLS_NOT_SPOKEN",
        "SSL_do_handshake(ssl) = -1",
        "This port does not speak TLS",
    ),
    Case(
        made(Call.TLS_READ, result=5, payload=b"hello"),
        "tls_read() -> 5 bytes",
        'SSL_read(ssl, "hello", 16384) = 5',
        "Inside the TLS records that had come were 5 bytes of text",
    ),
    Case(made(Call.TLS_READ), "tls_read() -> 0 bytes", 'SSL_read(ssl, "", 16384) = 0', "close_notify"),
    Case(
        made(Call.TLS_WRITE, 5, result=5, payload=b"hello"),
        "tls_write(b'hello') -> 5 bytes",
        'SSL_write(ssl, "hello", 5) = 5',
        "5 bytes of text encrypted",
    ),
]
NAMES = [f"{case.record.call.label} {case.record.args} {case.record.result}" for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_call_is_written_as_python_and_as_c_do_and_said_in_one_sentence(case: Case) -> None:
    assert python_form(case.record) == case.python
    assert c_form(case.record) == case.c
    assert case.words in sentence(case.record)


def test_every_call_has_its_case_here() -> None:
    assert {case.record.call for case in CASES if not case.record.error} == set(Call)


@given(
    st.sampled_from(Call),
    st.lists(st.integers() | st.text(), max_size=4),
    st.integers(),
    st.sampled_from(["", "EAGAIN", "EXFULL", "\x1b[31m"]),
    st.sampled_from(["", "127.0.0.1:9", "a, b", "\u202e:1"]) | st.text(),
    st.binary(max_size=100),
)
def test_a_record_from_a_foreign_file_is_shown_safely_whatever_it_holds(
    call: Call, args: list[Argument], result: int, error: str, address: str, payload: bytes
) -> None:
    record = made(call, *args, result=result, error=error, address=address, payload=payload)
    for shown in (python_form(record), c_form(record), sentence(record)):
        assert shown.isprintable()
