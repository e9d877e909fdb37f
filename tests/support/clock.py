"""The wall clock by which the engine stamps calls and sockets, with somebody's hand on it (test thread).

Law: it runs as the real one does, between the moments at which it is set.
"""

from __future__ import annotations

import time

import pytest

HOUR_NS = 3_600 * 10**9


class Clock:
    """As after somebody has set the computer's clock by `ahead_ns`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ahead_ns = 0
        for module in ("calls", "binding", "listener", "live", "dialing"):
            monkeypatch.setattr(f"core.net.{module}.time_ns", self._time_ns)

    def _time_ns(self) -> int:
        return time.time_ns() + self.ahead_ns
