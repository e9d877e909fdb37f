"""Builds and runs load.c: the load of the measurements, made by C because Python would be the bottleneck.

Law: loopback only, and every load ends by itself.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SOURCE = Path(__file__).with_name("load.c")
PATIENCE_S = 60.0


class Load:
    """The compiled program."""

    def __init__(self, program: Path) -> None:
        self.program = program

    def run(self, *words: object) -> list[float]:
        """Make a load; the numbers that it prints (see load.c)."""
        done = subprocess.run(
            [str(self.program), *map(str, words)], check=True, capture_output=True, text=True, timeout=PATIENCE_S
        )
        return [float(number) for number in done.stdout.split()]

    @contextmanager
    def running(self, *words: object) -> Iterator[None]:
        """Make a load as long as it is needed, and end it then; what it would print is not looked at."""
        process = subprocess.Popen([str(self.program), *map(str, words)], stdout=subprocess.DEVNULL)
        try:
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE_S)


@contextmanager
def built_load() -> Iterator[Load]:
    """Compile it for as long as it is needed. RuntimeError where there is no C compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise RuntimeError("the measurements need a C compiler (Debian: gcc)")
    with tempfile.TemporaryDirectory(prefix="socketlab-load-") as folder:
        program = Path(folder) / "load"
        subprocess.run([compiler, "-O2", "-o", str(program), str(SOURCE)], check=True)
        yield Load(program)
