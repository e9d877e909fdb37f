"""Real programs as peers: started, talked to through their standard input and output, and ended by their own process.

Law: a program that is not there fails the test with the name of its package; none is ever left running.
"""

from __future__ import annotations

import os
import select
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

import pytest

from tests.support.lab import PATIENCE_S

PACKAGES = {"ss": "iproute2", "ip": "iproute2", "cc": "gcc libc6-dev"}


def find(program: str) -> str:
    """Where a program is."""
    path = shutil.which(program)
    if path is None:
        pytest.fail(f"{program} is not installed; on Debian: apt-get install {PACKAGES.get(program, program)}")
    return path


def output_of(program: str, *arguments: str) -> str:
    """What a program that ends soon writes."""
    done = subprocess.run([find(program), *arguments], capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert done.returncode == 0, f"{program} {' '.join(arguments)}: {done.stderr}"
    return done.stdout


class Running:
    """A program that runs, with its two pipes."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self.process = process
        self._stdin, self._stdout = process.stdin, process.stdout

    def write(self, data: bytes) -> None:
        """Type this."""
        self._stdin.write(data)
        self._stdin.flush()

    def end_input(self) -> None:
        """Type nothing more."""
        self._stdin.close()

    def read(self, size: int) -> bytes:
        """Wait until it has written so many bytes (or ended)."""
        data, deadline = b"", monotonic() + PATIENCE_S
        while len(data) < size and (more := self._read_some(size - len(data), deadline)):
            data += more
        return data

    def read_line(self) -> str:
        """Wait for a line of text."""
        line = b""
        while not line.endswith(b"\n") and (more := self.read(1)):
            line += more
        return line.decode().strip()

    def wait(self) -> int:
        """Wait for its end; its exit status."""
        return self.process.wait(PATIENCE_S)

    def _read_some(self, size: int, deadline: float) -> bytes:
        ready, _, _ = select.select([self._stdout], [], [], max(deadline - monotonic(), 0.0))
        assert ready, f"{self.process.args!r} wrote nothing more within {PATIENCE_S:.0f} s"
        return os.read(self._stdout.fileno(), size)


@contextmanager
def running(program: str, *arguments: str, **environment: str) -> Iterator[Running]:
    """A program that runs until the end of the block, and no longer."""
    with subprocess.Popen(
        [find(program), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **environment},
        bufsize=0,
    ) as process:
        try:
            yield Running(process)
        finally:
            process.kill()
