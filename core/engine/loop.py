"""The engine: one thread that waits for sockets, timers and commands, and makes every socket call of the lab.

Runs in its own thread; submit() and `events` are for the one that drives it. Law: nothing in it may block but the wait.
"""

from __future__ import annotations

import itertools
import selectors
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from typing import Protocol

from core.contract.commands import Command, Stop
from core.contract.events import (
    Done,
    Event,
    Failed,
    InternalError,
    ReadingPaused,
    ReadingResumed,
    SocketChanged,
    Stopped,
)
from core.contract.faults import Fault
from core.contract.records import RawRecord
from core.engine.jobs.job import Job
from core.engine.jobs.registry import Jobs
from core.engine.obey import obey
from core.engine.timers import Timer, Timers
from core.engine.waiting import exact_select
from core.engine.wakeup import WakeUp
from core.net.calls import Sink, TracedSocket
from core.net.live import LiveSocket
from core.net.outbox import Budget
from core.net.resolve import Resolver
from core.net.tls.preparer import Preparer

PAUSE_READING_AT = 64 * 1024 * 1024
RESUME_READING_AT = 16 * 1024 * 1024
"""Bytes handed to the capture and not yet written, at which reading pauses and goes on."""

MOST_SOCKETS = 500 if sys.platform == "win32" else sys.maxsize
"""Windows' select() takes 512 sockets (FD_SETSIZE in CPython's selectmodule.c) and raises ValueError for one more."""

COMMANDS_A_TURN = 256
"""Obeyed before the sockets get their turn again, so that sending to 5,000 sockets does not stop the echo."""


class Recorder(Protocol):
    """What the engine hands its call records to: the capture."""

    def append(self, raw: RawRecord) -> None:
        """Take one record; never blocks."""
        ...

    @property
    def pending_bytes(self) -> int:
        """Taken, but not yet written."""
        ...


