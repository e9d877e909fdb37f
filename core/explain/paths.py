"""The states that a socket went through, as its call records tell it (pure, any thread).

Law: walked along the two tables of core.contract. An ACK is seen by the kernel only: where the peer's FIN shows that
one must have come, it is taken to have come before it, and that step is marked by the number 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from core.contract.lifecycle import NEXT, Step
from core.contract.records import Call, CallRecord
from core.contract.sockets import State
from core.contract.tcp import TcpState, TcpStep, next_tcp

_PENDING = frozenset({"EAGAIN", "EWOULDBLOCK", "EINPROGRESS", "EALREADY", "EINTR"})
_ENDS_IT = frozenset(
    {"ECONNRESET", "EPIPE", "ETIMEDOUT", "ECONNABORTED", "ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH"}
)

LifePath: TypeAlias = tuple[tuple[State, int], ...]
TcpPath: TypeAlias = tuple[tuple[TcpState, int], ...]


class Paths(NamedTuple):
    """States in the order they were come to, each with the number of the record that led there, or 0."""

    life: LifePath
    tcp: TcpPath
    """Empty for UDP."""


def paths_of(records: Iterable[CallRecord], *, is_accepted: bool, is_udp: bool) -> Paths:
    """`records`: those of one socket that did more than move bytes, from its first one on."""
    walker = _Walker(is_udp)
    for record in records:
        if is_accepted and not walker.life:
            walker.accepted(record.seq)
        walker.take(record)
    return Paths(tuple(walker.life), tuple(walker.tcp))


class _Walker:
    """Where a socket is, and how it came there."""

    def __init__(self, is_udp: bool) -> None:
        self.life: list[tuple[State, int]] = []
        self.tcp: list[tuple[TcpState, int]] = []
        self._is_udp = is_udp
        self._will_reset = False

    def accepted(self, seq: int) -> None:
        """It was made for a conversation that stood already."""
        self.life += [(State.CREATED, seq), (State.CONNECTED, seq)]
        self.tcp += [(TcpState.SYN_RECEIVED, seq), (TcpState.ESTABLISHED, seq)]

    def take(self, record: CallRecord) -> None:
        """The next record."""
        call, error, seq = record.call, record.error, record.seq
        if call is Call.GETSOCKOPT and "SO_ERROR" in record.args and not error:
            error, call = record.address, Call.CONNECT
        if call is Call.CLOSE:
            self._step(Step.END, TcpStep.BROKEN if self._will_reset else TcpStep.FINISH, seq)
        elif error in _PENDING:
            if call is Call.CONNECT:
                self._step(Step.DIAL, TcpStep.CONNECT, seq)
        elif error:
            if error in _ENDS_IT and not self._is_udp and call is not Call.CONNECT:
                self._step(None, TcpStep.BROKEN, seq)
            elif call is Call.CONNECT:
                self._step(Step.DIAL, TcpStep.CONNECT, seq)
                self._step(None, TcpStep.BROKEN, seq)
        else:
            self._succeeded(record, call, seq)

    def _succeeded(self, record: CallRecord, call: Call, seq: int) -> None:
        match call:
            case Call.SOCKET | Call.GETADDRINFO if not self.life:
                self.life.append((State.CREATED, seq))
                self.tcp.append((TcpState.CLOSED, seq))
                if call is Call.GETADDRINFO:
                    self._step(Step.LOOK_UP, None, seq)
            case Call.BIND:
                self._step(Step.BIND, None, seq)
            case Call.LISTEN:
                self._step(Step.LISTEN, TcpStep.LISTEN, seq)
            case Call.CONNECT:
                self._step(Step.DIAL, TcpStep.CONNECT, seq)
                self._step(Step.CONNECT, TcpStep.ANSWERED, seq)
            case Call.SHUTDOWN:
                self._step(Step.FINISH, TcpStep.FINISH, seq)
            case Call.RECV if not record.payload and not self._is_udp:
                self._step(Step.PEER_FINISH, TcpStep.PEER_FINISHED, seq)
            case Call.TLS_READ if not record.payload:
                self._step(Step.PEER_FINISH, None, seq)
            case Call.SETSOCKOPT if "SO_LINGER" in record.args:
                self._will_reset = "on, 0 s" in record.args

    def _step(self, step: Step | None, tcp: TcpStep | None, seq: int) -> None:
        if step is not None and self.life:
            state = NEXT.get((self.life[-1][0], step))
            if state is not None:
                self.life.append((state, seq))
        if tcp is not None and self.tcp and not self._is_udp:
            if self.tcp[-1][0] is TcpState.FIN_WAIT_1 and tcp is TcpStep.PEER_FINISHED:
                self.tcp.append((next_tcp(TcpState.FIN_WAIT_1, TcpStep.ACKNOWLEDGED), 0))
            came_to = next_tcp(self.tcp[-1][0], tcp)
            if came_to is not self.tcp[-1][0]:
                self.tcp.append((came_to, seq))
