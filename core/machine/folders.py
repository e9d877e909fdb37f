"""Where the program keeps its settings and its recordings (any thread).

Law: what it keeps is in one of two places: beside the packaged program, if a file named `portable` stands there, so
that a memory stick takes all of it along; or else where this system has every program keep such things.
"""

from __future__ import annotations

import sys
from pathlib import Path

PORTABLE = "portable"


def settings_folder() -> Path:
    """Where settings are kept."""
    beside = portable_folder()
    if beside is not None:
        return beside
    import platformdirs

    return platformdirs.user_config_path("socketlab", appauthor=False)


def captures_folder() -> Path:
    """Where recordings are kept that nobody gave a name. RuntimeError for somebody who has no home folder."""
    beside = portable_folder()
    if beside is not None:
        return beside / "captures"
    import platformdirs

    return platformdirs.user_data_path("socketlab", appauthor=False) / "captures"


def portable_folder() -> Path | None:
    """The packaged program's own folder, if a file named `portable` stands there; None otherwise.

    Python itself is not asked: what runs from its sources has its settings with its person.
    """
    return _marked(Path(sys.executable)) if getattr(sys, "frozen", False) else None


def _marked(program: Path) -> Path | None:
    bundle = next((folder for folder in program.parents if folder.suffix == ".app"), program)  # a program on a Mac
    return bundle.parent if (bundle.parent / PORTABLE).is_file() else None
