"""The fixtures of this folder's tests."""

from __future__ import annotations

from tests.support.fixtures import lab

__all__ = ["lab"]
