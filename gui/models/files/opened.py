"""A saved capture that is opened to be read: its rows, and its sockets as the records tell of them (a worker thread).

Law: what no record tells is not made up: such a socket is known by its number only.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.capture.pages import Progress
from core.capture.stories.conversations import read_stories
from core.capture.stories.stories import SocketStory, Stories
from core.contract.endpoints import Protocol
from core.contract.faults import Fault
from core.contract.sockets import Role, SocketSnapshot, State
from core.contract.tls import TlsFacts
from gui.models.files.story_rows import story_rows
from gui.models.sockets.socket_rows import SocketRow
from gui.models.sockets.sockets import Sockets

_SLICE = 1 << 13
"""Numbers looked at in one step, which holds the interpreter lock."""
_HIGHEST = 1 << 22
"""No lab makes so many sockets; a file that somebody made up may name any, and masks reach up to the highest."""
_WHOLE = 1_000
"""Progress is told in parts of so many."""
_SHARE_OF_FILE = 0.7
"""Of the time that opening takes, about so much goes into finding the rows, the rest into the sockets' stories."""


@dataclass(frozen=True, slots=True)
class OpenedCapture:
    """All that a window on it needs."""

    path: Path
    capture: Capture
    stories: Stories
    """One of each socket, in the order of their numbers."""
    sockets: Sockets
    rows: list[SocketRow]
    """The list of its sockets."""


class Opening:
    """One file on its way to be opened: run() by the thread of a job, all else by the window's."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._is_unwanted = False
        self._handing_over = Lock()
        self._opened: OpenedCapture | None = None

    def run(self, progress: Progress, cancelled: Event) -> OpenedCapture:
        """Open it; CaptureError when that can't be done, or CANCELLED."""

        def through_file(done: int, total: int) -> None:
            progress(round(_WHOLE * _SHARE_OF_FILE * done / max(total, 1)), _WHOLE)

        capture = Capture.open(self.path, through_file, cancelled)
        try:
            opened = _look_at(self.path, capture, progress, cancelled)
            with self._handing_over:
                if self._is_unwanted or cancelled.is_set():
                    raise CaptureError(Fault("CANCELLED", about=str(self.path)))
                self._opened = opened
        except BaseException:
            capture.close()
            raise
        return opened

    def give_up(self) -> None:
        """Nobody will take it: what was opened, or will be, is closed."""
        with self._handing_over:
            self._is_unwanted = True
            if self._opened is not None:
                self._opened.capture.close()
                self._opened = None

    def take(self) -> OpenedCapture | None:
        """What was opened: whoever takes it closes it. None after give_up()."""
        opened, self._opened = self._opened, None
        return opened


def _look_at(path: Path, capture: Capture, progress: Progress, cancelled: Event) -> OpenedCapture:
    def through_stories(done: int, total: int) -> None:
        progress(round(_WHOLE * (_SHARE_OF_FILE + (1 - _SHARE_OF_FILE) * done / max(total, 1))), _WHOLE)

    stories = read_stories(capture, cancelled, through_stories)
    for number in _numbers(capture) - stories.keys():
        stories[number] = SocketStory(number)
    in_order = Stories()
    in_order.update((number, stories[number]) for number in sorted(stories) if number <= _HIGHEST)
    sockets, rows = sockets_of(in_order, capture), story_rows(in_order, capture)
    return OpenedCapture(path, capture, in_order, sockets, rows)


def sockets_of(stories: Stories, capture: Capture) -> Sockets:
    """The sockets as the views ask for them."""
    sockets = Sockets(ended_kept=len(stories))
    for story in stories.values():
        sockets.know(story.number)
        if story.role is not None and story.protocol is not None:
            sockets.apply(_snapshot(story, story.role, story.protocol, capture))
    return sockets


def _numbers(capture: Capture) -> set[int]:
    """All sockets that any row is about."""
    column, found = capture.columns.socket, set[int]()
    for first in range(capture.first - 1, capture.count, _SLICE):
        found.update(column[first : min(first + _SLICE, capture.count)])
    return found


def _snapshot(story: SocketStory, role: Role, protocol: Protocol, capture: Capture) -> SocketSnapshot:
    end = story.remote or story.local
    tls = TlsFacts(is_established=True) if story.is_tls else None
    time_ns = capture.columns.time_ns
    return SocketSnapshot(
        story.number,
        role,
        protocol,
        requested=str(end or ""),
        state=state_of(story),
        opened_ns=time_ns[story.began - 1] if story.began else 0,
        family=end.family if end is not None else None,
        local=story.local,
        remote=story.remote,
        parent=story.parent,
        ended_ns=time_ns[story.ended - 1] if story.ended else None,
        ending=story.ending,
        tls=tls,
    )


def state_of(story: SocketStory) -> State:
    """Where it was at the last row."""
    if story.ended is not None:
        return State.CLOSED
    if story.role is Role.LISTENER:
        return State.LISTENING
    if story.role is Role.BOUND:
        return State.BOUND
    if story.finished is not None:
        return State.FINISHED_SENDING
    if story.peer_finished is not None or story.took_leave is not None:
        return State.PEER_FINISHED
    if story.connected or story.protocol is Protocol.UDP:
        return State.CONNECTED
    return State.CONNECTING if story.called else State.CREATED
