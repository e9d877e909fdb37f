"""How one socket of this computer is written: its row, its owner in words, the answer about a port (pure).

Law: an owner that is not told is said not to be, in the same place where another one's name stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from core.contract.endpoints import Protocol
from core.machine.port_table import PortLine, Told
from core.machine.ports import Owner
from core.payload.escapes import show_name
from core.payload.numbers import counted
from gui.models.ports.port_changes import Mark, MarkedLine

THIS_LAB = "this lab"
_NOT_KNOWN = {
    Told.NOT_TOLD: "can’t be told",
    Told.NOBODY: "nobody",
    Told.NOT_YET: "…",
    Told.KNOWN: "",
}
_NAMED = 3
"""Owners that an answer names; a server may share its port among dozens of processes."""
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
    remote = (line.remote.port, line.remote.address) if line.remote is not None else (-1, "")
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
    place = (line.local.port, line.protocol.value, line.local.address, remote)
    sort = (mark.value, (line.protocol.value, place), place, remote, state, program.lower(), pids, user)
    return PortRow(line.key, cells, sort, _TAGS.get(mark) or _usual_tag(line))


def state_of(line: PortLine) -> str:
    """TCP's own word; UDP has no states, but may have one peer."""
    if line.state is not None:
        return line.state.label
    if line.protocol is Protocol.UDP:
        return "bound" if line.remote is None else "one peer"
    return ""


def program_of(line: PortLine) -> str:
    """The programs by name, each once; the lab's own marked."""
    if line.waits_for_accept:
        return "not accepted"
    if not line.owners:
        return _NOT_KNOWN[line.told]
    return ", ".join(dict.fromkeys(_name(owner) for owner in line.owners))


def owner_in_words(line: PortLine) -> str:
    """For a sentence: "python (pid 4121) of ann", "this lab", "a program of root that the system does not name"."""
    if line.is_this_lab:
        return THIS_LAB
    if line.owners:
        named = [f"{_name(owner)} (pid {owner.pid})" for owner in line.owners[:_NAMED]]
        left = len(line.owners) - len(named)
        words = ", ".join(named) + (f" and {left} more" if left else "")
        return f"{words} of {show_name(line.user)}" if line.user else words
    if line.waits_for_accept:
        return "the system, until its program accepts it"
    if line.told is Told.NOBODY:
        return "the system alone, no program any more"
    if line.told is Told.NOT_YET:
        return "a program that is being looked for"
    whose = f" of {show_name(line.user)}" if line.user else ""
    return f"a program{whose} that the system does not name to you"


def who_holds(port: int, lines: Sequence[PortLine]) -> str:
    """The answer: "TCP 127.0.0.1:9000: python (pid 4121) of ann. UDP: nobody."."""
    told = []
    for protocol in Protocol:
        there = [line for line in lines if line.local.port == port and line.protocol is protocol]
        bound = [line for line in there if line.is_bound]
        parts = [f"{line.local}: {owner_in_words(line)}" for line in bound[:_NAMED]]
        if len(bound) > _NAMED:
            parts.append(f"and {counted(len(bound) - _NAMED, 'socket')} more")
        if len(there) > len(bound):
            parts.append(f"{counted(len(there) - len(bound), 'conversation')} from that port")
        told.append(f"{protocol.name}: nobody." if not parts else f"{protocol.name} " + "; ".join(parts) + ".")
    return f"Port {port}.  " + "  ".join(told)


def _name(owner: Owner) -> str:
    return THIS_LAB if owner.is_this_lab else show_name(owner.program) or "a program"


def _usual_tag(line: PortLine) -> str:
    """The lab's own stand out; what no program holds steps back."""
    if line.is_this_lab:
        return "out"
    return "muted" if line.told is Told.NOBODY and not line.waits_for_accept else ""
