"""The fixtures of this folder's tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.certificates import Authority
from tests.support.fixtures import lab

__all__ = ["lab"]


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    """One that nobody trusts unless told to."""
    return Authority(tmp_path)
