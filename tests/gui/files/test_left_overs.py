"""What a killed lab leaves over is offered at the next start: opened, saved, deleted, or left for later."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from core.capture.capture import Capture
from core.capture.recording.left_over import LeftOver, left_over_captures
from gui.models.files.left_over_words import headline, sentence
from gui.widgets.card.card import Card
from tests.gui.conftest import StartLab
from tests.gui.person import Person
from tests.support.peers import free_port

TOP = Path(__file__).resolve().parents[3]
NOT_IN_ORDER = "did not close in order"


@pytest.fixture
def kill_a_lab(tmp_path: Path, own_folders: None, wait_until: Callable[..., None]) -> Callable[[], None]:
    """`kill_a_lab()` starts the program, talks to it, and kills it as nothing can be handled."""

    def written() -> int:
        return sum(b"hello" in file.read_bytes() for file in (tmp_path / "data").rglob("0*.socketlab"))

    def kill() -> None:
        port = free_port()
        command = [sys.executable, "-m", "gui", "--listen", f"tcp://127.0.0.1:{port}", "--reply", "echo"]
        before = left_over_captures()
        with subprocess.Popen(command, cwd=TOP) as program, socket.socket() as plain:
            try:
                wait_until(lambda: plain.connect_ex(("127.0.0.1", port)) == 0, 20, "the listener")
                plain.settimeout(20)
                plain.sendall(b"hello")
                assert plain.recv(10) == b"hello"
                wait_until(lambda: written() > len(before), 20, "its rows to be written")
            finally:
                program.kill()
        assert len(left_over_captures()) == len(before) + 1

    return kill


def card_of(person: Person) -> Card:
    """The card that offers one."""
    person.wait(lambda: any(NOT_IN_ORDER in notice.headline for notice in person.window.notices.shown), "the offer")
    return next(
        card for card in person.window.notices.winfo_children() if isinstance(card, Card) and NOT_IN_ORDER in card.text
    )


def test_the_recording_of_a_killed_lab_is_opened_and_saved(
    kill_a_lab: Callable[[], None], start_lab: StartLab, tmp_path: Path
) -> None:
    kill_a_lab()
    person = start_lab(())
    person.click(card_of(person).buttons["Open"])
    windows = person.window.opened.windows
    person.wait(lambda: windows, "its window")
    assert "rows" in windows[0].summary.text
    kept = tmp_path / "kept.socketlab"
    person.answers.paths = [kept]
    person.click(card_of(person).buttons["Save as…"])
    person.wait(lambda: not left_over_captures(), "it to be saved and gone")
    with closing(Capture.open(kept)) as capture:
        assert capture.status.fault is None
        assert b"hello" in [record.payload for record in capture.records(range(1, capture.count + 1))]
    assert windows[0].opened.capture.record(1).seq == 1, "the open window still reads it"


def test_of_several_the_newest_is_offered_and_the_next_when_that_is_deleted(
    kill_a_lab: Callable[[], None], start_lab: StartLab
) -> None:
    kill_a_lab()
    kill_a_lab()
    newest, older = left_over_captures()
    person = start_lab(())
    assert str(newest.path) in card_of(person).text
    person.click(card_of(person).buttons["Delete"])
    person.wait(lambda: left_over_captures() == [older], "the newest to be gone")
    person.wait(lambda: str(older.path) in card_of(person).text, "the next one")
    person.click(card_of(person).buttons["Later"])
    shown = person.window.notices
    person.wait(lambda: not any(NOT_IN_ORDER in notice.headline for notice in shown.shown), "the card to go")
    assert left_over_captures() == [older]


def test_they_are_said_in_words() -> None:
    left = [LeftOver(Path("/tmp/a"), 1_700_000_000_000_000_000, 1_234_567)]
    assert "A recording is left over" in headline(left)
    assert "It began on 2023-11-1" in sentence(left)
    assert sentence(left).endswith("takes 1.2 MB.")
    assert headline(left * 4).startswith("4 recordings")
    assert sentence(left * 2).startswith("The newest began")
    assert sentence(left * 2).endswith("Then comes 1 more.")
    assert sentence(left * 4).endswith("Then come 3 more.")
