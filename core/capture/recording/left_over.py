"""Automatic captures that nobody closed, because the lab or the computer broke down: found, and deleted (any thread).

Law: one whose writer lives is neither offered nor deleted; nothing is deleted but what the lab makes.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.capture.errors import CaptureError
from core.capture.opening.opening import read_header
from core.capture.recording.lock import WriterLock
from core.capture.recording.places import PREFIX, automatic_folders
from core.capture.recording.retention import SUFFIX, segment_files


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A capture whose writer is gone."""

    path: Path
    """What Capture.open() takes."""
    start_ns: int
    """Wall clock when it began, ns since the epoch."""
    size_bytes: int


def left_over_captures() -> list[LeftOver]:
    """Those with rows in them, the newest first."""
    found = [left for folder in automatic_folders() for path in _candidates(folder) if (left := _look_at(path))]
    return sorted(found, key=_start, reverse=True)


def delete_left_over(left: LeftOver) -> None:
    """Delete it for good; OSError when that can't be done, or its folder is in use."""
    lock = WriterLock.take_over(left.path)
    try:
        for file in segment_files(left.path):
            file.unlink()
    finally:
        lock.release()
    lock.remove()
    left.path.rmdir()


def _candidates(folder: Path) -> Iterator[Path]:
    """The temporary folder is everybody's: what another user put there is not looked at."""
    for path in folder.glob(f"{PREFIX}*{SUFFIX}"):
        with contextlib.suppress(OSError):
            if path.is_dir() and not path.is_symlink() and _is_ours(path):
                yield path


def _is_ours(path: Path) -> bool:
    return sys.platform == "win32" or path.stat().st_uid == os.getuid()


def _look_at(path: Path) -> LeftOver | None:
    """None when its writer lives, when nothing is in it, or when it can't be read."""
    with contextlib.suppress(OSError, CaptureError):
        WriterLock.take_over(path).release()
        files = segment_files(path)
        if not files:
            return None
        with files[0].open("rb") as stream:
            header = read_header(stream, str(files[0]))
            blocks_at = stream.tell()
        size = sum(file.stat().st_size for file in files)
        if size > blocks_at:
            return LeftOver(path, header.start_ns, size)
    return None


def _start(left: LeftOver) -> int:
    return left.start_ns
