"""The card of an opened session: what waits to be started, all of it or each alone (window thread).

Law: nothing starts but by a press (or the start option that stands for one), and a hook by one more, on a card that
names its file (or by its own start option); clients call once every listener that was started with them has its port,
or could not have it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from core.contract.events import Done, Failed
from core.explain.faults import Explanation
from core.payload.escapes import show_name
from core.session.listeners import Listener
from gui.frame.notices import Action, Notice, Notices
from gui.models.session.open_session import Entry, OpenSession, without_code
from gui.models.session.session_words import code_files, headline, labels, warning
from gui.parts import Parts

START_ALL = "Start all"
RUN, LEAVE_OUT = "Run it and start", "Start without it"
MOST_BUTTONS = 24
"""More would fill the window; what has no button of its own starts with all."""


class ReadyCard:
    """Shows it, and starts."""

    def __init__(
        self,
        parts: Parts,
        notices: Notices,
        session: OpenSession,
        on_listening: Callable[[int], None],
        on_calling: Callable[[], None],
    ) -> None:
        """`on_listening` hears of the first listener of those that are started together, `on_calling` before clients
        call."""
        self._parts = parts
        self._notices = notices
        self._session = session
        self._on_listening = on_listening
        self._on_calling = on_calling
        self._shown: Notice | None = None
        self._then: list[Entry] = []
        """Clients that call once the listeners are there."""
        self._is_first = True

    def show(self) -> None:
        """Show what waits now; without anything there is no card."""
        self.close()
        ready = self._session.ready
        if not ready or any(entry.is_starting for entry in self._session.entries):
            return  # it comes again once that is known
        self._shown = Notice("info", headline(self._session.name, ready), self._session.about, warning(ready))
        buttons = zip(labels(ready), ready, strict=True)
        each: list[Action] = [(label, partial(self.ask, [entry])) for label, entry in buttons]
        every: list[Action] = [(START_ALL, self.start_all)] if len(ready) > 1 else []
        self._notices.show(self._shown, [*every, *each[:MOST_BUTTONS]])

    def close(self) -> None:
        """Take the card away."""
        shown, self._shown = self._shown, None
        if shown is not None:
            self._notices.close(shown)

    def start_all(self) -> None:
        """Start whatever waits, once a person has agreed to the hooks in it."""
        self.ask(self._session.ready)

    def start_unasked(self, *, allow_hooks: bool) -> None:
        """Start whatever waits, as the start option says; without leave the hooks go on waiting."""
        ready = self._session.ready
        self.start(ready if allow_hooks else without_code(ready))

    def ask(self, entries: Sequence[Entry]) -> None:
        """Start these; where one is a hook, ask before."""
        if not any(entry.runs_code for entry in entries):
            self.start(entries)
            return
        others = without_code(entries)
        self.close()
        notice = Notice(
            "warning",
            f"This session runs Python code: {code_files(entries)}",
            "It would be run as a part of this program, and can do whatever you can do on this computer.",
            "Run it only when you know who wrote it; look into the file first.",
        )

        def do(chosen: Sequence[Entry]) -> None:
            self.close()
            self.start(chosen)

        def left() -> None:
            """A person closed the question: what was ready is still."""
            if self._shown is notice:
                self._shown = None
                self.show()

        actions: list[Action] = [(RUN, partial(do, entries))]
        actions += [(LEAVE_OUT, partial(do, others))] * bool(others)
        self._shown = notice
        self._notices.show(notice, actions, left)

    def start(self, entries: Sequence[Entry]) -> None:
        """Start these."""
        listeners = [entry for entry in entries if isinstance(entry.what, Listener)]
        clients = [entry for entry in entries if not isinstance(entry.what, Listener)]
        for entry in entries:
            entry.is_starting = True
        self._is_first = True
        self.close()
        self._then += clients
        for entry in listeners:
            self._start(entry)
        self._go_on()

    def _start(self, entry: Entry) -> None:
        self._parts.bridge.submit(entry.what.make, partial(self._started, entry), partial(self._failed, entry))

    def _started(self, entry: Entry, done: Done) -> None:
        entry.is_starting, entry.socket = False, done.socket
        if self._is_first and done.socket is not None and isinstance(entry.what, Listener):
            self._is_first = False
            self._on_listening(done.socket)
        self._go_on()

    def _failed(self, entry: Entry, failed: Failed) -> None:
        from core.explain.why.case import Case  # only a failure needs it

        entry.is_starting = False
        what = entry.what
        snapshot = self._parts.sockets.get(failed.socket)
        case = Case(failed.fault, what.target.protocol, what.make(0), snapshot)
        self._parts.reasons.failed(case, partial(self._tell, what.url))
        self._go_on()

    def _tell(self, url: str, words: Explanation) -> None:
        self._notices.show_words(f"{show_name(url)} could not be opened", words)

    def _go_on(self) -> None:
        """With the clients, when no listener is on its way any more; then with the card, if something still waits."""
        entries = self._session.entries
        if any(entry.is_starting and isinstance(entry.what, Listener) for entry in entries):
            return
        then, self._then = self._then, []
        if then:
            self._on_calling()
        for entry in then:
            self._start(entry)
        if not any(entry.is_starting for entry in entries):
            self.show()
