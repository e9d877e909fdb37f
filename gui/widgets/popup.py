"""A menu that is made anew each time it opens (window thread).

Law: one widget has at most one; the last is gone before the next one comes.
"""

from __future__ import annotations

import tkinter as tk

from gui.theme import Theme


class Popup:
    """The menus of one widget."""

    def __init__(self, owner: tk.Misc, theme: Theme) -> None:
        self._owner = owner
        self._theme = theme
        self.menu: tk.Menu | None = None
        """The one that was opened last."""

    def new(self) -> tk.Menu:
        """An empty menu in the lab's look."""
        if self.menu is not None:
            self.menu.destroy()
        self.menu = self.submenu(self._owner)
        return self.menu

    def submenu(self, parent: tk.Misc) -> tk.Menu:
        """An empty menu for a cascade of another one."""
        menu = tk.Menu(parent, tearoff=False)
        self._theme.dress(menu)
        return menu

    def open(self, x_root: int, y_root: int) -> None:
        """Show what was made."""
        if self.menu is not None:
            self.menu.tk_popup(x_root, y_root)
