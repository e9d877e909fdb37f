"""What the Calls view folds: the lab’s own look-ups and retries, nothing else, each counted where it stood."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from core.capture.capture import Capture
from core.contract.endpoints import Protocol
from core.contract.records import Call, Cause, CauseKind
from core.contract.sockets import Role, SocketSnapshot, State
from gui.models.finding.record_filter import RecordFilter
from gui.models.records.call_fold import CallFold
from gui.models.records.selection import Scope, Selection
from gui.models.sockets.sockets import Side, Sockets

COMMAND, READY, LOOKUP, PYTHON = (
    Cause(kind) for kind in (CauseKind.COMMAND, CauseKind.READY, CauseKind.LOOKUP, CauseKind.PYTHON)
)
CALLS = [
    (1, Call.BIND, "", COMMAND),
    (1, Call.GETSOCKNAME, "", LOOKUP),
    (1, Call.ACCEPT, "", READY),
    (2, Call.GETSOCKNAME, "", PYTHON),
    (2, Call.RECV, "EAGAIN", READY),
    (1, Call.ACCEPT, "EAGAIN", READY),
    (2, Call.GETSOCKOPT, "", READY),  # how a connect() ended: no look-up
    (2, Call.RECV, "ECONNRESET", READY),
    (2, Call.GETSOCKNAME, "", LOOKUP),
]


@pytest.fixture
def capture(tmp_path: Path) -> Iterator[Capture]:
    capture = Capture.create(tmp_path / "run.socketlab")
    for number, call, error, cause in CALLS:
        capture.append((1, 1, number, 8, call, (), -11 if error else 0, error, cause, "", b""))
    capture.flush()
    yield capture
    capture.close()


class Folding:
    """A fold over the capture, with all that it goes by."""

    def __init__(self, capture: Capture, wait_until: Callable[..., Any]) -> None:
        self.capture = capture
        self.filter = RecordFilter(capture)
        self.sockets = Sockets()
        self.selection = Selection(self.sockets)
        self.fold = CallFold(capture, self.filter, self.selection, is_folded=True)
        self._wait_until = wait_until

    def shown(self) -> list[int]:
        self.fold.bring_up_to_date()
        self.filter.follow()
        self._wait_until(lambda: self.fold.progress >= 1 and self.filter.progress >= 1, what="the fold")
        return list(self.fold.calls(self.capture.count))

    def folded_after(self) -> list[int]:
        shown = self.shown()
        ends = [*shown[1:], self.capture.count + 1]
        return [self.fold.folded_between(seq, end) for seq, end in zip(shown, ends, strict=True)]


@pytest.fixture
def folding(capture: Capture, wait_until: Callable[..., Any]) -> Iterator[Folding]:
    folding = Folding(capture, wait_until)
    yield folding
    folding.fold.close()
    folding.filter.close()


def test_look_ups_and_retries_are_folded_and_counted_where_they_stood(folding: Folding) -> None:
    assert folding.shown() == [1, 3, 7, 8]
    assert folding.folded_after() == [1, 3, 0, 1]


def test_unfolded_everything_is_there(folding: Folding) -> None:
    folding.fold.is_folded = False
    assert folding.shown() == list(range(1, 10))
    assert folding.fold.folded_between(1, 3) == 0
    assert not folding.fold.is_on


def test_what_the_filter_line_leaves_out_is_not_counted_as_folded(folding: Folding) -> None:
    assert folding.filter.set("socket:2") is None
    assert folding.shown() == [7, 8]
    assert folding.folded_after() == [0, 1]
    version = folding.fold.version
    assert folding.filter.set("") is None
    assert folding.shown() == [1, 3, 7, 8]
    assert folding.fold.version > version


def test_what_the_scope_leaves_out_is_not_counted_as_folded(folding: Folding) -> None:
    for number in (1, 2):
        folding.sockets.apply(SocketSnapshot(number, Role.CLIENT, Protocol.TCP, "localhost:9", State.CONNECTED, 1))
    folding.selection.choose_side(Side.CLIENT)
    folding.selection.choose_sockets(Side.CLIENT, (1,))
    folding.selection.choose_scope(Scope.SOCKET)
    folding.shown()
    assert folding.fold.folded_between(3, 10) == 1  # of the five folded there one is of #1


def test_what_comes_in_later_is_folded_too(folding: Folding) -> None:
    assert folding.shown() == [1, 3, 7, 8]
    folding.capture.append((1, 1, 2, 8, Call.SEND, (1,), 1, "", COMMAND, "", b"x"))
    folding.capture.append((1, 1, 2, 8, Call.RECV, (1,), -11, "EAGAIN", READY, "", b""))
    folding.capture.flush()
    assert folding.shown() == [1, 3, 7, 8, 10]
    assert folding.folded_after()[-1] == 1
