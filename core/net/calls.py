"""One class round the kernel's socket: one method per POSIX call, each makes one call record (engine thread).

Law: no socket call of the lab is made anywhere else, and none returns without its record.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from time import perf_counter_ns, time_ns
from typing import TypeAlias, TypeVar

from core.contract.commands import READ_MOST
from core.contract.endpoints import Endpoint, Protocol, SockAddr
from core.contract.faults import eai_name, errno_name
from core.contract.records import Arguments, Call, Cause, RawRecord
from core.net.causes import PYTHON
from core.net.sockaddr import from_sockaddr, to_sockaddr
from core.net.socket_file import SocketFile
from core.net.wire import Wire

Sink: TypeAlias = Callable[[RawRecord], None]
"""Takes each record; the capture's append."""

_T = TypeVar("_T")

STREAM_READ_SIZE = READ_MOST
"""One recv() on a stream takes at most this much. Measured: above 128 KiB malloc maps the buffer afresh each time, and
echoing small messages falls from 105,000 to 25,000 a second; below 16 KiB a bulk stream is many rows."""
DATAGRAM_READ_SIZE = 65535
"""No datagram is larger, so none is ever cut off."""

_NO_ARGS: Arguments = ()
_STREAM_READ_ARGS: Arguments = (STREAM_READ_SIZE,)
_DATAGRAM_READ_ARGS: tuple[int] = (DATAGRAM_READ_SIZE,)
TELLS_DROPS = sys.platform == "linux"
"""macOS and Windows have no counter that belongs to one socket: there it can't be told."""


def error_facts(error: OSError) -> tuple[int, str]:
    """What a record holds of a failed call: minus the error's number, and its name."""
    number = error.errno if error.errno is not None else 0
    name = eai_name(number) if isinstance(error, socket.gaierror) else errno_name(error.errno)
    return -abs(number), name


