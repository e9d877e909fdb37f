"""The lists of sockets as rows: bound ports, connections (and a UDP socket's peers), this tab's sockets (window thread).

Law: byte counts come from the capture, all else from the newest snapshot, and how a socket ended is never merged.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol, TypeAlias

from core.contract.endpoints import Endpoint
from core.contract.endpoints import Protocol as Transport
from core.contract.sockets import Ending, Role, SocketSnapshot, State
from core.payload.numbers import show_age, show_size
from gui.models.addresses import REACHABLE, is_exposed
from gui.models.endpoint_forms import REPLY_NAMES
from gui.models.rows import ERROR, PLAIN, QUIET, WARNING, Row
from gui.models.sockets import Sockets

BOUND_COLUMNS = ("socket", "fd", "holds on to", "reply", "state")
CONVERSATION_COLUMNS = (
    "socket", "fd", "family", "type", "protocol", "local", "remote", "state", "bytes in", "bytes out", "age",
)  # fmt: skip

SortKey: TypeAlias = tuple[int | str | float, ...]

_BAD_ENDINGS = frozenset({Ending.PEER_RESET, Ending.REFUSED, Ending.TIMED_OUT, Ending.FAILED})


class Totals(Protocol):
    """What was counted of one socket or peer."""

    bytes_in: int
    bytes_out: int


class Counters(Protocol):
    """What the rows need of the capture."""

    def totals(self, socket: int, /) -> Totals:
        """Bytes of a socket."""
        ...

    def peer_totals(self, socket: int, address: str, /) -> Totals:
        """Bytes exchanged with one peer of a UDP socket."""
        ...


class Line(NamedTuple):
    """One line of a list of conversations: a socket, or one peer of a UDP socket."""

    key: int
    snapshot: SocketSnapshot
    peer: Endpoint | None = None


def lines_of(snapshots: Sequence[SocketSnapshot]) -> list[Line]:
    """A line per socket."""
    return [Line(snapshot.number, snapshot) for snapshot in snapshots]


def peer_lines(sockets: Sockets, snapshot: SocketSnapshot) -> list[Line]:
    """A line per peer of a UDP socket."""
    return [Line(key, snapshot, peer) for key, peer in sockets.peers_of(snapshot.number)]


def bound_row(snapshot: SocketSnapshot) -> Row:
    """A line of the bound ports list."""
    reply = REPLY_NAMES.get(snapshot.reply, snapshot.reply)
    cells = (f"#{snapshot.number}", _fd(snapshot), held_text(snapshot), reply, _bound_state(snapshot))
    tag = _tag(snapshot)
    return Row(snapshot.number, cells, WARNING if tag == PLAIN and is_exposed(snapshot.local) else tag)


def held_text(snapshot: SocketSnapshot) -> str:
    """What a bound socket holds on to: "TCP 127.0.0.1:40123 (asked for port 0)"."""
    local = str(snapshot.local) if snapshot.local is not None else snapshot.requested
    asked_port = snapshot.requested.rpartition(":")[2]
    differs = snapshot.local is not None and asked_port != str(snapshot.local.port)
    asked = f"  (asked for port {asked_port})" if differs else ""
    return f"{snapshot.protocol.name} {local}{asked}"


class ConversationRows:
    """Lines of connections, clients and peers as rows, and what they are sorted by."""

    def __init__(self, sockets: Sockets, counters: Counters) -> None:
        self._sockets = sockets
        self._counters = counters

    def row(self, line: Line) -> Row:
        """The cells of one line, in the order of CONVERSATION_COLUMNS."""
        snapshot = line.snapshot
        totals = self._totals(line)
        remote = line.peer or snapshot.remote
        cells = (
            f"#{snapshot.number}",
            _fd(snapshot),
            snapshot.family.value if snapshot.family is not None else "–",
            type_name(snapshot.protocol),
            snapshot.protocol.name,
            str(snapshot.local or "–"),
            str(remote or snapshot.requested),
            "heard from" if line.peer is not None and snapshot.is_open else state_text(snapshot),
            show_size(totals.bytes_in),
            show_size(totals.bytes_out),
            show_age(self._sockets.age_s(snapshot.number)),
        )
        return Row(line.key, cells, _tag(snapshot))

    def sort_key(self, column: str) -> Callable[[Line], SortKey]:
        """What lines are sorted by when a person clicks that column's head; the socket's number breaks ties."""
        key = self._sort_keys()[column]
        return lambda line: (*key(line), line.snapshot.number, line.key)

    def _sort_keys(self) -> dict[str, Callable[[Line], SortKey]]:
        return {
            "socket": lambda line: (),
            "fd": lambda line: (line.snapshot.fd if line.snapshot.fd is not None else -1,),
            "family": lambda line: (line.snapshot.family.value if line.snapshot.family is not None else "",),
            "type": lambda line: (line.snapshot.protocol.name,),
            "protocol": lambda line: (line.snapshot.protocol.name,),
            "local": lambda line: _endpoint_key(line.snapshot.local),
            "remote": lambda line: _endpoint_key(line.peer or line.snapshot.remote),
            "state": lambda line: (state_text(line.snapshot),),
            "bytes in": lambda line: (self._totals(line).bytes_in,),
            "bytes out": lambda line: (self._totals(line).bytes_out,),
            "age": lambda line: (self._sockets.age_s(line.snapshot.number),),
        }

    def _totals(self, line: Line) -> Totals:
        if line.peer is None:
            return self._counters.totals(line.snapshot.number)
        return self._counters.peer_totals(line.snapshot.number, str(line.peer))


def type_name(protocol: Transport) -> str:
    """What socket(2) calls the type, in a word."""
    return "stream" if protocol is Transport.TCP else "datagram"


def state_text(snapshot: SocketSnapshot) -> str:
    """State or ending in words, with the error's name where there is one: "refused  ECONNREFUSED"."""
    words = snapshot.ending.value if snapshot.ending is not None else snapshot.state.value
    if snapshot.waiting_bytes:
        words += f", {show_size(snapshot.waiting_bytes)} waiting"
    if snapshot.reading_paused:
        words += ", reading paused"
    return f"{words}  {snapshot.fault.name}" if snapshot.fault is not None else words


