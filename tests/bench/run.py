"""Runs the measurements of this folder, all or those named: python3 build/dev.py bench [startup ...]

Law: each measurement is a script of its own in a process of its own, so that none disturbs the next; all that they
found stands in one table in the end.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from tests.bench.table import print_all

FOLDER = Path(__file__).resolve().parent
PREFIX = "measure_"


def main(names: list[str]) -> int:
    """Run them one after the other; 0 when every one could be taken."""
    known = {file.stem.removeprefix(PREFIX): file for file in sorted(FOLDER.glob(f"{PREFIX}*.py"))}
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"no measurement named {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    failed, began = 0, time.time()
    for name in names or known:
        failed |= subprocess.call([sys.executable, "-m", f"tests.bench.{known[name].stem}"])
    print_all(began)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
