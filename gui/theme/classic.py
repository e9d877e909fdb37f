"""The look of the classic Tk widgets, which ttk's styles do not reach (window thread).

Law: what is painted here is painted again after each switch (`theme.dress()` sees to it), so fonts are left alone: Tk's
own ones have our sizes.
"""

from __future__ import annotations

import tkinter as tk

from gui.theme.look import Look


def paint(widget: tk.Misc, look: Look) -> None:
    """Give a Text, Canvas, Listbox, Menu, Toplevel or the main window the look. Raises ValueError for anything else."""
    kind = widget.winfo_class()
    ground = {"Canvas": look.palette.surface, "Listbox": look.palette.surface, "Text": look.palette.surface}
    if kind == "Menu":
        _set(widget, _menu_options(look))
    elif kind in ground:
        _set(widget, {"background": ground[kind], "highlightthickness": 0, "borderwidth": 0, "relief": "flat"})
        if kind != "Canvas":
            _set(widget, text_options(look))
        if kind == "Text":
            _set(widget, {"inactiveselectbackground": look.palette.soft, "insertbackground": look.palette.text})
    elif isinstance(widget, tk.Wm):
        _set(widget, {"background": look.palette.window})
    else:
        raise ValueError(f"{kind} takes its look from ttk")


def text_options(look: Look) -> dict[str, str | int]:
    """What a Text and a Listbox have in common, by the names of Tk's option database."""
    p = look.palette
    return {
        "foreground": p.text,
        "selectBackground": p.soft,
        "selectForeground": p.text,
        "selectBorderWidth": 0,
    }


def _menu_options(look: Look) -> dict[str, str | int]:
    p = look.palette
    return {
        "background": p.surface,
        "foreground": p.text,
        "activebackground": p.soft,
        "activeforeground": p.text,
        "disabledforeground": p.disabled,
        "selectcolor": p.accent,
        "activeborderwidth": look.px(4),
        "borderwidth": 1,
        "relief": "solid",
    }


def _set(widget: tk.Misc, options: dict[str, str | int]) -> None:
    for option, value in options.items():
        widget.tk.call(widget, "configure", f"-{option.lower()}", value)
