"""One page of rows of fixed-width text, out of any number of them: shows, scrolls, selects (window thread).

Law: it holds the rows in sight and no others, and changing them is one Tcl call: each call from Python may have to wait
for the interpreter's lock while another thread works.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain
from tkinter import ttk
from typing import Protocol, TypeAlias

from gui.theme import Theme
from gui.widgets.said_label import SaidLabel
from gui.widgets.wheel import bind_wheel
from gui.widgets.when_idle import WhenIdle

Part: TypeAlias = tuple[str, tuple[str, ...]]
"""Some text and its tags."""

_FILL = """
namespace eval ::socketlab {}
proc ::socketlab::page {text parts} {
    $text configure -state normal
    $text delete 1.0 end
    if {[llength $parts]} { $text insert end {*}$parts }
    $text configure -state disabled
    $text yview moveto 0
}
"""
_PADDING = (10, 8)
_HALF_GAP = 4
"""Above the first row of a block and below its last one, where another one adjoins."""
_FAR = 1 << 30


class PageReader(Protocol):
    """Who knows what is to be seen; told of what a person does. Rows in sight and characters are counted from 0."""

    def resized(self) -> None:
        """There is room for more or less."""

    def scroll(self, rows: int) -> None:
        """Go down so many rows, or up; a great many mean the end, or the beginning."""

    def jump(self, fraction: float) -> None:
        """Go to a place between the beginning, 0, and the end, 1."""

    def click(self, row: int, character: int) -> None:
        """Choose what is there."""

    def step(self, steps: int) -> None:
        """Choose what follows the chosen one, or stands before it."""

    def copied(self, first: tuple[int, int], last: tuple[int, int]) -> str:
        """What is to be copied from one (row, character) up to another."""


class PageText(ttk.Frame):
    """See the module."""

    def __init__(self, parent: tk.Misc, theme: Theme, reader: PageReader) -> None:
        super().__init__(parent, style="Border.TFrame")
        self._theme = theme
        self._reader = reader
        self.tk.eval(_FILL)
        self.text = tk.Text(
            self,
            wrap="none",
            font="LabMono",
            height=3,
            width=1,
            state="disabled",
            exportselection=False,
            undo=False,
            cursor="arrow",
        )
        self._bar = ttk.Scrollbar(self, orient="vertical", takefocus=False, command=self._scroll_by_bar)
        self._hint = SaidLabel(self.text, style="Hint.TLabel")
        self._hint.configure(justify="center", anchor="center")
        self._measuring = WhenIdle(self, self._measure)
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self.text.grid(row=0, column=0, sticky="nsew")
        self._bar.grid(row=0, column=1, sticky="ns")
        self._bind_events()
        theme.dress(self.text)
        theme.follow(self, self._apply)

    @property
    def columns(self) -> int:
        """How many characters fit beside each other."""
        room = self.text.winfo_width() - 2 * self._theme.px(_PADDING[0])
        return room // max(1, self._theme.text_width("0", "LabMono"))

    def fit(self, blocks: Sequence[int]) -> int:
        """How many of some rows fit as a whole, at least 1; each is told by the block it is in, for those have gaps."""
        room = self.text.winfo_height() - 2 * self._theme.px(_PADDING[1])
        height, gap = self._theme.line_height("LabMono"), 2 * self._theme.px(_HALF_GAP)
        for count, block in enumerate(blocks):
            room -= height + (gap if count and blocks[count - 1] != block else 0)
            if room < 0:
                return max(1, count)
        return len(blocks)

    @property
    def most_rows(self) -> int:
        """More than can be seen."""
        return self.text.winfo_height() // max(1, self._theme.line_height("LabMono")) + 1

    def fill(self, rows: Sequence[tuple[Part, ...]]) -> None:
        """Show these rows; the last part of each ends its line."""
        self.tk.call("::socketlab::page", self.text, tuple(chain.from_iterable(chain.from_iterable(rows))))

    def hint(self, words: str) -> None:
        """Say what would be here, in the middle; "" for nothing."""
        if self._hint.say(words):
            self._place_hint()

    def show_place(self, first: float, last: float) -> None:
        """Have the scroll bar say which part of all is in sight."""
        self._bar.set(first, last)

    @property
    def room(self) -> tuple[int, int]:
        """Equal to what it was before while there is room for as much."""
        return self.text.winfo_height(), self.most_rows

    def deselect(self) -> None:
        """Have no text selected."""
        self.text.tag_remove("sel", "1.0", "end")

    @property
    def has_selection(self) -> bool:
        """Whether a person has selected text."""
        return bool(self.text.tag_ranges("sel"))

    def _place_hint(self) -> None:
        if self._hint.text:
            self._hint.configure(wraplength=max(1, self.text.winfo_width() - self._theme.px(48)))
            self._hint.place(relx=0.5, rely=0.5, anchor="center")
        else:
            self._hint.place_forget()

    def _measure(self) -> None:
        self._place_hint()
        self._reader.resized()

    def _bind_events(self) -> None:
        text = self.text
        for event in ("<Configure>", "<<ThemeChanged>>"):
            text.bind(event, lambda _: self._measuring.ask(), add=True)
        text.bind("<Button-1>", lambda _: text.focus_set(), add=True)  # macOS gives disabled text no focus
        text.bind("<ButtonRelease-1>", self._released, add=True)
        text.bind("<B1-Leave>", lambda _: "break")  # Tk would scroll the few rows that are here
        text.bind("<FocusIn>", lambda _: self.state(["focus"]), add=True)
        text.bind("<FocusOut>", lambda _: self.state(["!focus"]), add=True)
        bind_wheel(text, self._reader.scroll, lambda _: None)
        moves = {"Up": -1, "Down": 1, "Home": -_FAR, "End": _FAR}
        for key, rows in moves.items():
            self._on(f"<{key}>", partial(self._reader.scroll, rows))
        self._on("<Prior>", lambda: self._reader.scroll(1 - self._whole_rows()))
        self._on("<Next>", lambda: self._reader.scroll(self._whole_rows() - 1))
        self._on("<Left>", lambda: self._reader.step(-1))
        self._on("<Right>", lambda: self._reader.step(1))
        self._on("<<Copy>>", self._copy)

    def _on(self, event: str, act: Callable[[], object]) -> None:
        """Instead of what Tk would do."""

        def acted(_: object) -> str:
            act()
            return "break"

        self.text.bind(event, acted)

    def _whole_rows(self) -> int:
        return max(2, self.most_rows - 2)

    def _scroll_by_bar(self, verb: str, amount: str, unit: str = "") -> None:
        """What a scroll bar says: "moveto 0.5", "scroll 1 units", "scroll -1 pages"."""
        if verb == "moveto":
            self._reader.jump(float(amount))
        else:
            self._reader.scroll(int(float(amount)) * (self._whole_rows() if unit == "pages" else 1))

    def _released(self, event: tk.Event[tk.Misc]) -> None:
        if not self.has_selection:
            self._reader.click(*self._place(f"@{event.x},{event.y}"))

    def _place(self, index: str) -> tuple[int, int]:
        """The row and the character at an index: Tk counts some characters twice."""
        at = self.text.index(index)
        return int(at.partition(".")[0]) - 1, len(self.text.get(f"{at} linestart", at))

    def _copy(self) -> None:
        if self.has_selection:
            words = self._reader.copied(self._place("sel.first"), self._place("sel.last"))
            self.clipboard_clear()
            self.clipboard_append(words)

    def _apply(self) -> None:
        px, palette = self._theme.px, self._theme.palette
        self.configure(padding=px(2))
        self.text.configure(padx=0, pady=px(_PADDING[1]))
        self.text.tag_configure("in", foreground=palette.incoming)
        self.text.tag_configure("out", foreground=palette.outgoing)
        for tag, ground in (("in block", palette.surface), ("out block", palette.panel)):
            self.text.tag_configure(tag, background=ground, lmargin1=px(_PADDING[0]), lmargincolor=ground)
        self.text.tag_configure("begins", spacing1=px(_HALF_GAP))
        self.text.tag_configure("ends", spacing3=px(_HALF_GAP))
        self.text.tag_configure("quiet", foreground=palette.muted)
        self.text.tag_configure("mark", background=palette.soft)
        for tag in ("quiet", "mark", "sel"):
            self.text.tag_raise(tag)
        self._measuring.ask()
