"""What the lists say in words: their headings, and one line about the selected socket (window thread).

Law: an error is said with what to try and the system's own word for it, as long as its row is there.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.contract.endpoints import Protocol
from core.contract.sockets import Role, SocketSnapshot, State
from core.contract.tls import TlsFacts
from core.explain.faults import explain
from core.explain.states import ending_text, state_text
from core.explain.tls import agreement
from core.payload.numbers import counted, show_size
from gui.models.sockets.addresses import is_exposed
from gui.models.sockets.socket_rows import Line


def conversations_heading(bound: SocketSnapshot | None, lines: Sequence[Line]) -> tuple[str, str]:
    """Over the Server tab's right list, and how many: ("Connections of 127.0.0.1:9000", "3 open, 12 ended")."""
    if bound is None:
        return "Connections", ""
    where = str(bound.local or bound.requested)
    if bound.protocol is Protocol.UDP:
        return f"Peers of {where}", counted(len(lines), "peer")
    return f"Connections of {where}", open_and_ended([line.snapshot for line in lines])


def open_and_ended(snapshots: Sequence[SocketSnapshot]) -> str:
    """3 open, 12 ended; nothing for none."""
    if not snapshots:
        return ""
    open_count = sum(snapshot.is_open for snapshot in snapshots)
    ended = len(snapshots) - open_count
    return f"{open_count:,} open" + (f", {ended:,} ended" if ended else "")


def tells_no_drops(snapshot: SocketSnapshot) -> bool:
    """Whether it is an open UDP socket on a system that has no counter of dropped datagrams for it."""
    receives = snapshot.protocol is Protocol.UDP and snapshot.state in (State.BOUND, State.CONNECTED)
    return receives and snapshot.dropped is None


def about_socket(snapshot: SocketSnapshot | None) -> str:
    """One line on a socket: what its state means, or what went wrong and what to try."""
    if snapshot is None:
        return ""
    parts = [f"#{snapshot.number}:"]
    if snapshot.fault is not None:
        words = explain(snapshot.fault)
        parts += [words.sentence, words.remedy, words.error]
    elif snapshot.ending is not None:
        parts.append(ending_text(snapshot.ending))
    else:
        parts += [state_text(snapshot.state), _about_tls(snapshot.tls)]
    if (
        snapshot.local is not None
        and snapshot.requested.endswith(":0")
        and snapshot.role in (Role.LISTENER, Role.BOUND)
    ):
        parts.append(f"You asked for any free port (0), and the system gave {snapshot.local.port}.")
    if snapshot.partner is not None and snapshot.is_open:
        parts.append(f"What it hears goes out by #{snapshot.partner}, and the other way round.")
    if snapshot.waiting_bytes:
        parts.append(f"The peer is not reading: {show_size(snapshot.waiting_bytes)} wait here to be sent.")
    if snapshot.dropped:
        parts.append(f"{counted(snapshot.dropped, 'datagram')} came too fast: the system dropped them.")
    elif tells_no_drops(snapshot):
        parts.append("This system does not tell how many datagrams it drops when they come too fast.")
    if snapshot.parent is None and snapshot.is_open and is_exposed(snapshot.local) and snapshot.remote is None:
        parts.append("It is reachable from the network: other computers can connect too.")
    return " ".join(part for part in parts if part)


def _about_tls(tls: TlsFacts | None) -> str:
    if tls is None or not (tls.is_established or tls.messages):  # a listener shakes no hands itself
        return ""
    return f"{agreement(tls)}."
