"""Runs a program that the Code view wrote, in a Python of its own, and tells what it says (window thread).

Law: nothing is run but by a person's click; when the view goes, or the person stops it, so does the program.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Protocol

_CHUNK = 64 * 1024
_INVISIBLE = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t"}


class Ask(Protocol):
    """Bridge.ask, as far as it is used here."""

    def __call__(self, question: Callable[[], Any], on_answer: Callable[[Any], None]) -> None:
        """Answer a slow question elsewhere, and call back on the window thread."""
        ...


def can_run() -> bool:
    """Whether there is a Python here to run it with: the packaged program has none of its own to lend."""
    return not getattr(sys, "frozen", False)


class ScriptRun:
    """One program at a time."""

    def __init__(self, ask: Ask, on_output: Callable[[str], None], on_end: Callable[[int], None]) -> None:
        """`on_output` gets what it says, in pieces; `on_end` its exit status (negative: the signal that ended it)."""
        self._ask = ask
        self._on_output = on_output
        self._on_end = on_end
        self._process: subprocess.Popen[bytes] | None = None
        self.is_running = False

    def start(self, text: str) -> None:
        """Run this Python program. OSError when it can't be started."""
        if self.is_running:
            return
        folder = tempfile.TemporaryDirectory(prefix="socketlab-")
        try:
            self._process = _started(text, Path(folder.name) / "program.py")
        except OSError:
            folder.cleanup()
            raise
        self.is_running = True
        self._read_on(self._process, folder)

    def press_return(self) -> None:
        """What a program that waits for it at its end gets."""
        if self._process is not None and self._process.stdin is not None and self.is_running:
            with suppress(OSError):  # it has just ended
                self._process.stdin.write(b"\n")
                self._process.stdin.flush()

    def stop(self) -> None:
        """End it; what it said until then still comes."""
        if self._process is not None and self.is_running:
            self._process.terminate()

    def _read_on(self, process: subprocess.Popen[bytes], folder: tempfile.TemporaryDirectory[str]) -> None:
        """Have a worker wait for the next piece."""
        self._ask(partial(_next_piece, process, folder), lambda piece: self._take(piece, process, folder))

    def _take(
        self, piece: bytes | int, process: subprocess.Popen[bytes], folder: tempfile.TemporaryDirectory[str]
    ) -> None:
        if isinstance(piece, int):
            self.is_running = False
            self._on_end(piece)
            return
        self._on_output(piece.decode("utf-8", "backslashreplace").translate(_INVISIBLE))
        self._read_on(process, folder)


def _started(text: str, path: Path) -> subprocess.Popen[bytes]:
    path.write_text(text, encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, "-I", "-u", str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8:backslashreplace"},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _next_piece(process: subprocess.Popen[bytes], folder: tempfile.TemporaryDirectory[str]) -> bytes | int:
    """What it says next; its exit status when it has ended, and then nothing of it is left (a worker's business)."""
    assert process.stdout is not None
    assert process.stdin is not None
    piece = os.read(process.stdout.fileno(), _CHUNK)
    if piece:
        return piece
    status = process.wait()
    process.stdout.close()
    with suppress(OSError):  # something typed was never read
        process.stdin.close()
    folder.cleanup()
    return status
