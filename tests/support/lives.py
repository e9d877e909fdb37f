"""What must hold for the lives of all sockets of a run, as told by their snapshots (pure).

Law: the table in core.contract.lifecycle is the only way from one state to another.
"""

from __future__ import annotations

from collections.abc import Iterable

from core.contract.lifecycle import NEXT
from core.contract.sockets import SocketSnapshot, State


def check_lives(snapshots: Iterable[SocketSnapshot]) -> None:
    """Fail where a socket left the table, changed what never changes, or is not over at the end."""
    last: dict[int, SocketSnapshot] = {}
    for now in snapshots:
        before = last.get(now.number)
        _check_step(before.state if before else State.CREATED, now)
        if before is not None:
            _check_lasting(before, now)
        _check_facts(now)
        last[now.number] = now
    open_still = [number for number, snapshot in last.items() if snapshot.is_open]
    assert not open_still, f"the lab stopped, but these were not told to have ended: {open_still}"


def _check_step(before: State, now: SocketSnapshot) -> None:
    assert before is not State.CLOSED, f"#{now.number} changed after its end: {now}"
    reachable = {before} | {after for (state, _step), after in NEXT.items() if state is before}
    assert now.state in reachable, f"#{now.number} went from {before.value} to {now.state.value}"


def _check_lasting(before: SocketSnapshot, now: SocketSnapshot) -> None:
    for name in ("role", "protocol", "requested", "opened_ns", "parent"):
        assert getattr(before, name) == getattr(now, name), f"#{now.number} changed its {name}"
    for name in ("family", "local"):
        known = getattr(before, name)
        assert known is None or known == getattr(now, name), f"#{now.number} changed its {name}"
    assert before != now, f"#{now.number} was told of twice without a change"


def _check_facts(now: SocketSnapshot) -> None:
    is_over = not now.is_open
    assert (now.ended_ns is not None) is is_over, f"#{now.number}: an end has a time, and only an end"
    assert (now.ending is not None) is is_over, f"#{now.number}: an end has a way, and only an end"
    if is_over:
        assert now.fd is None, f"#{now.number} ended with a descriptor"
        assert now.waiting_bytes == 0, f"#{now.number} ended with bytes waiting"
        assert not now.reading_paused, f"#{now.number} ended paused"
        assert not now.accepting_paused, f"#{now.number} ended paused"
