"""Reads and clicks pictures on a canvas as a person does (test thread, which is the window's)."""

from __future__ import annotations

import tkinter as tk


def words(canvas: tk.Canvas) -> list[str]:
    """What can be read in the picture, from above to below and from left to right."""
    return [text for _, _, text in _texts(canvas)]


def click_words(canvas: tk.Canvas, part: str) -> None:
    """Click on the uppermost words that hold this."""
    x, y = next((x, y) for y, x, text in _texts(canvas) if part in text)
    canvas.event_generate("<Button-1>", x=round(x), y=round(y))


def _texts(canvas: tk.Canvas) -> list[tuple[float, float, str]]:
    found = []
    for item in canvas.find_all():
        if str(canvas.tk.call(canvas, "type", item)) == "text":
            x, y = canvas.coords(item)
            found.append((y, x, str(canvas.tk.call(canvas, "itemcget", item, "-text"))))
    return sorted(found)
