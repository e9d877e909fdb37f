"""The way from the window to its session: what belongs to that is loaded when it is first asked for (window thread).

Law: a start pays nothing for sessions; ten seconds later they are loaded, to be kept.
"""

from __future__ import annotations

import tkinter as tk
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from gui.parts import Parts

if TYPE_CHECKING:
    from gui.sessions.session_desk import SessionDesk
    from gui.window import Window

KEEP_FROM_MS = 10_000
"""After the start: then the session is kept, now and again, without being asked."""


class Sessions:
    """Whatever others ask of the session."""

    def __init__(self, window: Window, parts: Parts) -> None:
        self._window = window
        self._parts = parts
        self._timer = ""

    @cached_property
    def desk(self) -> SessionDesk:
        """Where sessions are opened and saved."""
        from gui.sessions.session_desk import SessionDesk

        return SessionDesk(self._window, self._parts)

    def begin(self) -> None:
        """The window stands: from now on it is to be kept."""
        self._timer = self._window.after(KEEP_FROM_MS, self._keep)

    def end(self) -> None:
        """The window closes: what is open now is the last session."""
        if self._timer:
            self._window.after_cancel(self._timer)
        self.desk.keeper.end()

    def open(self, path: Path, *, start: bool = False, allow_hooks: bool = False) -> None:
        """Open a file, soon; `start`: and start all that is in it, hooks too if they are allowed."""
        self.desk.open(path, start=start, allow_hooks=allow_hooks)

    def restore(self, path: Path) -> None:
        """Open what a lab that broke down has left over."""
        self.desk.restore(path)

    def fill(self, menu: tk.Menu) -> None:
        """Put into the menu what can be done now."""
        self.desk.fill(menu)

    def _keep(self) -> None:
        self.desk.keeper.begin()
