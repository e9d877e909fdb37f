"""Sequences: messages, pauses and answers that are waited for, one after the other on one socket (engine thread).

Law: a step begins when the one before it is done, never earlier; an answer counts from the last message on, and what
came after it is there for the next step.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter, time_ns
from typing import assert_never

from core.contract.endpoints import Endpoint
from core.contract.faults import BadInput, Fault
from core.contract.job_commands import RunSequence
from core.contract.jobs import JobEnding, JobKind, JobSnapshot
from core.contract.steps import ExpectStep, SendStep, WaitStep, Watcher
from core.engine.jobs.job import Job, Lab
from core.net.live import LiveSocket

HEARD_MOST = 64 * 1024
"""The newest bytes of what came while no answer was waited for."""
TURN_S = 0.01
"""Longest time in one go: the other sockets, and who wants to stop it, come to their turn."""
TRY_AGAIN_S = 0.1
"""After a fault that may pass, the same message is tried again."""


class Sequence(Job):
    """One run through the steps, or several."""

    def __init__(self, lab: Lab, live: LiveSocket, command: RunSequence, forget: Callable[[int], None]) -> None:
        facts = JobSnapshot(
            command.id, JobKind.SEQUENCE, live.number, command.peer, command.title, time_ns(),
            steps=len(command.steps), rounds=command.times,
        )  # fmt: skip
        super().__init__(lab, live, facts, forget)
        self._steps = command.steps
        self._times = command.times
        self._at = 0
        """The step that it is at, from 0."""
        self._deadline_s: float | None = None
        """When the step that waits has waited long enough."""
        self._watcher: Watcher | None = None
        self._heard = b""
        self._made = 0
        self._in_turn = False

    def begin(self) -> None:
        """Listen, and take the first step."""
        self.live.ears = (*self.live.ears, self._hear)
        self._note(step=1, round=1)
        super().begin()

    def end(self, ending: JobEnding, fault: Fault | None = None) -> None:
        """Listen no more."""
        self.live.ears = tuple(ear for ear in self.live.ears if ear != self._hear)
        self._heard = b""
        super().end(ending, fault)

    def go_on(self) -> None:
        """Take steps until one of them has to wait."""
        if self._in_turn:
            return
        self._in_turn = True
        until = perf_counter() + TURN_S
        try:
            while self.facts.is_running and not self.waits and self._take_step():
                if perf_counter() > until:
                    self.wake_in(0, self.go_on)
                    break
        finally:
            self._in_turn = False
        self.tell_soon()

    def went_out(self) -> None:
        """The next step, then."""
        self._next()
        self.go_on()

    def came_to_nothing(self, fault: Fault) -> None:
        """The same message once more."""
        self._made -= 1
        self._deadline_s = perf_counter() + TRY_AGAIN_S

    def no_more_heard(self) -> None:
        """The peer has finished sending: no answer can come any more."""
        if self._watcher is not None:
            self._no_answer("NO_MORE_ANSWERS")

    def _take_step(self) -> bool:
        """Take the step that it is at; False: it has to wait."""
        step = self._steps[self._at]
        match step:
            case SendStep():
                return self._is_time() and self._say(step)
            case WaitStep(span_ns):
                if self._deadline_s is None:
                    self._deadline_s = perf_counter() + span_ns / 1e9
                if not self._is_time():
                    return False
                self._next()
            case ExpectStep():
                return self._expect(step)
            case _:
                assert_never(step)
        return True

    def _is_time(self) -> bool:
        """Whether the step has waited long enough; if not, it is looked at again when it has."""
        left_s = 0.0 if self._deadline_s is None else self._deadline_s - perf_counter()
        if left_s > 0:
            self.wake_in(left_s, self.go_on)
        return left_s <= 0

    def _say(self, step: SendStep) -> bool:
        if self._lab.reading_paused:
            return False
        self._deadline_s, self._heard = None, b""
        self._made += 1
        try:
            data = step.message if isinstance(step.message, bytes) else step.message(self._made)
        except BadInput as refused:
            self.end(JobEnding.FAILED, refused.fault)
            return False
        self.send(data)
        return True

    def _expect(self, step: ExpectStep) -> bool:
        if self._watcher is None:
            self._watcher = step.watch()
            self._deadline_s = perf_counter() + step.within_ns / 1e9
            heard, self._heard = self._heard, b""
            if self._is_answered_by(heard):
                return True
            if not self.live.facts.can_read:
                self._no_answer("NO_MORE_ANSWERS")
                return False
        if self._is_time():
            self._no_answer("NO_ANSWER")
        return False

    def _hear(self, data: bytes, peer: Endpoint | None) -> None:
        """Something came in; the next step follows when whoever read it is done with it."""
        if self.facts.peer is not None and peer != self.facts.peer:
            return
        if self._watcher is None:
            self._heard = (self._heard + data)[-HEARD_MOST:]
        elif self._is_answered_by(data):
            self.wake_in(0, self.go_on)

    def _is_answered_by(self, data: bytes) -> bool:
        """Show the watcher what came in; what stands behind the answer is kept for the next step."""
        assert self._watcher is not None
        used = self._watcher.take(data)
        if used is not None:
            self._heard = data[used:]
            self._next()
        return used is not None

    def _no_answer(self, name: str) -> None:
        step = self._steps[self._at]
        assert isinstance(step, ExpectStep)
        self.end(JobEnding.FAILED, Fault(name, about=step.pattern, count=step.line))

    def _next(self) -> None:
        """Go to the next step; after the last one to the first, or to the end."""
        self._deadline_s = self._watcher = None
        self._at += 1
        if self._at == len(self._steps):
            if self.facts.round == self._times:
                self.end(JobEnding.COMPLETE)
                return
            self._at = 0
            self._note(round=self.facts.round + 1)
        self._note(step=self._at + 1)
