"""A picture of any number of rows, one below the other: a window over a model that draws the rows of one page.

Window thread. Law: only what can be seen is laid out and drawn, in one Tcl call; the end is followed only by who was
at the end. Colours come from the palette, so a picture is right in both looks.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Protocol

from gui.drawing.ladder import Picture
from gui.drawing.measure import Measure
from gui.theme import Theme
from gui.widgets.picture.shape_canvas import ShapeCanvas
from gui.widgets.said_label import SaidLabel
from gui.widgets.wheel import hear_wheel
from gui.widgets.when_idle import WhenIdle


class PictureRows(Protocol):
    """What is shown."""

    def __len__(self) -> int:
        """How many rows there are now."""

    def heights(self, measure: Measure) -> tuple[int, int]:
        """Pixels of the head, and of a row."""

    def picture(self, first: int, count: int, width: int, measure: Measure) -> Picture:
        """Rows from `first` on."""


class RowCanvas(ttk.Frame):
    """A canvas with scroll bars, keys and a hint for when there is nothing in it."""

    def __init__(self, parent: tk.Misc, theme: Theme, model: PictureRows, *, empty: str = "") -> None:
        super().__init__(parent, style="Border.TFrame")
        self._theme = theme
        self._model = model
        self._first, self._page, self._at_end = 0, 1, True
        self._drawn: object = None
        self._hint = SaidLabel(self, style="Hint.TLabel")
        self._hint.configure(justify="center", anchor="center")
        self._hint.say(empty)
        self._on_choose: Callable[[int], None] = lambda key: None
        self.canvas = ShapeCanvas(self, theme)
        self._bar = ttk.Scrollbar(self, orient="vertical", takefocus=False, command=self._scroll_by_bar)
        self._sideways = ttk.Scrollbar(self, orient="horizontal", takefocus=False, command=self.canvas.xview)
        self.canvas.configure(takefocus=True, xscrollcommand=self._show_sideways)
        self._refreshing = WhenIdle(self, self._redraw)
        self._arrange()
        theme.follow(self, self._apply)

    @property
    def first(self) -> int:
        """The uppermost row in sight."""
        return self._first

    @property
    def page(self) -> int:
        """How many whole rows are in sight."""
        return self._page

    def on_choose(self, callback: Callable[[int], None]) -> None:
        """Call it with the key of the shape that a person clicked."""
        self._on_choose = callback

    def set_empty(self, text: str) -> None:
        """The hint that is shown while there are no rows."""
        self._hint.say(text)

    def refresh(self) -> None:
        """Show the model as it is now."""
        total = len(self._model)
        measure = self.canvas.measure
        head, row = self._model.heights(measure)
        self._page = max(1, (self.canvas.winfo_height() - head) // row)
        last_first = max(0, total - self._page)
        self._first = last_first if self._at_end else min(self._first, last_first)
        self._bar.set(self._first / max(total, 1), min(1.0, (self._first + self._page) / max(total, 1)))
        self._place_hint(total == 0)
        picture = self._model.picture(self._first, self._page + 1, self.canvas.winfo_width(), measure)
        if picture != self._drawn:
            self._drawn = picture
            self.canvas.draw(picture.shapes)
            self.canvas.configure(scrollregion=(0, 0, picture.width, max(1, self.canvas.winfo_height())))

    def scroll_to(self, first: int) -> None:
        """Make `first` the uppermost row in sight, as far as that is possible."""
        last_first = max(0, len(self._model) - self._page)
        self._first = max(0, min(first, last_first))
        self._at_end = self._first >= last_first
        self.refresh()

    def see(self, row: int) -> None:
        """Scroll as little as needed to have the row in sight."""
        if row < self._first:
            self.scroll_to(row)
        elif row >= self._first + self._page:
            self.scroll_to(row - self._page + 1)

    def _arrange(self) -> None:
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self.canvas.grid(row=0, column=0, sticky="nsew")
        self._bar.grid(row=0, column=1, sticky="ns")
        self.canvas.bind("<Configure>", lambda _: self._refreshing.ask(), add=True)
        self.canvas.bind("<Button-1>", self._clicked)
        hear_wheel(self.canvas, lambda _, rows: self.scroll_to(self._first + rows))
        pages = {"<Prior>": -1, "<Next>": 1}
        for event, by in pages.items():
            self._bind_step(event, lambda by=by: self._first + by * self._page)  # type: ignore[misc]
        self._bind_step("<Up>", lambda: self._first - 1)
        self._bind_step("<Down>", lambda: self._first + 1)
        self._bind_step("<Home>", lambda: 0)
        self._bind_step("<End>", lambda: len(self._model))
        self.canvas.bind("<Left>", lambda _: self.canvas.xview_scroll(-1, "units"))
        self.canvas.bind("<Right>", lambda _: self.canvas.xview_scroll(1, "units"))
        # The border is this frame's, so the frame shows where the focus is.
        self.canvas.bind("<FocusIn>", lambda _: self.state(["focus"]), add=True)
        self.canvas.bind("<FocusOut>", lambda _: self.state(["!focus"]), add=True)

    def _bind_step(self, event: str, where: Callable[[], int]) -> None:
        self.canvas.bind(event, lambda _: self.scroll_to(where()))

    def _clicked(self, event: tk.Event[tk.Misc]) -> None:
        self.canvas.focus_set()
        key = self.canvas.key_at(event.x, event.y)
        if key:
            self._on_choose(key)

    def _scroll_by_bar(self, verb: str, amount: str, unit: str = "") -> None:
        if verb == "moveto":
            self.scroll_to(round(float(amount) * len(self._model)))
        else:
            self.scroll_to(self._first + int(float(amount)) * (self._page if unit == "pages" else 1))

    def _show_sideways(self, first: float, last: float) -> None:
        self._sideways.set(first, last)
        if float(first) <= 0 and float(last) >= 1:
            self._sideways.grid_remove()
        else:
            self._sideways.grid(row=1, column=0, sticky="ew")

    def _place_hint(self, is_empty: bool) -> None:
        if is_empty:
            self._hint.configure(wraplength=max(1, self.canvas.winfo_width() - self._theme.px(32)))
            self._hint.place(relx=0.5, rely=0.5, anchor="center")
        else:
            self._hint.place_forget()

    def _redraw(self) -> None:
        self._drawn = None
        self.refresh()

    def _apply(self) -> None:
        self.configure(padding=self._theme.px(2))
        self._refreshing.ask()
