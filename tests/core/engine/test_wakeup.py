"""Waking the engine's thread out of its wait."""

from __future__ import annotations

import select
from collections.abc import Iterator

import pytest

from core.engine.wakeup import WakeUp


@pytest.fixture
def wakeup() -> Iterator[WakeUp]:
    made = WakeUp()
    yield made
    made.close()


def is_woken(wakeup: WakeUp) -> bool:
    """Whether a wait would end at once."""
    return bool(select.select([wakeup.reader], [], [], 0)[0])


def test_a_wake_lasts_until_it_is_cleared(wakeup: WakeUp) -> None:
    assert not is_woken(wakeup)
    wakeup.wake()
    assert is_woken(wakeup)
    assert is_woken(wakeup)
    wakeup.clear()
    assert not is_woken(wakeup)


def test_many_wakes_are_one(wakeup: WakeUp) -> None:
    for _ in range(100_000):  # more bytes than the pair of sockets would hold
        wakeup.wake()
    assert wakeup.reader.recv(10) == b"\0"


def test_after_it_was_cleared_it_can_be_woken_again(wakeup: WakeUp) -> None:
    for _ in range(3):
        wakeup.wake()
        wakeup.clear()
    wakeup.wake()
    assert is_woken(wakeup)


def test_clearing_without_a_wake_does_not_wait(wakeup: WakeUp) -> None:
    wakeup.clear()
    assert not is_woken(wakeup)


def test_waking_one_that_was_closed_harms_nothing() -> None:
    wakeup = WakeUp()
    wakeup.close()
    wakeup.wake()
