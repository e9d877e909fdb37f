"""The lab is killed while it records at full rate: what was written is there, and the file opens.

Law: the victim says how many rows it knows to be written, and only then it is killed.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from core.capture.capture import Capture
from tests.core.capture.rows import START_NS

VICTIM = """
import sys
from itertools import count
from pathlib import Path
from core.capture.capture import Capture
from tests.core.capture.rows import START_NS, echo

capture = Capture.create(Path(sys.argv[1]))
rest = echo(1)[0][1:]
for number in count(1):
    capture.append((START_NS + number, *rest))
    if not number % 5000:
        print(capture.count, flush=True)
    if capture.pending_bytes > 8 << 20:
        capture.flush()
"""


@pytest.mark.parametrize("reports", [3, 17, 40])
def test_no_row_that_was_written_is_lost_when_the_lab_is_killed(tmp_path: Path, reports: int) -> None:
    path = tmp_path / "killed.socketlab"
    with subprocess.Popen([sys.executable, "-c", VICTIM, path], stdout=subprocess.PIPE, text=True) as victim:
        assert victim.stdout is not None
        try:
            written = [int(victim.stdout.readline()) for _ in range(reports)][-1]
        finally:
            victim.kill()
    with closing(Capture.open(path)) as capture:
        assert capture.count >= written
        fault = capture.status.fault
        assert fault is None or fault.name == "CAPTURE_TORN"
        assert list(capture.columns.time_ns) == list(range(START_NS + 1, START_NS + 1 + capture.count))
        assert capture.overall.bytes_in == 64 * capture.count
        if capture.count:
            assert capture.record(capture.count).seq == capture.count
