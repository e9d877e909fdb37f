"""Records become the steps of a program (pure, any thread).

Law: one record is one step, in the order of the records. What can't be asked for again is left out and counted: calls
that found nothing to do yet, for the program waits as the lab did, and calls on sockets whose beginning is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from ipaddress import IPv4Address

from core.capture.stories.stories import Stories, endpoint_of
from core.contract.records import LABS_OWN, Call, CallRecord, CauseKind
from core.contract.sockets import Role
from core.explain.calls.arguments import number_of, text_of
from core.explain.script.bulk import Message, joined_receives, messages, repeated, whole, zeros
from core.explain.script.loops import fold
from core.explain.script.proving import (
    LINGER,
    can_fail_again,
    constant,
    endpoint,
    failing,
    group_and_interface,
    is_error,
    remark_of,
)
from core.explain.script.steps import Deed, Placed, Plan, Step, Where

MOST_DATA = 64 * 1024
"""Bytes of literals in one program: more than anybody reads, and still quick to show."""
IDLE = frozenset({"EAGAIN", "EWOULDBLOCK", "EINTR", "EALREADY"})
UNDER_WAY = frozenset({"EINPROGRESS", "EWOULDBLOCK", "EAGAIN"})
_NS_PER_MS = 1_000_000


def plan(records: Sequence[CallRecord], not_read: int = 0) -> Plan:
    """What a program does that makes these calls; `not_read`: so many more there were after them."""
    planner = _Planner(records)
    for at, record in enumerate(records):
        if not planner.take(record):
            not_read += len(records) - at
            break
    return planner.finished(not_read)


class _Planner:
    def __init__(self, records: Sequence[CallRecord]) -> None:
        stories = Stories()
        for record in records:
            stories.add(record)
        self._made_by = {it.began: it.number for it in stories.values() if it.role is Role.ACCEPTED}
        self._messages: dict[int, Message] = messages(records)
        self._plan = Plan()
        self._steps: list[Placed] = []
        self._open: dict[int, str] = {}
        """The type of each socket that is open here."""
        self._held: dict[int, list[int]] = {}
        """Idle calls, which belong to the next step of their socket."""
        self._asked_port: set[int] = set()
        self._given: dict[tuple[str, int], int] = {}
        """By type and port: the socket that the kernel gave the port."""
        self._peers: dict[str, int] = {}
        self._heard: set[tuple[int, str]] = set()
        self._received: tuple[int, bytes] = (0, b"")
        self._calling: dict[int, int] = {}
        """When a connect() that is not decided yet was made."""
        self._command = 0
        self._data_left = MOST_DATA

    def take(self, record: CallRecord) -> bool:
        """Take in the next record; False when the program has become too long for it."""
        if record.call in LABS_OWN:
            self._plan.is_tls = True
            return True
        number = record.socket
        is_new = record.call in (Call.SOCKET, Call.GETADDRINFO)
        if not is_new and number not in self._open:
            self._plan.unknown[number] = self._plan.unknown.get(number, 0) + 1
            return True
        self._plan.calls += 1
        if record.error in IDLE and record.call is not Call.CONNECT:
            self._plan.idle += 1
            self._held.setdefault(number, []).append(record.seq)
        elif record.cause.kind is CauseKind.PYTHON and self._steps:
            last = self._steps[-1]  # the accept() inside which Python made it
            self._steps[-1] = Placed(last.step, (*last.seqs, record.seq), last.begins)
        else:
            step = self._step(record)
            self._data_left -= len(repeated(step.data)[0]) if step.data else 0
            if self._data_left < 0:
                self._plan.calls -= 1
                return False
            self._place(step, record)
        return True

    def finished(self, not_read: int) -> Plan:
        """The plan, with what was found at the end."""
        plan = self._plan
        plan.items = fold(joined_receives(self._steps))
        plan.still_open = sorted(self._open)
        plan.not_read = not_read
        return plan

    def _place(self, step: Step, record: CallRecord) -> None:
        asked_anew = record.cause.kind is CauseKind.COMMAND and record.cause.command != self._command
        if record.cause.kind is CauseKind.COMMAND:
            self._command = record.cause.command
        seqs = (*self._held.pop(record.socket, ()), record.seq)
        self._steps.append(Placed(step, seqs, asked_anew or step.deed is Deed.ACCEPT))

    def _step(self, record: CallRecord) -> Step:
        make = _STEPS.get(record.call)
        if make is None or not can_fail_again(record):
            return remark_of(record)
        try:
            step = make(self, record)
        except ValueError:
            return remark_of(record)
        return failing(step, record) if record.error else step

    # One for each call. ValueError: the record holds what no program can be given.

    def _look_up(self, record: CallRecord) -> Step:
        host, port, kind = text_of(record, 0), number_of(record, 1), constant(record, 2)
        return Step(Deed.LOOK_UP, record.socket, words=(host, kind), size=port)

    def _socket(self, record: CallRecord) -> Step:
        family, kind = constant(record, 0), constant(record, 1)
        self._open[record.socket] = kind
        self._plan.sockets.add(record.socket)
        return Step(Deed.OPEN, record.socket, words=(family, kind))

    def _set_blocking(self, record: CallRecord) -> Step:
        return Step(Deed.SET_BLOCKING, record.socket, size=number_of(record, 0))

    def _set_option(self, record: CallRecord) -> Step:
        if linger := LINGER.fullmatch(text_of(record, 2)):
            return Step(Deed.LINGER, record.socket, words=(linger[1],), size=int(linger[2]))
        names = (constant(record, 0), constant(record, 1))
        if group := group_and_interface(record):
            return Step(Deed.GROUP, record.socket, words=(*names, *group))
        if names[1] == "IP_MULTICAST_IF":
            return Step(Deed.SET_ADDRESS, record.socket, words=(*names, str(IPv4Address(text_of(record, 2)))))
        if not isinstance(record.args[2], int):
            raise ValueError(record.args)
        return Step(Deed.SET_OPTION, record.socket, words=names, size=record.args[2])

    def _get_option(self, record: CallRecord) -> Step:
        match text_of(record, 1):
            case "SO_ERROR":
                if record.address and not is_error(record.address):
                    raise ValueError(record.address)
                self._calling.pop(record.socket, None)
                return Step(Deed.DECIDED, record.socket, words=(record.address,))
            case "SO_MEMINFO":
                return Step(Deed.COUNT_DROPS, record.socket)
            case _ if len(record.args) == 2:
                return Step(Deed.GET_OPTION, record.socket, words=(constant(record, 0), constant(record, 1)))
            case other:
                raise ValueError(other)

    def _bind(self, record: CallRecord) -> Step:
        local = endpoint(text_of(record, 0))
        if local.port:
            self._asked_port.add(record.socket)
        return Step(Deed.BIND, record.socket, where=Where(local))

    def _listen(self, record: CallRecord) -> Step:
        return Step(Deed.LISTEN, record.socket, size=number_of(record, 0))

    def _accept(self, record: CallRecord) -> Step:
        made = self._made_by.get(record.seq, 0)
        if record.error or not made:  # without its number nothing more was heard of that socket
            raise ValueError(record.seq)
        self._open[made] = self._open[record.socket]
        self._plan.sockets.add(made)
        self._asked_port.add(made)  # its port is the listener's
        return Step(Deed.ACCEPT, record.socket, other=made)

    def _connect(self, record: CallRecord) -> Step:
        if record.error in UNDER_WAY:
            self._calling[record.socket] = record.time_ns
        where = self._where(record, text_of(record, 0))
        return Step(Deed.CONNECT, record.socket, where=where, words=(self._open[record.socket],))

    def _name(self, record: CallRecord) -> Step:
        named = endpoint_of(record.address)
        if named is not None and record.socket not in self._asked_port:
            self._given.setdefault((self._open[record.socket], named.port), record.socket)
        return Step(Deed.NAME, record.socket)

    def _peer_name(self, record: CallRecord) -> Step:
        return Step(Deed.PEER_NAME, record.socket)

    def _send(self, record: CallRecord) -> Step:
        if record.error:
            return Step(Deed.SEND, record.socket, data=zeros(number_of(record, 0)))
        if self._is_echo(record):
            return Step(Deed.SEND, record.socket, size=record.result, is_echo=True)
        message = self._messages.get(record.seq)
        if message is None or message.first == message.last:  # the rest was never taken
            return Step(Deed.SEND, record.socket, data=whole(record))
        if record.seq == message.last:
            return Step(Deed.SEND_REST, record.socket)
        return Step(Deed.SEND_SOME, record.socket, data=message.data if record.seq == message.first else b"")

    def _send_to(self, record: CallRecord) -> Step:
        where = self._where(record, record.address)
        if record.error:
            return Step(Deed.SEND_TO, record.socket, where=where, data=zeros(number_of(record, 0)))
        if self._is_echo(record):
            return Step(Deed.SEND_TO, record.socket, where=where, size=record.result, is_echo=True)
        return Step(Deed.SEND_TO, record.socket, where=where, data=whole(record))

    def _receive(self, record: CallRecord) -> Step:
        room = number_of(record, 0)
        self._received = record.socket, record.payload
        if record.error or record.result:
            return Step(Deed.RECEIVE, record.socket, size=record.result, other=room)
        return Step(Deed.RECEIVE_END, record.socket, other=room)

    def _receive_from(self, record: CallRecord) -> Step:
        self._received = record.socket, record.payload
        if record.error:
            return Step(Deed.RECEIVE_FROM, record.socket, size=number_of(record, 0))
        self._heard.add((record.socket, record.address))
        peer = self._peers.setdefault(record.address, len(self._peers) + 1)
        return Step(Deed.RECEIVE_FROM, record.socket, size=number_of(record, 0), other=peer)

    def _shut_down(self, record: CallRecord) -> Step:
        how = constant(record, 0)
        if how not in ("SHUT_RD", "SHUT_WR", "SHUT_RDWR"):
            raise ValueError(how)
        return Step(Deed.SHUTDOWN, record.socket, words=(how,))

    def _close(self, record: CallRecord) -> Step:
        called = self._calling.pop(record.socket, None)
        if called is not None and record.cause.kind is CauseKind.TIMER:
            waited = max(0, record.time_ns - called) // _NS_PER_MS
            self._steps.append(Placed(Step(Deed.WAIT, record.socket, size=waited), ()))
        self._open.pop(record.socket)
        return Step(Deed.CLOSE, record.socket)

    # What several of them need.

    def _where(self, record: CallRecord, text: str) -> Where:
        there = endpoint(text)
        if (record.socket, text) in self._heard:
            return Where(there, peer=self._peers[text])
        return Where(there, port_of=self._given.get((self._open[record.socket], there.port), 0))

    def _is_echo(self, record: CallRecord) -> bool:
        """The reply sent back what had just come, all of it."""
        return (
            record.cause.kind is CauseKind.REPLY
            and self._received == (record.socket, record.payload)
            and record.result == number_of(record, 0) == len(record.payload)
        )


_STEPS: dict[Call, Callable[[_Planner, CallRecord], Step]] = {
    Call.GETADDRINFO: _Planner._look_up,
    Call.SOCKET: _Planner._socket,
    Call.SETBLOCKING: _Planner._set_blocking,
    Call.SETSOCKOPT: _Planner._set_option,
    Call.GETSOCKOPT: _Planner._get_option,
    Call.BIND: _Planner._bind,
    Call.LISTEN: _Planner._listen,
    Call.ACCEPT: _Planner._accept,
    Call.CONNECT: _Planner._connect,
    Call.GETSOCKNAME: _Planner._name,
    Call.GETPEERNAME: _Planner._peer_name,
    Call.SEND: _Planner._send,
    Call.SENDTO: _Planner._send_to,
    Call.RECV: _Planner._receive,
    Call.RECVFROM: _Planner._receive_from,
    Call.SHUTDOWN: _Planner._shut_down,
    Call.CLOSE: _Planner._close,
}
