"""Who waits in a listener's backlog, as the kernel's table tells (window thread).

Law: a caller in the backlog is a connection of the kernel that no socket of the lab has yet. Linux counts those it had
to turn away for the whole computer only (ListenOverflows), so the count is said to be that.
"""

from __future__ import annotations

import sys
from pathlib import Path

from core.capture.stories.conversations import plain
from core.contract.endpoints import Endpoint
from core.contract.sockets import Role, SocketSnapshot
from core.contract.tcp import TcpState
from gui.drawing.switchboard import Board
from gui.models.sockets.kernel_table import KernelTable
from gui.models.sockets.sockets import Sockets
from gui.models.why.reasons import Ask

_CONNECTED = frozenset({TcpState.ESTABLISHED, TcpState.CLOSE_WAIT})
_MORE_THAN_BACKLOG = 1 if sys.platform == "linux" else 0
"""Linux lets one more wait than listen() was told (net/ipv4/tcp_ipv4.c: the queue is full when it is longer)."""


class Backlog:
    """What the Switchboard view shows of one listener."""

    def __init__(self, sockets: Sockets, ask: Ask) -> None:
        self._sockets = sockets
        self._kernel = KernelTable(ask)
        self._overflows_before = overflows()

    @property
    def stamp(self) -> int:
        """Goes up when the kernel said something else."""
        return self._kernel.version

    def look(self, listener: SocketSnapshot) -> Board:
        """The listener as it is now."""
        self._kernel.look()
        made = self._sockets.accepted_by(listener.number)
        ours = {plain(it.remote) for it in made if it.remote is not None and it.is_open}
        waiting = None
        if listener.has_tcp_states:
            waiting = [str(caller) for caller in self._connected_to(listener) if caller not in ours]
        return Board(
            f"Listener #{listener.number}  {listener.local}",
            _said(listener, None if waiting is None else len(waiting)),
            waiting,
            _places(listener),
            overflows() - self._overflows_before if listener.has_tcp_states else 0,
            [f"#{it.number}  {it.remote}" + ("" if it.is_open else "  ended") for it in made],
            listener.by_hand,
        )

    def _connected_to(self, listener: SocketSnapshot) -> list[Endpoint]:
        local = listener.local
        if local is None or not listener.is_open:
            return []
        here = plain(local)
        return [
            line.remote
            for line in self._kernel.lines
            if line.remote is not None
            and line.state in _CONNECTED
            and line.local.port == here.port
            and (local.is_wildcard or line.local == here)
        ]


def listener_of(sockets: Sockets, number: int | None) -> SocketSnapshot | None:
    """The chosen listener, that of a chosen connection, or the newest there is."""
    chosen = sockets.get(number)
    if chosen is not None and chosen.parent is not None:
        chosen = sockets.get(chosen.parent)
    if chosen is not None and chosen.role is Role.LISTENER:
        return chosen
    listeners = [it for it in sockets.bound() if it.role is Role.LISTENER and it.is_open]
    return listeners[-1] if listeners else None


def overflows() -> int:
    """Calls that this computer had to turn away because a backlog was full, ever; 0 where that is not told."""
    try:
        lines = Path("/proc/net/netstat").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    names, numbers = (line.split() for line in lines[:2])
    found = dict(zip(names, numbers, strict=False))
    return int(found.get("ListenOverflows", 0))


def _most() -> int:
    """What the kernel cuts every backlog to."""
    try:
        return int(Path("/proc/sys/net/core/somaxconn").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 1 << 16


def _places(listener: SocketSnapshot) -> int | None:
    """How many may wait; None where nobody says who does."""
    if listener.backlog is None or not listener.has_tcp_states:
        return None
    return min(listener.backlog, _most()) + _MORE_THAN_BACKLOG


def _said(listener: SocketSnapshot, waiting: int | None) -> str:
    """`waiting`: how many, None when that can't be told."""
    if not listener.is_open:
        return "It is closed: nobody can call any more."
    if waiting is None:
        at_once = "It takes each caller at once. " if not listener.by_hand else ""
        return (
            f"{at_once}The system does not list who waits at a path. By hand, each press of Accept takes one caller, "
            "if somebody waits; they are connected already."
        )
    if waiting:
        return (
            "Whoever waits here is connected already: the kernel answered. No program has a socket for them yet, and "
            "what they send is kept for them."
        )
    if listener.by_hand:
        return "Nobody waits. Connect to the port: a lamp will light up, and each press of Accept takes one caller."
    return "It takes each caller at once, so nobody waits long enough to be seen. Tick “Accept by hand” to see them."
