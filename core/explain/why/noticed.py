"""What happens to a socket of its own accord and deserves a card: told from two snapshots of it (pure, any thread).

Law: each happening is noticed once, and a plain success never is.
"""

from __future__ import annotations

from core.contract.commands import Connect
from core.contract.endpoints import Endpoint
from core.contract.faults import Fault
from core.contract.sockets import Role, SocketSnapshot, State

_ON_THE_WAY = frozenset({State.CREATED, State.RESOLVING, State.CONNECTING})


def noticed(before: SocketSnapshot | None, after: SocketSnapshot) -> Fault | None:
    """What has just happened to it; a call that fails on the way to its port or peer is answered to its command."""
    if after.fault is not None and (before is None or after.fault != before.fault):
        never_came_about = not after.is_open and (before is None or _is_on_the_way(before))
        return None if never_came_about else after.fault
    if after.state is State.PEER_FINISHED and before is not None and before.state is not State.PEER_FINISHED:
        return Fault("PEER_FINISHED", "recv", about=str(after.remote or ""))
    return None


def _is_on_the_way(snapshot: SocketSnapshot) -> bool:
    """To its port or peer, and then, of a caller, to the end of the TLS handshake."""
    return snapshot.state in _ON_THE_WAY or (snapshot.is_shaking_hands and snapshot.role is Role.CLIENT)


def surprise(command: Connect, got: SocketSnapshot, attempts: int) -> Fault | None:
    """What may surprise about a conversation that came about; `attempts`: how many sockets it took."""
    if got.local is not None and got.local == got.remote:
        return Fault("SELF_CONNECTED", about=str(got.local))
    if Endpoint(command.host, command.port).is_wildcard:
        return Fault("WILDCARD_CALLED", about=command.host)
    if attempts > 1:
        return Fault("OTHER_ADDRESS", about=command.host)
    return None
