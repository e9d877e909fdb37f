"""Lists of sockets as rows: bound ports, connections, a UDP socket's peers, clients (window thread).

Law: byte counts come from the capture, all else from the newest snapshot, and how a socket ended is never merged.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from core.capture.capture import Capture
from core.capture.index import Totals
from core.contract.endpoints import Endpoint, Family, Protocol
from core.contract.sockets import Ending, SocketSnapshot, State
from core.payload.numbers import show_age, show_size
from gui.models.sockets.addresses import REACHABLE, is_exposed
from gui.models.sockets.endpoint_forms import REPLY_NAMES
from gui.models.sockets.sockets import Sockets
from gui.models.sockets.transports import label_of

SortKey: TypeAlias = tuple[int | str | float, ...]

_USUAL = frozenset({State.LISTENING, State.BOUND})
BAD_ENDINGS = frozenset({Ending.PEER_RESET, Ending.CUT_OFF, Ending.REFUSED, Ending.TIMED_OUT, Ending.FAILED})


class SocketRow(NamedTuple):
    """One row: what it is known by, its cells, one sort key per cell, and the tag of its colour."""

    key: int
    cells: tuple[str, ...]
    sort: tuple[SortKey, ...]
    tag: str


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


def bound_row(snapshot: SocketSnapshot) -> SocketRow:
    """A line of the bound ports list: socket, fd, what it holds on to, reply, state."""
    reply = REPLY_NAMES.get(snapshot.reply, snapshot.reply)
    cells = (f"#{snapshot.number}", _fd(snapshot), held_text(snapshot), reply, _bound_state(snapshot))
    sort = (
        (snapshot.number,),
        _fd_key(snapshot),
        (protocol_name(snapshot), *endpoint_key(snapshot.local)),
        (reply,),
        (cells[-1],),
    )
    tag = _tag(snapshot) or ("warning" if is_exposed(snapshot.local) or snapshot.dropped else "")
    return SocketRow(snapshot.number, cells, sort, tag)


def held_text(snapshot: SocketSnapshot) -> str:
    """What a bound socket holds on to: "TCP 127.0.0.1:40123 (asked for port 0)"."""
    local = str(snapshot.local) if snapshot.local is not None else snapshot.requested
    asked_port = snapshot.requested.rpartition(":")[2]
    differs = snapshot.local is not None and asked_port != str(snapshot.local.port)
    asked = f"  (asked for port {asked_port})" if differs else ""
    is_path = snapshot.local is not None and snapshot.local.is_path
    name = label_of(snapshot.protocol, is_path=is_path) if snapshot.tls is None else "TLS"
    return f"{name} {local}{'' if is_path else asked}"


def protocol_name(snapshot: SocketSnapshot) -> str:
    """TCP, UDP, or TLS for TCP with TLS over it."""
    return "TLS" if snapshot.tls is not None else snapshot.protocol.name


class ConversationRows:
    """Rows of conversations: socket, fd, family, type, protocol, local, remote, state, in, out, age."""

    def __init__(self, sockets: Sockets, capture: Capture) -> None:
        self._sockets = sockets
        self._capture = capture

    def row(self, line: Line) -> SocketRow:
        """The row of one line, as things stand now."""
        snapshot = line.snapshot
        totals = self._totals(line)
        remote = line.peer or snapshot.remote
        age = self._sockets.age_s(snapshot.number)
        family = snapshot.family.value if snapshot.family is not None else "–"
        state = "heard from" if line.peer is not None and snapshot.is_open else state_text(snapshot)
        protocol = snapshot.protocol
        name = "–" if snapshot.family is Family.UNIX else protocol_name(snapshot)
        columns: tuple[tuple[str, SortKey], ...] = (
            (f"#{snapshot.number}", (snapshot.number,)),
            (_fd(snapshot), _fd_key(snapshot)),
            (family, (family,)),
            (type_name(protocol), (protocol.name,)),
            (name, (name,)),
            (str(snapshot.local or "–"), endpoint_key(snapshot.local)),
            (str(remote or snapshot.requested), endpoint_key(remote)),
            (state, (state,)),
            (show_size(totals.bytes_in), (totals.bytes_in,)),
            (show_size(totals.bytes_out), (totals.bytes_out,)),
            (show_age(age), (age,)),
        )
        cells, sort = zip(*columns, strict=True)
        return SocketRow(line.key, cells, sort, _tag(snapshot))

    def _totals(self, line: Line) -> Totals:
        if line.peer is None:
            return self._capture.totals(line.snapshot.number)
        return self._capture.peer_totals(line.snapshot.number, str(line.peer))


def type_name(protocol: Protocol) -> str:
    """What socket(2) calls the type: SOCK_STREAM or SOCK_DGRAM, in a word."""
    return "stream" if protocol is Protocol.TCP else "dgram"


def state_text(snapshot: SocketSnapshot) -> str:
    """State or ending in words, with the error's name where there is one: "refused  ECONNREFUSED"."""
    words = snapshot.ending.value if snapshot.ending is not None else snapshot.state.value
    if snapshot.is_shaking_hands:
        words = "TLS handshake"
    if snapshot.waiting_bytes:
        words += f", {show_size(snapshot.waiting_bytes)} waiting"
    if snapshot.reading_paused:
        words += ", reading paused"
    if snapshot.dropped:
        words += f", {snapshot.dropped:,} dropped"
    return f"{words}  {snapshot.fault.name}" if snapshot.fault is not None else words


def _bound_state(snapshot: SocketSnapshot) -> str:
    if snapshot.accepting_paused:
        words = "accepting paused"
    elif snapshot.state in _USUAL and is_exposed(snapshot.local):
        words = f"⚠ {REACHABLE}"  # that it listens goes without saying; this does not
        if snapshot.dropped:
            words += f", {snapshot.dropped:,} dropped"
    else:
        return state_text(snapshot)
    return f"{words}  {snapshot.fault.name}" if snapshot.fault is not None else words


def _tag(snapshot: SocketSnapshot) -> str:
    if snapshot.ending is not None:
        return "error" if snapshot.ending in BAD_ENDINGS else "muted"
    if snapshot.fault is not None or snapshot.accepting_paused or snapshot.reading_paused:
        return "warning"
    return "warning" if snapshot.state in (State.PEER_FINISHED, State.FINISHED_SENDING) else ""


def _fd(snapshot: SocketSnapshot) -> str:
    """The descriptor; in brackets the one a closed socket had: the kernel gives it to somebody else at once."""
    if snapshot.fd is not None:
        return str(snapshot.fd)
    return f"({snapshot.last_fd})" if snapshot.last_fd is not None else "–"


def _fd_key(snapshot: SocketSnapshot) -> SortKey:
    return (snapshot.fd if snapshot.fd is not None else -1,)


def endpoint_key(endpoint: Endpoint | None) -> SortKey:
    """What endpoints are sorted by. Numbers in addresses compare as numbers, so that .9 comes before .10."""
    if endpoint is None:
        return ("",)
    if endpoint.is_path:
        return ("U", endpoint.address)
    if ":" in endpoint.address:
        return ("6", endpoint.address, endpoint.port)
    return ("4", *(int(part) for part in endpoint.address.split(".")), endpoint.port)
