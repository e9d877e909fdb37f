"""The session in the window: what an opened file wants started, and what has come of it (window thread).

A file of now holds: what was opened and is not started, what was started and still stands in the lists, and whatever
else is open. Law: nothing that was opened is lost but by a person's own deed: removing its row, or New.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core.contract.commands import BindUdp, Connect, Listen
from core.session.clients import Client, client_of
from core.session.listeners import Listener, listener_of
from core.session.messages import Messages
from core.session.replies import runs_code
from core.session.session import Session
from core.session.window import Look
from gui.models.session.asked import Asked, Making
from gui.models.sockets.sockets import Sockets


@dataclass(eq=False, slots=True)
class Entry:
    """A listener or a client of the opened file."""

    what: Listener | Client
    is_starting: bool = False
    socket: int | None = None
    """Once it was started."""

    @property
    def is_ready(self) -> bool:
        """Whether it can be started now."""
        return self.socket is None and not self.is_starting

    @property
    def runs_code(self) -> bool:
        """Whether it runs a program that the file names."""
        return isinstance(self.what, Listener) and runs_code(self.what.reply)


def without_code(entries: Sequence[Entry]) -> list[Entry]:
    """Those that run nobody's program, but for clients that call one of the others, where nobody would answer."""
    left_out = {entry.what.url for entry in entries if entry.runs_code}
    return [it for it in entries if not it.runs_code and not (isinstance(it.what, Client) and it.what.url in left_out)]


class OpenSession:
    """What the window works in; without a file there is one too, which has no name."""

    def __init__(self, sockets: Sockets, asked: Asked) -> None:
        self.path: Path | None = None
        """Where Save writes to; None when a person has to be asked."""
        self.name = ""
        self.entries: list[Entry] = []
        self._base = Session()
        self._sockets = sockets
        self._asked = asked

    @property
    def about(self) -> str:
        """What the session says of itself."""
        return self._base.about

    @property
    def ready(self) -> list[Entry]:
        """What waits for somebody to start it: listeners first, so that there is somebody to call."""
        ready = [entry for entry in self.entries if entry.is_ready]
        return sorted(ready, key=lambda entry: isinstance(entry.what, Client))

    def open(self, session: Session, name: str, path: Path | None) -> None:
        """Work in this one from now on; sockets that are open stay, and belong to it."""
        self._base, self.name, self.path = session, name, path
        self.entries = [*map(Entry, session.listeners), *map(Entry, session.clients)]

    def saved_as(self, session: Session, name: str, path: Path) -> None:
        """It is in that file now."""
        self._base, self.name, self.path = session, name, path

    def now(self, messages: Messages, look: Look | None = None) -> Session:
        """What a file of this moment holds; without a look, with the one that was opened."""
        base, others = self._base, list(self._others().values())
        standing = [self._as_it_is(entry) for entry in self.entries if self._stands(entry)]
        listeners = [it for it in standing if isinstance(it, Listener)]
        listeners += [listener_of(it) for it in others if not isinstance(it, Connect)]
        clients = [it for it in standing if isinstance(it, Client)]
        clients += [client_of(it) for it in others if isinstance(it, Connect)]
        rows = Messages(dict(base.messages.rows) | dict(messages.rows), base.messages.rest)
        seen = dict(base.look) | dict(look or {})
        return replace(base, listeners=tuple(listeners), clients=tuple(clients), messages=rows, look=seen)

    @property
    def others(self) -> tuple[int, ...]:
        """The sockets that are open, that a person asked for, and that were not started from the file."""
        return tuple(self._others())

    def _others(self) -> dict[int, Making]:
        known = {entry.socket for entry in self.entries}
        living = (it.number for it in self._sockets.everything() if it.is_open and it.number not in known)
        return {number: made for number in living if (made := self._asked.of(number)) is not None}

    def _stands(self, entry: Entry) -> bool:
        """Whether it belongs to the session: until its row is taken out of the lists."""
        return entry.socket is None or self._sockets.get(entry.socket) is not None

    def _as_it_is(self, entry: Entry) -> Listener | Client:
        """With the reply and the options that a person may have changed since."""
        made = self._asked.of(entry.socket)
        if made is None:
            return entry.what
        if isinstance(entry.what, Listener) and isinstance(made, Listen | BindUdp):
            return replace(entry.what, reply=made.reply, options=made.options)
        return replace(entry.what, options=made.options)
