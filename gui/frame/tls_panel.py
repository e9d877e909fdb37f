"""How a form speaks TLS, or what became of a socket's: what was agreed on, and the certificates (window thread).

Law: all that a certificate says comes from outside, and is shown as core.explain.tls has escaped it.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from gui.frame.tls_facts import TlsFactsView
from gui.frame.tls_fields import TlsFields
from gui.models.sockets.tls_form import ChosenTls
from gui.parts import Parts
from gui.widgets.card.side_panel import SidePanel

WIDTH = 620


class TlsPanel(SidePanel):
    """For whatever Parts.tls names when it is opened."""

    def __init__(self, parent: tk.Misc, parts: Parts) -> None:
        super().__init__(parent, parts.theme, "TLS", WIDTH)
        self._parts = parts
        self.fields: TlsFields | None = None
        self.facts: TlsFactsView | None = None
        self.usual = ttk.Button(self.foot, text="All as usual", command=self._forget)
        self.keep = ttk.Button(self.foot, text="Save their certificate…", command=self._save)
        parts.theme.follow(self.foot, self._space)  # it has something in it only now

    def open(self) -> None:
        """Begin anew with what is asked for."""
        for part in (self.fields, self.facts):
            if part is not None:
                part.destroy()
        self.fields = self.facts = None
        self.usual.pack_forget()
        self.keep.pack_forget()
        subject = self._parts.tls.subject
        if isinstance(subject, ChosenTls):
            self.fields = TlsFields(self.body, self._parts, subject)
            self.fields.pack(fill="x")
            self.first_focus = self.fields.first_focus
            self.usual.pack(side="right")
        elif subject is not None:
            self.facts = TlsFactsView(self.body, self._parts, subject)
            self.facts.pack(fill="x")
            self.first_focus = self.close_button
            if self.facts.theirs is not None:
                self.keep.pack(side="right")
        self.lay()
        self.update_idletasks()  # sentences know their height only now: what gets the focus is at its place
        super().open()

    def bring_up_to_date(self) -> None:
        """The handshake goes on."""
        if self.facts is not None:
            self.facts.bring_up_to_date()

    def _forget(self) -> None:
        if self.fields is not None:
            self.fields.forget()

    def _save(self) -> None:
        if self.facts is not None:
            self.facts.save_theirs()
