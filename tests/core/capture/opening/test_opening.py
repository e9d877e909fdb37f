"""Opening a capture says how far it is, can be cancelled, and waits for nobody.

Law: what can't be opened is a fault about the path that was asked for.
"""

from __future__ import annotations

import os
import sys
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.capture.recording.retention import Retention
from tests.core.capture.rows import echo


def live(folder: Path) -> Capture:
    """A capture in several files."""
    capture = Capture.create_live(folder, retention=Retention(rows=8 * 2048))
    for raw in echo(3 * 2048):
        capture.append(raw)
    assert capture.flush()
    return capture


def test_progress_ends_with_all_bytes_of_all_files(tmp_path: Path) -> None:
    folder = tmp_path / "live.socketlab"
    told: list[tuple[int, int]] = []
    with closing(live(folder)):
        size = sum(file.stat().st_size for file in folder.glob("0*.socketlab"))
        with closing(Capture.open(folder, lambda done, total: told.append((done, total)))) as capture:
            assert capture.count == 3 * 2048
    assert told == sorted(told)
    assert len(told) >= 3
    assert told[-1] == (size, size)


def test_opening_is_cancelled_after_any_block(tmp_path: Path) -> None:
    cancelled = Event()
    told: list[int] = []

    def progress(done: int, _all: int) -> None:
        told.append(done)
        cancelled.set()

    with closing(live(tmp_path / "live.socketlab")), pytest.raises(CaptureError) as stopped:
        Capture.open(tmp_path / "live.socketlab", progress, cancelled)
    assert stopped.value.fault.name == "CANCELLED"
    assert len(told) == 1


def test_a_folder_a_pipe_and_nothing_at_all_are_told_apart(tmp_path: Path) -> None:
    if sys.platform == "win32":
        raise NotImplementedError("there are no such pipes there")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, name in ((tmp_path, "EISDIR"), (pipe, "NOT_A_CAPTURE"), (tmp_path / "none", "ENOENT")):
        with pytest.raises(CaptureError) as refused:
            Capture.open(path)
        assert (refused.value.fault.name, refused.value.fault.about) == (name, str(path))
