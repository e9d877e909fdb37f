"""Which why card is shown, and why: what a person asked for failed, or something happened to a socket (window thread).

Law: a card never nags. What a person asked for may open one; what happens by itself opens one only about the selected
sockets, never a second of a kind that was closed, and never in place of another. Every other one waits to be asked for.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from core.capture.capture import Capture
from core.contract.commands import Command, Connect
from core.contract.faults import Fault
from core.contract.sockets import Ending, SocketSnapshot, State
from core.explain.faults import Explanation
from core.explain.why.noticed import noticed, surprise
from gui.models.records.selection import Selection
from gui.models.sockets.sockets import Sockets

if TYPE_CHECKING:
    from core.explain.why.case import Card, Case

SURPRISES_KEPT = 1_000
HAPPENED_KEPT = 100
"""Between two pictures of the window; a flood of resets has one card, and the newest are the ones in sight."""
_QUIET = frozenset({"PEER_FINISHED"})
"""So ordinary that only the one socket that is selected tells of it by itself."""
_WORDS_WAIT = frozenset({("EADDRINUSE", "bind"), ("EADDRINUSE", "listen"), ("EADDRNOTAVAIL", "bind")})
"""Where the sentence itself names what only the system knows: who holds the port, which addresses there are."""


class Ask(Protocol):
    """Bridge.ask, as far as it is used here."""

    def __call__(self, question: Callable[[], Any], on_answer: Callable[[Any], None]) -> None:
        """Answer a slow question elsewhere, and call back on the window thread."""
        ...


class Reasons:
    """One card at a time; the others are made anew from their sockets when they are asked for."""

    def __init__(self, ask: Ask, sockets: Sockets, selection: Selection, capture: Capture) -> None:
        self._ask = ask
        self._sockets = sockets
        self._selection = selection
        self._capture = capture
        self._changed: Callable[[], None] = lambda: None
        self._surprises: dict[int, Fault] = {}
        self._silenced: set[str] = set()
        self._by_itself = False
        self._happened: deque[tuple[Fault, SocketSnapshot]] = deque(maxlen=HAPPENED_KEPT)
        self.case: Case | None = None
        """What the card is about; None: none is shown."""
        self.card: Card | None = None

    def on_change(self, callback: Callable[[], None]) -> None:
        """Call it when another card, or none, is to be shown."""
        self._changed = callback

    def prepare(self) -> None:
        """Load what a card needs while nothing is wrong: without descriptors left nothing can be loaded any more."""
        self._ask(_load, lambda _: None)

    # What calls for a card.

    def failed(self, case: Case, on_words: Callable[[Explanation], None]) -> None:
        """What a person asked for did not come about; `on_words` is called once, for the place where it was asked."""
        from core.explain.why.card import deserves_card, make_card

        case = self._complete(case)
        if not deserves_card(case):
            on_words(make_card(case).words)
        elif (case.fault.name, case.fault.call) in _WORDS_WAIT:
            self._open(case, on_words)
        else:
            self._open(case)  # first: whoever is told the words then sees that a card says them
            on_words(make_card(case).words)

    def changed(self, before: SocketSnapshot | None, after: SocketSnapshot) -> None:
        """Something happened to a socket; most of what happens is a plain success."""
        fault = noticed(before, after)
        if fault is not None:
            self._happened.append((fault, after))

    def settle(self) -> None:
        """Open a card about what has happened, now that the lists show what is selected."""
        while self._happened:
            fault, about = self._happened.popleft()
            if self._may_open(fault, about):
                self._open(self._case_of(about, fault), by_itself=True)

    def connected(self, command: Command, number: int | None, before: int) -> None:
        """A conversation came about; `before`: the highest socket number when it was asked for."""
        got = self._sockets.get(number)
        if got is None or not isinstance(command, Connect):
            return
        tried = (it for it in self._sockets.clients() if it.number > before and it.requested == got.requested)
        fault = surprise(command, got, sum(it.number <= got.number for it in tried))
        if fault is None:
            return
        self._surprises[got.number] = fault
        if len(self._surprises) > SURPRISES_KEPT:
            del self._surprises[next(iter(self._surprises))]
        if self.case is None and fault.name not in self._silenced:
            self._open(self._case_of(got, fault), by_itself=True)

    # What a person asks of the cards.

    def has(self, number: int | None) -> bool:
        """Whether there is a card about a socket."""
        snapshot = self._sockets.get(number)
        return snapshot is not None and self._fault_of(snapshot) is not None

    def open(self, number: int | None) -> None:
        """Show the card about a socket, if there is one."""
        snapshot = self._sockets.get(number)
        fault = self._fault_of(snapshot) if snapshot is not None else None
        if snapshot is not None and fault is not None:
            self._silenced.discard(fault.name)
            self._open(self._case_of(snapshot, fault))

    def dismiss(self) -> bool:
        """A person closes the card and is not shown another of its kind unasked; False when there was none."""
        if self.case is None:
            return False
        if self._by_itself:
            self._silenced.add(self.case.fault.name)
        self.clear()
        return True

    def clear(self) -> None:
        """What the card is about is over: something new is being tried."""
        if self.case is not None:
            self.case = self.card = None
            self._changed()

    def _open(
        self, case: Case, on_words: Callable[[Explanation], None] | None = None, *, by_itself: bool = False
    ) -> None:
        from core.explain.why.card import look_into, make_card

        self.case, self.card, self._by_itself = case, make_card(case), by_itself
        self._changed()

        def looked_into(card: Card) -> None:
            if on_words is not None:
                on_words(card.words)
            if self.case is case:
                self.card = card
                self._changed()

        self._ask(lambda: look_into(self._with_counts(case)), looked_into)

    def _may_open(self, fault: Fault, about: SocketSnapshot) -> bool:
        if fault.name in self._silenced or (self.case is not None and not self._is_about(about)):
            return False
        chosen = self._selection.sockets
        return about.number in chosen or (about.parent in chosen and fault.name not in _QUIET)

    def _is_about(self, snapshot: SocketSnapshot) -> bool:
        """Whether the card that is shown is about that socket too: then the newer one is the better."""
        shown = self.case.socket if self.case is not None else None
        return shown is not None and shown.number == snapshot.number

    def _fault_of(self, snapshot: SocketSnapshot) -> Fault | None:
        if snapshot.fault is not None:
            return None if snapshot.ending is Ending.CANCELLED else snapshot.fault
        if snapshot.state is State.PEER_FINISHED or snapshot.ending is Ending.PEER_CLOSED:
            return Fault("PEER_FINISHED", "recv", about=str(snapshot.remote or ""))
        return self._surprises.get(snapshot.number)

    def _case_of(self, snapshot: SocketSnapshot, fault: Fault) -> Case:
        from core.explain.why.case import Case

        return self._complete(Case(fault, snapshot.protocol, None, snapshot))

    def _complete(self, case: Case) -> Case:
        """With what only the window knows: the lab's own other socket."""
        if case.fault.name == "EADDRINUSE" and case.endpoint is not None:
            return replace(case, other=self._sockets.holder_of(case.protocol, case.endpoint))
        other = self._sockets.other_end_of(case.socket) if case.socket is not None else None
        return replace(case, other=other)

    def _with_counts(self, case: Case) -> Case:
        """How much went over, once that is written (a worker thread's business)."""
        if case.socket is None:
            return case
        self._capture.flush()
        totals = self._capture.totals(case.socket.number)
        return replace(case, bytes_in=totals.bytes_in, bytes_out=totals.bytes_out)


def _load() -> None:
    import psutil  # noqa: F401 - what the cards ask the system with

    import core.explain.why.card  # noqa: F401
