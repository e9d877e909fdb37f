"""What there is at the path of a Unix socket just now, and who holds on to it (worker thread: 10 to 100 ms).

Law: it reads the system's own tables and makes no socket call; only what is proven to be left over is ever removed.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import Any

from core.machine.ports import Owner, owner_by_pid


@dataclass(frozen=True, slots=True)
class PathUse:
    """A path, as the file system and the table of sockets have it."""

    path: str
    folder_exists: bool
    exists: bool
    is_socket: bool
    """Whether what is there is the file of a Unix socket, and not a text, say."""
    holder: Owner | None
    """Whose socket is bound to it; None: nobody's, or the system does not tell (macOS, of other users)."""

    @property
    def is_left_over(self) -> bool:
        """Whether it is a socket's file that no socket has any more: its program did not remove it."""
        return self.is_socket and self.holder is None


def path_use(path: str) -> PathUse:
    """Ask the system. A name in no folder ("@lab") exists as long as a socket is bound to it."""
    holder = _holder(path)
    if path.startswith("@"):
        return PathUse(path, True, holder is not None, False, holder)
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return PathUse(path, os.path.isdir(os.path.dirname(path) or "."), False, False, holder)
    return PathUse(path, True, True, stat.S_ISSOCK(mode), holder)


def remove_left_over(path: str) -> None:
    """Take away the file of a socket that nobody has any more. OSError; FileExistsError when somebody has it now."""
    use = path_use(path)
    if not use.is_left_over:
        raise FileExistsError(path)
    os.unlink(path)


def _holder(path: str) -> Owner | None:
    import psutil  # not needed before something fails

    try:
        entries: list[tuple[Any, int | None]] = [(entry.laddr, entry.pid) for entry in psutil.net_connections("unix")]
    except psutil.AccessDenied:  # macOS, unless root: our own processes are all that can be asked
        entries = [(entry.laddr, None) for entry in psutil.Process().net_connections("unix")]
    absolute = os.path.abspath(path)
    pids = [pid for held, pid in entries if held and (held == path or os.path.abspath(held) == absolute)]
    return owner_by_pid(next((pid for pid in pids if pid is not None), None)) if pids else None
