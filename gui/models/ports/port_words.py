"""How one socket of this computer is written: its row, and the answer about a port (pure).

Law: a row's cells are what a person reads; it is sorted by what they mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from core.contract.endpoints import Protocol
from core.explain.port_owners import NAMED, owner_in_words, program_of, state_of
from core.machine.port_table import PortLine, Told
from core.payload.escapes import show_name
from core.payload.numbers import counted
from gui.models.ports.port_changes import Mark, MarkedLine

_TAGS = {Mark.NEW: "ok", Mark.CHANGED: "warning", Mark.GONE: "error"}


class PortRow(NamedTuple):
    """A table's row: what ListRow is made from."""

    key: str
    cells: tuple[str, ...]
    sort: tuple[Any, ...]
    tag: str


def port_row(marked: MarkedLine) -> PortRow:
    """Change, protocol, local, remote, state, program, pid, user."""
    line, mark = marked
    pids = sorted(owner.pid for owner in line.owners if owner.pid is not None)
    more = f" +{len(pids) - 1}" if len(pids) > 1 else ""
    program, state, user = program_of(line), state_of(line), show_name(line.user)
    cells = (
        mark.value,
        line.protocol.name,
        str(line.local),
        str(line.remote or ""),
        state,
        program,
        f"{pids[0]}{more}" if pids else "",
        user,
    )
    by_protocol, remote = (line.protocol.value, line.place), line.place[3:]
    sort = (mark.value, by_protocol, line.place, remote, state, program.lower(), pids, user)
    return PortRow(line.key, cells, sort, _TAGS.get(mark) or _usual_tag(line))


def who_holds(port: int, lines: Sequence[PortLine]) -> str:
    """The answer: "TCP 127.0.0.1:9000: python (pid 4121) of ann. UDP: nobody."."""
    told = []
    for protocol in Protocol:
        there = [line for line in lines if line.local.port == port and line.protocol is protocol]
        bound = [line for line in there if line.is_bound]
        parts = [f"{line.local}: {owner_in_words(line)}" for line in bound[:NAMED]]
        if len(bound) > NAMED:
            parts.append(f"and {counted(len(bound) - NAMED, 'socket')} more")
        if len(there) > len(bound):
            parts.append(f"{counted(len(there) - len(bound), 'conversation')} from that port")
        told.append(f"{protocol.name}: nobody." if not parts else f"{protocol.name} " + "; ".join(parts) + ".")
    return f"Port {port}.  " + "  ".join(told)


def _usual_tag(line: PortLine) -> str:
    """The lab's own stand out; what no program holds steps back."""
    if line.is_this_lab:
        return "out"
    return "muted" if line.told is Told.NOBODY and not line.waits_for_accept else ""
