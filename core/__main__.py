"""Starts the lab without a window: python -m core (main thread)."""

from __future__ import annotations

import sys

from core.cli.program import main

if __name__ == "__main__":
    sys.exit(main())