class TracedSocket(Wire):
    """A non-blocking kernel socket with a number; every method but fileno() is one POSIX call and one record."""

    __slots__ = ("_file", "_socket", "fd", "number", "sink")

    def __init__(self, raw: socket.socket, number: int, sink: Sink) -> None:
        self._socket = raw
        self.sink = sink
        self.number = number
        self.fd = raw.fileno()
        self._file: SocketFile | None = None

    @classmethod
    def open(
        cls, family: socket.AddressFamily, kind: socket.SocketKind, number: int, sink: Sink, cause: Cause
    ) -> TracedSocket:
        """socket(2), then made non-blocking. OSError (EMFILE...) as the system says it."""
        at, started = time_ns(), perf_counter_ns()
        args: Arguments = (family.name, kind.name, 0)
        try:
            raw = socket.socket(family, kind)
        except OSError as error:
            result, name = error_facts(error)
            sink((at, perf_counter_ns() - started, number, -1, Call.SOCKET, args, result, name, cause, "", b""))
            raise
        fd = raw.fileno()
        sink((at, perf_counter_ns() - started, number, -1, Call.SOCKET, args, fd, "", cause, "", b""))
        opened = cls(raw, number, sink)
        opened.set_non_blocking(cause)
        return opened

    def fileno(self) -> int:
        """For selectors; no call is made."""
        return self.fd

    # The four calls that move bytes are written out: they are the ones made 100,000 times a second.

    def recv(self, cause: Cause, most: int = STREAM_READ_SIZE) -> bytes:
        """recv(2): b"" means that the peer finished sending."""
        args = _STREAM_READ_ARGS if most == STREAM_READ_SIZE else (most,)
        at, started = time_ns(), perf_counter_ns()
        try:
            data = self._socket.recv(most)
        except OSError as error:
            self._failed(Call.RECV, args, error, at, started, cause)
            raise
        elapsed = perf_counter_ns() - started
        self.sink((at, elapsed, self.number, self.fd, Call.RECV, args, len(data), "", cause, "", data))
        return data

    def send(self, data: bytes, cause: Cause, peer: str = "") -> int:
        """send(2): how many bytes the kernel took. `peer` is for a connected UDP socket."""
        at, started = time_ns(), perf_counter_ns()
        try:
            taken = self._socket.send(data)
        except OSError as error:
            self._failed(Call.SEND, (len(data),), error, at, started, cause, peer)
            raise
        elapsed = perf_counter_ns() - started
        moved = data if taken == len(data) else data[:taken]
        self.sink((at, elapsed, self.number, self.fd, Call.SEND, (len(data),), taken, "", cause, peer, moved))
        return taken

    def recvfrom(
        self, cause: Cause, names: dict[SockAddr, Endpoint], most: int = DATAGRAM_READ_SIZE
    ) -> tuple[bytes, Endpoint]:
        """recvfrom(2): one datagram and who sent it. `names` keeps the endpoints already made, for their cost.

        Of a datagram longer than `most` the rest is lost: Linux and macOS say nothing, Windows WSAEMSGSIZE.
        """
        args = _DATAGRAM_READ_ARGS if most >= DATAGRAM_READ_SIZE else (most,)
        at, started = time_ns(), perf_counter_ns()
        try:
            data, sockaddr = self._socket.recvfrom(args[0])
        except OSError as error:
            self._failed(Call.RECVFROM, args, error, at, started, cause)
            raise
        elapsed = perf_counter_ns() - started
        peer = names.get(sockaddr)
        if peer is None:
            peer = names[sockaddr] = from_sockaddr(sockaddr)
        self.sink(
            (
                at, elapsed, self.number, self.fd, Call.RECVFROM, args,
                len(data), "", cause, str(peer), data,
            )
        )  # fmt: skip
        return data, peer

    def sendto(self, data: bytes, peer: Endpoint, cause: Cause) -> int:
        """sendto(2): one datagram to `peer`."""
        sockaddr = to_sockaddr(peer)
        at, started = time_ns(), perf_counter_ns()
        try:
            taken = self._socket.sendto(data, sockaddr)
        except OSError as error:
            self._failed(Call.SENDTO, (len(data),), error, at, started, cause, str(peer))
            raise
        elapsed = perf_counter_ns() - started
        args = (len(data),)
        self.sink((at, elapsed, self.number, self.fd, Call.SENDTO, args, taken, "", cause, str(peer), data))
        return taken

    # The others.

    def set_non_blocking(self, cause: Cause) -> None:
        """ioctl(FIONBIO) (Windows: ioctlsocket): calls return EAGAIN where they would have waited."""
        self._call(Call.SETBLOCKING, (0,), cause, lambda: self._socket.setblocking(False))

    def bind(self, endpoint: Endpoint, cause: Cause) -> None:
        """bind(2): the socket holds on to the port. OSError EADDRINUSE, EACCES, EADDRNOTAVAIL..."""
        sockaddr = to_sockaddr(endpoint)
        self._call(Call.BIND, (str(endpoint),), cause, lambda: self._socket.bind(sockaddr))
        self._file = SocketFile.made_at(endpoint)

    def listen(self, backlog: int, cause: Cause) -> None:
        """listen(2): the kernel takes calls for it from now on."""
        self._call(Call.LISTEN, (backlog,), cause, lambda: self._socket.listen(backlog))

    def connect(self, endpoint: Endpoint, cause: Cause) -> None:
        """connect(2). A TCP socket raises BlockingIOError (EINPROGRESS; Windows EWOULDBLOCK): writable when decided."""
        sockaddr = to_sockaddr(endpoint)
        self._call(Call.CONNECT, (str(endpoint),), cause, lambda: self._socket.connect(sockaddr))

    def accept(self, number: int, cause: Cause) -> tuple[TracedSocket, Endpoint]:
        """accept(2): a new socket for one conversation, and who called.

        Made of its two halves as socket.accept() is, because the second one makes a call of its own: Python's
        constructor asks getsockname() of every descriptor it is given, and the capture must show that too.
        """
        at, started = time_ns(), perf_counter_ns()
        try:
            fd, sockaddr = self._socket._accept()  # type: ignore[attr-defined]
        except OSError as error:
            self._failed(Call.ACCEPT, _NO_ARGS, error, at, started, cause)
            raise
        elapsed = perf_counter_ns() - started
        peer = from_sockaddr(sockaddr)
        self.sink((at, elapsed, self.number, self.fd, Call.ACCEPT, _NO_ARGS, fd, "", cause, str(peer), b""))
        at, started = time_ns(), perf_counter_ns()
        raw = socket.socket(self._socket.family, self._socket.type, self._socket.proto, fileno=fd)
        elapsed = perf_counter_ns() - started
        self.sink((at, elapsed, number, fd, Call.GETSOCKNAME, _NO_ARGS, 0, "", PYTHON, "", b""))
        return TracedSocket(raw, number, self.sink), peer

    def shutdown_sending(self, cause: Cause) -> None:
        """shutdown(2) with SHUT_WR: sends FIN; receiving goes on."""
        self._call(Call.SHUTDOWN, ("SHUT_WR",), cause, lambda: self._socket.shutdown(socket.SHUT_WR))

    def close(self, cause: Cause) -> None:
        """close(2). The descriptor is gone whatever it says (close(2), "Dealing with error returns"): never raises."""
        with suppress(OSError):
            self._call(Call.CLOSE, _NO_ARGS, cause, self._socket.close)
        if self._file is not None:
            self._file.remove()

    def getsockname(self, cause: Cause) -> Endpoint:
        """getsockname(2): the local end, with the port that the kernel gave."""
        return self._call(
            Call.GETSOCKNAME,
            _NO_ARGS,
            cause,
            lambda: from_sockaddr(self._socket.getsockname()),
            lambda it: (0, str(it)),
        )

    def getpeername(self, cause: Cause) -> Endpoint:
        """getpeername(2): the other end, as the kernel sees it."""
        return self._call(
            Call.GETPEERNAME,
            _NO_ARGS,
            cause,
            lambda: from_sockaddr(self._socket.getpeername()),
            lambda it: (0, str(it)),
        )

    def set_option(self, level: str, option: str, value: int, cause: Cause) -> None:
        """setsockopt(2) with the names that both C and Python give the level and the option."""
        numbers = getattr(socket, level), getattr(socket, option)
        self._call(Call.SETSOCKOPT, (level, option, value), cause, lambda: self._socket.setsockopt(*numbers, value))

    def get_option(self, level: str, option: str, cause: Cause) -> int:
        """getsockopt(2) with such names: the number that the kernel has noted."""
        numbers = getattr(socket, level), getattr(socket, option)
        return self._call(
            Call.GETSOCKOPT, (level, option), cause, lambda: self._socket.getsockopt(*numbers), lambda it: (it, "")
        )

    def set_packed_option(self, level: str, option: str, packed: bytes, shown: str, cause: Cause) -> None:
        """setsockopt(2) of an option that is a struct; `shown` is how the record writes it."""
        numbers = getattr(socket, level), getattr(socket, option)
        self._call(Call.SETSOCKOPT, (level, option, shown), cause, lambda: self._socket.setsockopt(*numbers, packed))

    def get_packed_option(
        self,
        args: Arguments,
        numbers: tuple[int, int],
        size: int,
        describe: Callable[[bytes], tuple[int, str]],
        cause: Cause,
    ) -> bytes:
        """getsockopt(2) of such an option: `args` as the record names it, `numbers` of its level and itself.

        `describe` gives the record its number and its text.
        """
        return self._call(
            Call.GETSOCKOPT, args, cause, lambda: self._socket.getsockopt(*numbers, size), describe
        )  # fmt: skip

    def take_error(self, cause: Cause) -> int:
        """getsockopt(SO_ERROR): the errno of the connect() that was under way, 0 when it got through."""
        return self._call(
            Call.GETSOCKOPT,
            ("SOL_SOCKET", "SO_ERROR"),
            cause,
            lambda: self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR),
            lambda value: (value, errno_name(value) if value else ""),
        )

    def _call(
        self,
        call: Call,
        args: Arguments,
        cause: Cause,
        function: Callable[[], _T],
        describe: Callable[[_T], tuple[int, str]] = lambda _none: (0, ""),
    ) -> _T:
        """Make one call and its record; `describe` gives the record's result and address from what was returned."""
        at, started = time_ns(), perf_counter_ns()
        try:
            returned = function()
        except OSError as error:
            self._failed(call, args, error, at, started, cause)
            raise
        elapsed = perf_counter_ns() - started
        result, address = describe(returned)
        self.sink((at, elapsed, self.number, self.fd, call, args, result, "", cause, address, b""))
        return returned

    def _failed(
        self, call: Call, args: Arguments, error: OSError, at: int, started: int, cause: Cause, address: str = ""
    ) -> None:
        elapsed = perf_counter_ns() - started
        result, name = error_facts(error)
        self.sink((at, elapsed, self.number, self.fd, call, args, result, name, cause, address, b""))


def open_for(protocol: Protocol, endpoint: Endpoint, number: int, sink: Sink, cause: Cause) -> TracedSocket:
    """A socket of the right family and type for talking to, or holding on to, an endpoint."""
    return TracedSocket.open(endpoint.family.address_family, protocol.socket_type, number, sink, cause)