def _bound_state(snapshot: SocketSnapshot) -> str:
    parts = [f"accepting paused  {snapshot.fault.name}" if snapshot.accepting_paused and snapshot.fault else ""]
    if not snapshot.accepting_paused:
        parts = [state_text(snapshot)]
    if snapshot.is_open and is_exposed(snapshot.local):
        parts.append(f"⚠ {REACHABLE}")
    return "  ".join(parts)


def _tag(snapshot: SocketSnapshot) -> str:
    if snapshot.ending is not None:
        return ERROR if snapshot.ending in _BAD_ENDINGS else QUIET
    if snapshot.fault is not None or snapshot.accepting_paused or snapshot.reading_paused:
        return WARNING
    return WARNING if snapshot.state in (State.PEER_FINISHED, State.FINISHED_SENDING) else PLAIN


def _fd(snapshot: SocketSnapshot) -> str:
    """The descriptor; of a closed socket the one it had, marked as gone: the kernel gives it to somebody else at once."""
    if snapshot.fd is not None:
        return str(snapshot.fd)
    return f"({snapshot.last_fd})" if snapshot.last_fd is not None else "–"


def _endpoint_key(endpoint: Endpoint | None) -> SortKey:
    """Numbers in addresses compare as numbers, so that .9 comes before .10."""
    if endpoint is None:
        return ("",)
    if ":" in endpoint.address:
        return ("6", endpoint.address, endpoint.port)
    return ("4", *(int(part) for part in endpoint.address.split(".")), endpoint.port)
