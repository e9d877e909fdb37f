"""Keeps the session without being asked, so that neither a power cut nor a closed window loses it (window thread).

Law: the window never waits for the disk while it is open; what can't be kept is no trouble worth a word, for a session
is a convenience.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from core.session.session import Session, write_session

if TYPE_CHECKING:
    from core.session.autosaves import Autosave
    from gui.bridge import Bridge

AUTOSAVE_MS = 10_000


class Keeper:
    """Looks every ten seconds whether there is something new."""

    def __init__(self, root: tk.Misc, bridge: Bridge, now: Callable[[], Session]) -> None:
        self._root = root
        self._bridge = bridge
        self._now = now
        self._kept = b""
        self._is_writing = False
        self._autosave: Autosave | None = None
        self._timer = ""

    def begin(self) -> None:
        """Look now, and again and again."""
        self._timer = self._root.after(AUTOSAVE_MS, self.begin)
        self.look()

    def end(self) -> None:
        """The window closes: what is open now is the last session."""
        if self._timer:
            self._root.after_cancel(self._timer)
        session = self._now()
        with suppress(OSError):
            if not session.is_empty:
                self._write(write_session(session))
            if self._autosave is not None:
                self._autosave.end()

    def look(self, on_kept: Callable[[], None] = lambda: None) -> None:
        """Keep what is new, if anything is; `on_kept`: once it is on the disk."""
        session = self._now()
        text = b"" if session.is_empty else write_session(session)
        if text and text != self._kept and not self._is_writing:
            self._is_writing = True
            self._bridge.ask(lambda: self._try(text), partial(self._wrote, on_kept))

    def _wrote(self, on_kept: Callable[[], None], kept: bytes) -> None:
        self._is_writing = False
        self._kept = kept
        if kept:
            on_kept()

    def _try(self, text: bytes) -> bytes:
        """What is kept now (a worker's)."""
        try:
            self._write(text)
        except OSError:
            return b""
        return text

    def _write(self, text: bytes) -> None:
        from core.session.autosaves import Autosave

        if self._autosave is None:
            self._autosave = Autosave.begin()
        self._autosave.write(text)
