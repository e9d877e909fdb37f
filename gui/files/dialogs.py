"""The system's own dialogs that ask for a file; whatever asks a person for a path asks through here (window thread).

Law: a path that comes back was chosen by a person, who has also been asked about a file that would be written over.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from pathlib import Path

from gui.models.files.file_kinds import FileKind
from gui.settings import Settings

_ANY = ("All files", "*")


class FileDialogs:
    """Begins in the folder that was last chosen."""

    def __init__(self, root: tk.Misc, settings: Settings) -> None:
        self._root = root
        self._settings = settings

    def ask_new(
        self, title: str, kind: FileKind, name: str = "", *, others: Sequence[FileKind] = (), adds: bool = False
    ) -> Path | None:
        """The file to write; None when the person thought better of it. `name`: what is proposed.

        `others`: kinds that it may be as well, by what its name ends in. `adds`: one that is there is added to, so
        that nobody need be asked.
        """
        from tkinter import filedialog  # not needed before somebody asks

        return self._ask(
            lambda parent: filedialog.asksaveasfilename(
                parent=parent,
                title=title,
                initialdir=self._folder(),
                initialfile=name,
                defaultextension=kind.suffix,
                confirmoverwrite=not adds,
                filetypes=_patterns([kind, *others]),
            )
        )

    def ask_existing(self, title: str, kinds: Sequence[FileKind]) -> Path | None:
        """The file to read; None when the person thought better of it."""
        from tkinter import filedialog

        return self._ask(
            lambda parent: filedialog.askopenfilename(
                parent=parent, title=title, initialdir=self._folder(), filetypes=_patterns(kinds)
            )
        )

    def _ask(self, show: Callable[[tk.Misc], str]) -> Path | None:
        """Tk says "no" by an empty text, or an empty tuple; by an error when the window was closed meanwhile."""
        parent = self._window_in_front()
        try:
            chosen = show(parent)
        except tk.TclError:
            if _is_there(parent):
                raise
            return None
        if not chosen:
            return None
        path = Path(chosen)
        self._settings.folder = str(path.parent)
        return path

    def _window_in_front(self) -> tk.Misc:
        """The one that a person is in: a saved capture has a window of its own."""
        focus = self._root.focus_displayof()
        return self._root if focus is None else focus.winfo_toplevel()

    def _folder(self) -> str:
        """One that has gone meanwhile is no harm: the dialog then begins where the program was started."""
        return self._settings.folder or str(Path("~").expanduser())


def _is_there(root: tk.Misc) -> bool:
    try:
        return bool(root.winfo_exists())
    except tk.TclError:
        return False


def _patterns(kinds: Sequence[FileKind]) -> list[tuple[str, str]]:
    return [*((kind.name, f"*{kind.suffix}") for kind in kinds), _ANY]
