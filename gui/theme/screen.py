"""What the screen and the person's system ask for: dots per inch, light or dark (window thread).

Law: nothing here can fail the start; what a system does not tell is taken as the usual.
"""

from __future__ import annotations

import sys
import tkinter as tk

_USUAL_SCALING = 96 / 72
"""Pixels per point on a usual screen of X11 and Windows; on macOS a point is a pixel."""
_SMALLEST_SCALE, _LARGEST_SCALE = 0.75, 4.0
"""X servers of projectors and virtual machines report absurd sizes: beyond these nobody could use the window."""


def announce_dpi_awareness() -> None:
    """Tell Windows that the window scales itself, or it would be drawn small and blown up blurred. Before tk.Tk().

    1 is "system aware". Per-monitor awareness (2) would leave the window as it is when it moves to a monitor of another
    density, because Tk 8.6 does not listen to WM_DPICHANGED; with 1 Windows stretches it there.
    """
    if sys.platform == "win32":
        import ctypes

        try:
            ctypes.windll.shcore.SetProcessDpiAwareness(1)
        except (AttributeError, OSError):  # Windows before 8.1
            return


def screen_scale(root: tk.Misc) -> float:
    """How many real pixels a pixel of the design takes at text size 100 %."""
    usual = 1.0 if root.tk.call("tk", "windowingsystem") == "aqua" else _USUAL_SCALING
    return min(max(float(root.tk.call("tk", "scaling")) / usual, _SMALLEST_SCALE), _LARGEST_SCALE)


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
    if root.tk.call("tk", "windowingsystem") == "aqua":
        try:
            return bool(root.getboolean(root.tk.call("::tk::unsupported::MacWindowStyle", "isdark", root)))
        except tk.TclError:  # Tk before 8.6.9
            return False
    return False
