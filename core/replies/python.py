"""Python hook: a function of your own, def reply(data, peer), in a Python file, makes the answers (engine thread).

It is called with the bytes of one recv() or one datagram and with (address, port) of the peer, and returns bytes, a str
(sent as UTF-8), or None for silence. It runs in a worker thread, one call at a time, in the order in which the bytes of
a conversation came in; two seconds for each, then it is given up. Its mistakes are shown at the connection, which stays
open. While many messages wait for it, the socket is not read. The file is read again when the reply is chosen again.

Law: nothing of the file runs before somebody has said something; a peer's bytes are what it is given, never what
is run.
"""

from __future__ import annotations

from collections import deque
from functools import partial

from core.contract.endpoints import Endpoint
from core.contract.faults import BadInput, Fault
from core.replies.hook import Hook
from core.replies.reply import Company, Ends, Part, Talk, Voice
from core.replies.worker import Line, Worker

MOST_WAITING = 16
"""Messages of one conversation that wait for the hook."""


class PythonHook:
    """One hook for any number of conversations."""

    greets = False
    finishes = True
    wants_calls = False

    def __init__(self, path: str) -> None:
        self._hook = Hook(path)
        self.worker = Worker("python")

    def begin(self, ends: Ends, _company: Company, voice: Voice) -> Talk:
        """A conversation, or all peers of a UDP socket."""
        return _HookedTalk(self, ends.remote, voice)

    def answer(self, data: bytes, peer: Endpoint | None) -> bytes | Fault:
        """In the worker."""
        try:
            return self._hook.answer(data, peer)
        except BadInput as error:
            return error.fault


class _HookedTalk(Part):
    def __init__(self, shared: PythonHook, remote: Endpoint | None, voice: Voice) -> None:
        self._shared = shared
        self._remote = remote
        self._voice = voice
        self._line: Line = deque()
        self._waiting = 0

    @property
    def is_busy(self) -> bool:
        """Whether an answer may still come."""
        return self._waiting > 0

    @property
    def is_full(self) -> bool:
        """Whether too much waits for the hook."""
        return self._waiting >= MOST_WAITING

    def answer(self, data: bytes, peer: Endpoint | None = None) -> bytes:
        """Nothing yet: the answer comes from the worker."""
        self._waiting += 1
        peer = peer or self._remote
        work = partial(self._shared.answer, data, peer)
        self._shared.worker.give(self._line, work, partial(self._answered, peer), self._voice.soon)
        return b""

    def leave(self) -> None:
        """What waits is not asked any more."""
        self._shared.worker.drop(self._line)

    def _answered(self, peer: Endpoint | None, said: bytes | Fault) -> None:
        self._waiting -= 1
        if isinstance(said, Fault):
            self._voice.tell(said)
        elif said:
            self._voice.say(said, peer)
