"""Where a capture goes that nobody gave a name: the platform's data folder, or the temporary one (any thread).

Law: an automatic capture never takes a name that exists, and begins wherever it can.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from pathlib import Path

from core.capture.capture import Capture

SUFFIX = ".socketlab"


def begin_automatic(lab: str = "") -> Capture:
    """Begin a capture that is deleted when it is closed; OSError when no folder takes it."""
    import platformdirs

    # platformdirs: RuntimeError for somebody who has no home folder.
    with contextlib.suppress(OSError, RuntimeError):
        folder = platformdirs.user_data_path("socketlab", appauthor=False) / "captures"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _begin_in(folder, lab)
    return _begin_in(Path(tempfile.gettempdir()), lab)


def _begin_in(folder: Path, lab: str) -> Capture:
    """Under the next free name: two labs may start in the same second, and process numbers come again."""
    name = f"socketlab-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}"
    number = 1
    while True:
        try:
            return Capture.create(folder / f"{name}-{number}{SUFFIX}", lab=lab, delete_on_close=True)
        except FileExistsError:
            number += 1