class Engine:
    """All sockets of the lab. It is also core.net's Surroundings."""

    def __init__(self, recorder: Recorder) -> None:
        self.events: SimpleQueue[Event] = SimpleQueue()
        self.sockets: dict[int, LiveSocket] = {}
        self.sink: Sink = recorder.append
        self.budget = Budget()
        self.resolver = Resolver(self.call_soon, self.sink)
        self.preparer = Preparer(self.call_soon)
        self.reading_paused = False
        self.jobs = Jobs(self, self.call_soon)
        self._recorder = recorder
        self._selector = selectors.DefaultSelector()
        self._timers = Timers()
        self._wakeup = WakeUp()
        self._commands: deque[Command] = deque()
        self._soon: deque[Callable[[], None]] = deque()
        self._numbers = itertools.count(1)
        self._unanswered: set[int] = set()
        """Obeyed, but without a Done or Failed so far."""
        self._stopping = False
        self._has_ended = False
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)

    # For the one that drives it.

    def start(self) -> None:
        """Begin; once."""
        self._thread.start()

    def submit(self, command: Command) -> None:
        """Ask for something (any thread). It is answered in `events` by one Done or Failed with the command's id."""
        self._commands.append(command)
        if self._has_ended:
            self._refuse_commands()
        else:
            self._wakeup.wake()

    def join(self, timeout_s: float) -> bool:
        """Wait for the thread to end after a Stop; False when it has not within that time."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    # For its sockets (core.net.surroundings).

    @property
    def has_room(self) -> bool:
        """Whether one socket more can be watched; the wake-up's is one of them."""
        return len(self.sockets) < MOST_SOCKETS

    def new_number(self) -> int:
        """1, 2, 3..."""
        return next(self._numbers)

    def adopt(self, live: LiveSocket) -> None:
        """Keep a socket under its number."""
        self.sockets[live.number] = live

    def find(self, number: int) -> LiveSocket | None:
        """The socket of that number, unless it has ended."""
        return self.sockets.get(number)

    def release(self, live: LiveSocket) -> None:
        """It ended."""
        self.sockets.pop(live.number, None)

    def watch(self, traced: TracedSocket, events: int, on_ready: Callable[[int], None]) -> None:
        """Watch for these events from now on; 0 stops it."""
        if traced.fd not in self._selector.get_map():
            if events:
                self._selector.register(traced.fd, events, on_ready)
        elif events:
            self._selector.modify(traced.fd, events, on_ready)
        else:
            self._selector.unregister(traced.fd)

    def call_later(self, seconds: float, function: Callable[[], None]) -> Timer:
        """Call it once after that time."""
        return self._timers.call_later(seconds, function)

    def call_soon(self, function: Callable[[], None]) -> None:
        """Have the engine thread call it (any thread)."""
        self._soon.append(function)
        self._wakeup.wake()

    def emit(self, event: Event) -> None:
        """Put it where the driver looks."""
        self.events.put(event)
        if self.jobs and isinstance(event, SocketChanged):
            self.jobs.socket_changed(event.snapshot)

    def done(self, command: int | None, socket: int | None = None) -> None:
        """Answer a command, or a job's message (a number below 0)."""
        if command is not None and command < 0:
            self.jobs.answered(command, None)
        elif command is not None:
            self._unanswered.discard(command)
            self.events.put(Done(command, socket))

    def failed(self, command: int | None, fault: Fault, socket: int | None = None) -> None:
        """Answer a command that could not be carried out, or a job's message (a number below 0)."""
        if command is not None and command < 0:
            self.jobs.answered(command, fault)
        elif command is not None:
            self._unanswered.discard(command)
            self.events.put(Failed(command, fault, socket))

    def safely(self, function: Callable[..., None], *arguments: object) -> None:
        """Call it; a mistake in serving one socket must not end the others."""
        try:
            function(*arguments)
        except Exception:
            self._internal_error(*_served_by(function))

    # The thread.

    def _run(self) -> None:
        self._selector.register(self._wakeup.reader, selectors.EVENT_READ, self._woken)
        while not self._stopping:
            timeout = 0.0 if self._commands or self._soon else self._timers.next_in()
            # Sockets before timers: after a suspended laptop wakes, what has arrived wins over what is late.
            for key, ready in exact_select(self._selector, self._until(timeout)):
                try:  # not by safely(): one call less for each message
                    key.data(ready)
                except Exception:
                    self._internal_error(*_served_by(key.data))
            for function in self._timers.take_due():
                self.safely(function)
            while self._soon:
                self.safely(self._soon.popleft())
            self._obey_some()
            self._mind_the_writer()
        self._selector.close()
        self._wakeup.close()
        self._has_ended = True
        self._refuse_commands()
        self.emit(Stopped())

    def _until(self, timeout: float | None) -> float | None:
        """While reading is paused nobody wakes the thread when the writer has caught up: look every 10 ms."""
        return min(timeout if timeout is not None else 0.01, 0.01) if self.reading_paused else timeout

    def _woken(self, _ready: int) -> None:
        self._wakeup.clear()

    def _internal_error(self, *concerned: LiveSocket) -> None:
        """A mistake in the lab itself, while it served these sockets: tell of it, and end them."""
        self.emit(InternalError(traceback.format_exc(), concerned[0].number if concerned else None))
        for live in concerned:
            try:
                live.give_up(Fault("INTERNAL_ERROR", about=f"#{live.number}"))
            except Exception:
                self.emit(InternalError(traceback.format_exc(), live.number))

    def _obey_some(self) -> None:
        for _ in range(min(len(self._commands), COMMANDS_A_TURN)):
            command = self._commands.popleft()
            self._unanswered.add(command.id)
            try:
                obey(self, command)
            except Exception:
                self._internal_error(*self._concerned_by(command))
                if command.id in self._unanswered:
                    self.failed(command.id, Fault("INTERNAL_ERROR"))
            if isinstance(command, Stop):
                self._stopping = True
                return

    def _concerned_by(self, command: Command) -> list[LiveSocket]:
        """The socket that a command is for, or those that were made to carry it out."""
        number = getattr(command, "socket", None)
        return [live for live in self.sockets.values() if live.number == number or live.asked_by == command.id]

    def _refuse_commands(self) -> None:
        """What is asked for after a Stop is answered too: here, or by submit() when the thread does not look again."""
        with suppress(IndexError):
            while True:
                self.failed(self._commands.popleft().id, Fault("ENGINE_STOPPING"))

    def _mind_the_writer(self) -> None:
        """Back-pressure by not reading: pause all sockets above the high mark, go on below the low one."""
        pending = self._recorder.pending_bytes
        if self.reading_paused:
            if pending > RESUME_READING_AT:
                return
            self.reading_paused = False
            self.emit(ReadingResumed())
        elif pending > PAUSE_READING_AT:
            self.reading_paused = True
            self.emit(ReadingPaused(pending))
        else:
            return
        for live in list(self.sockets.values()):
            live.update_interest()
        if not self.reading_paused:
            self.jobs.go_on()


def _served_by(function: Callable[..., None]) -> list[LiveSocket]:
    """The socket whose method it is, or whose job's, if it is one's."""
    bound = function.func if isinstance(function, partial) else function
    owner = getattr(bound, "__self__", None)
    live = owner.live if isinstance(owner, Job) else owner
    return [live] if isinstance(live, LiveSocket) else []
