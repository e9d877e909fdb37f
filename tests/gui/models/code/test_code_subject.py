"""Which calls the Code view means: what was selected last, or what its box says; and how often it is written anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.capture.capture import Capture
from core.contract.endpoints import Endpoint, Protocol
from core.contract.sockets import Role, SocketSnapshot, State
from gui.models.code.code_subject import CodeSubject, CodeWriter, Subject, What, Written, write
from gui.models.records.selection import Selection
from gui.models.sockets.sockets import Side, Sockets
from tests.core.capture.rows import sample

LISTENER, ACCEPTED, CLIENT = 1, 2, 3


@pytest.fixture
def sockets() -> Sockets:
    """A listener with its connection on the server's side, a client on the other."""
    sockets = Sockets()
    roles = ((LISTENER, Role.LISTENER, None), (ACCEPTED, Role.ACCEPTED, LISTENER), (CLIENT, Role.CLIENT, None))
    for number, role, parent in roles:
        local = Endpoint("127.0.0.1", 9000)
        sockets.apply(SocketSnapshot(number, role, Protocol.TCP, "", State.CONNECTED, 0, local=local, parent=parent))
    return sockets


@pytest.fixture
def selection(sockets: Sockets) -> Selection:
    return Selection(sockets)


@pytest.fixture
def code(selection: Selection, sockets: Sockets) -> CodeSubject:
    return CodeSubject(selection, sockets)


def test_without_any_selection_everything_is_meant(code: CodeSubject) -> None:
    assert code.subject == Subject()


def meant(code: CodeSubject) -> int | set[int] | None:
    """The row whose conversation is meant, or the sockets."""
    subject = code.subject
    return subject.row if subject.sockets is None else set(subject.sockets)


def test_what_was_selected_last_is_meant(code: CodeSubject, selection: Selection) -> None:
    selection.choose_sockets(Side.SERVER, (LISTENER,))
    assert meant(code) == {LISTENER, ACCEPTED}
    assert code.subject.words == "the selected #1"
    selection.choose_record(17)
    assert meant(code) == 17
    selection.choose_sockets(Side.SERVER, (ACCEPTED,))
    assert meant(code) == {ACCEPTED}
    selection.choose_record(18)
    assert meant(code) == 18
    selection.choose_record(None)
    assert meant(code) == {ACCEPTED}


def test_the_box_can_say_otherwise(code: CodeSubject, selection: Selection) -> None:
    selection.choose_record(17)
    code.what = What.TAB
    assert meant(code) == {LISTENER, ACCEPTED}
    selection.choose_side(Side.CLIENT)
    assert meant(code) == {CLIENT}
    code.what = What.ALL
    assert code.subject == Subject()


class Worker:
    """Answers questions when it is told to."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Callable[[], Written], Callable[[Written], None]]] = []

    def ask(self, question: Callable[[], Written], on_answer: Callable[[Written], None]) -> None:
        self.waiting.append((question, on_answer))

    def answer(self) -> None:
        question, on_answer = self.waiting.pop()
        on_answer(question())


def test_a_program_is_written_once_and_again_when_something_is_new(tmp_path: Path) -> None:
    capture = Capture.create(tmp_path / "run.socketlab")
    worker, written = Worker(), list[Written]()
    clock = [0.0]
    writer = CodeWriter(capture, worker.ask, lambda: clock[0])
    try:
        for _ in range(3):
            writer.advance(Subject(), written.append)
        assert len(worker.waiting) == 1, "one at a time"
        worker.answer()
        clock[0] += 60
        writer.advance(Subject(), written.append)
        assert not worker.waiting, "nothing is new"
        for raw in sample():
            capture.append(raw)
        assert capture.flush()
        writer.advance(Subject(), written.append)
        worker.answer()
        writer.advance(Subject(words="another"), written.append)
        assert not worker.waiting, "not at once again"
        clock[0] += 60
        writer.advance(Subject(words="another"), written.append)
        assert len(worker.waiting) == 1
    finally:
        capture.close()
    assert "No call yet" in written[0].heading
    assert "s1 = socket.socket(" in written[1].scripts["python"].text


def test_a_row_that_is_no_longer_kept_is_said(tmp_path: Path) -> None:
    capture = Capture.create(tmp_path / "run.socketlab")
    try:
        assert write(capture, Subject(row=5)).heading == "The rows can’t be read: ROW_GONE."
    finally:
        capture.close()
