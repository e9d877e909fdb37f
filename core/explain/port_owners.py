"""Whose a socket of this computer is and what it does, in words (pure).

Law: an owner that is not told is said not to be, in the same place where another one's name stands.
"""

from __future__ import annotations

from core.contract.endpoints import Protocol
from core.machine.port_table import PortLine, Told
from core.machine.ports import Owner
from core.payload.escapes import show_name

THIS_LAB = "this lab"
NAMED = 3
"""Owners that a sentence names; a server may share its port among dozens of processes."""
_NOT_KNOWN = {
    Told.NOT_TOLD: "can’t be told",
    Told.NOBODY: "nobody",
    Told.NOT_YET: "…",
    Told.KNOWN: "",
}


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
        named = [f"{_name(owner)} (pid {owner.pid})" for owner in line.owners[:NAMED]]
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


def _name(owner: Owner) -> str:
    return THIS_LAB if owner.is_this_lab else show_name(owner.program) or "a program"
