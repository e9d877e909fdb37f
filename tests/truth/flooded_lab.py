"""A lab in a process of its own, whose memory is measured: `flooded_lab.py CAPTURE REPLY`.

Prints the port it listens on; for each line it reads it prints the most memory it has held so far, in bytes. Law: it is
the engine and the capture alone, as the program runs them.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from core.capture.capture import Capture
from core.contract.commands import Listen, ReplyChoice, Stop
from core.contract.events import Done, SocketChanged, Stopped
from core.engine.loop import Engine


def peak_bytes() -> int:
    """VmHWM of proc(5)."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1]) * 1024


def main(path: str, reply: str) -> None:
    """Listen, and measure on request until the input ends."""
    capture = Capture.create(Path(path))
    engine = Engine(capture)
    engine.start()
    engine.submit(Listen(1, "127.0.0.1", 0, ReplyChoice(reply)))
    while not isinstance(event := engine.events.get(), Done):
        if isinstance(event, SocketChanged) and event.snapshot.local is not None:
            bound = event.snapshot.local.port
    print(bound, flush=True)
    for _line in sys.stdin:
        while not engine.events.empty():  # a driver that looks from time to time
            engine.events.get()
        print(peak_bytes(), flush=True)
    engine.submit(Stop(2))
    while not isinstance(engine.events.get(), Stopped):
        continue
    capture.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
