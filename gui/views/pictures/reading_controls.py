"""How the chosen socket is read: at all, how much a call, and how long after the kernel's word (window thread).

Law: what stands here is what the engine said of the socket, not what was last clicked.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import replace
from math import log2
from tkinter import ttk

from core.contract.commands import AT_ONCE, READ_MOST, Reading
from core.contract.sockets import SocketSnapshot
from gui.parts import Parts
from gui.widgets.said_label import SaidLabel
from gui.widgets.tooltip import Tooltip

WAITS = (("at once", 0), ("after 0.2 s", 200), ("after 1 s", 1000), ("after 3 s", 3000), ("after 10 s", 10_000))
_STEPS = round(log2(READ_MOST))
_NONE = "No socket is chosen"


class ReadingControls(ttk.Frame):
    """#3 reads [x]  64 KiB a call ----|----  [at once v]."""

    def __init__(self, parent: tk.Misc, parts: Parts, on_change: Callable[[Reading], None]) -> None:
        super().__init__(parent)
        self._parts = parts
        self._on_change = on_change
        self._reading = AT_ONCE
        self._number = 0
        self._asked: Reading | None = None
        """What was last asked for and not carried out yet: older news must not move what a hand is moving."""
        self._is_on = tk.BooleanVar(self, value=True)
        self.reads = ttk.Checkbutton(self, text=_NONE, variable=self._is_on, command=self._switch)
        self.slider = ttk.Scale(self, from_=0, to=_STEPS, value=_STEPS, orient="horizontal", command=self._slid)
        self._said = SaidLabel(self, style="Muted.TLabel")
        self.wait = ttk.Combobox(self, values=[name for name, _ in WAITS], state="readonly", width=10)
        self.wait.current(0)
        self.wait.bind("<<ComboboxSelected>>", lambda _: self._change(wait_ms=WAITS[self.wait.current()][1]))
        for part in (self.reads, self.slider, self._said, self.wait):
            part.pack(side="left")
        theme = parts.theme
        Tooltip(
            self.reads, theme, "Without it nothing is taken from the kernel: its buffers fill, and the sender waits"
        )
        Tooltip(self.slider, theme, "How many bytes one recv() takes at the most: small ones cut one send() into many")
        Tooltip(self.wait, theme, "How long after something has come in it is taken: then many sends arrive as one")
        theme.follow(self, self._space)
        self.show(None)

    @property
    def said(self) -> str:
        """What stands beside the slider."""
        return self._said.text

    def show(self, snapshot: SocketSnapshot | None) -> None:
        """Say how this socket is read."""
        enabled = snapshot is not None and snapshot.can_read
        for part in (self.reads, self.slider, self.wait):
            part.state(["!disabled"] if enabled else ["disabled"])
        self.reads.configure(text=_NONE if snapshot is None else f"#{snapshot.number} reads")
        reading = AT_ONCE if snapshot is None else snapshot.reading
        if snapshot is None or snapshot.number != self._number or reading == self._asked:
            self._asked = None
        self._number = 0 if snapshot is None else snapshot.number
        if self._asked is None and reading != self._reading:
            self._reading = reading
            self._is_on.set(reading.is_on)
            self.slider.configure(value=log2(reading.most))
            waits = [wait for _, wait in WAITS]
            self.wait.current(waits.index(reading.wait_ms) if reading.wait_ms in waits else 0)
        self._said.say(f"up to {self._reading.most:,} B a call")

    def _switch(self) -> None:
        self._change(is_on=self._is_on.get())

    def _slid(self, place: str) -> None:
        most = 1 << round(float(place))
        if most != self._reading.most:
            self._change(most=most)

    def _change(self, **changes: object) -> None:
        self._asked = self._reading = replace(self._reading, **changes)  # type: ignore[arg-type]
        self._on_change(self._asked)

    def _space(self) -> None:
        gap = self._parts.theme.px(8)
        self.slider.configure(length=self._parts.theme.px(110))
        for part in (self.slider, self._said, self.wait):
            part.pack_configure(padx=(gap, 0))
