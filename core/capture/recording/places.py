"""Where a capture goes that nobody gave a name: the lab's own folder, or the temporary one (any thread).

Law: an automatic capture never takes a name that exists, and begins wherever it can.
"""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from core.capture.capture import Capture
from core.capture.recording.retention import SUFFIX, Retention
from core.machine.folders import captures_folder

PREFIX = "socketlab-"


def begin_automatic(lab: str = "", retention: Retention | None = None) -> Capture:
    """Begin a capture that is deleted when it is closed; OSError when no folder takes it."""
    folder = _own_folder()
    if folder is not None:
        with contextlib.suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return _begin_in(folder, lab, retention)
    return _begin_in(_temporary_folder(), lab, retention)


def automatic_folders() -> list[Path]:
    """Where automatic captures may be, the best place first."""
    folder = _own_folder()
    return [_temporary_folder()] if folder is None else [folder, _temporary_folder()]


def _own_folder() -> Path | None:
    """None for somebody who has no home folder."""
    try:
        return captures_folder()
    except RuntimeError:
        return None


def _temporary_folder() -> Path:
    import tempfile  # takes 5 ms to load, and is the place for hardly anybody

    return Path(tempfile.gettempdir())


def _begin_in(folder: Path, lab: str, retention: Retention | None) -> Capture:
    """Under the next free name: two labs may start in the same second, and process numbers come again."""
    name = f"{PREFIX}{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}"
    number = 1
    while True:
        try:
            return Capture.create_live(folder / f"{name}-{number}{SUFFIX}", lab=lab, retention=retention)
        except FileExistsError:
            number += 1
