"""Who takes part in a ladder: one lane for each socket of the lab and each program beyond it (window thread).

Law: two sockets are joined only when their ends say so; whoever is not one of the lab's sockets is "another program".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from core.capture.stories.conversations import plain
from core.capture.stories.stories import endpoint_of
from core.contract.endpoints import Endpoint, Family, Protocol
from core.contract.records import DATAGRAM_CALLS, Call, CallRecord
from core.contract.sockets import Role, SocketSnapshot
from gui.models.sockets.sockets import Sockets

MOST_LANES = 8
"""So many sockets have lanes for good; of more, only those that have something to show in sight."""
_ROLES = {Role.CLIENT: "Client", Role.LISTENER: "Listener", Role.ACCEPTED: "Connection", Role.BOUND: "UDP socket"}
_CALLERS, _PORTS, _CONNECTIONS, _BEYOND = range(4)
_RANKS = {Role.CLIENT: _CALLERS, Role.LISTENER: _PORTS, Role.BOUND: _PORTS, Role.ACCEPTED: _CONNECTIONS}


class Lane(NamedTuple):
    """One upright line. `socket` is 0 for another program."""

    rank: int
    order: int
    key: str
    socket: int
    title: str
    subtitle: str
    opened_ns: int = 0
    ended_ns: int | None = None


class Cast:
    """The sockets as they are now; made anew when they have changed."""

    def __init__(self, sockets: Sockets) -> None:
        self.version = sockets.version
        self._sockets = sockets
        self._by_ends: dict[tuple[Endpoint, Endpoint], list[SocketSnapshot]] = defaultdict(list)
        self._ports: dict[tuple[Protocol, int], list[SocketSnapshot]] = defaultdict(list)
        self._made: dict[tuple[int, str], list[SocketSnapshot]] = defaultdict(list)
        for snapshot in sockets.everything():
            self._enter(snapshot)

    def _enter(self, snapshot: SocketSnapshot) -> None:
        if snapshot.local is None:
            return
        if snapshot.role in (Role.LISTENER, Role.BOUND) or snapshot.protocol is Protocol.UDP:
            self._ports[snapshot.protocol, snapshot.local.port].append(snapshot)
        if snapshot.remote is not None:
            self._by_ends[plain(snapshot.local), plain(snapshot.remote)].append(snapshot)
            if snapshot.parent is not None:
                self._made[snapshot.parent, str(snapshot.remote)].append(snapshot)

    def far_end(self, record: CallRecord) -> Lane | None:
        """Whom the call is about beside its own socket; None when it is about nobody."""
        snapshot = self._sockets.get(record.socket)
        if record.call is Call.CONNECT:
            return self._holder(snapshot, str(record.args[0]) if record.args else "", record.time_ns)
        if record.call is Call.ACCEPT:
            made = _living(self._made[record.socket, record.address], record.time_ns + record.elapsed_ns)
            return _lane(made) if made is not None else None
        if record.call in DATAGRAM_CALLS:
            return self._holder(snapshot, record.address, record.time_ns)
        return self._partner(snapshot, record)

    def own_end(self, record: CallRecord) -> Lane:
        """The lane of the socket on which the call was made."""
        snapshot = self._sockets.get(record.socket)
        if snapshot is not None:
            return _lane(snapshot)
        return Lane(_CONNECTIONS, record.socket, f"#{record.socket}", record.socket, f"Socket #{record.socket}", "")

    def lanes(self, records: Iterable[CallRecord], wanted: Iterable[int]) -> list[Lane]:
        """From left to right: who calls, who holds on to a port, the connections made, and the programs called.

        `wanted`: the sockets that the view speaks of; when they are few, each has its lane at all times.
        """
        found = {lane.key: lane for record in records for lane in (self.own_end(record), self.far_end(record)) if lane}
        few = [snapshot for number in wanted if (snapshot := self._sockets.get(number)) is not None]
        if len(few) <= MOST_LANES:
            found |= {lane.key: lane for lane in map(_lane, few)}
        return sorted(found.values())

    def partner_of(self, snapshot: SocketSnapshot, time_ns: int | None = None) -> SocketSnapshot | None:
        """The other end of a conversation at that time (or when it began), if that is one of the lab's sockets."""
        if snapshot.local is None or snapshot.remote is None:
            return None
        ends = plain(snapshot.remote), plain(snapshot.local)
        return _living(self._by_ends.get(ends, ()), snapshot.opened_ns if time_ns is None else time_ns)

    def port_of_peer(self, snapshot: SocketSnapshot) -> SocketSnapshot | None:
        """The bound UDP socket of this lab that a UDP client talks to."""
        if snapshot.protocol is not Protocol.UDP or snapshot.remote is None:
            return None
        return self._holding(Protocol.UDP, snapshot.remote, snapshot.opened_ns)

    def _partner(self, snapshot: SocketSnapshot | None, record: CallRecord) -> Lane | None:
        remote_text = self._sockets.remote_text(record.socket)
        if snapshot is None or snapshot.local is None or snapshot.remote is None:
            return _other_program(remote_text, _CALLERS) if remote_text else None
        partner = self.partner_of(snapshot, record.time_ns)
        if partner is None and snapshot.protocol is Protocol.UDP:
            return self._holder(snapshot, remote_text, record.time_ns)
        if partner is None:
            return _other_program(remote_text, _BEYOND if snapshot.role is Role.CLIENT else _CALLERS)
        return _lane(partner)

    def _holder(self, snapshot: SocketSnapshot | None, address: str, time_ns: int) -> Lane | None:
        """Who holds on to that end point: one of the lab's own, or another program."""
        endpoint = endpoint_of(address)
        if endpoint is None:
            return None
        protocol = snapshot.protocol if snapshot is not None else Protocol.UDP
        holder = self._holding(protocol, endpoint, time_ns)
        if holder is not None:
            return _lane(holder)
        return _other_program(address, _BEYOND if snapshot is not None and snapshot.role is Role.CLIENT else _CALLERS)

    def _holding(self, protocol: Protocol, endpoint: Endpoint, time_ns: int) -> SocketSnapshot | None:
        holders = [
            holder
            for holder in self._ports.get((protocol, endpoint.port), ())
            if holder.local is not None and (holder.local.is_wildcard or plain(holder.local) == plain(endpoint))
        ]
        return _living(holders, time_ns)


def _living(candidates: Iterable[SocketSnapshot], time_ns: int) -> SocketSnapshot | None:
    """Ports are used again: the latest that had been opened by then and had not ended before."""
    alive = [it for it in candidates if it.opened_ns <= time_ns and (it.ended_ns is None or time_ns <= it.ended_ns)]
    return max(alive, key=lambda it: it.opened_ns, default=None) or next(iter(candidates), None)


def role_of(snapshot: SocketSnapshot) -> str:
    """What it is called above its lane and its states."""
    return "Unix socket" if snapshot.role is Role.BOUND and snapshot.family is Family.UNIX else _ROLES[snapshot.role]


def _lane(snapshot: SocketSnapshot) -> Lane:
    fd = snapshot.fd if snapshot.fd is not None else snapshot.last_fd
    title = f"{role_of(snapshot)} #{snapshot.number}" + (f"  fd {fd}" if fd is not None else "")
    return Lane(
        _RANKS[snapshot.role],
        snapshot.number,
        f"#{snapshot.number}",
        snapshot.number,
        title,
        str(snapshot.local or snapshot.requested),
        snapshot.opened_ns,
        snapshot.ended_ns,
    )


def _other_program(address: str, rank: int) -> Lane:
    return Lane(rank, 1 << 40, address, 0, "Another program", address)
