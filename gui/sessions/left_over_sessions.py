"""The session of a lab that broke down: offered once at the next start (window thread).

Law: it is forgotten only when a person says so; restored, it waits to be started as any opened one does.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gui.frame.notices import Action, Notice
from gui.parts import Parts

if TYPE_CHECKING:
    from gui.window import Window

HEADLINE = "Socket Lab was not closed in order; what was open can be restored"


class _Left(NamedTuple):
    path: Path
    contents: str


class LeftOverSessions:
    """Looks for them, and offers the newest; then, when something was done with that one, the next."""

    def __init__(self, parts: Parts, window: Window) -> None:
        self._parts = parts
        self._window = window
        self._notices = window.notices
        self._left: list[_Left] = []

    def look(self) -> None:
        """Look for them on the disk, and offer what is found."""
        self._parts.bridge.ask(_find, self._found)

    def _found(self, left: list[_Left]) -> None:
        self._left = left
        self._offer()

    def _offer(self) -> None:
        if not self._left:
            return
        newest = self._left.pop(0)
        notice = Notice("info", HEADLINE, f"It had {newest.contents}.")

        def restore() -> None:
            self._notices.close(notice)
            self._window.sessions.restore(newest.path)

        def forget() -> None:
            self._notices.close(notice)
            self._parts.bridge.ask(lambda: _forget(newest.path), lambda _: self._offer())

        actions: list[Action] = [
            ("Restore", restore),
            ("Forget it", forget),
            ("Later", lambda: self._notices.close(notice)),
        ]
        self._notices.show(notice, actions)


def _find() -> list[_Left]:
    """Those in which there is something (a worker's)."""
    from core.session.autosaves import left_over_sessions
    from core.session.errors import SessionError
    from core.session.file import open_session
    from gui.models.session.session_words import contents

    found = []
    for path in left_over_sessions():
        with suppress(SessionError):
            session = open_session(path)
            found.append(_Left(path, contents([*session.listeners, *session.clients])))
    return found


def _forget(path: Path) -> None:
    from core.session.autosaves import forget_left_over

    with suppress(OSError):
        forget_left_over(path)
