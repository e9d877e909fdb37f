"""The form's way to how TLS is spoken, there only while TLS is chosen (window thread).

Law: it says what is chosen, so that nothing that is folded away comes as a surprise.
"""

from __future__ import annotations

from tkinter import ttk

from core.contract.faults import Fault
from core.explain.faults import Explanation
from gui.models.sockets.tls_form import FIELDS, ChosenTls
from gui.parts import Parts
from gui.widgets.flow import Flow
from gui.widgets.tooltip import Tooltip


class TlsButton(ttk.Button):
    """Opens the panel beside the window's views."""

    def __init__(self, flow: Flow, parts: Parts, chosen: ChosenTls) -> None:
        self.chosen = chosen
        super().__init__(flow, style="Quiet.TButton", command=lambda: parts.tls.ask(chosen))
        self._flow = flow
        self._parts = parts
        self._said = ""
        chosen.on_change = self.say
        flow.add(self)
        Tooltip(self, parts.theme, "Certificates, who is trusted, versions, what is spoken inside (ALPN)")
        self.say()

    def show(self, is_tls: bool) -> None:
        """Whether TLS is chosen."""
        self._flow.show(self, is_tls)

    def show_error(self, fault: Fault, words: Explanation) -> bool:
        """Say what is wrong at its field in the panel, if it is one of those."""
        if fault.field not in FIELDS:
            return False
        self.chosen.errors = {fault.field: f"{words.sentence} {words.remedy}"}
        self._parts.tls.ask(self.chosen)
        return True

    def say(self) -> None:
        """Say what is chosen now."""
        if self.chosen.title != self._said:
            self._said = self.chosen.title
            self.configure(text=self._said)
            self._flow.resized()
