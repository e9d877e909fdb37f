"""What is new, changed or gone stands out for a few seconds, and only that."""

from __future__ import annotations

from core.contract.endpoints import Endpoint, Protocol
from core.contract.tcp import TcpState
from core.machine.port_table import PortLine, Told
from core.machine.ports import Owner
from gui.models.ports.port_changes import MARKED_S, Mark, PortChanges

ME = Owner("python", 4121, "ann")
LISTENER = PortLine(Protocol.TCP, Endpoint("127.0.0.1", 9000), None, TcpState.LISTEN, (ME,), Told.KNOWN, "ann", 7)
CALL = PortLine(
    Protocol.TCP, Endpoint("127.0.0.1", 9000), Endpoint("127.0.0.1", 50000), TcpState.ESTABLISHED, (ME,), Told.KNOWN
)


class Watcher:
    """Looks when the test says so, and lets time go by."""

    def __init__(self) -> None:
        self.now = 100.0
        self.changes = PortChanges(lambda: self.now)

    def look(self, *lines: PortLine) -> dict[str, Mark]:
        """What is listed after a look at these lines."""
        self.changes.take(lines)
        return self.shown()

    def shown(self) -> dict[str, Mark]:
        return {line.key: mark for line, mark in self.changes.marked()}


def test_in_the_first_look_nothing_is_new() -> None:
    assert Watcher().look(LISTENER, CALL) == {LISTENER.key: Mark.NONE, CALL.key: Mark.NONE}


def test_a_new_line_is_marked_for_a_few_seconds() -> None:
    watcher = Watcher()
    watcher.look(LISTENER)
    assert watcher.look(LISTENER, CALL) == {LISTENER.key: Mark.NONE, CALL.key: Mark.NEW}
    watcher.now += MARKED_S - 0.1
    assert watcher.look(LISTENER, CALL)[CALL.key] is Mark.NEW
    watcher.now += 0.2
    assert watcher.look(LISTENER, CALL)[CALL.key] is Mark.NONE


def test_another_state_or_owner_is_a_change() -> None:
    watcher = Watcher()
    watcher.look(LISTENER, CALL)
    child = LISTENER._replace(owners=(ME, Owner("worker", 4200)))
    over = CALL._replace(state=TcpState.TIME_WAIT, owners=(), told=Told.NOBODY)
    assert watcher.look(child, over) == {LISTENER.key: Mark.CHANGED, CALL.key: Mark.CHANGED}


def test_an_owner_that_is_told_later_is_no_change() -> None:
    watcher = Watcher()
    watcher.look(LISTENER._replace(owners=(), told=Told.NOT_YET))
    assert watcher.look(LISTENER) == {LISTENER.key: Mark.NONE}


def test_what_has_gone_stays_in_sight_for_a_few_seconds_and_may_come_back() -> None:
    watcher = Watcher()
    watcher.look(LISTENER, CALL)
    assert watcher.look(LISTENER)[CALL.key] is Mark.GONE
    assert watcher.changes.lines == (LISTENER,)
    assert watcher.look(LISTENER, CALL)[CALL.key] is Mark.NEW
    assert watcher.look(LISTENER)[CALL.key] is Mark.GONE
    watcher.now += MARKED_S + 0.1
    assert watcher.shown() == {LISTENER.key: Mark.NONE}
