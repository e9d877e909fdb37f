"""The fixtures of this folder's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.fixtures import lab
from tests.support.network import Host, two_hosts

__all__ = ["lab"]


@pytest.fixture
def hosts() -> Iterator[tuple[Host, Host]]:
    """Two hosts with a cable between them."""
    with two_hosts() as hosts:
        yield hosts
