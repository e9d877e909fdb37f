"""What the lower half of the window speaks of: one record, and what "selected socket" means (window thread).

Law: there is one selection, and every view shows the same one; nothing but a person's choice moves it.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from core.contract.endpoints import Endpoint
from gui.models.sockets.sockets import Side, Sockets


class Scope(Enum):
    """Which records the views show; the value is what the box says."""

    ALL = "everything"
    TAB = "this tab"
    SOCKET = "selected socket"


class Selection:
    """The selected record, the selected sockets of each tab, and the scope of the views."""

    def __init__(self, sockets: Sockets, scopes: tuple[Scope, ...] = tuple(Scope)) -> None:
        self._sockets = sockets
        self.scopes = scopes
        """Those that can be chosen."""
        self.record: int | None = None
        self.scope = Scope.ALL
        self.side = Side.SERVER
        self._chosen: dict[Side, tuple[int, ...]] = {Side.SERVER: (), Side.CLIENT: ()}
        self._peers: dict[Side, Endpoint | None] = {}
        self._watchers: list[Callable[[], None]] = []

    def watch(self, watcher: Callable[[], None]) -> None:
        """Call `watcher` after every change; it reads what it needs from here."""
        self._watchers.append(watcher)

    def choose_record(self, seq: int | None) -> None:
        """Select a record, in all views."""
        if seq != self.record:
            self.record = seq
            self._tell()

    def choose_scope(self, scope: Scope) -> None:
        """Show other records."""
        if scope is not self.scope:
            self.scope = scope
            self._tell()

    def choose_side(self, side: Side) -> None:
        """Another tab is in front."""
        if side is not self.side:
            self.side = side
            self._tell()

    def choose_sockets(self, side: Side, numbers: tuple[int, ...], peer: Endpoint | None = None) -> None:
        """Other sockets are selected in the lists of a tab; `peer`: of a UDP socket, the selected one of its peers."""
        if (numbers, peer) != (self._chosen[side], self._peers.get(side)):
            self._chosen[side] = numbers
            self._peers[side] = peer
            if side is self.side:
                self._tell()

    @property
    def sockets(self) -> tuple[int, ...]:
        """What "selected socket" means now: those selected in the tab in front."""
        return self._chosen[self.side]

    @property
    def peer(self) -> Endpoint | None:
        """The selected peer of a UDP socket in the tab in front."""
        return self._peers.get(self.side)

    @property
    def shows_all(self) -> bool:
        """Whether the scope leaves nothing out."""
        return self.scope is Scope.ALL

    @property
    def filter(self) -> tuple[Scope, Side, tuple[int, ...]]:
        """What decides which records are shown; two equal filters show the same ones."""
        side = self.side if self.scope is Scope.TAB else Side.UNKNOWN
        return self.scope, side, self.sockets if self.scope is Scope.SOCKET else ()

    def mask(self) -> bytes:
        """For each socket number whether its records are shown: 1 or 0 (of no meaning for Scope.ALL)."""
        if self.scope is Scope.TAB:
            return self._sockets.side_mask(self.side)
        return self._sockets.family_mask(self.sockets)

    def _tell(self) -> None:
        for watcher in self._watchers:
            watcher()
