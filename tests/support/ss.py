"""What `ss` lists of this computer's sockets, for what the lab lists to be held against (test thread).

Law: other programs come and go meanwhile; what one of the two saw before and after, the other must have seen between.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from core.contract.endpoints import Endpoint
from tests.support.programs import output_of

Listed = tuple[str, str, str, frozenset[int]]
"""Protocol, local end, remote end ("" for none), the pids."""
_INODE_ONLY = re.compile(r"pid=(\d+),")


def listed_by_ss(*options: str) -> set[Listed]:
    """A line for each socket."""
    found: set[Listed] = set()
    for line in output_of("ss", "--no-header", "-ntup", *options).splitlines():
        protocol, _state, _receive, _send, local, peer, *users = line.split(None, 6)
        pids = frozenset(map(int, _INODE_ONLY.findall(" ".join(users))))
        found.add((protocol, plain(local), "" if peer.endswith(":*") else plain(peer), pids))
    return found


def plain(written: str) -> str:
    """An end as the lab writes it: without the zone, and with an address for "*", which ss has for [::] of both."""
    address, _, port = written.rpartition(":")
    bare = address.strip("[]").partition("%")[0]
    return str(Endpoint("::" if bare == "*" else bare.removeprefix("::ffff:"), int(port)))


def agree(look: Callable[[], set[Listed]], *options: str, pid: int | None = None) -> set[Listed]:
    """Have both look in turn, and compare; what both saw. `pid`: of the owners, only whether that is one of them."""

    def seen(listed: set[Listed]) -> set[Listed]:
        if pid is None:
            return listed
        return {(protocol, local, remote, pids & {pid}) for protocol, local, remote, pids in listed}

    ours_before = seen(look())
    theirs = seen(listed_by_ss(*options))
    ours = seen(look())
    theirs_after = seen(listed_by_ss(*options))
    assert ours_before & ours <= theirs
    assert theirs & theirs_after <= ours
    return ours & theirs
