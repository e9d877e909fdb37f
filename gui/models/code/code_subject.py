"""Which calls the Code view makes a program of, and that program: written by a worker (window thread, but write()).

Law: what was selected last, a row or sockets, is what is meant; and the words above the program say what that is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from time import monotonic

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.contract.endpoints import Endpoint, Protocol
from core.contract.faults import Fault
from core.explain.script import Script, plan, write_c, write_netcat, write_plain_python, write_python
from core.explain.script.steps import Deed, Plan
from core.explain.script.subject import Rows, conversation_of, rows_of
from core.payload.numbers import counted
from gui.models.records.selection import Selection
from gui.models.sockets.sockets import Sockets

LANGUAGES = ("python", "plain", "c", "netcat")
"""Python as the lab makes the calls, Python as a textbook would, C, and what one would type into a shell."""


class What(Enum):
    """What a program is made of; the value is what the box says."""

    SELECTED = "what is selected"
    TAB = "this tab"
    ALL = "everything"


@dataclass(frozen=True, slots=True)
class Subject:
    """Some calls."""

    row: int | None = None
    """Those of this row's conversation."""
    sockets: frozenset[int] | None = None
    """Those of these sockets; None (and no row): all there are."""
    words: str = "everything"


@dataclass(frozen=True, slots=True)
class Written:
    """A program in its four forms, and what is to be said of it."""

    scripts: dict[str, Script]
    """By language, as in LANGUAGES."""
    heading: str
    holds: tuple[tuple[Protocol, Endpoint], ...] = ()
    """The ports that the program asks for by number."""


class CodeSubject:
    """Follows the selection."""

    def __init__(self, selection: Selection, sockets: Sockets) -> None:
        self.what = What.SELECTED
        self._selection = selection
        self._sockets = sockets
        self._seen = selection.record, selection.sockets
        self._means_row = selection.record is not None
        selection.watch(self._note)

    @property
    def subject(self) -> Subject:
        """The calls that are meant now."""
        if self.what is What.ALL:
            return Subject()
        if self.what is What.TAB:
            mask = self._sockets.side_mask(self._selection.side)
            return Subject(sockets=_numbers(mask), words="the sockets of this tab")
        if self._means_row and self._selection.record is not None:
            return Subject(row=self._selection.record, words="the conversation of the selected row")
        if self._selection.sockets:
            names = ", ".join(f"#{number}" for number in self._selection.sockets[:5])
            many = "…" if len(self._selection.sockets) > 5 else ""
            mask = self._sockets.family_mask(self._selection.sockets)
            return Subject(sockets=_numbers(mask), words=f"the selected {names}{many}")
        return Subject()

    def _note(self) -> None:
        row, sockets = self._seen
        self._seen = self._selection.record, self._selection.sockets
        if row != self._selection.record:
            self._means_row = self._selection.record is not None
        elif sockets != self._selection.sockets:
            self._means_row = False


class CodeWriter:
    """Has programs written, one at a time, and not more often than they are worth."""

    LEAST_GAP_S = 0.25
    _SHARE = 10
    """A program that took 0.1 s to write is not written again for 1 s."""

    def __init__(
        self,
        capture: Capture,
        ask: Callable[[Callable[[], Written], Callable[[Written], None]], None],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """`ask`: Bridge.ask."""
        self._clock = clock
        self._capture = capture
        self._ask = ask
        self._wanted: object = None
        self._is_writing = False
        self._rest_until = 0.0

    def advance(self, subject: Subject, then: Callable[[Written], None]) -> None:
        """Have the program written, if anything has changed since the last time; `then` gets it."""
        wanted = subject, self._capture.count, self._capture.first
        if self._is_writing or wanted == self._wanted or self._clock() < self._rest_until:
            return
        began = self._clock()
        self._wanted, self._is_writing = wanted, True

        def written(result: Written) -> None:
            self._is_writing = False
            now = self._clock()
            self._rest_until = now + max(self.LEAST_GAP_S, (now - began) * self._SHARE)
            then(result)

        self._ask(lambda: write(self._capture, subject), written)


def write(capture: Capture, subject: Subject) -> Written:
    """The program (a worker thread's business)."""
    try:
        sockets = subject.sockets if subject.row is None else conversation_of(capture, subject.row)
        rows = rows_of(capture, sockets)
    except (CaptureError, IndexError) as error:
        fault = error.fault if isinstance(error, CaptureError) else Fault("ROW_GONE")
        return Written(dict.fromkeys(LANGUAGES, Script(())), f"The rows can’t be read: {fault.name}.")
    made = plan(rows.records, rows.not_read)
    scripts = {
        "python": write_python(made),
        "plain": write_plain_python(made),
        "c": write_c(made),
        "netcat": write_netcat(rows.records),
    }
    return Written(scripts, _heading(subject, rows, made), tuple(_holds(made)))


def _heading(subject: Subject, rows: Rows, made: Plan) -> str:
    if not rows.records:
        return f"No call yet: {subject.words}"
    if rows.not_read or made.not_read:
        return f"The first {made.calls:,} of {len(rows.records) + rows.not_read:,} calls: {subject.words}"
    return f"{counted(made.calls, 'call')}: {subject.words}"


def _holds(made: Plan) -> list[tuple[Protocol, Endpoint]]:
    kinds = {step.socket: step.words[1] for step in made.steps() if step.deed is Deed.OPEN}
    return [
        (Protocol.UDP if kinds.get(step.socket) == "SOCK_DGRAM" else Protocol.TCP, step.where.endpoint)
        for step in made.steps()
        if step.deed is Deed.BIND and not step.error and step.where is not None and step.where.endpoint.port
    ]


def _numbers(mask: bytes) -> frozenset[int]:
    return frozenset(number for number, wanted in enumerate(mask) if wanted)
