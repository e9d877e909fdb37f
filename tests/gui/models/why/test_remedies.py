"""Remedies: commands one after the other, at once or after a wait that can be seen and cancelled."""

from __future__ import annotations

from collections.abc import Callable

from core.contract.commands import Close, Command, Listen
from core.explain.why.case import Ask, ShowPort, Wait
from gui.models.why.remedies import Remedies

STOP, LISTEN = Close(0, 1), Listen(0, "127.0.0.1", 9000)


class Hand:
    """Whoever is given the commands, and the clock: the test says when something is done and how time goes by."""

    def __init__(self) -> None:
        self.given: list[Command] = []
        self.done: Callable[[], None] = lambda: None
        self.now = 100.0
        self.timers: dict[str, tuple[float, Callable[[], None]]] = {}
        self.seconds: list[float | None] = []
        self.shown: list[int] = []
        self.remedies = Remedies(self.give, self, lambda what, refused: None, self.shown.append, clock=lambda: self.now)

    def give(self, command: Command, on_done: Callable[[], None]) -> None:
        self.given.append(command)
        self.done = on_done

    def after(self, ms: int, func: Callable[[], None], /) -> str:
        self.timers["timer"] = (self.now + ms / 1000, func)
        return "timer"

    def after_cancel(self, id: str, /) -> None:
        del self.timers[id]

    def tick(self) -> None:
        self.now, func = self.timers.pop("timer")
        func()

    def do(self, remedy: Ask | Wait | ShowPort) -> None:
        self.remedies.do(remedy, lambda: self.seconds.append(self.remedies.left_s))


def test_each_command_waits_for_the_one_before_it() -> None:
    hand = Hand()
    hand.do(Ask("Stop #1 and use its port", (STOP, LISTEN)))
    assert hand.given == [STOP]
    hand.done()
    assert hand.given == [STOP, LISTEN]
    hand.done()
    assert hand.given == [STOP, LISTEN]


def test_a_wait_counts_whole_seconds_down_and_then_asks() -> None:
    hand = Hand()
    hand.do(Wait("Wait, then try again", 2.5, (LISTEN,)))
    while hand.timers:
        assert hand.given == []
        hand.tick()
    assert hand.seconds == [2.5, 2.0, 1.0, None]
    assert hand.given == [LISTEN]


def test_a_cancelled_wait_asks_for_nothing() -> None:
    hand = Hand()
    hand.do(Wait("Wait, then try again", 60, (LISTEN,)))
    hand.remedies.cancel()
    assert (hand.timers, hand.remedies.left_s, hand.given) == ({}, None, [])


def test_a_port_is_shown_and_nothing_is_asked_for() -> None:
    hand = Hand()
    hand.do(ShowPort("Show its owner in Ports", 9000))
    assert (hand.shown, hand.given, hand.seconds) == ([9000], [], [])
