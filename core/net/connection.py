"""A TCP connection: an end point of a conversation (engine thread).

Law: receiving and sending end apart from each other; how it ended is told by exactly one Ending.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from selectors import EVENT_READ, EVENT_WRITE
from typing import TYPE_CHECKING

from core.contract.commands import Reading
from core.contract.endpoints import Endpoint
from core.contract.faults import Fault, fault_of
from core.contract.lifecycle import Step
from core.contract.records import Cause
from core.contract.sockets import Ending, SocketSnapshot, State
from core.net.calls import TracedSocket
from core.net.causes import READY, REPLY
from core.net.endings import ending_of, read_rest
from core.net.live import LiveSocket
from core.net.outbox import Outbox, Outgoing
from core.net.paced import PacedReading
from core.net.packed_options import set_linger
from core.net.reply_slot import ReplySlot, ends_of
from core.net.speech import Speech
from core.payload.first_bytes import spoken_tls

if TYPE_CHECKING:
    from core.net.surroundings import Surroundings


class Connection(LiveSocket):
    """A connected TCP socket, accepted or made by connect()."""

    def __init__(self, lab: Surroundings, facts: SocketSnapshot, traced: TracedSocket, replies: ReplySlot) -> None:
        super().__init__(lab, facts, traced)
        self._calls = traced
        self._replies = replies
        self._speech = Speech(replies, self)
        self._outbox = Outbox(lab.budget)
        self._paced = PacedReading(lab, self._read, self.update_interest)
        self._finishing: tuple[int | None, Cause] | None = None
        """The FinishSending that waits for the outbox to be empty."""
        self._closes_when_sent = False
        self._hangs_up: Callable[[], None] | None = None
        """How the reply has it end once all is sent."""
        if facts.parent is not None:
            replies.join(ends_of(facts))
        self._heard = False
        """Whether anything came in yet: the first bytes tell whether the peer speaks TLS."""

    def on_ready(self, ready: int) -> None:
        """Read first, then write: an answer may go out in the same turn."""
        if ready & EVENT_READ:
            self._paced.ready()
        if ready & EVENT_WRITE and self.facts.is_open:
            if self._outbox:
                self._write()
            elif self._calls.holds:
                self._flush()
            elif self._produces:
                self._say(self._speech.more())

    def send(self, data: bytes, cause: Cause, command: int) -> None:
        """Send what a person typed; refused with a fault when it cannot be, or when too much waits already."""
        if self._finishing is not None or not self.facts.can_write:
            self.lab.failed(command, Fault("ALREADY_FINISHED", "send", about=f"#{self.number}"), self.number)
        elif not self._outbox.has_room(len(data)):
            self.lab.failed(command, Fault("SEND_QUEUE_FULL", "send", count=self._outbox.waiting), self.number)
        else:
            self._put(data, cause, command)

    def finish(self, cause: Cause, command: int) -> None:
        """shutdown(SHUT_WR), once everything before it has been sent."""
        if self._finishing is not None or not self.facts.can_write:
            self.lab.failed(command, Fault("ALREADY_FINISHED", "shutdown", about=f"#{self.number}"), self.number)
            return
        self._finishing = (command, cause)
        self._after_writing()

    def reset(self, cause: Cause, command: int | None) -> None:
        """Close with RST: what the kernel still holds is thrown away, the peer gets ECONNRESET."""
        self._calls.take_no_leave()
        try:
            set_linger(self._calls, 0, cause)
        except OSError as error:
            self.note(fault=fault_of(error, "setsockopt", about=f"#{self.number}"))
        self.end(Ending.RESET_HERE, cause)
        self.lab.done(command, self.number)

    def set_reading(self, reading: Reading, command: int) -> None:
        """From the next recv() on."""
        self._paced.set(reading)
        self.note(reading=reading)
        self.lab.done(command, self.number)

    def end(self, ending: Ending, cause: Cause, fault: Fault | None = None, step: Step = Step.END) -> None:
        """No recv() is still to come, and the reply takes leave of it."""
        self._paced.stop()
        super().end(ending, cause, fault, step)
        self._replies.leave(self.number)
        self._speech.leave()

    def unsent(self) -> Iterable[Outgoing]:
        """What the kernel has not taken; a FinishSending that never came about fails with it."""
        if self._finishing is not None and self._finishing[0] is not None:
            self.lab.failed(
                self._finishing[0], Fault("NOT_CONNECTED", "shutdown", about=f"#{self.number}"), self.number
            )
        return self._outbox.drop_all()

    def update_interest(self) -> None:
        """Read while the peer sends and there is room for the answers; write while something waits."""
        if not self.facts.is_open:
            return
        held = (self._outbox.is_high and self._replies.reply.finishes) or self._speech.is_full
        readable = self.facts.can_read and not held and not self.lab.reading_paused and not self._paced.is_held
        writable = self._outbox or self._calls.holds or self._produces
        self.watch((EVENT_READ if readable else 0) | (EVENT_WRITE if writable else 0))
        if held != self.facts.reading_paused:
            self.note(reading_paused=held)

    @property
    def _produces(self) -> bool:
        """Whether the reply is to be asked for more: sending makes rows too, so it pauses with reading."""
        may_send = self.facts.can_write and self._finishing is None and not self.lab.reading_paused
        return may_send and self._speech.has_more

    def _read(self) -> None:
        self._read_once()
        while self._calls.has_more and self.facts.can_read:
            self._read_once()

    def _read_once(self) -> None:
        try:
            data = self._calls.recv(READY, self._paced.most)
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            self._broken(error, "recv")
            return
        if not self._heard:
            self._hear(data)
        if not data:
            self._peer_finished()
        else:
            if self.ears:
                self.tell_ears(data, None)
            self._answer(data)

    # The reply's part in it.

    def begin(self) -> None:
        """It was just made, or its listener's reply was changed: a reply that greets takes part at once."""
        if self.facts.is_open and self._replies.reply.greets:
            self._say(self._speech.greet())
        if self.facts.can_read and self._calls.has_more:
            self._read()
        self._after_writing()  # what an earlier reply still had to say does not come any more

    def act(self, function: Callable[[], None]) -> None:
        """Have the reply do something of its own accord, and then see what it wants now."""
        if self.facts.is_open:
            function()
            self._say(b"")
            self._after_writing()
            self.update_interest()

    def hang_up(self, *, reset: bool, now: bool = False) -> None:
        """The reply ends the conversation, once what it said has been handed to the system; or resets it `now`."""
        if now:
            self.reset(REPLY, None)
            return
        self._hangs_up = partial(self.reset, REPLY, None) if reset else partial(self.end, Ending.CLOSED_HERE, REPLY)
        self._after_writing()

    def speak(self, data: bytes, peer: Endpoint | None) -> None:
        """The reply says something of its own accord."""
        if self.facts.can_write and self._finishing is None:
            self._put(data, REPLY)

    @property
    def has_room(self) -> bool:
        """Whether the peer takes what it is sent."""
        return not self._outbox.is_high

    def _answer(self, data: bytes) -> None:
        self._say(self._speech.hear(data, None))

    def _say(self, answer: bytes) -> None:
        """What the reply has to say at once; then it may be over, or have more to come."""
        if answer and self.facts.can_write and self._finishing is None:
            self._put(answer, REPLY)
        if self._speech.is_over and self._finishing is None and self.facts.can_write:
            self._finishing = (None, REPLY)
            self._after_writing()
        if self._speech.has_more or self._speech.is_full:
            self.update_interest()

    def _hear(self, first: bytes) -> None:
        """TLS in a plain conversation is no error of any call, so it is looked for."""
        self._heard = True
        if (name := spoken_tls(first)) is not None:
            self.note(fault=Fault(name, "recv", about=str(self.facts.remote)))

    def _peer_finished(self) -> None:
        if self.facts.state is State.FINISHED_SENDING:
            self.end(Ending.CLOSED_HERE, READY, step=Step.PEER_FINISH)
            return
        self.note(Step.PEER_FINISH)
        self._say(self._speech.hear_all())
        if self._replies.reply.finishes:
            self._closes_when_sent = True
            self._after_writing()
        self.update_interest()

    def _put(self, data: bytes, cause: Cause, command: int | None = None) -> None:
        """Send at once when nothing waits before it; what the kernel does not take now goes when it can be written."""
        taken = 0
        if not self._outbox.waiting and not (self._holds_answers and cause is REPLY):
            try:
                taken = self._calls.send(data, cause)
            except (BlockingIOError, InterruptedError):
                pass
            except OSError as error:
                self._outbox.put(Outgoing(data, cause, command))
                self._broken(error, "send")
                return
            if taken == len(data):
                if command is not None:
                    self.lab.done(command, self.number)
                return
        self._outbox.put(Outgoing(data, cause, command, taken=taken))
        self.note(waiting_bytes=self._outbox.waiting)
        self.update_interest()

    def _write(self) -> None:
        """The kernel has room again: hand it what is left of the first entry."""
        entry = self._outbox.first
        try:
            taken = self._calls.send(entry.data[entry.taken :], entry.cause)
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            self._broken(error, "send")
            return
        is_sent = self._outbox.took(taken) is not None
        self.note(waiting_bytes=self._outbox.waiting)
        if is_sent:
            self.lab.done(entry.command, self.number)
        self._after_writing()
        self.update_interest()

    def _flush(self) -> None:
        try:
            self._calls.flush(READY)
        except OSError as error:
            self._broken(error, "send")
            return
        self._after_writing()
        self.update_interest()

    def _after_writing(self) -> None:
        """With nothing left to send: what was waiting for that."""
        if self._outbox or self._calls.holds or not self.facts.is_open:
            return
        if self._hangs_up is not None:
            hangs_up, self._hangs_up = self._hangs_up, None
            self.offer("close", hangs_up)
        elif self._finishing is not None and self.facts.can_write:
            self._shut_down(*self._finishing)
        elif self._closes_when_sent and not self._speech.is_busy:
            self.end(Ending.PEER_CLOSED, REPLY)

    def _shut_down(self, command: int | None, cause: Cause) -> None:
        try:
            self._calls.shutdown_sending(cause)
        except BlockingIOError:  # it has something to say before, and the kernel has no room for that
            self.update_interest()
            return
        except OSError as error:
            self._finishing = (None, cause)
            self.lab.failed(command, fault_of(error, "shutdown", about=f"#{self.number}"), self.number)
            self._broken(error, "shutdown")
            return
        self._finishing = (None, cause)
        if self.facts.state is State.PEER_FINISHED:
            self.end(Ending.PEER_CLOSED, cause, step=Step.FINISH)
        else:
            self.note(Step.FINISH)
        self.lab.done(command, self.number)

    def _broken(self, error: OSError, call: str) -> None:
        fault = fault_of(error, call, about=str(self.facts.remote or ""))
        ending = ending_of(fault)
        if ending is Ending.PEER_RESET and call != "recv":
            read_rest(self._calls)
        self.end(ending, READY, fault)
