"""A traced socket that speaks TLS: plain bytes on its user's side, TLS records in its calls (engine thread).

Law: recv() and send() of the kernel stay rows with the bytes on the wire; what is inside them is a row of its own, and
send() says taken of plain bytes only when the kernel has all of the record that they are in.
"""

from __future__ import annotations

import ssl
from contextlib import suppress
from time import perf_counter_ns, time_ns
from typing import cast

from core.contract.faults import Broken, Fault
from core.contract.records import Arguments, Call, Cause
from core.contract.tls import TlsFacts, TlsVersion
from core.net.calls import STREAM_READ_SIZE, TracedSocket
from core.net.tls.certificates import described
from core.net.tls.context import Prepared
from core.net.tls.faults import fault_of_tls
from core.net.tls.messages import Heard, TlsObject
from core.payload.first_bytes import CAN_TELL, begins_tls

RECORD_MOST = 16 * 1024
"""Plain bytes in one TLS record (RFC 8446, 5.1)."""


class TlsSocket(TracedSocket):
    """Takes over a traced socket. Its recv() and send() are for plain bytes, once the handshake is over.

    Whatever TLS can't go on with is Broken, after the alert that tells the other end of it was sent.
    """

    __slots__ = (
        "_asked",
        "_first",
        "_heard",
        "_incoming",
        "_is_server",
        "_is_silent",
        "_name",
        "_outgoing",
        "_own",
        "_peer",
        "_peer_end",
        "_pending",
        "_promised",
        "_tls",
        "_verifies",
        "has_more",
        "is_established",
    )  # fmt: skip

    def __init__(self, traced: TracedSocket, prepared: Prepared, peer: str) -> None:
        """`peer`: the other end, for what is said of it."""
        super().__init__(traced._socket, traced.number, traced.sink)
        self._peer, self._name, self._own = peer, prepared.name, prepared.certificates
        self._asked = prepared.asked
        self._is_server = prepared.is_server
        self._verifies = prepared.context.verify_mode == ssl.CERT_REQUIRED
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        name = None if self._is_server else self._name
        made = prepared.context.wrap_bio(self._incoming, self._outgoing, self._is_server, name)
        self._tls = cast(TlsObject, made)
        self._tls.heard = self._heard = Heard()
        self._pending = b""
        """TLS records that the kernel has not taken yet."""
        self._promised = 0
        """Plain bytes in `_pending` of which send() has not said yet that they are taken."""
        self._first = b""
        """What came first, until it is clear whether that is TLS."""
        self._is_silent = False
        """Nothing more is to be said in TLS: it said its last word, or is broken."""
        self._peer_end: ssl.SSLError | bool = False
        """True: the other end has said that it finished; an error: with that it ended instead."""
        self.is_established = False
        self.has_more = False

    def shake(self, cause: Cause, *, reads: bool) -> None:
        """As much of the handshake as goes without waiting. `reads`: the kernel has bytes for it."""
        if reads:
            self._take_in(cause, STREAM_READ_SIZE)
        at, started = time_ns(), perf_counter_ns()
        try:
            self._tls.do_handshake()
        except ssl.SSLWantReadError:
            self._take_outgoing(cause)
            return
        except ssl.SSLError as error:
            raise self._broken(Call.TLS_HANDSHAKE, error, cause) from None
        elapsed = perf_counter_ns() - started
        self.is_established = self.has_more = True
        self.sink((at, elapsed, self.number, self.fd, Call.TLS_HANDSHAKE, self._agreed(), 0, "", cause, "", b""))
        self._take_outgoing(cause)

    def give_up(self, fault: Fault, cause: Cause) -> None:
        """The handshake is not waited for any longer."""
        self._is_silent = True
        self._row(Call.TLS_HANDSHAKE, (), fault.name, cause)

    # What a connection asks of any socket.

    def recv(self, cause: Cause, most: int = STREAM_READ_SIZE) -> bytes:
        """One recv(2), and all plain bytes that are complete with it; b"" when the peer has finished."""
        if not self.has_more:
            self._take_in(cause, most)
        self.has_more = False
        at, started = time_ns(), perf_counter_ns()
        data = self._plain() if not self._peer_end else b""
        elapsed = perf_counter_ns() - started
        self._take_outgoing(cause)  # the answer to a change of keys
        if not data and isinstance(self._peer_end, ssl.SSLError):
            raise self._broken(Call.TLS_READ, self._peer_end, cause)
        if not data and not self._peer_end:
            raise BlockingIOError
        self.sink((at, elapsed, self.number, self.fd, Call.TLS_READ, (), len(data), "", cause, "", data))
        self.has_more = bool(data and self._peer_end)
        return data

    def send(self, data: bytes, cause: Cause, peer: str = "") -> int:
        """Plain bytes whose records the kernel took; BlockingIOError when it took none.

        What was given and not said to be taken must be given again, as the beginning of the next call's bytes.
        """
        taken = 0
        while self._flushed(cause):
            taken, self._promised = taken + self._promised, 0
            if taken >= len(data):
                return taken
            self._encrypt(data[taken : taken + RECORD_MOST], cause)
        if not taken:
            raise BlockingIOError
        return taken

    @property
    def holds(self) -> bool:
        """Whether records wait that only flush() hands on."""
        return bool(self._pending) and not self._promised

    def flush(self, cause: Cause) -> None:
        """Hand the kernel what waits."""
        self._flushed(cause)

    def shutdown_sending(self, cause: Cause) -> None:
        """close_notify, then shutdown(2). BlockingIOError when the kernel has no room for the first."""
        self._take_leave(cause)
        if not self._flushed(cause):
            raise BlockingIOError
        super().shutdown_sending(cause)

    def take_no_leave(self) -> None:
        """close() says nothing in TLS."""
        self._is_silent = True

    def close(self, cause: Cause) -> None:
        """Take leave in TLS, as far as that goes without waiting, then close(2)."""
        with suppress(OSError):
            self._take_leave(cause)
        super().close(cause)

    # What was agreed on.

    def facts(self) -> TlsFacts:
        """What is known by now."""
        cipher, _version, bits = self._tls.cipher() or ("", "", 0)
        heard = self._heard
        return TlsFacts(
            is_established=self.is_established,
            version=_label(self._tls.version() or ""),
            cipher=cipher,
            bits=bits or 0,
            alpn=self._tls.selected_alpn_protocol() or "",
            server_name=heard.server_name if self._is_server else self._name,
            is_verified=self.is_established and self._verifies,
            theirs=tuple(map(described, heard.theirs)),
            ours=self._own if self._is_server or heard.ours else (),
            asked=self._asked,
            messages=tuple(heard.messages),
        )

    def _agreed(self) -> Arguments:
        facts = self.facts()
        return (facts.version, facts.cipher, facts.alpn, facts.theirs[0].subject if facts.theirs else "")

    # The work.

    def _take_in(self, cause: Cause, most: int) -> None:
        """One recv(2). Plain text is told by its first bytes, whatever OpenSSL would make of them."""
        data = super().recv(cause, most)
        if not data:
            self._incoming.write_eof()
            return
        if len(self._first) < CAN_TELL:
            self._first += data[: CAN_TELL - len(self._first)]
            if not begins_tls(self._first, by_server=not self._is_server):
                name = "TLS_PLAIN_HEARD" if self._is_server else "TLS_NOT_SPOKEN"
                raise self._broken(Call.TLS_HANDSHAKE, Fault(name, Call.TLS_HANDSHAKE.label, about=self._peer), cause)
        self._incoming.write(data)

    def _plain(self) -> bytes:
        """All plain bytes that are complete; and whether the end came with them."""
        pieces: list[bytes] = []
        try:
            while piece := self._tls.read(RECORD_MOST):
                pieces.append(piece)
            self._peer_end = True
        except ssl.SSLWantReadError:
            pass
        except ssl.SSLZeroReturnError:  # close_notify, after this end has said its own
            self._peer_end = True
        except ssl.SSLError as error:
            self._peer_end = error
        return b"".join(pieces)

    def _encrypt(self, plain: bytes, cause: Cause) -> None:
        at, started = time_ns(), perf_counter_ns()
        try:
            self._promised = self._tls.write(plain)
        except ssl.SSLError as error:
            raise self._broken(Call.TLS_WRITE, error, cause) from None
        elapsed, size = perf_counter_ns() - started, self._promised
        self.sink((at, elapsed, self.number, self.fd, Call.TLS_WRITE, (size,), size, "", cause, "", plain[:size]))
        self._pending += self._outgoing.read()

    def _take_leave(self, cause: Cause) -> None:
        """close_notify: no plain byte follows from here. It is not said twice, nor when it can't be."""
        if self._is_silent or not self.is_established:
            return
        self._is_silent = True
        with suppress(ssl.SSLError):  # SSLWantReadError: the other end has not said so, and that is not waited for
            self._tls.unwrap()
        self._row(Call.TLS_WRITE, (0,), "", cause)
        self._take_outgoing(cause)

    def _broken(self, call: Call, error: ssl.SSLError | Fault, cause: Cause) -> Broken:
        """An alert that tells the other end why goes out, and nothing after it."""
        self._is_silent = True
        with suppress(OSError):
            self._take_outgoing(cause)
        fault = error if isinstance(error, Fault) else self._fault_of(call, error)
        self._row(call, (), fault.name, cause)
        return Broken(fault)

    def _fault_of(self, call: Call, error: ssl.SSLError) -> Fault:
        theirs = tuple(map(described, self._heard.theirs))
        return fault_of_tls(error, call.label, self._peer, self._name, theirs)

    def _take_outgoing(self, cause: Cause) -> None:
        if self._outgoing.pending:
            self._pending += self._outgoing.read()
            self._flushed(cause)

    def _flushed(self, cause: Cause) -> bool:
        """Whether the kernel has all."""
        while self._pending:
            try:
                taken = super().send(self._pending, cause)
            except (BlockingIOError, InterruptedError):
                return False
            self._pending = self._pending[taken:]
        return True

    def _row(self, call: Call, args: Arguments, error: str, cause: Cause) -> None:
        """A row of what moved nothing."""
        result = -1 if error else 0
        self.sink((time_ns(), 0, self.number, self.fd, call, args, result, error, cause, "", b""))


def _label(version: str) -> str:
    """OpenSSL's name, TLSv1.3, as people write it."""
    return TlsVersion.TLS_1_0.label if version == "TLSv1" else version.replace("TLSv", "TLS ")
