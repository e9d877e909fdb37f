"""The kinds of files that the window reads and writes, by what their names end in (data only)."""

from __future__ import annotations

from typing import NamedTuple


class FileKind(NamedTuple):
    """A kind of file, as the list of kinds in a dialog names it."""

    name: str
    suffix: str
    """With its dot."""


CAPTURE = FileKind("Socket Lab recording", ".socketlab")
SESSION = FileKind("Socket Lab session", ".labsession")
JSON_LINES = FileKind("JSON Lines", ".jsonl")
SVG = FileKind("SVG: sharp at any size", ".svg")
PNG = FileKind("PNG: for any program", ".png")
RULES = FileKind("Rules of replies", ".json")
PEM = FileKind("Certificate or key (PEM)", ".pem")
PYTHON = FileKind("Python file", ".py")
ANY = FileKind("Any file", "")
