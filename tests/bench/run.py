"""Runs the measurements of this folder, all or those named: python3 build/dev.py bench [startup ...]

Law: each measurement is a script of its own in a process of its own, so that none disturbs the next.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PREFIX = "measure_"


def main(names: list[str]) -> int:
    """Run them one after the other; 0 when every one could be taken."""
    known = {file.stem.removeprefix(PREFIX): file for file in sorted(FOLDER.glob(f"{PREFIX}*.py"))}
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"no measurement named {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    failed = 0
    for name in names or known:
        failed |= subprocess.call([sys.executable, "-m", f"tests.bench.{known[name].stem}"])
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
