"""A few words about what the pointer or the focus rests on, also on what is disabled (window thread).

Law: it appears only after a pause, never beyond the edge of the screen, and goes with the first key or click.
"""

from __future__ import annotations

import contextlib
import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from gui.theme import Theme

_POINTER_PAUSE_MS = 500
_FOCUS_PAUSE_MS = 1200
"""Longer: who goes through a form by Tab wants to see the form."""
_WIDTH = 380


class Tooltip:
    """Belongs to one widget, and goes with it."""

    def __init__(
        self,
        widget: tk.Misc,
        theme: Theme,
        text: str | Callable[[], str],
        *,
        area: Callable[[], tuple[int, int, int]] | None = None,
    ) -> None:
        """`text` may be a function that is asked when it is to be shown; nothing is shown for "".

        `area` gives x, y and height of the part of the widget that it is about; without it, that is all of it.
        """
        self._widget = widget
        self._area = area or (lambda: (0, 0, widget.winfo_height()))
        self._theme = theme
        self._text = text
        self._timer = ""
        self._window: tk.Toplevel | None = None
        if isinstance(widget, ttk.Label):  # the Tab key goes to whatever hears keys, and a label has no use for them
            widget.configure(takefocus=False)
        widget.bind("<Enter>", lambda _: self.wait(), add=True)
        widget.bind("<<TraverseIn>>", lambda _: self.wait(_FOCUS_PAUSE_MS), add=True)
        for event in ("<Leave>", "<ButtonPress>", "<KeyPress>", "<FocusOut>", "<Unmap>", "<Destroy>"):
            widget.bind(event, lambda _: self.hide(), add=True)

    @property
    def shown(self) -> str:
        """What is on the screen now."""
        return "" if self._window is None else str(self._window.children["text"].cget("text"))

    def hide(self) -> None:
        """Take it away, or do not let it come."""
        if self._timer:
            self._widget.after_cancel(self._timer)
            self._timer = ""
        if self._window is not None:
            self._window.destroy()
            self._window = None

    def wait(self, pause_ms: int = _POINTER_PAUSE_MS) -> None:
        """Show it after a pause; what is shown now goes."""
        self.hide()
        self._timer = self._widget.after(pause_ms, self._show)

    def _show(self) -> None:
        self._timer = ""
        text = self._text if isinstance(self._text, str) else self._text()
        if not text:
            return
        window = self._window = tk.Toplevel(self._widget)
        window.withdraw()
        window.wm_overrideredirect(True)
        _tell_window_system(window)
        label = ttk.Label(window, name="text", text=text, style="Tooltip.TLabel", wraplength=self._theme.px(_WIDTH))
        label.pack()
        window.wm_geometry("+{}+{}".format(*self._place(label.winfo_reqwidth(), label.winfo_reqheight())))
        window.deiconify()

    def _place(self, width: int, height: int) -> tuple[int, int]:
        """Below the area, or above it where the screen ends."""
        widget, gap = self._widget, self._theme.px(4)
        x, y, area_height = self._area()
        left, upper = widget.winfo_vrootx(), widget.winfo_vrooty()
        right, lower = left + widget.winfo_screenwidth(), upper + widget.winfo_screenheight()
        x, y = x + widget.winfo_rootx(), y + widget.winfo_rooty()
        below, above = y + area_height + gap, y - height - gap
        return max(left, min(x, right - width)), below if below + height <= lower else max(upper, above)


class Enabler:
    """Enables a control, or disables it with the reason in its tooltip."""

    def __init__(self, control: ttk.Widget, theme: Theme, help: str = "") -> None:
        """`help`: what the tooltip says while it is enabled."""
        self._control = control
        self._help = help
        self.why_not = ""
        """Why it is disabled; "" while it is not."""
        self.tooltip = Tooltip(control, theme, lambda: self.why_not or self._help)

    def set(self, enabled: bool, why: str = "") -> None:
        """`why` it cannot be used now."""
        self.why_not = "" if enabled else why
        self._control.state(["!disabled" if enabled else "disabled"])


def _tell_window_system(window: tk.Toplevel) -> None:
    """A tooltip takes no focus and gets no shadow of a window; each system has its own word for that, or none."""
    with contextlib.suppress(tk.TclError):
        system = window.tk.call("tk", "windowingsystem")
        if system == "aqua":
            window.tk.call("::tk::unsupported::MacWindowStyle", "style", window, "help", "noActivates")
        elif system == "x11":
            window.tk.call("wm", "attributes", window, "-type", "tooltip")
