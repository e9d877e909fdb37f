"""A call that is to come at a time: what whoever asked for it may still do with it (any thread).

Law: a timer that was cancelled never fires.
"""

from __future__ import annotations

from typing import Protocol


class Timer(Protocol):
    """A call that is to come."""

    def cancel(self) -> None:
        """Don't make it."""
        ...
