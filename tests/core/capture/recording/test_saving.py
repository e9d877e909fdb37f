"""Save as: the rows so far in one file, complete or not there, while recording goes on.

Law: the saved file is judged by opening it.
"""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.capture.recording.retention import Retention
from core.contract.faults import Fault
from tests.core.capture.rows import as_raw, echo, sample


def nothing(_done: int, _total: int) -> None:
    """A progress that nobody looks at."""


@pytest.fixture
def capture(tmp_path: Path) -> Iterator[Capture]:
    """A live capture of several files, whose oldest rows went."""
    with closing(Capture.create_live(tmp_path / "live.socketlab", retention=Retention(rows=8 * 2048))) as live:
        for raw in echo(30_000):
            live.append(raw)
        assert live.flush(30)
        yield live


def test_the_saved_file_has_the_rows_there_are_with_their_numbers(capture: Capture, tmp_path: Path) -> None:
    path = tmp_path / "saved.socketlab"
    rows_saved = capture.save_as(path, nothing, threading.Event())
    with closing(Capture.open(path)) as saved:
        assert rows_saved == saved.count - saved.first + 1
        assert (saved.first, saved.count) == (capture.first, capture.count)
        assert saved.status.fault is None
        assert saved.status.dropped_rows == capture.status.dropped_rows > 0
        rows = range(capture.first, capture.count + 1)
        assert saved.records(rows) == capture.records(rows)
        assert saved.header._replace(first=1) == capture.header
    assert path.stat().st_mode & 0o077 == 0


def test_rows_of_all_places_it_was_recorded_to_are_saved(capture: Capture, tmp_path: Path) -> None:
    assert capture.record_elsewhere(tmp_path / "elsewhere.socketlab") == 30_000
    for raw in sample():
        capture.append(raw)
    assert capture.flush()
    capture.save_as(tmp_path / "saved.socketlab", nothing, threading.Event())
    with closing(Capture.open(tmp_path / "saved.socketlab")) as saved:
        assert saved.count == capture.count == 30_000 + len(sample())
        last = range(saved.count - len(sample()) + 1, saved.count + 1)
        assert [as_raw(record) for record in saved.records(last)] == sample()


def test_recording_goes_on_while_it_saves_and_no_row_goes_meanwhile(capture: Capture, tmp_path: Path) -> None:
    first, count = capture.first, capture.count
    more = echo(60_000)

    def record_more(done: int, total: int) -> None:
        assert 0 < done <= total
        while more:
            capture.append(more.pop())
        assert capture.flush(30)
        assert capture.first == first

    assert capture.save_as(tmp_path / "saved.socketlab", record_more, threading.Event()) == count - first + 1
    with closing(Capture.open(tmp_path / "saved.socketlab")) as saved:
        assert saved.first == first
        assert saved.count == count
    capture.append(sample()[0])
    assert capture.flush()
    assert capture.first > first
    assert capture.count == count + 60_001


def test_a_save_that_is_cancelled_leaves_nothing_new(capture: Capture, tmp_path: Path) -> None:
    path, cancelled = tmp_path / "saved.socketlab", threading.Event()
    path.write_text("what was there before")
    with pytest.raises(CaptureError) as refused:
        capture.save_as(path, lambda _done, _total: cancelled.set(), cancelled)
    assert refused.value.fault.name == "CANCELLED"
    assert path.read_text() == "what was there before"
    assert {file.name for file in tmp_path.iterdir()} == {path.name, capture.status.path.name}


def test_no_rows_are_saved_too(tmp_path: Path) -> None:
    with closing(Capture.create(tmp_path / "empty.socketlab")) as capture:
        assert capture.save_as(tmp_path / "saved.socketlab", nothing, threading.Event()) == 0
    with closing(Capture.open(tmp_path / "saved.socketlab")) as saved:
        assert saved.count == 0


def test_what_is_saved_in_the_middle_of_recording_has_the_rows_it_says(tmp_path: Path) -> None:
    path = tmp_path / "saved.socketlab"
    with closing(Capture.create(tmp_path / "live.socketlab")) as capture:
        stop = threading.Event()

        def record() -> None:
            while not stop.is_set():
                for raw in echo(200):
                    capture.append(raw)
                assert capture.flush()

        recording = threading.Thread(target=record)
        recording.start()
        try:
            for _ in range(20):
                rows = capture.save_as(path, nothing, threading.Event())
                with closing(Capture.open(path)) as saved:
                    assert (saved.count, saved.status.fault) == (rows, None)
        finally:
            stop.set()
            recording.join()


def test_the_files_that_it_is_recorded_to_are_not_saved_over(capture: Capture, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.socketlab"
    capture.record_elsewhere(elsewhere)
    for own in (elsewhere, next(capture.status.path.parent.glob("live.socketlab/*"))):
        with pytest.raises(CaptureError) as refused:
            capture.save_as(own, nothing, threading.Event())
        assert refused.value.fault == Fault("CAPTURE_IN_USE", about=str(own))


def test_a_disk_without_room_leaves_nothing_new(capture: Capture, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "socketlab-test", disk], check=True)
    try:
        with pytest.raises(OSError, match="No space left"):
            capture.save_as(disk / "saved.socketlab", nothing, threading.Event())
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", disk], check=True)
    assert capture.status.fault is None


def test_a_capture_that_went_away_is_an_error(capture: Capture, tmp_path: Path) -> None:
    capture.close()
    with pytest.raises(CaptureError) as refused:
        capture.save_as(tmp_path / "saved.socketlab", nothing, threading.Event())
    assert refused.value.fault.call == "read"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("payload_most", [3, 1 << 20])
def test_a_torn_capture_is_saved_whole(tmp_path: Path, payload_most: int) -> None:
    torn = tmp_path / "torn.socketlab"
    with closing(Capture.create(torn, payload_most=payload_most)) as capture:
        for _ in range(2):
            for raw in sample():
                capture.append(raw)
            assert capture.flush()
        cut = capture.columns.offset[-2 + 2 * len(sample())]
    os.truncate(torn, cut + 1)
    with closing(Capture.open(torn)) as opened:
        assert opened.save_as(tmp_path / "saved.socketlab", nothing, threading.Event()) == opened.count
        with closing(Capture.open(tmp_path / "saved.socketlab")) as saved:
            assert opened.status.fault is not None
            assert saved.status.fault is None
            assert saved.count == opened.count == 2 * len(sample()) - 2
            rows = range(1, saved.count + 1)
            assert saved.records(rows) == opened.records(rows)
            assert saved.overall == opened.overall
            assert list(saved.columns.size) == list(opened.columns.size)
