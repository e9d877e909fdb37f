"""What a table shows of one thing: its key, the text of its cells, and a tag for its colour (window thread).

Law: a colour never says anything that the text does not say too.
"""

from __future__ import annotations

from typing import NamedTuple

IN, OUT, WARNING, ERROR, QUIET, PLAIN = "in", "out", "warning", "error", "quiet", ""


class Row(NamedTuple):
    """One line of a table."""

    key: int
    cells: tuple[str, ...]
    tag: str = PLAIN
