"""The card that shows two programs talking: offered at the first start, and later from the help (window thread).

Law: three short sentences about what is to be seen, true of the very sockets in the lists.
"""

from __future__ import annotations

from collections.abc import Callable

from core.explain.faults import explain
from gui.frame.notices import Notice, Notices
from gui.models.lab.demonstration import Demonstration, Phase
from gui.parts import Parts

OFFER = Notice(
    "info",
    "New here? Watch two programs talk to each other.",
    "One click opens a server and a client on this computer, on real sockets, and sends a line from one to the other.",
)
_NEWEST = 1_000
"""Rows of traffic among which the demonstration's own are."""
SHOW = "Show me two programs talking"
CLEAN_UP = "Clean up"


class FirstCard:
    """Shows the demonstration's card as it goes on."""

    def __init__(self, parts: Parts, notices: Notices, show_traffic: Callable[[int | None], None]) -> None:
        """`show_traffic` brings the server's lists and the traffic to the front, with that listener selected."""
        self._parts = parts
        self._notices = notices
        self._show_traffic = show_traffic
        self._shown: Notice | None = None
        self.demonstration = Demonstration(parts.bridge.submit, parts.sockets, self._moved)

    def offer(self) -> None:
        """Show the card as it belongs to how far the demonstration is."""
        match self.demonstration.phase:
            case Phase.OFFERED:
                self._show(OFFER, SHOW, self.demonstration.start)
            case Phase.FAILED:
                self._show(self._failure(), "Try again", self.demonstration.start)
            case Phase.SHOWN:
                self._show(self._story(), CLEAN_UP, self.demonstration.clean_up)
            case Phase.RUNNING | Phase.CLEANING:
                pass  # a moment only

    def _moved(self) -> None:
        phase = self.demonstration.phase
        if phase is Phase.SHOWN:
            self._show_traffic(self.demonstration.listener)
            self._parts.bridge.ask(self._first_words, self._parts.selection.choose_record)
        if phase is Phase.OFFERED:
            self._close()
            return
        self.offer()

    def _first_words(self) -> int | None:
        """The record of the line that the client sent, once it is written (a worker thread's business)."""
        capture = self._parts.capture
        capture.flush()
        sockets = capture.columns.socket
        said = (seq for seq in capture.traffic[-_NEWEST:] if seq and sockets[seq - 1] == self.demonstration.client)
        return next(said, None)

    def _story(self) -> Notice:
        parts, show = self._parts, self.demonstration
        listener = parts.sockets.get(show.listener)
        where = listener.local.port if listener is not None and listener.local is not None else "its port"
        return Notice(
            "info",
            "Two programs have talked. This is what you see:",
            f"#{show.listener} is the listener: a switchboard operator that holds on to port {where} and only takes "
            f"calls. #{show.client} is the client: it called there, and for this conversation the listener made a new "
            f"socket, #{show.accepted}: these two are the end points. In Traffic below, #{show.client} sends a line, "
            f"#{show.accepted} receives it and echoes it back; Calls shows every call that it took.",
        )

    def _failure(self) -> Notice:
        fault = self.demonstration.fault
        words = explain(fault) if fault is not None else None
        if words is None:
            return Notice("warning", "The demonstration did not work.")
        return Notice("warning", "The demonstration did not work.", words.sentence, f"{words.remedy} {words.error}")

    def _show(self, notice: Notice, label: str, action: Callable[[], None]) -> None:
        self._close()
        self._shown = notice
        self._notices.show(notice, [(label, action)], self._seen)

    def _seen(self) -> None:
        """Whoever has closed a card, or gone on to the next one, need not be asked again at the next start."""
        self._parts.settings.welcomed = True

    def _close(self) -> None:
        if self._shown is not None:
            self._notices.close(self._shown)
            self._shown = None
