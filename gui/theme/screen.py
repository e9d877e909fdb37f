"""What the screen and the person's system ask for: dots per inch, light or dark (window thread).

Law: nothing here can fail the start; what a system does not tell is taken as the usual.
"""

from __future__ import annotations

import sys
import tkinter as tk

from gui.theme.palette import DARK, LIGHT, Palette

_USUAL_SCALING = 96 / 72
"""Pixels per point on a usual screen of X11 and Windows; on macOS a point is a pixel."""
_SMALLEST_SCALE, _LARGEST_SCALE = 0.75, 4.0
"""X servers of projectors and virtual machines report absurd sizes: beyond these nobody could use the window."""


def screen_scale(root: tk.Misc) -> float:
    """How many real pixels a pixel of the design takes at text size 100 %."""
    usual = 1.0 if root.tk.call("tk", "windowingsystem") == "aqua" else _USUAL_SCALING
    return min(max(float(root.tk.call("tk", "scaling")) / usual, _SMALLEST_SCALE), _LARGEST_SCALE)


def palette_of(root: tk.Misc, name: str) -> Palette:
    """The colours of the theme "light", "dark" or "system"."""
    dark = prefers_dark(root) if name == "system" else name == "dark"
    return DARK if dark else LIGHT


def prefers_dark(root: tk.Misc) -> bool:
    """Whether the person's system is set to dark. Linux desktops tell only other programs, so there it is light."""
    if sys.platform == "win32":
        import winreg

        key = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                return bool(winreg.QueryValueEx(opened, "AppsUseLightTheme")[0] == 0)
        except OSError:  # Windows before 10
            return False
    if sys.platform == "darwin" and root.tk.call("tk", "windowingsystem") == "aqua":
        try:
            return bool(root.getboolean(root.tk.call("::tk::unsupported::MacWindowStyle", "isdark", root)))
        except tk.TclError:  # Tk before 8.6.9
            return False
    return False
