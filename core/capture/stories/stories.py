"""The story of each socket as its call records tell it: its ends, its role, how it began and how it ended (any thread).

Law: a fold over the records alone, in their order. What none of them tells stays unknown; none, however odd, raises.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address

from core.contract.endpoints import Endpoint, Protocol
from core.contract.records import LABS_OWN, STREAM_CALLS, Call, CallRecord, CauseKind
from core.contract.sockets import Ending, Role

BREAKS = {
    "ECONNRESET": Ending.PEER_RESET,
    "EPIPE": Ending.PEER_RESET,
    "ETIMEDOUT": Ending.TIMED_OUT,
    "ECONNABORTED": Ending.FAILED,
    "EHOSTUNREACH": Ending.FAILED,
    "ENETUNREACH": Ending.FAILED,
    "ENETDOWN": Ending.FAILED,
    "ENETRESET": Ending.FAILED,
}
"""Errors with which a TCP conversation is over: its close() says nothing to the peer any more."""
_TLS_ENDINGS = {"TLS_CUT": Ending.CUT_OFF, "TLS_HANDSHAKE_TIMEOUT": Ending.TIMED_OUT}
"""What ended it inside TLS, other than as failed; TCP goes on to its own end in order."""
_UNDECIDED = frozenset({"EAGAIN", "EWOULDBLOCK", "EINPROGRESS", "EALREADY", "EINTR"})
"""Errors that are none: the call is to be made again, or its outcome comes later."""
_REFUSALS = {"ECONNREFUSED": Ending.REFUSED, "ETIMEDOUT": Ending.TIMED_OUT}
_FIRST_CALLS = frozenset({Call.GETADDRINFO, Call.SOCKET, Call.BIND, Call.LISTEN, Call.CONNECT})
"""Calls without which a socket does not become what it was to be."""


@dataclass(slots=True)
class SocketStory:
    """One socket, as far as the records told of it. Rows are named by their numbers."""

    number: int
    began: int = 0
    """Its first row, or the accept() that made it."""
    role: Role | None = None
    protocol: Protocol | None = None
    local: Endpoint | None = None
    remote: Endpoint | None = None
    parent: int | None = None
    """For an accepted connection: the number of the listener that made it."""
    called: bool = False
    """connect() sent for the peer."""
    connected: bool = False
    """A TCP conversation began."""
    peer_finished: int | None = None
    """The recv() that came to the peer's FIN."""
    is_tls: bool = False
    """A handshake of TLS was begun, and came to something or to nothing."""
    took_leave: int | None = None
    """The tls_read that came to the peer's close_notify."""
    finished: int | None = None
    """The shutdown() that sent a FIN."""
    will_reset: bool = False
    """SO_LINGER was set so that close() sends RST."""
    error: str = ""
    """What ended it, or kept it from beginning."""
    ended: int | None = None
    ending: Ending | None = None

    @property
    def is_unix(self) -> bool:
        """Whether its ends are paths: nothing of it is ever seen on a wire."""
        return any(end is not None and end.is_path for end in (self.local, self.remote))


class Stories(dict[int, SocketStory]):
    """The fold: stories by socket number. What only moved bytes may be left out: it changes none of them."""

    def __init__(self) -> None:
        super().__init__()
        self._callers: dict[int, CallRecord] = {}
        """By descriptor: the accept() whose new socket has not been heard of yet."""

    def add(self, record: CallRecord) -> None:
        """Take in the next record."""
        story = self.get(record.socket)
        if story is None:
            story = self[record.socket] = self._begin(record)
        if record.error:
            _failed(story, record)
        elif step := _STEPS.get(record.call):
            step(story, record)
        if record.call is Call.ACCEPT and not record.error:
            self._callers[record.result] = record

    def _begin(self, record: CallRecord) -> SocketStory:
        """An accepted socket is heard of first by a call on the descriptor that accept() gave."""
        caller = self._callers.pop(record.fd, None)
        if caller is None:
            return SocketStory(record.socket, record.seq)
        return SocketStory(
            record.socket,
            caller.seq,
            Role.ACCEPTED,
            Protocol.TCP,
            remote=endpoint_of(caller.address),
            parent=caller.socket,
            connected=True,
        )


def endpoint_of(text: object) -> Endpoint | None:
    """The endpoint that a record names; None when it names none."""
    try:
        endpoint = Endpoint.from_text(str(text))
        if endpoint.is_path:
            return endpoint
        ip_address(endpoint.address)
    except ValueError:
        return None
    return endpoint if 0 <= endpoint.port <= 0xFFFF else None


def error_found(record: CallRecord) -> str | None:
    """The error's name that a getsockopt(SO_ERROR) gave, "" when there was none; None for all other records."""
    asked = record.call is Call.GETSOCKOPT and not record.error and "SO_ERROR" in record.args
    return record.address if asked else None


def went_out(record: CallRecord) -> bool:
    """Whether this connect() sent for the peer; without a route, say, or with a bad argument it does not."""
    return not record.error or record.error in _UNDECIDED or record.error in _REFUSALS


def _made(story: SocketStory, record: CallRecord) -> None:
    story.protocol = Protocol.UDP if "SOCK_DGRAM" in record.args else Protocol.TCP


