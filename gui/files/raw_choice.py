"""Chooses whose bytes are exported: a socket, a direction, and of a UDP socket one peer or all (window thread).

Law: it only says what stands in it; whoever shows it decides what comes of a choice.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from time import monotonic
from tkinter import ttk

from gui.models.files.export_form import ExportForm, direction_labels, peers_of, socket_label, talkers
from gui.parts import Parts
from gui.widgets.entry.field import Field

_ALL_PEERS = "all of its peers"
_LABEL = 7
"""Characters: the boxes begin below each other."""
_ANEW_S = 1.0
"""Looking through all sockets takes 1 us for each."""


class RawChoice(ttk.Frame):
    """Three lines below "Raw bytes"."""

    def __init__(self, parent: tk.Misc, parts: Parts, form: ExportForm, on_choice: Callable[[], None]) -> None:
        """`form`: where a choice is put."""
        super().__init__(parent)
        self._parts = parts
        self._form = form
        self._on_choice = on_choice
        self._numbers: list[int] = []
        self._offered = 0.0
        self._incoming = tk.StringVar(self, "in")
        theme = parts.theme
        self.socket = Field(self, theme, "Socket", values=[], editable=False, width=40)
        self.peer = Field(self, theme, "Peer", values=[], editable=False, width=40)
        self.directions = {
            value: ttk.Radiobutton(self, variable=self._incoming, value=value, command=self._chosen)
            for value in ("in", "out")
        }
        for field in (self.socket, self.peer):
            field.label.configure(width=_LABEL)
            field.on_change(self._chosen)
        self.socket.pack(fill="x")
        for button in self.directions.values():
            button.pack(anchor="w")
        theme.follow(self, self._space)

    def bring_up_to_date(self) -> None:
        """Sockets come and go while one is chosen."""
        if monotonic() - self._offered >= _ANEW_S:
            self.offer()

    def offer(self) -> None:
        """The sockets there are now; the one that is chosen stays chosen."""
        parts = self._parts
        self._offered = monotonic()
        self._numbers = talkers(parts.capture, parts.sockets, parts.selection.sockets)
        self.socket.set_values([socket_label(parts.capture, parts.sockets, number) for number in self._numbers])
        if self._form.socket not in self._numbers:
            self._form.socket = self._numbers[0] if self._numbers else None
        if self._form.socket is not None:
            self.socket.choose(self._numbers.index(self._form.socket))
        self._follow_socket()

    def _chosen(self) -> None:
        form = self._form
        if self.socket.index >= 0 and form.socket != self._numbers[self.socket.index]:
            form.socket, form.peer = self._numbers[self.socket.index], ""
        elif self.peer.index >= 0:
            form.peer = "" if self.peer.index == 0 else self.peer.value
        form.incoming = self._incoming.get() == "in"
        self._follow_socket()
        self._on_choice()

    def _follow_socket(self) -> None:
        """Peers and byte counts are those of the socket."""
        form, parts = self._form, self._parts
        peers = peers_of(parts.sockets, form.socket)
        self.peer.set_values([_ALL_PEERS, *peers])
        self.peer.value = form.peer or _ALL_PEERS
        if peers:
            self.peer.pack(fill="x", after=self.socket, pady=(self._parts.theme.px(6), 0))
        else:
            self.peer.pack_forget()
        for button, text in zip(self.directions.values(), direction_labels(parts.capture, form), strict=True):
            button.configure(text=text)

    def _space(self) -> None:
        gap = self._parts.theme.px(6)
        self.configure(padding=(self._parts.theme.px(26), 0, 0, gap))
        self.socket.pack_configure(pady=(gap, 0))
