"""All bound ports and conversations of this computer, with who holds them, asked for again and again (worker thread).

Law: what the system does not tell is said to be unknown, never guessed; and looking once a second costs less than a
fiftieth of a core, so what has not changed is neither parsed nor looked up again.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from core.contract.endpoints import Endpoint, Protocol
from core.contract.tcp import TcpState
from core.machine.ports import Owner, endpoint_of, inet_entries, owner_by_pid, protocol_of
from core.machine.socket_owners import SocketOwners
from core.machine.tcp_table import proc_endpoint, proc_state, psutil_state

_BEFORE_ACCEPT = (TcpState.SYN_RECEIVED, TcpState.ESTABLISHED, TcpState.CLOSE_WAIT)
_TABLES = {"tcp": Protocol.TCP, "tcp6": Protocol.TCP, "udp": Protocol.UDP, "udp6": Protocol.UDP}


class Told(Enum):
    """What is known about who holds a socket."""

    KNOWN = "known"
    NOT_TOLD = "not told"
    """The system shows it only to its user and to root."""
    NOBODY = "nobody"
    """The kernel alone has it: a conversation that is over, or one that no program has accepted yet."""
    NOT_YET = "not yet"
    """It has not been looked up so far: the next looks will tell."""


class PortLine(NamedTuple):
    """One socket of this computer. Two lines about the same socket have the same key, whatever became of it."""

    protocol: Protocol
    local: Endpoint
    remote: Endpoint | None
    """None for a listener, and for a UDP socket that hears from anybody."""
    state: TcpState | None
    """None for UDP, and for what the system has no word for."""
    owners: tuple[Owner, ...] = ()
    told: Told = Told.NOT_TOLD
    user: str = ""
    """Whose socket it is, also where the program is not told; "" where that is not told either."""
    number: int = 0
    """Linux: the kernel's own number of the socket (its inode)."""

    @property
    def is_bound(self) -> bool:
        """Whether anybody can call here: a listener, or a UDP socket without a fixed peer (what `ss -l` lists)."""
        return self.state is TcpState.LISTEN if self.protocol is Protocol.TCP else self.remote is None

    @property
    def is_this_lab(self) -> bool:
        """Whether this very program holds it."""
        return any(owner.is_this_lab for owner in self.owners)

    @property
    def waits_for_accept(self) -> bool:
        """Whether the kernel has made this connection, and no program has taken it with accept() so far."""
        return self.told is Told.NOBODY and self.state in _BEFORE_ACCEPT

    @property
    def place(self) -> tuple[int, str, str, int, str]:
        """To sort by: the local port first; what is held comes before its conversations."""
        far = (self.remote.port, self.remote.address) if self.remote is not None else (-1, "")
        return self.local.port, self.protocol.value, self.local.address, *far

    @property
    def key(self) -> str:
        """A TCP conversation is known by its two ends, for its number goes when its program closes it."""
        conversation = self.protocol is Protocol.TCP and self.remote is not None
        return f"{self.protocol.value} {self.local} {self.remote if conversation else f'#{self.number}'}"


_Fields = tuple[str, ...]
"""Of a line of /proc/net/tcp and its like, as far as they are used: table, local, remote, state, uid, inode."""


class PortTable:
    """What the system says; one thread at a time may ask."""

    def __init__(self) -> None:
        self._owners = SocketOwners()
        self._programs: dict[int, Owner] = {}
        self._lines: dict[_Fields, PortLine] = {}
        self._users: dict[str, str] = {}

    def look(self) -> list[PortLine]:
        """Every TCP and UDP socket that has a port now; one between bind() and listen() is in nobody's list."""
        return self._look_in_proc() if sys.platform == "linux" else self._ask_psutil()

    def _look_in_proc(self) -> list[PortLine]:
        found = list(_proc_lines())
        pids = self._owners.find({int(fields[-1]) for fields in found} - {0})
        self._programs = _programs({pid for some in pids.values() for pid in some}, self._programs)
        before, self._lines = self._lines, {}
        for fields in found:
            line = before.get(fields) or self._parsed(fields)
            held = self._held(line, pids)
            if held != (line.owners, line.told):
                line = line._replace(owners=held[0], told=held[1])
            self._lines[fields] = line
        return list(self._lines.values())

    def _parsed(self, fields: _Fields) -> PortLine:
        table, local, remote, state, uid, inode = fields
        protocol, far = _TABLES[table], proc_endpoint(remote)
        return PortLine(
            protocol,
            proc_endpoint(local),
            far if far.port else None,
            proc_state(state) if protocol is Protocol.TCP else None,
            user=self._user(uid) if inode != "0" else "",  # where there is no inode, the kernel writes 0 for both
            number=int(inode),
        )

    def _held(self, line: PortLine, pids: Mapping[int, tuple[int, ...]]) -> tuple[tuple[Owner, ...], Told]:
        if not line.number:
            return (), Told.NOBODY
        if line.number not in pids:
            return (), Told.NOT_YET
        owners = tuple(self._programs[pid] for pid in pids[line.number])
        return owners, Told.KNOWN if owners else Told.NOT_TOLD

    def _user(self, uid: str) -> str:
        if uid not in self._users:
            self._users[uid] = _name_of(int(uid))
        return self._users[uid]

    def _ask_psutil(self) -> list[PortLine]:
        """Windows and macOS have no numbers for sockets: those with the same ends and state are one line."""
        entries = list(inet_entries())
        self._programs = _programs({pid for _, pid in entries if pid}, self._programs)
        lines: dict[str, PortLine] = {}
        for entry, pid in entries:
            owner = self._programs[pid] if pid else None  # Windows says 0 where nobody holds it any more
            state = psutil_state(entry.status)
            line = PortLine(
                protocol_of(entry.type),
                endpoint_of(entry.laddr),
                endpoint_of(entry.raddr) if entry.raddr else None,
                state,
                () if owner is None else (owner,),
                _told_of(owner, state),
                "" if owner is None else owner.user,
            )
            before = lines.get(line.key)
            if before is not None and owner is not None and owner not in before.owners:
                line = line._replace(owners=(*before.owners, owner))
            lines[line.key] = line
        return list(lines.values())


def _proc_lines() -> Iterator[_Fields]:
    for name in _TABLES:
        try:
            lines = Path("/proc/net", name).read_text(encoding="ascii").splitlines()[1:]
        except OSError:  # IPv6 is switched off, or /proc is not there
            continue
        for line in lines:
            fields = line.split(None, 10)
            yield name, fields[1], fields[2], fields[3], fields[7], fields[9]


def _programs(pids: set[int], known: Mapping[int, Owner]) -> dict[int, Owner]:
    """Who these are. One that held no socket at the last look is asked anew: its pid may be another program's now."""
    return {pid: known.get(pid) or owner_by_pid(pid) for pid in pids}


def _told_of(owner: Owner | None, state: TcpState | None) -> Told:
    if owner is not None:
        return Told.KNOWN
    return Told.NOBODY if state is TcpState.TIME_WAIT else Told.NOT_TOLD


def _name_of(uid: int) -> str:
    if sys.platform == "win32":
        return ""
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:  # of another container, or deleted
        return str(uid)
