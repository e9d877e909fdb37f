"""Which programs hold which sockets, by the socket's inode (Linux; worker thread).

Law: looking through all programs is dear (every descriptor is a system call), so what is known is kept, and no more
than a hundredth of the time goes into looking for what is not.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from time import monotonic

_SHARE = 100
"""A look that took 20 ms is followed by 2 s without another one."""
_ANEW_S = 10.0
"""A socket can be handed on to another program, which nothing announces: so all are looked up again now and then."""
_PREFIX = "socket:["

Pids = tuple[int, ...]


class SocketOwners:
    """What was found last. A socket that several programs share has several owners."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._found: dict[int, Pids] = {}
        self._in_vain: set[int] = set()
        """Held by programs that the system shows to nobody but their user and root."""
        self._processes: set[int] = set()
        self._few_due = self._all_due = self._anew_due = 0.0

    def find(self, inodes: Collection[int]) -> Mapping[int, Pids]:
        """The pids of each of these sockets; () where the system does not tell. Missing: not looked for yet."""
        wanted = set(inodes)
        self._found = {inode: pids for inode, pids in self._found.items() if inode in wanted}
        self._in_vain &= wanted
        if self._clock() >= self._anew_due:
            self._look_at_all(wanted)
        new = wanted - self._found.keys() - self._in_vain
        if new and self._clock() >= self._few_due:
            new = self._look_at_few(new)
        if new and self._clock() >= self._all_due:
            self._look_at_all(wanted)
        return self._found | dict.fromkeys(self._in_vain, ())

    def _look_at_few(self, new: set[int]) -> set[int]:
        """Among programs that have just begun, and those that hold sockets already; what is left over."""
        began = self._clock()
        processes = _processes()
        likely = (processes - self._processes) | {pid for pids in self._found.values() for pid in pids}
        self._found |= _holders(likely, new)
        self._few_due = self._clock() + _SHARE * (self._clock() - began)
        return new - self._found.keys()

    def _look_at_all(self, wanted: set[int]) -> None:
        began = self._clock()
        self._processes = _processes()
        found = _holders(self._processes, wanted)
        before, self._found = self._found, found
        for inode, pids in found.items():
            if before.get(inode) == pids:  # the same tuple: it is compared again and again
                found[inode] = before[inode]
        self._in_vain = wanted - found.keys()
        self._all_due = self._clock() + _SHARE * (self._clock() - began)
        self._anew_due = max(self._clock() + _ANEW_S, self._all_due)


def _processes() -> set[int]:
    return {int(name) for name in os.listdir("/proc") if name.isdecimal()}


def _holders(processes: Iterable[int], wanted: Collection[int]) -> dict[int, Pids]:
    """Of these sockets, who of these programs has them open."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for pid in processes:
        for inode in _inodes_of(pid):
            if inode in wanted:
                found[inode].add(pid)
    return {inode: tuple(sorted(pids)) for inode, pids in found.items()}


def _inodes_of(pid: int) -> set[int]:
    """The sockets that a program has open; none where it may not be asked, or is gone meanwhile."""
    folder, inodes = f"/proc/{pid}/fd", set[int]()
    try:
        names = os.listdir(folder)
    except OSError:
        return inodes
    for name in names:
        try:
            target = os.readlink(f"{folder}/{name}")
        except OSError:  # closed meanwhile
            continue
        if target.startswith(_PREFIX):
            inodes.add(int(target[len(_PREFIX) : -1]))
    return inodes
