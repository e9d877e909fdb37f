"""The .venv folder: one Python environment with exactly what a lock file names; called by build/dev.py.

Law: a stamp inside .venv says what was installed from what; while it is true nothing is touched, and when it is not,
the folder is made anew, so that nothing old lingers in it.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

from build.interpreter import Interpreter

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"
RUN_LOCK = ROOT / "build" / "requirements.txt"
DEV_LOCK = ROOT / "build" / "requirements-dev.txt"  # holds all of RUN_LOCK too


def python_of(folder: Path = FOLDER) -> str:
    """The Python inside the environment."""
    return str(folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def make_ready(interpreter: Interpreter, lock: Path, folder: Path = FOLDER) -> None:
    """Have in `folder` exactly what `lock` pins; ends the program when pip cannot get it."""
    python, stamp = python_of(folder), folder / "installed.txt"
    known = stamp.read_text(encoding="utf-8").splitlines() if stamp.exists() else []
    if os.path.exists(python) and interpreter.identity in known and _line(lock) in known:
        return
    print(f"Setting up {folder.name} from {lock.name} with {interpreter.identity}", flush=True)
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    for step in (
        [interpreter.path, "-m", "venv", "--clear", str(folder)],
        [*pip, "--require-hashes", "--requirement", str(lock)],
    ):
        if subprocess.call(step, stdin=subprocess.DEVNULL) != 0:
            raise SystemExit(f"Setting up {folder.name} failed; the reason is above.")
    installed = [RUN_LOCK, DEV_LOCK] if lock == DEV_LOCK else [lock]
    stamp.write_text("\n".join([interpreter.identity, *map(_line, installed)]) + "\n", encoding="utf-8")


def _line(lock: Path) -> str:
    return f"{lock.name} {hashlib.sha256(lock.read_bytes()).hexdigest()}"
