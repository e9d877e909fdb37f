"""What the calls of a capture tell of each socket: its ends, its role, how it began and how it ended (any thread).

Law: a fold over the records alone, in their order; what no record tells stays unknown, and no record, however odd,
raises.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from itertools import islice
from threading import Event

from core.capture.capture import Capture
from core.capture.pages import Progress, read_pages
from core.contract.endpoints import Endpoint, Protocol
from core.contract.records import DATAGRAM_CALLS, STREAM_CALLS, Call, CallRecord, CauseKind
from core.contract.sockets import Ending, Role

BROKEN = {
    "ECONNRESET": Ending.PEER_RESET,
    "EPIPE": Ending.PEER_RESET,
    "ETIMEDOUT": Ending.TIMED_OUT,
    "ECONNABORTED": Ending.FAILED,
    "EHOSTUNREACH": Ending.FAILED,
    "ENETUNREACH": Ending.FAILED,
    "ENETDOWN": Ending.FAILED,
    "ENETRESET": Ending.FAILED,
}
"""Errors after which a TCP conversation is over, and no close() says anything to the peer any more."""

_NOT_YET = frozenset({"EAGAIN", "EWOULDBLOCK", "EINPROGRESS", "EALREADY", "EINTR"})
"""Errors that are none: the call is to be made again, or its outcome comes later."""
_ASKED = _NOT_YET | {"ECONNREFUSED", "ETIMEDOUT"}
"""Outcomes of a connect() that had sent its SYN; after the others (no route, no such address) nothing went out."""

# getsockopt(SO_ERROR) gives a number, and a capture may come from another system: Linux, macOS and the BSDs, Windows.
_ERROR_NUMBERS = {
    111: "ECONNREFUSED", 61: "ECONNREFUSED", 10061: "ECONNREFUSED",
    110: "ETIMEDOUT", 60: "ETIMEDOUT", 10060: "ETIMEDOUT",
    104: "ECONNRESET", 54: "ECONNRESET", 10054: "ECONNRESET",
}  # fmt: skip


@dataclass(slots=True)
class SocketStory:
    """One socket, as far as the records told of it until now."""

    number: int
    began: int = 0
    """The row it began with: its first, or the accept() that made it."""
    protocol: Protocol | None = None
    role: Role | None = None
    local: Endpoint | None = None
    remote: Endpoint | None = None
    parent: int | None = None
    """For an accepted connection: the number of the listener that made it."""
    asked: bool = False
    """connect() sent for the peer."""
    connected: bool = False
    """A TCP conversation began."""
    peer_finished: bool = False
    """recv() came to the peer's FIN."""
    finished: bool = False
    """shutdown() sent a FIN."""
    finished_second: bool = False
    """It did so after the peer."""
    resets_on_close: bool = False
    """SO_LINGER was set so that close() sends RST."""
    error: str = ""
    """The name of the error that ended it, or kept it from beginning."""
    ended: int | None = None
    """The row it ended with."""
    ending: Ending | None = None


class Conversations:
    """The fold. Feed it every record, or (for the same outcome, sooner) those that control_rows() names."""

    def __init__(self) -> None:
        self.sockets: dict[int, SocketStory] = {}
        """By number, in the order they began."""
        self._callers: dict[int, CallRecord] = {}
        """By descriptor: accept() records whose new socket has not been heard of yet."""

    def add(self, record: CallRecord) -> None:
        """Take in the next record."""
        story = self.sockets.get(record.socket)
        if story is None:
            story = self.sockets[record.socket] = self._begin(record)
        step = _STEPS.get(record.call)
        if record.error and record.call is not Call.CLOSE:
            _failed(story, record)
        elif step is not None:
            step(story, record)
        if record.call is Call.ACCEPT and not record.error:
            self._callers[record.result] = record

    def _begin(self, record: CallRecord) -> SocketStory:
        """An accepted socket's first record has the descriptor that accept() gave, and a number that is new."""
        caller = self._callers.pop(record.fd, None) if record.fd >= 0 else None
        if caller is None:
            return SocketStory(record.socket, record.seq)
        return SocketStory(
            record.socket,
            caller.seq,
            Protocol.TCP,
            Role.ACCEPTED,
            remote=endpoint_of(caller.address),
            parent=caller.socket,
            connected=True,
        )


def read_conversations(capture: Capture, count: int, progress: Progress, cancelled: Event) -> Conversations:
    """The fold over the first `count` rows of a capture; a worker thread's business. Errors as of read_pages()."""
    conversations = Conversations()
    for page in read_pages(capture, list(control_rows(capture, count)), progress, cancelled):
        for record in page:
            conversations.add(record)
    return conversations


def control_rows(capture: Capture, count: int) -> Iterator[int]:
    """The rows among the first `count` that tell of a socket's life: not the many that only moved bytes."""
    columns = capture.columns
    rows = zip(columns.call, columns.size, columns.failed, strict=False)  # the recorder may be adding to them
    for seq, (call, size, failed) in enumerate(islice(rows, count), 1):
        if call not in DATAGRAM_CALLS and (call not in STREAM_CALLS or failed or not size):
            yield seq


def partners(conversations: Conversations) -> dict[int, int]:
    """Sockets that are the two ends of one TCP conversation, both ways; one that talks to itself is its own partner.

    Ports are used again: an accepted socket belongs to the latest caller before it with the same two ends.
    """
    callers: defaultdict[tuple[Endpoint, Endpoint], list[SocketStory]] = defaultdict(list)
    found: dict[int, int] = {}
    for story in sorted(conversations.sockets.values(), key=lambda it: it.began):
        if story.local is None or story.remote is None or not story.connected:
            continue
        here, there = plain(story.local), plain(story.remote)
        if story.role is not Role.ACCEPTED:
            callers[here, there].append(story)
            if here == there:
                found[story.number] = story.number
        elif callers[there, here]:
            caller = callers[there, here].pop().number
            found[story.number], found[caller] = caller, story.number
    return found


