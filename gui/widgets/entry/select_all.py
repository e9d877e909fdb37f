"""Control-a selects all of an entry, as everywhere else: on X11 Tk goes to its beginning (window thread)."""

from __future__ import annotations

from tkinter import ttk


def bind_select_all(entry: ttk.Entry) -> None:
    """Give an entry or a combo box that key; macOS has it, as Command-a."""

    def select_all(_: object) -> str:
        entry.selection_range(0, "end")
        entry.icursor("end")
        return "break"

    if entry.tk.call("tk", "windowingsystem") != "aqua":
        entry.bind("<Control-a>", select_all)
