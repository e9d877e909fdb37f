"""All that has to do with one port of this computer just now, also what no program holds any more (worker thread).

Law: it reads the system's own tables and makes no socket call; what a system does not tell stays None.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core.contract.endpoints import Endpoint, Protocol
from core.machine.kernel_table import KernelRow, kernel_rows
from core.machine.ports import Owner, endpoint_of, inet_entries, owner_by_pid, protocol_of

HIGHEST_PORT = 65535


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
    facts = _by_ends(kernel_rows())
    uses, taken = [], set()
    for entry, pid in inet_entries():
        use = _use(entry, pid, facts)
        taken.add((use.protocol, use.local.port))
        if use.local.port == port:
            uses.append(use)
    return PortUses(port, tuple(uses), {use.pid: owner_by_pid(use.pid) for use in uses}, frozenset(taken))


def _use(entry: Any, pid: int | None, facts: dict[tuple[Endpoint, Endpoint], KernelRow]) -> PortUse:
    protocol = protocol_of(entry.type)
    local = endpoint_of(entry.laddr)
    raddr = entry.raddr
    remote = endpoint_of(raddr) if raddr else None
    state = entry.status if protocol is Protocol.TCP else ""
    row = facts.get((local, remote or _nobody(local))) if protocol is Protocol.TCP else None
    return PortUse(
        protocol,
        local,
        remote,
        state,
        pid,
        waiting=row.waiting if row is not None else None,
        left_s=row.timer_s if row is not None and state == "TIME_WAIT" else None,
    )


def _by_ends(rows: Iterable[KernelRow]) -> dict[tuple[Endpoint, Endpoint], KernelRow]:
    return {(row.local, row.remote): row for row in rows}


def _nobody(local: Endpoint) -> Endpoint:
    """What the kernel's table says in place of a peer."""
    return Endpoint("::" if ":" in local.address else "0.0.0.0", 0)
