"""The panels over the window: chart, diagnostics, limits, names, rules; each made when first wanted (window thread).

Law: one of them can be seen at a time; a closed one costs nothing.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING

from gui.models.lab.rates import Rates
from gui.parts import Parts
from gui.widgets.card.overlay import Overlay

if TYPE_CHECKING:
    from gui.tabs.sending.send_row import SendRow


class Panels:
    """Opened and closed by name."""

    def __init__(self, parent: tk.Misc, parts: Parts, rates: Rates, send_row: Callable[[], SendRow | None]) -> None:
        """`send_row`: that of the tab in front, if it has one."""
        self._parent = parent
        self._parts = parts
        self._rates = rates
        self._send_row = send_row
        self.made: dict[str, Overlay] = {}

    def toggle(self, name: str) -> None:
        """Open one by its name, as _make() knows it, instead of another one; or close it."""
        if name not in self.made:
            self.made[name] = self._make(name)
        panel = self.made[name]
        was_open = panel.is_open
        self.close()
        if not was_open:
            panel.open()
            panel.bring_up_to_date()

    def show(self, name: str) -> None:
        """Open it, anew if it is open, instead of another one."""
        self.close()
        self.toggle(name)

    def close(self) -> bool:
        """Close what is open; whether there was anything."""
        is_open = [panel for panel in self.made.values() if panel.is_open]
        for panel in is_open:
            panel.close()
        return bool(is_open)

    def bring_up_to_date(self) -> None:
        """Show what there is now, in what can be seen."""
        for panel in self.made.values():
            if panel.is_open:
                panel.bring_up_to_date()

    def _make(self, name: str) -> Overlay:
        if name == "chart":
            from gui.frame.rate_panel import RatePanel

            return RatePanel(self._parent, self._parts.theme, self._rates)
        if name == "limits":
            from gui.files.limits_panel import LimitsPanel

            return LimitsPanel(self._parent, self._parts)
        if name == "messages":
            from gui.tabs.sending.messages_panel import MessagesPanel

            return MessagesPanel(self._parent, self._parts, self._send_row)
        if name == "names":
            from gui.frame.socket_names_panel import SocketNamesPanel

            return SocketNamesPanel(self._parent, self._parts)
        if name == "rules":
            from gui.replies.rules_panel import RulesPanel

            return RulesPanel(self._parent, self._parts)
        if name == "options":
            from gui.frame.options_panel import OptionsPanel

            return OptionsPanel(self._parent, self._parts)
        if name == "tls":
            from gui.frame.tls_panel import TlsPanel

            return TlsPanel(self._parent, self._parts)
        from gui.frame.diagnostics_panel import DiagnosticsPanel

        return DiagnosticsPanel(self._parent, self._parts)
