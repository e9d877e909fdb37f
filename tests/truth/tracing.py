"""A lab under strace, and what both wrote down (test thread).

Law: the lab plays its scene in a process of its own, and has ended well before anything is read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.capture.capture import Capture
from core.contract.records import CallRecord
from tests.support.programs import Running, running
from tests.truth.strace import STRING_BYTES, Seen, lab_calls, parse

ROOT = Path(__file__).resolve().parents[2]
STRACE = ("-f", "--seccomp-bpf", "-s", str(STRING_BYTES), "-e", "trace=network,close,ioctl", "-e", "signal=none")


@contextmanager
def traced(scene: str, folder: Path, *options: str, port: int = 0) -> Iterator[Running]:
    """A lab that plays a scene under strace (with these options too); at the end of the block it has ended well."""
    lab = (sys.executable, str(ROOT / "tests/truth/traced_lab.py"), scene, str(folder / "run.socketlab"), str(port))
    trace = ("-o", str(folder / "strace.txt"))
    with running("strace", *STRACE, *options, *trace, *lab, PYTHONPATH=str(ROOT)) as program:
        yield program
        assert program.wait() == 0


def records_of(folder: Path) -> list[CallRecord]:
    """What the lab recorded."""
    capture = Capture.open(folder / "run.socketlab")
    try:
        return capture.records(range(1, capture.count + 1))
    finally:
        capture.close()


def seen_by_strace(folder: Path) -> list[Seen]:
    """What strace saw of the lab's sockets."""
    return list(lab_calls(parse((folder / "strace.txt").read_text())))
