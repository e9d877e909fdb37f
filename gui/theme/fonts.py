"""The fonts by name; when their size changes, Tk lays out again all that uses them (window thread).

Law: sizes are pixels from one scale, so text and what is round it grow together; the families are the system's own.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import font

_OWN = {
    # name: (Tk's font it is taken from, size relative to that, weight)
    "LabText": ("TkDefaultFont", 1.0, "normal"),
    "LabBold": ("TkDefaultFont", 1.0, "bold"),
    "LabSmall": ("TkDefaultFont", 0.92, "normal"),
    "LabHeading": ("TkDefaultFont", 1.25, "bold"),
    "LabMono": ("TkFixedFont", 1.0, "normal"),
    "LabMonoBold": ("TkFixedFont", 1.0, "bold"),
}
_TK_NAMES = {
    # What nobody gave a font, and what Tk makes by itself (list boxes of combo boxes), follows ours.
    "TkDefaultFont": "LabText",
    "TkTextFont": "LabText",
    "TkMenuFont": "LabText",
    "TkHeadingFont": "LabSmall",
    "TkTooltipFont": "LabText",
    "TkCaptionFont": "LabBold",
    "TkFixedFont": "LabMono",
}
_MONO_FAMILIES = {"win32": "Consolas", "aqua": "Menlo"}
"""Tk's own choices there are Courier New, thin as a hair, and Monaco, without bold; both systems always have these."""
_SMALLEST_PIXELS = 8


class Fonts:
    """The named fonts of one window."""

    def __init__(self, root: tk.Misc, points_scale: float) -> None:
        """`points_scale`: pixels per point at text size 100 %."""
        self._root = root
        self._sizes: dict[str, float] = {}
        mono = _MONO_FAMILIES.get(str(root.tk.call("tk", "windowingsystem")))
        actuals = {base: font.Font(root, name=base, exists=True).actual() for base, _, _ in _OWN.values()}
        for name, (base, relative, weight) in _OWN.items():
            actual = actuals[base]
            size = float(actual["size"])
            self._sizes[name] = relative * (size * points_scale if size > 0 else -size)  # Tk: negative is pixels
            family = mono if mono and base == "TkFixedFont" else actual["family"]
            root.tk.call("font", "create", name, "-family", family, "-weight", weight)

    def resize(self, percent: int) -> None:
        """Give every font its size for this text size."""
        for name, size in self._sizes.items():
            pixels = max(_SMALLEST_PIXELS, round(size * percent / 100))
            self._root.tk.call("font", "configure", name, "-size", -pixels)
        for tk_name, own in _TK_NAMES.items():
            options = self._root.tk.splitlist(self._root.tk.call("font", "configure", own))
            self._root.tk.call("font", "configure", tk_name, *options)

    def line_height(self, name: str) -> int:
        """Pixels from one line of text to the next."""
        return int(self._root.tk.call("font", "metrics", name, "-displayof", self._root, "-linespace"))

    def width(self, text: str, name: str) -> int:
        """How many pixels wide `text` is."""
        return int(self._root.tk.call("font", "measure", name, "-displayof", self._root, text))
