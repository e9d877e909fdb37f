"""A disk that fills up, a file that is removed, a place that can't be written: recording stops, and says so.

Law: whatever the disk does, what was recorded before can be read, and every row after it is counted.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.contract.records import Call, RawRecord
from tests.core.capture.rows import as_raw, echo, row, sample

SMALL_DISK = 256 << 10


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KiB. Making one takes root."""
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK}", "socketlab-test", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def fill(capture: Capture, rows: list[RawRecord]) -> int:
    """Record these again and again until it stops; the number of rows handed over."""
    handed_over = 0
    while capture.flush():
        for raw in rows:
            capture.append(raw)
        handed_over += len(rows)
    return handed_over


@pytest.mark.parametrize(("count", "payload"), [(300, b"x" * 100), (4, b"x" * 20_000)], ids=["small", "large"])
def test_a_full_disk_stops_recording_and_the_file_stays_whole(small_disk: Path, count: int, payload: bytes) -> None:
    path = small_disk / "full.socketlab"
    rows = echo(count, payload)
    with closing(Capture.create(path)) as capture:
        handed_over = fill(capture, rows)
        status = capture.status
        assert status.fault is not None
        assert (status.fault.name, status.fault.call, status.fault.about) == ("ENOSPC", "write", str(path))
        assert status.rows + status.unrecorded == handed_over
        assert 0 < status.rows < handed_over
        assert [as_raw(record) for record in capture.records(range(1, count + 1))] == rows
        for raw in rows:
            capture.append(raw)
        assert not capture.flush()
        assert capture.pending_bytes == 0
        assert (capture.status.rows, capture.status.unrecorded) == (status.rows, status.unrecorded + len(rows))
        assert capture.overall.bytes_in + capture.overall.bytes_out == len(payload) * (handed_over + len(rows))
    with closing(Capture.open(path)) as reopened:
        assert reopened.status.fault is None
        assert reopened.count == status.rows


def test_recording_goes_on_elsewhere_and_rows_of_both_files_are_read(small_disk: Path, tmp_path: Path) -> None:
    with closing(Capture.create(small_disk / "full.socketlab")) as capture:
        fill(capture, echo(300))
        lost, before = capture.status.unrecorded, capture.count
        elsewhere = tmp_path / "elsewhere.socketlab"
        capture.record_elsewhere(elsewhere)
        for raw in sample():
            capture.append(raw)
        assert capture.flush()
        status = capture.status
        assert (status.path, status.fault, status.unrecorded) == (elsewhere, None, lost)
        assert capture.count == before + len(sample())
        both = capture.records(range(before, capture.count + 1))
        assert [record.seq for record in both] == list(range(before, capture.count + 1))
        assert [as_raw(record) for record in both[1:]] == sample()
        assert both[0].payload == b"x" * 64
    with closing(Capture.open(elsewhere)) as reopened:
        assert [as_raw(record) for record in reopened.records(range(1, reopened.count + 1))] == sample()


def test_recording_moves_to_another_file_while_all_is_well(tmp_path: Path) -> None:
    first, second = tmp_path / "first.socketlab", tmp_path / "second.socketlab"
    with closing(Capture.create_live(first)) as capture:
        for raw in sample():
            capture.append(raw)
        assert capture.flush()
        capture.record_elsewhere(second)
        for raw in sample():
            capture.append(raw)
        assert capture.flush()
        assert [as_raw(record) for record in capture.records(range(1, capture.count + 1))] == sample() * 2
        assert capture.status.unrecorded == 0
    assert list(tmp_path.iterdir()) == [second]


def test_a_removed_file_is_noticed_and_its_rows_are_still_read(tmp_path: Path, wait_until: Callable[..., None]) -> None:
    path = tmp_path / "removed.socketlab"
    with closing(Capture.create(path)) as capture:
        for raw in sample():
            capture.append(raw)
        assert capture.flush()
        path.unlink()
        wait_until(lambda: capture.status.fault, seconds=5, what="the missing file to be noticed")
        assert capture.status.fault is not None
        assert (capture.status.fault.name, capture.status.fault.about) == ("CAPTURE_REMOVED", str(path))
        capture.append(sample()[0])
        assert not capture.flush()
        assert capture.status.unrecorded == 1
        assert [as_raw(record) for record in capture.records(range(1, capture.count + 1))] == sample()


def test_a_removed_folder_is_noticed_under_load(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    with closing(Capture.create(folder / "removed.socketlab")) as capture:
        (folder / "removed.socketlab").unlink()
        folder.rmdir()
        handed_over = fill(capture, echo(300))
        assert capture.status.rows + capture.status.unrecorded == handed_over


def test_a_disk_without_room_for_a_header_is_an_error_at_once_and_keeps_no_file(small_disk: Path) -> None:
    with (small_disk / "ballast").open("wb", buffering=0) as ballast:
        while room := shutil.disk_usage(small_disk).free:
            ballast.write(bytes(room))
    with pytest.raises(OSError, match="No space left"):
        Capture.create(small_disk / "none.socketlab")
    assert [file.name for file in small_disk.iterdir()] == ["ballast"]


def test_a_disk_that_is_read_only_is_an_error_at_once(small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(OSError, match="Read-only"):
        Capture.create(small_disk / "none.socketlab")


def test_recording_stays_where_it_is_when_the_other_place_is_none(tmp_path: Path) -> None:
    path = tmp_path / "here.socketlab"
    with closing(Capture.create(path)) as capture:
        with pytest.raises(FileNotFoundError):
            capture.record_elsewhere(tmp_path / "no" / "folder.socketlab")
        for raw in sample():
            capture.append(raw)
        assert capture.flush()
        assert capture.status.path == path


def test_bytes_changed_on_the_disk_are_an_error_and_never_a_wrong_row(tmp_path: Path) -> None:
    path = tmp_path / "changed.socketlab"
    with closing(Capture.create(path)) as capture:
        for raw in sample():
            capture.append(raw)
        assert capture.flush()
        with path.open("r+b") as file:
            file.seek(capture.columns.offset[4] + capture.columns.length[4] - 1)
            file.write(b"\r")
        with pytest.raises(CaptureError) as refused:
            capture.records(range(1, 12))
        assert (refused.value.fault.name, refused.value.fault.count) == ("CAPTURE_DAMAGED", 4)
        assert as_raw(capture.record(4)) == sample()[3]
        os.truncate(path, 10)
        with pytest.raises(CaptureError):
            capture.record(4)


def test_a_mistake_of_the_lab_stops_recording_but_not_the_counting(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(Capture.create(tmp_path / "mistake.socketlab")) as capture:
        capture.append(row(Call.BIND, socket=-1))
        assert not capture.flush()
        assert capture.status.fault is not None
        assert capture.status.fault.name == "RECORDER_FAILED"
        assert [record.levelno for record in caplog.records] == [logging.ERROR]
        caplog.clear()
        for raw in sample():
            capture.append(raw)
        assert not capture.flush()
        assert capture.status.unrecorded == 1 + len(sample())
        capture.record_elsewhere(tmp_path / "next.socketlab")
        for raw in sample():
            capture.append(raw)
        assert capture.flush()
        assert [as_raw(record) for record in capture.records(range(1, capture.count + 1))] == sample()
