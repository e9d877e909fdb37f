"""Finds a Python that can show a window and be packaged; called once by build/dev.py, before anything is installed.

Law: ask each Python what it has by running it, never guess from its name or its place.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from typing import NamedTuple

OLDEST = (3, 11)
SYSTEM_PYTHON = "/usr/bin/python3"  # the only one that the system's package manager can complete

TK = "tkinter"  # the window
VENV = "ensurepip"  # a .venv with pip in it; Debian ships it apart
LIBPYTHON = "shared libpython"  # PyInstaller puts it into the packaged program; Debian ships it apart
ALL_FEATURES = frozenset({TK, VENV, LIBPYTHON})

# Runs inside the Python that is asked, so it has to work in any version of it.
PROBE = """
import ctypes, json, os, sys, sysconfig
features = []
for name in "tkinter", "ensurepip":
    try:
        __import__(name)
        features.append(name)
    except ImportError:
        pass
name = sysconfig.get_config_var("INSTSONAME") or ""
try:
    if sys.platform in ("win32", "darwin") or os.path.exists(
        os.path.join(sysconfig.get_config_var("LIBDIR"), name)
    ) or (".so" in name and ctypes.CDLL(name)):
        features.append("shared libpython")
except OSError:
    pass
print(json.dumps([list(sys.version_info[:2]), sys.base_prefix, features]))
"""


class Interpreter(NamedTuple):
    """One Python on this computer and what it brings."""

    path: str
    version: tuple[int, int]
    base: str
    features: frozenset[str]

    @property
    def identity(self) -> str:
        """What a .venv depends on: another value means that the .venv has to be made anew."""
        return f"python {self.version[0]}.{self.version[1]} of {self.base}"


def probe(path: str) -> Interpreter | None:
    """Ask the Python at `path`; None when it does not run, or is older than the project needs."""
    try:
        answer = subprocess.run(
            [path, "-I", "-c", PROBE], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    (major, minor), base, features = json.loads(answer.stdout)
    if (major, minor) < OLDEST:
        return None
    return Interpreter(path, (major, minor), base, frozenset(features))


def find(needed: frozenset[str]) -> Interpreter | None:
    """The first Python that has every feature, else the first with those `needed`, else one to be completed.

    Every feature comes first, so that `run` and `test` settle on the same Python and share one .venv.
    """
    found = []
    for path in _candidates():
        interpreter = probe(path)
        if interpreter is not None:
            if interpreter.features >= ALL_FEATURES:
                return interpreter
            found.append(interpreter)
    enough = [one for one in found if one.features >= needed]
    completable = [one for one in found if one.path == SYSTEM_PYTHON]
    return next(iter(enough + completable + found), None)


def _candidates() -> Iterator[str]:
    seen = set()
    newer = [f"python3.{minor}" for minor in range(20, OLDEST[1] - 1, -1)]
    for path in [sys.executable, SYSTEM_PYTHON, *(shutil.which(name) for name in ["python3", *newer])]:
        if path and path not in seen:
            seen.add(path)
            yield path
