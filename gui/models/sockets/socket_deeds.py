"""What can be done with sockets, and why not when it can't (window thread).

Law: a button that can't do anything now says why in one sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import assert_never

from core.contract.endpoints import Family, Protocol
from core.contract.sockets import Role, SocketSnapshot, State

NOTHING_SELECTED = "Select a socket in the list first."
_ON_THE_WAY = frozenset({State.CREATED, State.RESOLVING, State.CONNECTING})
_CAN_FINISH = frozenset({State.CONNECTED, State.PEER_FINISHED})


class Deed(Enum):
    """What a button does; the value is what it says."""

    FINISH = "Finish sending"
    CLOSE = "Close"
    RESET = "Reset"
    STOP = "Stop listening"
    CLOSE_ALL = "Close all"
    OPTIONS = "Options…"


def doable(deed: Deed, snapshots: Sequence[SocketSnapshot]) -> list[SocketSnapshot]:
    """Those of the selected sockets that it can be done with now."""
    return [snapshot for snapshot in snapshots if not _obstacle(deed, snapshot)]


def why_not(deed: Deed, snapshots: Sequence[SocketSnapshot]) -> str:
    """Why it can be done with none of them, "" when it can with some."""
    if not snapshots:
        return NOTHING_SELECTED
    return "" if doable(deed, snapshots) else _obstacle(deed, snapshots[0])


def is_on_the_way(snapshots: Sequence[SocketSnapshot]) -> bool:
    """Whether closing them means to cancel: none has got through yet."""
    return bool(snapshots) and all(
        snapshot.state in _ON_THE_WAY or (snapshot.is_shaking_hands and snapshot.role is Role.CLIENT)
        for snapshot in snapshots
    )


def _obstacle(deed: Deed, snapshot: SocketSnapshot) -> str:
    name = f"#{snapshot.number}"
    match deed:
        case Deed.CLOSE_ALL:  # an ended listener's connections live on, and can still be closed
            return ""
        case _ if not snapshot.is_open:
            return f"{name} has ended already."
        case Deed.STOP:
            return ""
        case Deed.OPTIONS:
            return "" if snapshot.fd is not None else f"{name} has no socket yet: its name is being looked up."
        case Deed.CLOSE:
            return ""
        case Deed.RESET:
            return _no_reset(snapshot)
        case Deed.FINISH if snapshot.is_shaking_hands:
            return f"The TLS handshake of {name} is not over."
        case Deed.FINISH if snapshot.state not in _CAN_FINISH and snapshot.protocol is Protocol.TCP:
            return f"{name} is {snapshot.state.value}: there is nothing to finish."
        case Deed.FINISH:
            return _only_for_connections(snapshot, f"{name} is a UDP socket: datagrams have no end to announce.")
        case _:
            assert_never(deed)


def _no_reset(snapshot: SocketSnapshot) -> str:
    if snapshot.family is Family.UNIX:
        return f"#{snapshot.number} is a Unix socket, which knows no reset: close it instead."
    return _only_for_connections(
        snapshot, f"#{snapshot.number} is a UDP socket: there is no conversation to break off."
    )


def _only_for_connections(snapshot: SocketSnapshot, about_udp: str) -> str:
    if snapshot.protocol is Protocol.UDP:
        return about_udp
    if snapshot.role is Role.LISTENER:
        return f"#{snapshot.number} is a listener; select one of its connections."
    return ""
