"""Standard input, sent on to one socket or to several (its own thread reads, the main thread sends).

Law: what is read is bounded by what the sockets have taken: nothing more is read before every socket took its share.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterable
from functools import partial
from queue import SimpleQueue
from typing import Any

from core.cli.driver import Driver, Typed
from core.contract.commands import Command, FinishSending, Send
from core.contract.events import Done, Failed

CHUNK = 64 * 1024
CHUNKS = 16
"""Read and not yet taken by every socket."""


class StandardInput:
    """Reads what is typed or piped in, once start() is called."""

    def __init__(self, news: SimpleQueue[Any]) -> None:
        self._news = news
        self._room = threading.Semaphore(CHUNKS)
        # A daemon: a read that waits for somebody to type can't be called off. os.read(), because at the program's end
        # Python would wait for the lock of sys.stdin's buffer, which a thread in read() holds.
        self._thread = threading.Thread(target=self._run, name="standard input", daemon=True)

    @property
    def is_typed(self) -> bool:
        """Whether a person types it; if not, it is a file or another program, which will come to an end."""
        return sys.stdin is not None and sys.stdin.isatty()

    def start(self) -> None:
        """Begin to read; a second time changes nothing."""
        if not self._thread.is_alive():
            self._thread.start()

    def took(self) -> None:
        """A chunk is done with."""
        self._room.release()

    def _run(self) -> None:
        data = b"more"
        while data:
            self._room.acquire()
            try:
                data = os.read(0, CHUNK)
            except OSError:  # closed before the program began
                data = b""
            self._news.put(Typed(data))


class Typing:
    """What is typed goes to sockets."""

    def __init__(self, driver: Driver) -> None:
        self.input = StandardInput(driver.news)
        self.has_ended = False
        self._driver = driver
        self._missing: dict[int, list[int]] = {}
        """Command -> how many of its chunk are not answered, shared by all of the chunk."""

    def send(self, data: bytes, sockets: Iterable[int]) -> None:
        """Send a chunk to these sockets, or note that there is no more."""
        if not data:
            self.has_ended = True
            return
        self.give(partial(Send, socket=number, data=data) for number in sockets)

    def give(self, commands: Iterable[Callable[[int], Command]]) -> None:
        """Give the commands that one chunk makes; once all of them are answered there is room for the next."""
        missing = [0]
        for make in commands:
            missing[0] += 1
            self._missing[self._driver.ask(make)] = missing
        if not missing[0]:
            self.input.took()

    @property
    def is_settled(self) -> bool:
        """Whether nothing more is typed, and all that was is done with."""
        return self.has_ended and not self._missing

    def finish(self, number: int) -> None:
        """Finish sending on a socket, after all that was typed."""
        self._driver.ask(lambda id: FinishSending(id, number))

    def answered(self, answer: Done | Failed) -> bool:
        """Whether this answers one of its commands; the last of a chunk makes room for the next chunk."""
        missing = self._missing.pop(answer.command, None)
        if missing is None:
            return False
        missing[0] -= 1
        if not missing[0]:
            self.input.took()
        return True