def _bound(story: SocketStory, record: CallRecord) -> None:
    story.local, story.error = _endpoint_argument(record), ""
    if story.protocol is Protocol.UDP:
        story.role = Role.BOUND


def _listening(story: SocketStory, _record: CallRecord) -> None:
    story.role, story.error = Role.LISTENER, ""


def _connected(story: SocketStory, record: CallRecord) -> None:
    _called(story, record)
    story.connected = story.protocol is not Protocol.UDP


def _called(story: SocketStory, record: CallRecord) -> None:
    """connect(), whatever came of it."""
    story.role, story.remote, story.error = Role.CLIENT, _endpoint_argument(record), ""
    story.called = went_out(record)


def _endpoint_argument(record: CallRecord) -> Endpoint | None:
    return endpoint_of(record.args[0]) if record.args else None


def _asked(story: SocketStory, record: CallRecord) -> None:
    found = error_found(record)
    if found is None or story.protocol is Protocol.UDP:
        return
    if found:
        story.error = found
    elif story.called:
        story.connected = True


def _named(story: SocketStory, record: CallRecord) -> None:
    story.local = endpoint_of(record.address) or story.local


def _peer_named(story: SocketStory, record: CallRecord) -> None:
    story.remote = endpoint_of(record.address) or story.remote


def _option_set(story: SocketStory, record: CallRecord) -> None:
    if "SO_LINGER" in record.args:
        story.will_reset = "on, 0 s" in record.args


def _received(story: SocketStory, record: CallRecord) -> None:
    _must_be_connected(story)
    if story.connected and not record.payload and story.peer_finished is None:
        story.peer_finished = record.seq


def _shut_down(story: SocketStory, record: CallRecord) -> None:
    _must_be_connected(story)
    if story.connected and story.finished is None and "SHUT_RD" not in record.args:
        story.finished = record.seq


def _shook_hands(story: SocketStory, _record: CallRecord) -> None:
    _must_be_connected(story)
    story.is_tls = True


def _received_inside(story: SocketStory, record: CallRecord) -> None:
    _shook_hands(story, record)
    if not record.payload and story.took_leave is None:
        story.took_leave = record.seq


def _must_be_connected(story: SocketStory) -> None:
    """Of a socket whose beginning is no longer kept: nothing else gives success to recv() and shutdown() here."""
    if story.protocol is None:
        story.protocol, story.connected = Protocol.TCP, True


def _closed(story: SocketStory, record: CallRecord) -> None:
    story.ended = record.seq
    if story.connected:
        broken = Ending.FAILED if story.error.startswith("TLS_") else None
        story.ending = (
            BREAKS.get(story.error) or _TLS_ENDINGS.get(story.error) or broken or _orderly_ending(story, record)
        )
    elif story.error:
        story.ending = _REFUSALS.get(story.error, Ending.FAILED)
    elif story.called and story.protocol is not Protocol.UDP:
        story.ending = Ending.TIMED_OUT if record.cause.kind is CauseKind.TIMER else Ending.CANCELLED
    else:
        story.ending = Ending.CLOSED_HERE


def _orderly_ending(story: SocketStory, record: CallRecord) -> Ending:
    """Nothing broke. Whoever closes by hand has ended it, even if the peer had finished sending before."""
    if story.will_reset:
        return Ending.RESET_HERE
    peer_finished = story.took_leave or story.peer_finished
    if story.finished is None:
        answers_peer = peer_finished is not None and record.cause.kind is not CauseKind.COMMAND
    else:
        answers_peer = peer_finished is not None and peer_finished < story.finished
    return Ending.PEER_CLOSED if answers_peer else Ending.CLOSED_HERE


def _failed(story: SocketStory, record: CallRecord) -> None:
    """A listener lives on whatever accept() says, and a UDP socket whatever became of a datagram."""
    if record.call is Call.CLOSE:  # the descriptor is gone all the same
        _closed(story, record)
    elif story.connected:
        if record.call in STREAM_CALLS and record.error in BREAKS:
            story.error = record.error
        elif record.call in LABS_OWN:
            story.is_tls, story.error = True, record.error
    elif record.call in _FIRST_CALLS:
        if record.call is Call.CONNECT:
            _called(story, record)
        if record.error not in _UNDECIDED:
            story.error = record.error
        if record.call in (Call.SOCKET, Call.GETADDRINFO):  # there is nothing to close
            story.ended, story.ending = record.seq, Ending.FAILED


_STEPS: dict[Call, Callable[[SocketStory, CallRecord], None]] = {
    Call.SOCKET: _made,
    Call.BIND: _bound,
    Call.LISTEN: _listening,
    Call.CONNECT: _connected,
    Call.GETSOCKOPT: _asked,
    Call.GETSOCKNAME: _named,
    Call.GETPEERNAME: _peer_named,
    Call.SETSOCKOPT: _option_set,
    Call.RECV: _received,
    Call.SHUTDOWN: _shut_down,
    Call.CLOSE: _closed,
    Call.TLS_HANDSHAKE: _shook_hands,
    Call.TLS_READ: _received_inside,
}
