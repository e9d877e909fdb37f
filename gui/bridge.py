"""Between the window and the engine: commands go in, events and workers' results come out by `after` (window thread).

Law: the window thread never waits for the engine or a worker; a tick takes what is there and shows the newest only.
"""

from __future__ import annotations

import itertools
import threading
from collections import deque
from collections.abc import Callable
from functools import partial
from queue import SimpleQueue
from time import perf_counter
from typing import Protocol, TypeVar

from core.contract.commands import Command
from core.contract.events import Done, Event, Failed
from gui.models.session.asked import Asked

DRAIN_BUDGET_S = 0.008
"""Longest time for events in one tick: half a frame, so that a flood never makes a click wait."""
HURRY_MS = 5
"""Until the next tick when somebody waits for an answer."""
BUSY_MS = 25
"""Between two ticks while something happens."""
IDLE_MS = 100
"""Between two ticks while nothing happens. Tk takes 0.35 ms of a core to wake up, whatever is then done."""
_CALMING = 1.4
"""How fast ticks slow down once nothing happens: each waits so many times longer, up to IDLE_MS."""
_REFRESH_SHARE = 10
"""A refresh that took 5 ms is followed by 50 ms without one: drawing takes about a tenth of the time at most."""
_LEAST_PAUSE_S, _LONGEST_PAUSE_S = 0.04, 0.1
"""Between two refreshes. Tk draws after a refresh, which nobody can measure here: 25 a second are enough for an eye."""
_NAMES_KEPT = 10_000

OnDone = Callable[[Done], None]
OnFailed = Callable[[Failed], None]
_Result = TypeVar("_Result")


class EnginePort(Protocol):
    """What the bridge needs of the engine."""

    events: SimpleQueue[Event]

    def submit(self, command: Command) -> None:
        """Hand a command over; any thread."""
        ...


class Timer(Protocol):
    """What the bridge needs of Tk."""

    def after(self, ms: int, func: Callable[[], None], /) -> str:
        """Call `func` once, later, on the window thread."""
        ...

    def after_cancel(self, id: str, /) -> None:
        """Don't."""
        ...


class Bridge:
    """Commands in with callbacks, events out in ticks, slow questions to worker threads."""

    def __init__(self, timer: Timer, on_event: Callable[[Event], None], refresh: Callable[[bool], bool]) -> None:
        """`on_event` takes what answers no command.

        `refresh` brings the views up to date: told whether anything came in since the last time, it says whether there
        was anything new to show.
        """
        self._engine: EnginePort
        self._timer = timer
        self._on_event = on_event
        self._refresh = refresh
        self._ids = itertools.count(1)
        self._waiting: dict[int, tuple[OnDone, OnFailed]] = {}
        self._names: dict[int, str] = {}
        self._making: dict[int, Command] = {}
        """Commands under way that `asked` wants to hear of."""
        self.asked = Asked()
        self._results: deque[Callable[[], None]] = deque()
        self._pending: str | None = None
        self._delay_ms = float(BUSY_MS)
        self._refresh_due = 0.0
        self._came_in = False
        self._ticks = False

    def start(self, engine: EnginePort) -> None:
        """Begin to tick. Commands can be given from now on only: the window is shown before there is an engine."""
        self._engine = engine
        self._ticks = True
        self._arm(0)

    def stop(self) -> None:
        """End ticking, also from within a tick; what has not been taken by then never is."""
        self._ticks = False
        self._disarm()

    def submit(self, make: Callable[[int], Command], on_done: OnDone, on_failed: OnFailed) -> int:
        """Send a command; exactly one of the two is called later, on the window thread. Returns the command's id."""
        number = next(self._ids)
        command = make(number)
        self._waiting[number] = (on_done, on_failed)
        self._names[number] = type(command).__name__
        if Asked.wants(command):
            self._making[number] = command
        if len(self._names) > _NAMES_KEPT:
            del self._names[next(iter(self._names))]
        self._engine.submit(command)
        self.hurry()
        return number

    def command_name(self, number: int) -> str:
        """What kind of command an id stood for: "Listen"; "" for one long ago."""
        return self._names.get(number, "")

    def ask(self, question: Callable[[], _Result], on_answer: Callable[[_Result], None]) -> None:
        """Ask something slow in a daemon thread; the answer comes back on the window thread.

        A daemon thread, because a system call that hangs would hold the process at its end. What the question
        raises is raised again in a tick, where it is reported like any mistake of the window.
        """

        def work() -> None:
            try:
                answer = question()
            except Exception as mistake:
                self._results.append(partial(_raise, mistake))
            else:
                self._results.append(partial(on_answer, answer))

        threading.Thread(target=work, name="question", daemon=True).start()
        self.hurry()

    def _tick(self) -> None:
        self._pending = None
        began = perf_counter()
        busy = True
        try:
            busy = self._drain(began + DRAIN_BUDGET_S)
            self._came_in = self._came_in or busy
            if self._ticks and perf_counter() >= self._refresh_due:
                busy = self._refresh_views() or busy
        finally:
            self._delay_ms = BUSY_MS if busy else min(self._delay_ms * _CALMING, IDLE_MS)
            self._arm(round(self._delay_ms))

    def _drain(self, deadline: float) -> bool:
        """Take results and events until there are none or the time is over; whether there were any."""
        took = False
        while self._results and self._ticks and perf_counter() < deadline:
            took = True
            self._results.popleft()()
        events = self._engine.events
        while not events.empty() and perf_counter() < deadline:
            took = True
            self._take(events.get_nowait())
        return took

    def _take(self, event: Event) -> None:
        match event:
            case Done(command=number):
                on_done, _ = self._waiting.pop(number)
                if (command := self._making.pop(number, None)) is not None:
                    self.asked.done(command, event.socket)
                on_done(event)
            case Failed(command=number):
                _, on_failed = self._waiting.pop(number)
                self._making.pop(number, None)
                on_failed(event)
            case _:
                self._on_event(event)

    def _refresh_views(self) -> bool:
        began = perf_counter()
        came_in, self._came_in = self._came_in, False
        changed = self._refresh(came_in)
        now = perf_counter()
        self._refresh_due = now + min(max((now - began) * _REFRESH_SHARE, _LEAST_PAUSE_S), _LONGEST_PAUSE_S)
        return changed

    def hurry(self) -> None:
        """Somebody waits for an answer: look again soon."""
        self._delay_ms = BUSY_MS
        if self._pending is not None:
            self._arm(HURRY_MS)

    def _disarm(self) -> None:
        if self._pending is not None:
            self._timer.after_cancel(self._pending)
            self._pending = None

    def _arm(self, delay_ms: int) -> None:
        self._disarm()
        if self._ticks:
            self._pending = self._timer.after(delay_ms, self._tick)


def _raise(mistake: Exception) -> None:
    raise mistake
