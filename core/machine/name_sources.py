"""Where this computer looks up names: its hosts file, and the name services it was told of (any thread).

Law: files are read, nobody is asked; a file that can't be read tells nothing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_RESOLV = Path("/etc/resolv.conf")


@dataclass(frozen=True, slots=True)
class NameSources:
    """What could answer for a name."""

    known: tuple[str, ...] | None
    """The names in the hosts file; None: it could not be read."""
    services: tuple[str, ...] | None
    """The addresses of the name services; None: this system keeps them elsewhere (Windows)."""


def name_sources() -> NameSources:
    """Read both files."""
    known = _lines(_hosts_file())
    services = None if sys.platform == "win32" else _lines(_RESOLV)
    return NameSources(
        None if known is None else tuple(dict.fromkeys(name for line in known for name in line[1:])),
        None if services is None else tuple(line[1] for line in services if line[0] == "nameserver" and len(line) > 1),
    )


def _hosts_file() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", "drivers", "etc", "hosts")
    return Path("/etc/hosts")


def _lines(path: Path) -> list[list[str]] | None:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    return list(_words(text))


def _words(text: str) -> Iterator[list[str]]:
    for line in text.splitlines():
        words = line.partition("#")[0].split()
        if words:
            yield words
