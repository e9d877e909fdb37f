"""A file that is complete or not there: written under another name beside it, and renamed at the end (any thread).

Law: until then whatever had that name before stays what it was; after a failure nothing new is left.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Gives the name to write to. OSError when it can't become `path`. Only kill -9 leaves a .part file behind."""
    part = path.with_name(f"socketlab-{secrets.token_hex(4)}.part")
    try:
        yield part
        with part.open("rb+") as file:  # on the disk before it takes the name: else a power cut could empty both
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