def plain(endpoint: Endpoint) -> Endpoint:
    """The endpoint as it stands in a packet: without zone, and an IPv4 peer seen through an IPv6 socket as IPv4."""
    address = ip_address(endpoint.address.partition("%")[0])
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return Endpoint(str(mapped or address), endpoint.port)


def endpoint_of(text: object) -> Endpoint | None:
    """The endpoint that a record names; None when it names none."""
    try:
        endpoint = Endpoint.from_text(str(text))
        plain(endpoint)
    except ValueError:
        return None
    return endpoint if 0 <= endpoint.port <= 0xFFFF else None


def connect_error(record: CallRecord) -> str:
    """Of a getsockopt(SO_ERROR): the name of the error it found, "" for none."""
    return _ERROR_NUMBERS.get(record.result, f"E{record.result}") if record.result else ""


def asks_for_error(record: CallRecord) -> bool:
    """Whether it is a getsockopt(SO_ERROR) that got its answer."""
    return record.call is Call.GETSOCKOPT and not record.error and "SO_ERROR" in record.args


def _argument(record: CallRecord, index: int = 0) -> object:
    return record.args[index] if index < len(record.args) else ""


def _made(story: SocketStory, record: CallRecord) -> None:
    story.protocol = Protocol.UDP if "SOCK_DGRAM" in record.args else Protocol.TCP


def _bound(story: SocketStory, record: CallRecord) -> None:
    story.local = endpoint_of(_argument(record))
    if story.protocol is Protocol.UDP:
        story.role = Role.BOUND


def _listening(story: SocketStory, _record: CallRecord) -> None:
    story.role = Role.LISTENER


def _asking(story: SocketStory, record: CallRecord) -> None:
    """connect(), whatever came of it; a second one on a connected socket changes nothing."""
    if not story.connected:
        story.role, story.remote = Role.CLIENT, endpoint_of(_argument(record))
        story.asked = not record.error or record.error in _ASKED


def _connected(story: SocketStory, record: CallRecord) -> None:
    _asking(story, record)
    story.connected = story.protocol is not Protocol.UDP


def _asked_for_error(story: SocketStory, record: CallRecord) -> None:
    if not asks_for_error(record) or story.protocol is Protocol.UDP:
        return
    if record.result:
        story.error = connect_error(record)
    elif story.asked:
        story.connected = True


def _named(story: SocketStory, record: CallRecord) -> None:
    story.local = endpoint_of(record.address) or story.local


def _peer_named(story: SocketStory, record: CallRecord) -> None:
    story.remote = endpoint_of(record.address) or story.remote


def _lingering(story: SocketStory, record: CallRecord) -> None:
    if "SO_LINGER" in record.args:
        story.resets_on_close = "on, 0 s" in record.args


def _received(story: SocketStory, record: CallRecord) -> None:
    if story.connected and not record.payload:
        story.peer_finished = True


def _shut(story: SocketStory, record: CallRecord) -> None:
    if "SHUT_RD" not in record.args and not story.finished:
        story.finished, story.finished_second = True, story.peer_finished


def _closed(story: SocketStory, record: CallRecord) -> None:
    story.ended, story.ending = record.seq, _ending(story, record)


def _ending(story: SocketStory, record: CallRecord) -> Ending:
    """How it ended, when close() is the last thing heard of it."""
    if story.connected:
        return BROKEN.get(story.error) or _orderly_ending(story, record)
    if story.error:
        return {"ECONNREFUSED": Ending.REFUSED, "ETIMEDOUT": Ending.TIMED_OUT}.get(story.error, Ending.FAILED)
    if story.asked and story.protocol is not Protocol.UDP:
        return Ending.TIMED_OUT if record.cause.kind is CauseKind.TIMER else Ending.CANCELLED
    return Ending.CLOSED_HERE


def _orderly_ending(story: SocketStory, record: CallRecord) -> Ending:
    """Nothing broke: who ended it? A person who closes a socket by hand does, though the peer had finished before."""
    if story.resets_on_close:
        return Ending.RESET_HERE
    by_hand = record.cause.kind is CauseKind.COMMAND and not story.finished
    peer_first = story.peer_finished and (story.finished_second or not story.finished)
    return Ending.PEER_CLOSED if peer_first and not by_hand else Ending.CLOSED_HERE


def _failed(story: SocketStory, record: CallRecord) -> None:
    """An error ends a conversation, or keeps a socket from ever getting that far; a listener and UDP live on."""
    if record.call is Call.CONNECT:
        _asking(story, record)
    if record.error in _NOT_YET or record.call in DATAGRAM_CALLS or record.call is Call.ACCEPT:
        return
    moves = record.call in STREAM_CALLS
    if (record.error in BROKEN) if story.connected else not (moves and story.protocol is Protocol.UDP):
        story.error = record.error
    if record.call in (Call.SOCKET, Call.GETADDRINFO):  # there is no descriptor to close
        story.ended, story.ending = record.seq, Ending.FAILED


_STEPS: dict[Call, Callable[[SocketStory, CallRecord], None]] = {
    Call.SOCKET: _made,
    Call.BIND: _bound,
    Call.LISTEN: _listening,
    Call.CONNECT: _connected,
    Call.GETSOCKOPT: _asked_for_error,
    Call.GETSOCKNAME: _named,
    Call.GETPEERNAME: _peer_named,
    Call.SETSOCKOPT: _lingering,
    Call.RECV: _received,
    Call.SHUTDOWN: _shut,
    Call.CLOSE: _closed,
}
