"""Every socket the lab made, by number, as the window last heard of it (window thread).

Law: filled by events alone; it knows nothing that the engine did not say, and its memory is bounded.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Callable, Iterable
from enum import IntEnum
from time import monotonic

from core.contract.endpoints import NO_NAME, Endpoint, Protocol
from core.contract.sockets import Role, SocketSnapshot, State

ENDED_KEPT = 2_000
"""Ended sockets that the lists still show; older ones leave the lists, their calls stay in the capture."""
PEERS_KEPT = 5_000
"""Peers shown per UDP socket: anybody can invent addresses, and the window must not grow with them."""
REMOTES_KEPT = 100_000
"""Peers' names remembered of sockets that left the lists, for the traffic rows they left behind."""


class Side(IntEnum):
    """Which tab a socket belongs to."""

    UNKNOWN = 0
    SERVER = 1
    CLIENT = 2


class Sockets:
    """The newest snapshot of each socket, who accepted it, and the peers that UDP sockets heard from."""

    def __init__(self, clock: Callable[[], float] = monotonic, *, ended_kept: int = ENDED_KEPT) -> None:
        self._clock = clock
        self._ended_kept = ended_kept
        self.version = 0
        """Goes up with every change, so that a view can tell in one comparison that nothing happened."""
        self._snapshots: dict[int, SocketSnapshot] = {}
        self._bound: dict[int, None] = {}
        self._clients: dict[int, None] = {}
        self._accepted: dict[int, dict[int, None]] = {}
        self._peers: dict[int, dict[Endpoint, int]] = {}
        self._peers_met = 0
        self._ended: deque[int] = deque()
        self._remotes: dict[int, str] = {}
        self._born: dict[int, float] = {}
        self._gone: dict[int, float] = {}
        self._sides = bytearray(1)
        self._parents = array("q", [0])
        self.open_connections = 0
        """Conversations that are open now, at either side; a count, because 5,000 cannot be walked every frame."""

        self.dropped = 0
        """Datagrams the kernel dropped before the lab could take them, as far as the system tells."""

    def apply(self, snapshot: SocketSnapshot) -> None:
        """Take in what the engine said of a socket."""
        before = self._snapshots.get(snapshot.number)
        self._snapshots[snapshot.number] = snapshot
        self.dropped += (snapshot.dropped or 0) - (before.dropped or 0 if before is not None else 0)
        self.open_connections += _is_conversation(snapshot) - (before is not None and _is_conversation(before))
        if before is None:
            self._enrol(snapshot)
        if not snapshot.is_open and (before is None or before.is_open):
            self._ended.append(snapshot.number)
            self._gone[snapshot.number] = self._clock()
            self._drop_oldest_ended()
        self.version += 1

    def heard(self, number: int, peer: Endpoint) -> None:
        """A UDP socket met a peer for the first time."""
        peers = self._peers.setdefault(number, {})
        self._peers_met += 1
        peers[peer] = self._peers_met
        if len(peers) > PEERS_KEPT:
            del peers[next(iter(peers))]
        self.version += 1

    def get(self, number: int | None) -> SocketSnapshot | None:
        """The socket, or None for one that never was or that left the lists."""
        return None if number is None else self._snapshots.get(number)

    def everything(self) -> list[SocketSnapshot]:
        """All sockets of the lists, oldest first."""
        return list(self._snapshots.values())

    def bound(self) -> list[SocketSnapshot]:
        """What holds on to a port for others to find, or did: listeners and bound UDP sockets, oldest first.

        One that ended without ever having been given a port is left out: its error stands beside the form.
        """
        found = (self._snapshots[number] for number in self._bound)
        return [snapshot for snapshot in found if snapshot.is_open or snapshot.local is not None]

    def clients(self) -> list[SocketSnapshot]:
        """The sockets that were asked for in the Client tab, oldest first."""
        return [self._snapshots[number] for number in self._clients]

    def accepted_by(self, listener: int) -> list[SocketSnapshot]:
        """The connections a listener made, oldest first."""
        return [self._snapshots[number] for number in self._accepted.get(listener, ())]

    def peers_of(self, number: int) -> list[tuple[int, Endpoint]]:
        """The peers a UDP socket met, in that order; the number before each is its own for good."""
        return [(key, peer) for peer, key in self._peers.get(number, {}).items()]

    def holder_of(self, protocol: Protocol, local: Endpoint) -> SocketSnapshot | None:
        """The lab's own open listener or bound UDP socket that is in the way of binding to that port."""
        for snapshot in self.bound():
            held = snapshot.local
            if not snapshot.is_open or snapshot.protocol is not protocol or held is None or held.port != local.port:
                continue
            if held.address == local.address or held.is_wildcard or local.is_wildcard:
                return snapshot
        return None

    def other_end_of(self, one: SocketSnapshot) -> SocketSnapshot | None:
        """The other end of a conversation, when that is a socket of the lab too."""
        if one.local is None or one.remote is None:
            return None
        if NO_NAME in (one.local.address, one.remote.address):
            return self._unnamed_end_of(one)
        ends = (one.remote, one.local)
        found = (it for it in self._snapshots.values() if (it.local, it.remote) == ends and it.protocol is one.protocol)
        return max(found, key=lambda it: it.number, default=None)

    def _unnamed_end_of(self, one: SocketSnapshot) -> SocketSnapshot | None:
        """Callers of a Unix socket have no name: in the order they came, if all that came are the lab's own."""
        same = [it for it in self._snapshots.values() if (it.local, it.remote) == (one.local, one.remote)]
        others = [it for it in self._snapshots.values() if (it.local, it.remote) == (one.remote, one.local)]
        if len(same) != len(others):
            return None
        return dict(zip((it.number for it in same), others, strict=True)).get(one.number)

    def remote_text(self, number: int) -> str:
        """The peer of a connection, "" when it has (or had) none."""
        snapshot = self._snapshots.get(number)
        if snapshot is None:
            return self._remotes.get(number, "")
        return "" if snapshot.remote is None else str(snapshot.remote)

    def age_s(self, number: int) -> float:
        """How long a socket has lived, or did live, by a clock that never jumps."""
        now = self._clock()
        return self._gone.get(number, now) - self._born.get(number, now)

    @property
    def highest(self) -> int:
        """The highest number heard of; masks reach up to it."""
        return len(self._sides) - 1

    def side_of(self, number: int) -> Side:
        """Which tab a socket belongs to, also once it has left the lists."""
        return Side(self._sides[number]) if number < len(self._sides) else Side.UNKNOWN

    def side_mask(self, side: Side) -> bytes:
        """For each socket number whether it belongs to that side: 1 or 0."""
        return bytes(self._sides).translate(bytes(int(value == side) for value in range(256)))

    def family_mask(self, numbers: Iterable[int]) -> bytes:
        """For each socket number whether it is one of those, or was accepted by one of them: 1 or 0."""
        wanted = frozenset(numbers)
        mask = bytearray(parent in wanted for parent in self._parents)
        for number in wanted:
            if number < len(mask):
                mask[number] = 1
        return bytes(mask)

    def removable(self, side: Side) -> list[int]:
        """Ended sockets that can leave a tab's lists; an ended listener stays while connections it made are open."""
        return [
            number for number in self._ended if self._sides[number] == side and not self._holds_open_connections(number)
        ]

    def remove_ended(self, numbers: Iterable[int]) -> None:
        """Take ended sockets out of the lists; their calls stay in the capture."""
        leaving = frozenset(numbers) & frozenset(self._ended)
        self._ended = deque(number for number in self._ended if number not in leaving)
        for number in leaving:
            self._remove(number)
        self.version += 1

    def know(self, number: int) -> None:
        """There are sockets up to that number, of which nothing else may be known."""
        missing = number + 1 - len(self._sides)
        if missing > 0:
            self._sides.extend(bytes(missing))
            self._parents.frombytes(bytes(missing * self._parents.itemsize))

    def _enrol(self, snapshot: SocketSnapshot) -> None:
        number = snapshot.number
        self._born[number] = self._clock()
        self.know(number)
        self._sides[number] = Side.CLIENT if snapshot.role is Role.CLIENT else Side.SERVER
        if snapshot.parent is not None:
            self._parents[number] = snapshot.parent
        match snapshot.role:
            case Role.CLIENT:
                self._clients[number] = None
            case Role.ACCEPTED:
                self._accepted.setdefault(snapshot.parent or 0, {})[number] = None
            case Role.LISTENER | Role.BOUND:
                self._bound[number] = None

    def _drop_oldest_ended(self) -> None:
        if len(self._ended) <= self._ended_kept:
            return
        oldest = self._ended.popleft()
        if self._holds_open_connections(oldest):
            self._ended.append(oldest)
        else:
            self._remove(oldest)

    def _holds_open_connections(self, listener: int) -> bool:
        return any(self._snapshots[number].is_open for number in self._accepted.get(listener, ()))

    def _remove(self, number: int) -> None:
        snapshot = self._snapshots.pop(number, None)
        if snapshot is None:
            return
        if snapshot.remote is not None:
            self._remotes[number] = str(snapshot.remote)
            if len(self._remotes) > REMOTES_KEPT:
                del self._remotes[next(iter(self._remotes))]
        for ages in (self._born, self._gone):
            ages.pop(number, None)
        self._bound.pop(number, None)
        self._clients.pop(number, None)
        self._peers.pop(number, None)
        if snapshot.parent is not None:
            self._accepted.get(snapshot.parent, {}).pop(number, None)
        if snapshot.role is Role.LISTENER:
            self._remove_children(number)

    def _remove_children(self, listener: int) -> None:
        """The ended connections of a listener that left the lists: nothing could show them any more."""
        children = frozenset(self._accepted.pop(listener, ()))
        self._ended = deque(number for number in self._ended if number not in children)
        for number in children:
            self._remove(number)


def _is_conversation(snapshot: SocketSnapshot) -> bool:
    return snapshot.state in _CONVERSING


_CONVERSING = frozenset({State.CONNECTED, State.PEER_FINISHED, State.FINISHED_SENDING})
