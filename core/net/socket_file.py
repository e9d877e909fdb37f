"""The file that bind() makes for a Unix socket with a path, taken away when the socket is closed (engine thread).

The system leaves it, and as long as it is there nobody can bind to the path again: unix(7). Law: only the very file
that this socket made is removed, never one that another program put in its place.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass

from core.contract.endpoints import NO_NAME, Endpoint


@dataclass(frozen=True, slots=True)
class SocketFile:
    """A file, and what tells it from another one of the same name."""

    path: str
    identity: tuple[int, int]

    @classmethod
    def made_at(cls, endpoint: Endpoint) -> SocketFile | None:
        """What bind() has just made; None for what is no file: an address, a name in no folder."""
        if not endpoint.is_path or endpoint.address.startswith("@") or endpoint.address == NO_NAME:
            return None
        identity = _identity(endpoint.address)
        # Absolute, since the current folder may be another one by then.
        return cls(os.path.abspath(endpoint.address), identity) if identity else None

    def remove(self) -> None:
        """Take it away if it is still there."""
        if _identity(self.path) == self.identity:
            with suppress(OSError):  # another user's folder...: then it stays, and a later bind() says so
                os.unlink(self.path)


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
