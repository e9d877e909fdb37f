"""The rates of the last 60 seconds, from totals that were looked at now and then."""

from __future__ import annotations

from gui.models.lab.rates import SECONDS, Rates, Second


class Clock:
    """Goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_what_happens_in_a_second_is_told_when_it_is_over() -> None:
    clock = Clock()
    rates = Rates(clock)
    rates.take(500, 500, 50)
    assert rates.is_quiet, "what was there before belongs to no second"
    clock.now += 0.4
    rates.take(600, 500, 51)
    clock.now += 0.5
    rates.take(650, 507, 53)
    assert rates.is_quiet
    clock.now += 0.2
    rates.take(650, 507, 53)
    assert rates.last == Second(150, 7, 3)
    assert list(rates.seconds)[:-1] == [Second()] * (SECONDS - 1)


def test_seconds_in_which_nobody_looked_are_empty() -> None:
    clock = Clock()
    rates = Rates(clock)
    rates.take(0, 0, 0)
    rates.take(9, 0, 1)
    clock.now += 4
    rates.take(9, 5, 2)
    assert list(rates.seconds)[-4:] == [Second(9, 0, 1), Second(), Second(), Second()]
    clock.now += 500
    rates.take(9, 5, 2)
    assert len(rates.seconds) == SECONDS
    assert rates.is_quiet


def test_a_silent_minute_gives_nothing_to_draw() -> None:
    clock = Clock()
    rates = Rates(clock)
    rates.take(1, 1, 1)
    for _ in range(5):
        clock.now += 1
        rates.take(1, 1, 1)
    assert rates.version == 0
    rates.take(2, 1, 2)
    for _ in range(2 * SECONDS):
        clock.now += 1
        rates.take(2, 1, 2)
    assert rates.version == SECONDS + 1, "until the second has left the chart, and once for that"
