"""The buttons below a list, and the same deeds as a menu on its rows (window thread).

Law: a button and its menu line can do the same, at the same time, for the same reason.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from core.contract.sockets import SocketSnapshot
from gui.keys import label_of
from gui.models.sockets.socket_deeds import Deed, is_on_the_way, why_not
from gui.tabs.deeds import Deeds
from gui.theme import Theme
from gui.widgets.flow import Flow
from gui.widgets.tooltip import Enabler

_HELP = {
    Deed.FINISH: f"No more from here; the peer may still send. shutdown(SHUT_WR)  ({label_of('finish')})",
    Deed.CLOSE: f"End it in order; while it is still connecting: cancel. close()  ({label_of('close')})",
    Deed.RESET: f"Break it off at once with RST; what is under way is lost  ({label_of('reset')})",
    Deed.STOP: f"Give the port back; connections that it made live on  ({label_of('stop')})",
    Deed.CLOSE_ALL: "Close the listener and every connection that it made",
    Deed.OPTIONS: f"What the system lets one say of it: no delay, keep alive, buffers, TTL…  ({label_of('options')})",
}


class DeedBar(Flow):
    """One button per deed, for the selected sockets of a list."""

    def __init__(
        self, parent: tk.Misc, theme: Theme, deeds: Deeds, chosen: Callable[[], Sequence[SocketSnapshot]],
        offered: Sequence[Deed],
    ) -> None:  # fmt: skip
        super().__init__(parent, theme, gap=6)
        self._deeds = deeds
        self._chosen = chosen
        self._theme = theme
        self.buttons: dict[Deed, ttk.Button] = {}
        self._enablers: dict[Deed, Enabler] = {}
        for deed in offered:
            button = ttk.Button(self, text=deed.value, command=self.action(deed))
            self.add(button)
            self.buttons[deed] = button
            self._enablers[deed] = Enabler(button, theme, help=_HELP[deed])

    def action(self, deed: Deed) -> Callable[[], None]:
        """What the button of a deed does, for keys."""
        return lambda: self._deeds.do(deed, self._chosen())

    def bring_up_to_date(self) -> None:
        """Which buttons can do something now."""
        chosen = self._chosen()
        for deed, enabler in self._enablers.items():
            reason = why_not(deed, chosen)
            enabler.set(not reason, reason)
        if Deed.CLOSE in self.buttons:
            text = "Cancel" if is_on_the_way(chosen) else Deed.CLOSE.value
            if str(self.buttons[Deed.CLOSE].cget("text")) != text:
                self.buttons[Deed.CLOSE].configure(text=text)

    def pop_up(self, x_root: int, y_root: int) -> None:
        """The deeds as a menu."""
        menu = tk.Menu(self, tearoff=False)
        self._theme.dress(menu)
        chosen = self._chosen()
        for deed in self.buttons:
            menu.add_command(label=deed.value, command=self.action(deed))
            if why_not(deed, chosen):
                menu.entryconfigure("end", state="disabled")
        menu.tk_popup(x_root, y_root)
