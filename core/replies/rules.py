"""Rules: looks for patterns in what comes in and answers as they say, now or after a while (engine thread).

A message is what one recv() brings, or what ends with bytes of your choice; a datagram is one by itself. Rules are
tried from the first on: text, regular expressions, hex; an answer may use what was found, and then close or reset. When
the peer finishes sending, the connection is closed after the last answer has gone out.

Looking is done in a worker thread with a time limit, so that no message can stop the lab. While many wait, the socket
is not read.
"""

from __future__ import annotations

from collections import deque
from functools import partial

from core.contract.endpoints import Endpoint
from core.contract.faults import BadInput
from core.replies.later import Later
from core.replies.messages import Message, Messages
from core.replies.reply import Company, Ends, Part, Talk, Voice
from core.replies.rulebook.answering import ReadyBook, Step
from core.replies.rulebook.json_form import from_json
from core.replies.rulebook.matching import parse_pattern
from core.replies.rulebook.rule import RuleBook, Then
from core.replies.worker import Line, Worker

MOST_WAITING = 16
"""Messages of one conversation that wait to be looked at."""


class Rules:
    """One rule book for any number of conversations."""

    greets = False
    finishes = True
    wants_calls = False

    def __init__(self, data: bytes) -> None:
        """`data`: the rules as json_form.py has them. Raises BadInput for what is no rule book."""
        self._book = from_json(data) if data else RuleBook()
        self._ready: ReadyBook | None = None
        self.end = parse_pattern(self._book.ends_with)
        self.worker = Worker("rules")

    def answers(self, message: Message) -> list[Step]:
        """In the worker: patterns are read there too, for that takes a while when there are many."""
        try:
            if self._ready is None:
                self._ready = ReadyBook(self._book)
            return list(self._ready.answers(*message))
        except BadInput as error:
            return [Step(b"", 0, Then.NOTHING, error.fault)]

    def begin(self, ends: Ends, _company: Company, voice: Voice) -> Talk:
        """A conversation, or all peers of a UDP socket."""
        return _RuledTalk(self, ends.remote, voice)


class _RuledTalk(Part):
    def __init__(self, rules: Rules, remote: Endpoint | None, voice: Voice) -> None:
        self._rules = rules
        self._remote = remote
        self._voice = voice
        self._messages = Messages(rules.end if remote is not None else b"")
        self._line: Line = deque()
        self._waiting = 0
        self._later = Later(voice, in_order=remote is not None)
        self._has_ended = False

    @property
    def is_busy(self) -> bool:
        """Whether an answer may still come."""
        return bool(self._waiting or self._later)

    @property
    def is_full(self) -> bool:
        """Whether too much waits to be looked at or to be said, or all has been said."""
        return self._has_ended or self._waiting >= MOST_WAITING or self._later.is_full

    def answer(self, data: bytes, peer: Endpoint | None = None) -> bytes:
        """Nothing yet: the answers come from the worker."""
        self._messages.put(data, peer or self._remote)
        self._look()
        return b""

    def heard_all(self) -> bytes:
        """A last message may have no end."""
        self._messages.finish()
        self._look()
        return b""

    def leave(self) -> None:
        """Nothing of it any more, not even of what is looked at just now."""
        self._has_ended = True
        self._rules.worker.drop(self._line)
        self._later.drop()

    def _look(self) -> None:
        """Have what is complete looked at, but not all of it at once."""
        while not self._has_ended and self._waiting < MOST_WAITING and (message := self._messages.take()) is not None:
            self._waiting += 1
            work = partial(self._rules.answers, message)
            self._rules.worker.give(self._line, work, partial(self._found, message.peer), self._voice.soon)

    def _found(self, peer: Endpoint | None, steps: list[Step]) -> None:
        self._waiting -= 1
        for step in steps if not self._has_ended else ():
            if step.fault is not None:
                self._voice.tell(step.fault)
            else:
                self._later.put(step.delay_s, len(step.data), partial(self._do, step, peer))
        self._look()

    def _do(self, step: Step, peer: Endpoint | None) -> None:
        if step.data:
            self._voice.say(step.data, peer)
        if step.then is not Then.NOTHING and self._remote is not None:
            self._has_ended = True
            self._later.drop()
            self._voice.end(reset=step.then is Then.RESET)
