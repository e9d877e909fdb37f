"""What can be done with the selected port, as a row of buttons and as a menu (window thread).

Law: what can't be done now is disabled, and says why.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import NamedTuple

from gui.theme import Theme
from gui.widgets.flow import Flow
from gui.widgets.popup import Popup
from gui.widgets.said_label import SaidLabel
from gui.widgets.tooltip import Enabler, Tooltip


class PortDeed(NamedTuple):
    """One button."""

    label: str
    help: str
    do: Callable[[], None]


class DeedRow(Flow):
    """The buttons; right of them whether there is a map, and what has come of the last deed."""

    def __init__(
        self, parent: tk.Misc, theme: Theme, deeds: Sequence[PortDeed], on_map: Callable[[bool], None]
    ) -> None:
        super().__init__(parent, theme, gap=6)
        self._deeds = deeds
        self._popup = Popup(self, theme)
        self._has_map = tk.BooleanVar(self)
        self.buttons = {deed.label: ttk.Button(self, text=deed.label, command=deed.do) for deed in deeds}
        self._enablers = [Enabler(self.buttons[deed.label], theme, deed.help) for deed in deeds]
        self.map_box = ttk.Checkbutton(
            self, text="Map", variable=self._has_map, command=lambda: on_map(self._has_map.get())
        )
        self.said = SaidLabel(self, style="Muted.TLabel")
        for part in (*self.buttons.values(), self.map_box, self.said):
            self.add(part)
        Tooltip(self.map_box, theme, "All 65,536 ports as a picture")

    def allow(self, why_not: Sequence[str]) -> None:
        """Enable each button for which there is no reason not to: ""."""
        for enabler, why in zip(self._enablers, why_not, strict=True):
            enabler.set(not why, why)

    def tick_map(self, has_map: bool) -> None:
        """Say whether the map is shown."""
        self._has_map.set(has_map)

    def pop_up(self, x_root: int, y_root: int) -> None:
        """The same deeds as a menu."""
        menu = self._popup.new()
        for deed, enabler in zip(self._deeds, self._enablers, strict=True):
            menu.add_command(label=deed.label, command=deed.do, state="disabled" if enabler.why_not else "normal")
        self._popup.open(x_root, y_root)
