"""A panel of fixed-width text that can be read, selected and copied, but not changed (window thread).

Law: what is selected here is told as bytes, and bytes that are selected elsewhere are marked here.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Iterator
from tkinter import ttk
from typing import Literal

from gui.theme import Theme
from gui.widgets.text.byte_places import Place, Places
from gui.widgets.when_idle import WhenIdle

_NOTHING = range(0)
_CHARACTERS_AT_ONCE = 16_384
"""They take a few milliseconds; the window can do something else before the next ones."""


class ByteText(ttk.Frame):
    """One way to write bytes down."""

    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        wrap: Literal["none", "char"],
        on_select: Callable[[ByteText, range], None],
    ) -> None:
        """`on_select` is called with the bytes that a person selected; an empty range when they are no longer."""
        super().__init__(parent, style="Border.TFrame")
        self._theme = theme
        self._places: Places | None = None
        self._rest: Iterator[str] = iter(())
        self._marked = _NOTHING
        self._writing = WhenIdle(self, self._write_some)
        self._on_select = on_select
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self._bar = ttk.Scrollbar(self, orient="vertical", takefocus=False)
        # Not exported: a selection elsewhere in the window must not take this one away.
        self.text = tk.Text(
            self,
            wrap=wrap,
            font="LabMono",
            height=3,
            width=1,
            state="disabled",
            exportselection=False,
            undo=False,
            yscrollcommand=self._bar.set,
        )
        self._bar.configure(command=self.text.yview)
        self.text.grid(row=0, column=0, sticky="nsew")
        self._bar.grid(row=0, column=1, sticky="ns")
        self._bind_events()
        theme.dress(self.text)
        theme.follow(self, self._apply)

    def write(self, places: Places) -> None:
        """Show other bytes."""
        self._places, self._rest, self._marked = places, places.lines(), _NOTHING
        self.text.configure(state="normal")
        self.text.delete("1.0", "end")
        self.text.configure(state="disabled")
        self._write_some()

    def mark(self, data: range) -> None:
        """Mark these bytes, and no others; what was selected here no longer is."""
        self._marked = data
        self.text.tag_remove("sel", "1.0", "end")
        self._show_mark()

    def _write_some(self) -> None:
        """The next lines, in one call (each may have to wait for the interpreter's lock); the others later."""
        lines: list[str] = []
        room = _CHARACTERS_AT_ONCE
        while room > 0 and (line := next(self._rest, None)) is not None:
            lines.append(line)
            room -= len(line)
        if lines and self._places is not None:
            width, first = self._places.offset_width, self.text.index("end-1c") == "1.0"
            parts = [part for line in lines for part in ("\n", "", line[:width], "muted", line[width:], "")]
            self.text.configure(state="normal")
            self.tk.call(self.text, "insert", "end-1c", *parts[2 if first else 0 :])
            self.text.configure(state="disabled")
            self._writing.ask()
        elif self._marked:
            self._show_mark()  # of what was not there yet

    def _show_mark(self) -> None:
        data = self._marked
        self.text.tag_remove("mark", "1.0", "end")
        if data and self._places is not None:
            ends = [f"{line}.{column}" for span in self._places.spans(data) for line, column in span]
            self.text.tag_add("mark", *ends)
            self.text.see(ends[0])

    def selected(self) -> range:
        """The bytes that are selected here."""
        ends = self.text.tag_ranges("sel")
        if not ends or self._places is None:
            return _NOTHING
        return self._places.bytes_between(_place(str(ends[0])), _place(str(ends[-1])))

    def _bind_events(self) -> None:
        self.text.bind("<<Selection>>", lambda _: self._tell())
        self.text.bind("<Button-1>", lambda _: self.text.focus_set(), add=True)  # macOS gives disabled text no focus
        for event in ("<<SelectAll>>", "<Control-a>"):
            self.text.bind(event, lambda _: self._select_all())
        # The border is this frame's, so the frame shows where the focus is.
        self.text.bind("<FocusIn>", lambda _: self.state(["focus"]), add=True)
        self.text.bind("<FocusOut>", lambda _: self.state(["!focus"]), add=True)

    def _tell(self) -> None:
        if self.text.tag_ranges("sel"):
            self.text.tag_remove("mark", "1.0", "end")
        self._on_select(self, self.selected())

    def _select_all(self) -> str:
        self.text.tag_add("sel", "1.0", "end-1c")
        return "break"

    def _apply(self) -> None:
        px, palette = self._theme.px, self._theme.palette
        self.configure(padding=px(2))
        self.text.configure(padx=px(8), pady=px(6))
        self.text.tag_configure("mark", background=palette.soft)
        self.text.tag_configure("muted", foreground=palette.muted)


def _place(index: str) -> Place:
    line, column = index.split(".")
    return int(line), int(column)
