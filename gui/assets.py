"""Finds the files that come with the program: icons and texts (any thread).

Law: the only place that knows where they are, in a clone, an installed package and a packaged program.
"""

from __future__ import annotations

import sys
from pathlib import Path


def asset(name: str) -> Path:
    """The path of a file in assets/. PyInstaller unpacks them into the folder that it names in sys._MEIPASS."""
    unpacked: str | None = getattr(sys, "_MEIPASS", None)
    top = Path(unpacked) if unpacked is not None else Path(__file__).resolve().parent.parent
    return top / "assets" / name
