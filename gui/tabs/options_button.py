"""The form's way to the options that are set before bind() or connect() (window thread).

Law: it says what is chosen, so that nothing that is folded away comes as a surprise.
"""

from __future__ import annotations

from collections.abc import Callable
from tkinter import ttk

from core.contract.endpoints import Protocol
from gui.models.sockets.options_asked import ChosenOptions
from gui.parts import Parts
from gui.widgets.flow import Flow
from gui.widgets.tooltip import Tooltip


class OptionsButton(ttk.Button):
    """Opens the panel beside the window's views."""

    def __init__(self, flow: Flow, parts: Parts, call: str, protocol: Callable[[], Protocol]) -> None:
        """`call`: the one that they are set before; `protocol`: which one is chosen in the form now."""
        self.chosen = ChosenOptions(call, protocol)
        super().__init__(flow, style="Quiet.TButton", command=lambda: parts.options.ask(self.chosen))
        self._flow = flow
        self._said = ""
        self.chosen.on_change = self.say
        flow.add(self)
        Tooltip(self, parts.theme, f"No delay, keep alive, buffers, TTL…: set between socket() and {call}")
        self.say()

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """What is chosen, as it was typed."""
        return tuple(self.chosen.texts.items())

    def say(self) -> None:
        """Say what is chosen now; the protocol may be another one."""
        title = f"{self.chosen.title}…"
        if title != self._said:
            self._said = title
            self.configure(text=title)
            self._flow.resized()
