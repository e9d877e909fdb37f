"""The fixtures that tests of the engine share; a conftest.py imports the ones its folder needs.

Law: a fixture leaves nothing behind, whatever the test did.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.lab import Lab, open_lab
from tests.support.peers import NameService


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    """A running lab, checked when the test is over."""
    with open_lab(tmp_path / "run.socketlab") as lab:
        yield lab


@pytest.fixture
def name_service(monkeypatch: pytest.MonkeyPatch) -> Iterator[NameService]:
    """A resolver to play with; what hangs in it comes back at the end."""
    service = NameService(monkeypatch)
    yield service
    service.answer()
