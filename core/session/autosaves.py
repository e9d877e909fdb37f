"""Sessions kept without being asked: each lab's own while it runs, and the one in which the last lab was closed.

Any thread. Law: what a lab that broke down left behind is found, and that of one that still runs is left alone.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from pathlib import Path

from core.capture.export.replacement import replacing
from core.capture.recording.lock import WriterLock
from core.session.file import SUFFIX

_RUNNING = "open-"
_NAME = f"session{SUFFIX}"
_LAST = f"last{SUFFIX}"


class Autosave:
    """One lab's session, in a folder that is locked while the lab lives."""

    def __init__(self, folder: Path, lock: WriterLock) -> None:
        self._folder = folder
        self._lock = lock

    @classmethod
    def begin(cls) -> Autosave:
        """Make the folder. OSError."""
        number = 1
        top = sessions_folder()
        top.mkdir(mode=0o700, parents=True, exist_ok=True)
        while True:
            folder = top / f"{_RUNNING}{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}-{number}"
            try:
                folder.mkdir(mode=0o700)
            except FileExistsError:
                number += 1
            else:
                return cls(folder, WriterLock.hold(folder))

    def write(self, text: bytes) -> None:
        """Keep this in place of what was kept. OSError."""
        with replacing(self._folder / _NAME) as part:
            part.write_bytes(text)

    def end(self) -> None:
        """The lab is closed in order: what was kept last becomes the last session. OSError."""
        kept = self._folder / _NAME
        if kept.exists():
            kept.replace(self._folder.parent / _LAST)
        self._lock.remove()
        self._folder.rmdir()


def sessions_folder() -> Path:
    """Where they are: in the platform's folder for data. OSError for somebody who has no home."""
    import platformdirs

    try:
        return platformdirs.user_data_path("socketlab", appauthor=False) / "sessions"
    except RuntimeError as error:
        raise OSError(str(error)) from None


def last_session() -> Path | None:
    """The session in which a lab was closed last."""
    with contextlib.suppress(OSError):
        path = sessions_folder() / _LAST
        return path if path.exists() else None
    return None


def left_over_sessions() -> list[Path]:
    """The files of labs that broke down, the newest first."""
    with contextlib.suppress(OSError):
        found = [path / _NAME for path in sessions_folder().glob(f"{_RUNNING}*") if _is_left_over(path)]
        return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)
    return []


def forget_left_over(path: Path) -> None:
    """Delete it for good; OSError when its lab lives after all."""
    WriterLock.take_over(path.parent).release()
    shutil.rmtree(path.parent)


def _is_left_over(folder: Path) -> bool:
    with contextlib.suppress(OSError):
        WriterLock.take_over(folder).release()
        return (folder / _NAME).exists()
    return False
