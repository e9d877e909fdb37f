"""One line about the selected socket, and the way to its why card (window thread).

Law: the button is there only while there is a card about that socket.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from core.contract.sockets import SocketSnapshot
from gui.keys import label_of
from gui.models.sockets.summaries import about_socket
from gui.parts import Parts
from gui.widgets.tooltip import Tooltip
from gui.widgets.wrapped_label import WrappedLabel


class AboutLine(ttk.Frame):
    """Whoever places it hides it while `text` is empty."""

    def __init__(self, parent: tk.Misc, parts: Parts) -> None:
        super().__init__(parent)
        self._parts = parts
        self._number: int | None = None
        self._has_card = False
        self._label = WrappedLabel(self, style="Muted.TLabel")
        self._has_tls = False
        self.tls = ttk.Button(self, text="TLS…", command=self.open_tls)
        Tooltip(self.tls, parts.theme, "What was agreed on, and the certificates that were shown")
        self.why = ttk.Button(self, text="Why?", command=self.open_card)
        Tooltip(self.why, parts.theme, f"What was checked, the likely cause, and what would help ({label_of('why')})")
        self.columnconfigure(0, weight=1)
        self._label.grid(row=0, column=0, sticky="ew")

    @property
    def text(self) -> str:
        """What it says."""
        return self._label.text

    def say(self, about: SocketSnapshot | None) -> bool:
        """Speak of that socket; True when it says something else than before."""
        self._number = about.number if about is not None else None
        has_card = self._parts.reasons.has(self._number)
        if has_card != self._has_card:
            self._has_card = has_card
            if has_card:
                self.why.grid(row=0, column=1, sticky="e")
            else:
                self.why.grid_remove()
        has_tls = about is not None and about.tls is not None
        if has_tls != self._has_tls:
            self._has_tls = has_tls
            if has_tls:
                self.tls.grid(row=0, column=2, sticky="e", padx=(self._parts.theme.px(6), 0))
            else:
                self.tls.grid_remove()
        return self._label.say(about_socket(about))

    def open_tls(self) -> None:
        """Show what is known of the socket's TLS."""
        if self._number is not None:
            self._parts.tls.ask(self._number)

    def open_card(self) -> None:
        """Show the card about the socket."""
        self._parts.reasons.open(self._number)
