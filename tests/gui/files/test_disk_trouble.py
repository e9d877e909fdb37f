"""The disk fills up, or the recording's folder is removed, while programs talk: what a person sees, and can do.

Law: the traffic is real, and goes on whatever becomes of the recording.
"""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.capture.capture import Capture
from core.contract.records import Call
from gui.settings import Settings, SettingsFile
from gui.widgets.card.card import Card
from tests.gui.conftest import StartLab, close
from tests.gui.files.disk import small_disk
from tests.gui.person import Person


@pytest.fixture(autouse=True)
def not_for_the_first_time(tmp_path: Path) -> None:
    SettingsFile(tmp_path / "settings").save(Settings(welcomed=True))


@pytest.fixture
def full_soon(start_lab: StartLab, tmp_path: Path) -> Iterator[Person]:
    """Somebody before a window that records on a disk of 256 KiB."""
    with small_disk(tmp_path / "disk", "256k") as disk:
        person = start_lab(["--record", str(disk / "small.socketlab")])
        yield person
        close(person)  # a disk with an open file can't be taken away


def talk(plain: socket.socket, data: bytes) -> None:
    """Send it, and have all of it back from the lab's echo."""
    plain.sendall(data)
    assert plain.recv(len(data), socket.MSG_WAITALL) == data


def said(person: Person) -> str:
    """All that the cards say."""
    return "\n".join(it.text for it in person.window.notices.winfo_children() if isinstance(it, Card))


def texts(person: Person) -> set[str]:
    """The bytes in the rows of Traffic that are in sight."""
    return {cells[5] for cells in person.traffic}


def banner(person: Person) -> Card:
    """The card that says that recording has stopped."""
    cards = [it for it in person.window.notices.winfo_children() if isinstance(it, Card)]
    return next(card for card in cards if card.text.startswith("Recording has stopped after"))


def rows_lost(person: Person) -> int:
    """As the status bar says."""
    return next(
        int(part.split()[0].replace(",", "")) for part in person.window.status.text.split("  ·  ") if "lost" in part
    )


def goes_on(person: Person, plain: socket.socket, target: Path) -> None:
    """Traffic goes on and is counted as lost, until recording goes on in another file."""
    before, moved = rows_lost(person), person.app.parts.capture.overall
    talk(plain, b"nobody keeps this")
    person.wait(lambda: rows_lost(person) > before, "its rows to be counted")
    counted = person.app.parts.capture.overall
    assert (counted.bytes_in - moved.bytes_in, counted.bytes_out - moved.bytes_out) == (17, 17)
    assert str(person.window.header.capture.cget("text")).startswith("recording stopped at")
    person.answers.paths = [target]
    person.click(banner(person).buttons["Go on in another file…"])
    person.wait(lambda: person.app.parts.capture.status.path == target, "the other file")
    lost = rows_lost(person)
    talk(plain, b"kept again")
    person.wait(lambda: "kept again" in texts(person), "the rows to be seen")
    assert str(person.window.header.capture.cget("text")).startswith("recording ")
    assert rows_lost(person) == lost
    assert person.app.parts.capture.flush()
    with closing(Capture.open(target)) as kept:
        records = [record for record in kept.records(range(1, kept.count + 1)) if record.moved_bytes]
    assert [(record.call, record.payload) for record in records] == [
        (Call.RECV, b"kept again"),
        (Call.SEND, b"kept again"),
    ]


def test_a_disk_that_fills_up_stops_recording_but_not_traffic(full_soon: Person, tmp_path: Path) -> None:
    person = full_soon
    with socket.create_connection(("127.0.0.1", person.listen(reply=1)), 10) as plain:
        for _ in range(20):
            talk(plain, b"x" * 20_000)
        person.wait(lambda: "Recording has stopped" in said(person), "the banner")
        assert "The disk is full." in said(person)
        assert "ENOSPC (28)" in said(person)
        goes_on(person, plain, tmp_path / "elsewhere.socketlab")


def test_a_folder_that_is_removed_stops_recording_but_not_traffic(start_lab: StartLab, tmp_path: Path) -> None:
    person = start_lab(live=True)
    with socket.create_connection(("127.0.0.1", person.listen(reply=1)), 10) as plain:
        talk(plain, b"before")
        shutil.rmtree(person.app.parts.capture.status.path)
        person.wait(lambda: "Recording has stopped" in said(person), "the banner")
        assert "was removed or renamed while it was written" in said(person)
        goes_on(person, plain, tmp_path / "elsewhere.socketlab")
        assert "before" in texts(person)
