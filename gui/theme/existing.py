"""What neither styles nor named fonts reach in widgets that are there already when the look changes (window thread).

Law: what is mended here is a gap of Tk; each is named, and nothing else is touched.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Iterator

from gui.theme.classic import text_options
from gui.theme.look import Look

_LIST_IN_COMBO_BOX = ".popdown.f.l"


def mend(root: tk.Misc, look: Look) -> None:
    """Bring all widgets of the window up to date, and those that ttk will make."""
    options = {**text_options(look), "background": look.palette.field, "borderWidth": look.px(4), "relief": "flat"}
    for option, value in options.items():
        root.option_add(f"*TCombobox*Listbox.{option}", value)
    for path, kind in _widgets(root, "."):
        if kind == "Listbox" and path.endswith(_LIST_IN_COMBO_BOX):
            # A classic widget, made by ttk, of which tkinter does not know.
            for option, value in options.items():
                root.tk.call(path, "configure", f"-{option.lower()}", value)
        elif kind in ("TEntry", "TCombobox", "TSpinbox"):
            # It keeps the layout of its text, as high as the old font, until it is told a font.
            root.tk.call(path, "configure", "-font", root.tk.call(path, "cget", "-font"))


def _widgets(root: tk.Misc, path: str) -> Iterator[tuple[str, str]]:
    yield path, str(root.tk.call("winfo", "class", path))
    for child in root.tk.splitlist(root.tk.call("winfo", "children", path)):
        yield from _widgets(root, str(child))
