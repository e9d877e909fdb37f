"""All that has to do with one port of this computer just now, also what no program holds any more (worker thread).

Law: it reads the system's own tables and makes no socket call; what a system does not tell stays None.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from core.contract.endpoints import Endpoint, Protocol
from core.machine.ports import Owner, endpoint_of, inet_entries, owner_by_pid, protocol_of
from core.machine.tcp_table import KernelTcp, tcp_table

HIGHEST_PORT = 65535
_Ends: TypeAlias = tuple[Endpoint, Endpoint | None]


@dataclass(frozen=True, slots=True)
class PortUse:
    """One socket of this computer whose local end has the port."""

    protocol: Protocol
    local: Endpoint
    remote: Endpoint | None
    """None for a listener, and for a UDP socket that hears from anybody."""
    state: str
    """TCP's own word: LISTEN, ESTABLISHED, FIN_WAIT2, TIME_WAIT...; "" for UDP."""
    pid: int | None
    """None where the system does not tell, and where no program holds it any more (TIME_WAIT)."""
    waiting: int | None = None
    """Linux. A listener: callers that are connected already and not accepted yet; else: bytes received and not read."""
    left_s: float | None = None
    """Linux: how long it stays in TIME_WAIT."""

    @property
    def is_bound(self) -> bool:
        """Whether it is a listener, or a UDP socket that hears from anybody."""
        return self.state == "LISTEN" if self.protocol is Protocol.TCP else self.remote is None


@dataclass(frozen=True, slots=True)
class PortUses:
    """All uses of one port, and which ports are taken besides."""

    port: int
    uses: tuple[PortUse, ...]
    owners: dict[int | None, Owner]
    """Of the pids in `uses`."""
    taken: frozenset[tuple[Protocol, int]]
    """The local ports of all sockets, conversations and TIME_WAIT included."""

    def next_free(self, protocol: Protocol, above: int) -> int | None:
        """The next higher port that nothing names; None: there is none."""
        return next((port for port in range(above + 1, HIGHEST_PORT + 1) if (protocol, port) not in self.taken), None)


def uses_of(port: int) -> PortUses:
    """Ask the system; 10 to 100 ms."""
    facts = _kernel_facts()
    uses, taken = [], set()
    for entry, pid in inet_entries():
        use = _use(entry, pid, facts)
        taken.add((use.protocol, use.local.port))
        if use.local.port == port:
            uses.append(use)
    return PortUses(port, tuple(uses), {use.pid: owner_by_pid(use.pid) for use in uses}, frozenset(taken))


def _use(entry: Any, pid: int | None, facts: Mapping[_Ends, KernelTcp]) -> PortUse:
    protocol = protocol_of(entry.type)
    local = endpoint_of(entry.laddr)
    remote = endpoint_of(entry.raddr) if entry.raddr else None
    row = facts.get((local, remote)) if protocol is Protocol.TCP else None
    return PortUse(
        protocol,
        local,
        remote,
        entry.status if protocol is Protocol.TCP else "",
        pid,
        waiting=row.receive_queue if row is not None else None,
        left_s=row.seconds_left if row is not None else None,
    )


def _kernel_facts() -> dict[_Ends, KernelTcp]:
    """What psutil does not tell; elsewhere than on Linux the table is psutil's own, and tells no more."""
    rows = tcp_table() if sys.platform == "linux" else []
    return {(row.local, row.remote): row for row in rows}
