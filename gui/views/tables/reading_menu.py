"""The choices of how times and texts are written, as lines of a menu (window thread).

Law: the line in force is marked, and a choice holds for all views at once.
"""

from __future__ import annotations

import tkinter as tk
from functools import partial

from core.payload.encodings import ENCODINGS, Encoding
from gui.keys import label_of
from gui.models.records.reading import Reading, TimeStyle


def add_time_styles(menu: tk.Menu, reading: Reading) -> None:
    """Time of day, with date, since the start, since the row above."""

    def choose(style: TimeStyle) -> None:
        reading.time_style = style

    now = tk.StringVar(menu, reading.time_style.value)
    for style in TimeStyle:
        menu.add_radiobutton(
            label=style.meaning,
            value=style.value,
            variable=now,
            command=partial(choose, style),
            accelerator=label_of("time") if style is TimeStyle.CLOCK else "",
        )
    _keep(menu, now)


def add_encodings(menu: tk.Menu, reading: Reading) -> None:
    """The encodings that bytes can be read in."""

    def choose(encoding: Encoding) -> None:
        reading.encoding = encoding

    now = tk.StringVar(menu, reading.encoding.key)
    for encoding in ENCODINGS:
        menu.add_radiobutton(
            label=f"Text as {encoding.title}",
            value=encoding.key,
            variable=now,
            command=partial(choose, encoding),
        )
    _keep(menu, now)


def _keep(menu: tk.Menu, variable: tk.StringVar) -> None:
    """Python would forget the variable, and Tk with it which line is marked."""
    menu.bind("<Destroy>", lambda _: variable.set(""), add=True)
