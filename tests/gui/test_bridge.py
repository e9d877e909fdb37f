"""The bridge: one answer per command, slow questions elsewhere, a tick that never takes long and never stops."""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import pairwise
from queue import SimpleQueue

import pytest

from core.contract.commands import Close, Command
from core.contract.events import Done, Event, Failed, ReadingResumed
from core.contract.faults import Fault
from gui.bridge import DRAIN_BUDGET_S, HURRY_MS, IDLE_MS, Bridge


class Echo:
    """An engine's two ends, answered by the test."""

    def __init__(self) -> None:
        self.events: SimpleQueue[Event] = SimpleQueue()
        self.commands: list[Command] = []

    def submit(self, command: Command) -> None:
        self.commands.append(command)


class HandTimer:
    """after() by hand: the test says when the time has come."""

    def __init__(self) -> None:
        self.waiting: dict[str, tuple[int, Callable[[], None]]] = {}
        self._made = 0

    def after(self, ms: int, func: Callable[[], None], /) -> str:
        self._made += 1
        self.waiting[str(self._made)] = (ms, func)
        return str(self._made)

    def after_cancel(self, id: str, /) -> None:
        del self.waiting[id]

    @property
    def delay(self) -> int:
        ((delay, _),) = self.waiting.values()
        return delay

    def tick(self) -> None:
        ((name, (_, func)),) = self.waiting.items()
        del self.waiting[name]
        func()


class Lab:
    def __init__(self, *, changing: bool = False) -> None:
        self.engine, self.timer = Echo(), HandTimer()
        self.told: list[object] = []
        self.refreshed = 0
        self.changing = changing
        self.bridge = Bridge(self.timer, self.told.append, self._refresh)
        self.bridge.start(self.engine)

    def _refresh(self, came_in: bool) -> bool:
        self.refreshed += 1
        return self.changing

    def close(self, number: int) -> int:
        return self.bridge.submit(lambda id: Close(id, number), self.told.append, self.told.append)


def test_each_command_is_answered_once_by_its_own_callback() -> None:
    lab = Lab()
    first, second = lab.close(5), lab.close(6)
    failed = Failed(second, Fault("SOCKET_GONE"))
    lab.engine.events.put(failed)
    lab.engine.events.put(Done(first, 5))
    lab.timer.tick()
    assert lab.told == [failed, Done(first, 5)]
    assert [command.id for command in lab.engine.commands] == [first, second]
    assert first != second


def test_what_answers_no_command_goes_to_the_window() -> None:
    lab = Lab()
    lab.engine.events.put(ReadingResumed())
    lab.timer.tick()
    assert lab.told == [ReadingResumed()]


def test_a_slow_question_is_answered_on_the_thread_that_ticks() -> None:
    lab = Lab()
    finished = threading.Event()
    threads: list[threading.Thread] = []

    def question() -> str:
        threads.append(threading.current_thread())
        finished.set()
        return "owner"

    def on_answer(answer: str) -> None:
        threads.append(threading.current_thread())
        lab.told.append(answer)

    lab.bridge.ask(question, on_answer)
    assert finished.wait(10)
    threads[0].join(10)
    lab.timer.tick()
    assert lab.told == ["owner"]
    assert threads[0] is not threads[1]
    assert threads[1] is threading.current_thread()
    assert threads[0].daemon


def test_a_mistake_in_a_question_is_raised_in_a_tick_and_ticking_goes_on() -> None:
    lab = Lab()
    asked = threading.Event()

    def question() -> None:
        asked.set()
        raise ValueError("mistake")

    before = set(threading.enumerate())
    lab.bridge.ask(question, lab.told.append)
    assert asked.wait(10)
    for thread in set(threading.enumerate()) - before:
        thread.join(10)
    with pytest.raises(ValueError, match="mistake"):
        lab.timer.tick()
    lab.timer.tick()


def test_a_mistake_in_a_callback_loses_no_other_event() -> None:
    lab = Lab()

    def mistaken(_done: Done) -> None:
        raise ValueError("mistake")

    first = lab.bridge.submit(lambda id: Close(id, 1), mistaken, lab.told.append)
    lab.engine.events.put(Done(first))
    lab.engine.events.put(ReadingResumed())
    with pytest.raises(ValueError, match="mistake"):
        lab.timer.tick()
    lab.timer.tick()
    assert lab.told == [ReadingResumed()]


def test_a_tick_takes_no_longer_than_its_budget_and_the_rest_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("gui.bridge.perf_counter", lambda: now[0])
    lab = Lab()

    def slow(event: object) -> None:
        now[0] += DRAIN_BUDGET_S / 4
        lab.told.append(event)

    lab.bridge = Bridge(lab.timer, slow, lambda _: False)
    lab.timer.waiting.clear()
    lab.bridge.start(lab.engine)
    for _ in range(10):
        lab.engine.events.put(ReadingResumed())
    lab.timer.tick()
    assert len(lab.told) == 4
    lab.timer.tick()
    lab.timer.tick()
    assert len(lab.told) == 10


def test_nothing_happening_slows_the_ticks_down_and_a_command_hurries_them() -> None:
    lab = Lab()
    for _ in range(10):
        lab.timer.tick()
    assert lab.timer.delay == IDLE_MS
    lab.close(1)
    assert lab.timer.delay == HURRY_MS


def test_views_that_take_long_to_draw_are_drawn_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("gui.bridge.perf_counter", lambda: now[0])
    lab = Lab(changing=True)
    drawn: list[float] = []

    def draw(came_in: bool) -> bool:
        drawn.append(now[0])
        now[0] += 0.005
        return True

    lab.bridge = Bridge(lab.timer, lab.told.append, draw)
    lab.timer.waiting.clear()
    lab.bridge.start(lab.engine)
    for _ in range(20):
        now[0] += lab.timer.delay / 1000
        lab.timer.tick()
    gaps = [later - earlier for earlier, later in pairwise(drawn)]
    assert min(gaps) >= 0.05


def test_a_stopped_bridge_ticks_no_more() -> None:
    lab = Lab()
    lab.bridge.stop()
    assert lab.timer.waiting == {}


def test_what_a_command_was_is_remembered_for_the_calls_view() -> None:
    lab = Lab()
    assert lab.bridge.command_name(lab.close(1)) == "Close"
    assert lab.bridge.command_name(999) == ""


def test_a_tick_in_which_the_bridge_is_stopped_is_the_last() -> None:
    lab = Lab()
    lab.bridge.submit(lambda id: Close(id, 5), lambda _: lab.bridge.stop(), lab.told.append)
    lab.engine.events.put(Done(1, 5))
    lab.timer.tick()
    assert lab.timer.waiting == {}
    assert lab.refreshed == 0
