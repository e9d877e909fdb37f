"""A lab to be tested: a real engine with a real capture, driven step by step from the test's thread.

Law: waiting is for an event or a record, with one deadline, never for time to pass; and when it ends, it checks what
must hold for every run: each command answered exactly once, states along the table, the capture complete.
"""

from __future__ import annotations

import itertools
import socket
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any, TypeVar

from core.capture.capture import Capture
from core.contract.commands import NO_REPLY, BindUdp, Command, Connect, Listen, ReplyChoice, Stop
from core.contract.endpoints import Endpoint, Protocol
from core.contract.events import Done, Event, Failed, InternalError, PeerHeard, SocketChanged, Stopped
from core.contract.faults import Fault
from core.contract.records import INCOMING_CALLS, Call, CallRecord, RawRecord
from core.contract.sockets import SocketSnapshot, State
from core.engine.loop import Engine
from tests.support.lives import check_lives
from tests.support.recorder import HeardRecorder

PATIENCE_S = 10.0
"""The one deadline: nothing a test waits for takes a tenth of it on a calm machine."""
LOOPBACK = "127.0.0.1"
ECHO = ReplyChoice("echo")

_Event = TypeVar("_Event")


class Lab:
    """An engine, its capture, and what was heard of both."""

    def __init__(self, path: Path, *, keep: bool = False) -> None:
        """`keep`: leave the capture's file there at the end."""
        self.capture = Capture.create(path)
        self._unwanted = None if keep else path
        self._news: SimpleQueue[Any] = SimpleQueue()  # Event | RawRecord: one queue, so that one wait is for both
        self.recorder = HeardRecorder(self.capture, self._news.put)
        self.engine = Engine(self.recorder)
        self.engine.events = self._news
        self.events: list[Event] = []
        self.raw: list[RawRecord] = []
        self.sockets: dict[int, SocketSnapshot] = {}
        self.internal_errors: list[InternalError] = []
        """A test that causes one on purpose looks at it and then clears the list."""
        self._ids = itertools.count(1)
        self._asked: list[int] = []
        self._answers: dict[int, Done | Failed] = {}
        self._bytes_in: Counter[int] = Counter()
        self._made: defaultdict[tuple[int, Call], Counter[str]] = defaultdict(Counter)
        self._peers = ExitStack()
        self.engine.start()

    # Asking.

    def ask(self, make: Callable[[int], Command]) -> int:
        """Submit the command that `make` gives for a new id; the id."""
        command = make(next(self._ids))
        self._asked.append(command.id)
        self.engine.submit(command)
        return command.id

    def answer(self, command: int) -> Done | Failed:
        """Wait for the answer to a command."""
        self.until(lambda: command in self._answers, f"an answer to command {command}")
        return self._answers[command]

    def is_answered(self, command: int) -> bool:
        """Whether the answer to a command has been heard."""
        return command in self._answers

    def done(self, make: Callable[[int], Command]) -> int:
        """Have a command carried out; the number of its socket (0: it has none)."""
        return self.done_with(self.ask(make))

    def done_with(self, command: int) -> int:
        """Wait until a command that was asked for before is carried out; the number of its socket (0: it has none)."""
        answer = self.answer(command)
        assert isinstance(answer, Done), f"refused: {answer}"
        return answer.socket or 0

    def refused(self, make: Callable[[int], Command]) -> Fault:
        """Have a command refused; why."""
        return self.fault_of(self.ask(make))

    def fault_of(self, command: int) -> Fault:
        """Wait until a command that was asked for before is refused; why."""
        answer = self.answer(command)
        assert isinstance(answer, Failed), f"carried out: {answer}"
        return answer.fault

    def listen(self, host: str = LOOPBACK, port: int = 0, reply: ReplyChoice = NO_REPLY, **more: Any) -> int:
        """A listener's number."""
        return self.done(lambda id: Listen(id, host, port, reply, **more))

    def bind_udp(self, host: str = LOOPBACK, port: int = 0, reply: ReplyChoice = NO_REPLY, **more: Any) -> int:
        """The number of a bound UDP socket."""
        return self.done(lambda id: BindUdp(id, host, port, reply, **more))

    def connect(self, port: int, host: str = LOOPBACK, protocol: Protocol = Protocol.TCP, **more: Any) -> int:
        """The number of a client."""
        return self.done(lambda id: Connect(id, protocol, host, port, **more))

    # Waiting.

    def until(self, predicate: Callable[[], object], what: str) -> None:
        """Take in events and records until the predicate holds; fail after the deadline."""
        deadline = monotonic() + PATIENCE_S
        while not predicate():
            try:
                self._take(self._news.get(timeout=max(deadline - monotonic(), 0.0)))
            except Empty:
                raise AssertionError(f"waited {PATIENCE_S:.0f} s in vain for {what}; {self._outline()}") from None

    def until_state(self, number: int, state: State) -> SocketSnapshot:
        """Wait until a socket is in that state."""
        self.until(lambda: number in self.sockets and self.facts(number).state is state, f"#{number} {state.value}")
        return self.facts(number)

    def ended(self, number: int) -> SocketSnapshot:
        """Wait until a socket has ended; its last facts."""
        return self.until_state(number, State.CLOSED)

    def until_received(self, number: int, size: int) -> bytes:
        """Wait until a socket has received that many bytes; they must not be more."""
        self.until(lambda: self._bytes_in[number] >= size, f"{size} bytes on #{number}")
        assert self._bytes_in[number] == size
        return self.received(number)

    def count(self, number: int, call: Call, error: str | None = None) -> int:
        """How many records of a call on a socket have been heard of so far (with this error, or any)."""
        made = self._made[number, call]
        return made.total() if error is None else made[error]

    # Knowing.

    def facts(self, number: int) -> SocketSnapshot:
        """What was last told of a socket."""
        return self.sockets[number]

    def local(self, number: int) -> Endpoint:
        """This end of a socket."""
        local = self.facts(number).local
        assert local is not None, f"#{number} has no local end yet"
        return local

    def port(self, number: int) -> int:
        """The port a socket holds on to."""
        return self.local(number).port

    def heard(self, kind: type[_Event]) -> list[_Event]:
        """The events of one kind, so far."""
        return [event for event in self.events if isinstance(event, kind)]

    def told(self, number: int) -> list[SocketSnapshot]:
        """All that was told of one socket, in order."""
        return [event.snapshot for event in self.heard(SocketChanged) if event.snapshot.number == number]

    def peers_heard(self, number: int) -> list[Endpoint]:
        """The peers a bound UDP socket told of."""
        return [event.peer for event in self.heard(PeerHeard) if event.socket == number]

    def received(self, number: int) -> bytes:
        """The bytes a socket received so far."""
        return b"".join(raw[10] for raw in self.raw if raw[2] == number and raw[4] in INCOMING_CALLS)

    def rows(self, number: int | None = None, call: Call | None = None) -> list[CallRecord]:
        """The rows of the capture, of one socket, of one call."""
        assert self.capture.flush(PATIENCE_S)
        rows = self.capture.records(range(1, self.capture.count + 1))
        return [row for row in rows if number in (None, row.socket) and call in (None, row.call)]

    # Plain peers, closed when the lab ends.

    def peer(self, sock: socket.socket) -> socket.socket:
        """Keep a peer's socket until the end."""
        sock.settimeout(PATIENCE_S)
        return self._peers.enter_context(sock)

    def caller(self, listener: int, sock: socket.socket | None = None) -> tuple[socket.socket, int]:
        """A plain peer that has called a listener, and the number of its connection here."""
        local = self.local(listener)
        family = socket.AF_INET6 if ":" in local.address else socket.AF_INET
        peer = self.peer(sock or socket.socket(family, socket.SOCK_STREAM))
        peer.connect((local.address, local.port))
        return peer, self.accepted_from(peer)

    def accepted_from(self, peer: socket.socket) -> int:
        """The number of the connection whose remote end is this peer."""
        port = peer.getsockname()[1]

        def numbers() -> list[int]:
            ends = ((it.number, it.remote) for it in self.sockets.values() if it.parent is not None)
            return [number for number, remote in ends if remote is not None and remote.port == port]

        self.until(numbers, f"the connection from port {port}")
        return max(numbers())

    def callee(self, number: int, server: socket.socket) -> socket.socket:
        """The plain peer's end of a client's conversation."""
        peer, address = server.accept()
        assert address[1] == self.port(number)
        return self.peer(peer)

    # Ending.

    def stop(self) -> None:
        """Stop the engine, once, and wait until its thread has ended."""
        if not self.heard(Stopped):
            self.done(Stop)
            self.until(lambda: isinstance(self.events[-1], Stopped), "the engine's last word")
        assert self.engine.join(PATIENCE_S), "the engine's thread goes on"

    def check(self) -> None:
        """What must hold for every run, after stop()."""
        assert self._news.empty(), "something happened after Stopped"
        answered = Counter(event.command for event in self.events if isinstance(event, Done | Failed))
        assert answered == Counter(self._asked), "a command was not answered exactly once"
        assert not self.internal_errors, "\n".join(error.report for error in self.internal_errors)
        check_lives([event.snapshot for event in self.heard(SocketChanged)])
        assert [tuple(row)[1:] for row in self.rows()] == self.raw, "the capture is not what was handed to it"

    def close(self) -> None:
        """Let go of everything, whatever happened before."""
        self._peers.close()
        self.engine.submit(Stop(0))
        self.engine.join(PATIENCE_S)
        self.capture.close()
        if self._unwanted is not None:
            self._unwanted.unlink()

    def _take(self, news: Event | RawRecord) -> None:
        if isinstance(news, tuple):
            self._take_record(news)
            return
        self.events.append(news)
        match news:
            case Done(command=id) | Failed(command=id):
                self._answers.setdefault(id, news)
            case SocketChanged(snapshot):
                self.sockets[snapshot.number] = snapshot
            case InternalError():
                self.internal_errors.append(news)

    def _take_record(self, raw: RawRecord) -> None:
        self.raw.append(raw)
        self._made[raw[2], raw[4]][raw[7]] += 1
        if raw[4] in INCOMING_CALLS:
            self._bytes_in[raw[2]] += len(raw[10])

    def _outline(self) -> str:
        states = ", ".join(f"#{it.number} {it.state.value}" for it in self.sockets.values())
        return f"sockets: {states or 'none'}; last event: {self.events[-1] if self.events else 'none'}"


@contextmanager
def open_lab(path: Path, *, keep: bool = False) -> Iterator[Lab]:
    """A lab that is stopped and checked at the end; after a failure it is only let go of."""
    lab = Lab(path, keep=keep)
    try:
        yield lab
        lab.stop()
        lab.check()
    finally:
        lab.close()
