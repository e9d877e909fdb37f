"""Work of a reply that may take long: a thread of its own, which lives while there is some (any thread).

Each conversation has a line of its own, and the thread takes one job of each in turn, so that a peer whose messages are
costly makes the others wait for one of them, not for all. Law: a job never touches a socket, and what comes of it, even
a mistake, is handed to the engine thread.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple, TypeAlias, TypeVar

_Result = TypeVar("_Result")

LINGER_S = 0.05
"""Without work the thread waits so long for more: starting one for each message of a quick exchange costs 0.1 ms."""

Soon: TypeAlias = Callable[[Callable[[], None]], None]
"""Has the engine thread call something."""


class Job(NamedTuple):
    """What is to be done, and where its result goes."""

    work: Callable[[], Any]
    then: Callable[[Any], None]
    soon: Soon


Line: TypeAlias = "deque[Job]"


class Worker:
    """The jobs of one reply."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lines: deque[Line] = deque()
        """Those with jobs; each once."""
        self._is_running = False
        self._changed = threading.Condition()

    def give(self, line: Line, work: Callable[[], _Result], then: Callable[[_Result], None], soon: Soon) -> None:
        """Put a job at the end of a conversation's line; `then` gets its result on the engine thread."""
        with self._changed:
            line.append(Job(work, then, soon))
            if len(line) == 1:
                self._lines.append(line)
            if self._is_running:
                self._changed.notify()
            else:
                self._is_running = True
                # A daemon: a file system that hangs can't be interrupted, and must not keep the program from ending.
                threading.Thread(target=self._run, name=self._name, daemon=True).start()

    def drop(self, line: Line) -> None:
        """The conversation has ended: what waits in its line is not done any more."""
        with self._changed:
            line.clear()

    def _run(self) -> None:
        while (line := self._next()) is not None:
            job = line[0]  # it stays there while it is done: who gives the next one sees that the line has its turn
            try:
                result = job.work()
            except Exception as mistake:
                job.soon(partial(_raise, mistake))
            else:
                job.soon(partial(job.then, result))
            with self._changed:
                if line and line[0] is job:
                    line.popleft()
                if line:
                    self._lines.append(line)

    def _next(self) -> Line | None:
        """The line whose turn it is; None when there is nothing to do, and the thread ends."""
        with self._changed:
            while True:
                while self._lines:
                    if line := self._lines.popleft():
                        return line
                if not self._changed.wait(LINGER_S) and not self._lines:
                    self._is_running = False
                    return None


def _raise(mistake: Exception) -> None:
    raise mistake
