"""Calls that are to come at a time."""

from __future__ import annotations

from core.engine.timers import Timers


def due(timers: Timers) -> None:
    """Make the calls whose time has come."""
    for function in timers.take_due():
        function()


def test_what_is_due_is_called_once_soonest_first() -> None:
    timers, called = Timers(), list[str]()
    timers.call_later(0.0, lambda: called.append("second"))
    timers.call_later(-1.0, lambda: called.append("first"))
    timers.call_later(60.0, lambda: called.append("much later"))
    due(timers)
    due(timers)
    assert called == ["first", "second"]


def test_the_wait_is_until_the_soonest() -> None:
    timers = Timers()
    assert timers.next_in() is None
    timers.call_later(60.0, lambda: None)
    soonest = timers.call_later(30.0, lambda: None)
    wait = timers.next_in()
    assert wait is not None
    assert 29.0 < wait <= 30.0
    soonest.cancel()
    wait = timers.next_in()
    assert wait is not None
    assert 59.0 < wait <= 60.0


def test_what_is_overdue_is_not_waited_for() -> None:
    timers = Timers()
    timers.call_later(-5.0, lambda: None)
    assert timers.next_in() == 0.0


def test_what_was_cancelled_is_never_called() -> None:
    timers, called = Timers(), list[str]()
    timers.call_later(0.0, lambda: called.append("cancelled")).cancel()
    due(timers)
    assert called == []
    assert timers.next_in() is None


def test_one_that_is_due_can_still_be_cancelled_by_one_before_it() -> None:
    timers, called = Timers(), list[str]()
    second = timers.call_later(-0.5, lambda: called.append("cancelled"))
    timers.call_later(-1.0, second.cancel)
    due(timers)
    assert called == []
