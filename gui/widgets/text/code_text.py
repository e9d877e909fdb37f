"""Lines of code with their numbers and colours, to read, to select and to copy (window thread).

Law: lines that stay the same are left as they are: neither the place a person reads at nor a selection moves.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Iterable, Sequence
from tkinter import ttk
from typing import TypeAlias

from gui.theme import Theme

Parts: TypeAlias = Sequence[tuple[str, str]]
"""A line: texts, each with its kind ("" or the name of a colour in `colours()`)."""


_LEAD = 3
"""Lines above the one that is brought into sight."""


class CodeText(ttk.Frame):
    """A Text that can't be changed, with a narrow one for the numbers beside it."""

    def __init__(self, parent: tk.Misc, theme: Theme) -> None:
        super().__init__(parent, style="Border.TFrame")
        self._theme = theme
        self._lines: list[Parts] = []
        self._marked: list[int] = []
        self._body = 0
        self.text = self._make_text(width=1)
        self._numbers = self._make_text(width=4)
        self._numbers.configure(takefocus=False, cursor="arrow")
        across = ttk.Scrollbar(self, orient="horizontal", takefocus=False, command=self.text.xview)
        self._down = ttk.Scrollbar(self, orient="vertical", takefocus=False, command=self._scroll)
        self.text.configure(xscrollcommand=across.set, yscrollcommand=self._scrolled)
        self.rowconfigure(0, weight=1)
        self.columnconfigure(1, weight=1)
        self._numbers.grid(row=0, column=0, sticky="ns")
        self.text.grid(row=0, column=1, sticky="nsew")
        self._down.grid(row=0, column=2, sticky="ns")
        across.grid(row=1, column=0, columnspan=2, sticky="ew")
        self._bind_events()
        theme.follow(self, self._apply)

    def show(self, lines: Iterable[Parts], body: int = 0) -> None:
        """Show these lines, drawing anew only from the first one that is another.

        `body`: the line, counted from 0, from which on a person reads; what is put in before it moves nothing in sight.
        """
        new = list(lines)
        same = next((at for at, (a, b) in enumerate(zip(self._lines, new, strict=False)) if a != b), None)
        if same is None:
            same = min(len(self._lines), len(new))
            if len(self._lines) == len(new):
                return
        top = int(self.text.index("@0,0").split(".")[0])
        if top >= self._body - _LEAD:
            top += body - self._body
        self._draw(new, same)
        self._lines, self._body = new, body
        self._mark()
        self.text.yview(f"{max(1, top)}.0")

    def mark(self, lines: Sequence[int]) -> None:
        """Mark these lines, counted from 0, and no others."""
        if list(lines) != self._marked:
            self._marked = list(lines)
            self._mark()

    def see(self, line: int) -> None:
        """Bring a line near the upper edge, with what leads to it."""
        self.text.yview(f"{max(1, line + 1 - _LEAD)}.0")
        self.text.see(f"{line + 1}.0")  # where only two lines have room

    @property
    def marked(self) -> list[str]:
        """What the marked lines say."""
        return [self.text.get(f"{line + 1}.0", f"{line + 1}.end") for line in self._marked]

    def _draw(self, new: Sequence[Parts], first: int) -> None:
        """One Tcl call for all lines from `first` on: each may have to wait for the interpreter's lock."""
        pieces: list[str] = []
        for at in range(first, len(new)):
            pieces += ["\n", ""] if at else []
            pieces += [it for part in new[at] for it in part]
        self._replace(self.text, first, pieces)
        if len(new) != len(self._lines):
            self._replace(self._numbers, 0, ["\n".join(f"{at:>4}" for at in range(1, len(new) + 1)), ""])

    def _replace(self, text: tk.Text, first: int, pieces: Sequence[str]) -> None:
        text.configure(state="normal")
        text.delete(f"{first}.end" if first else "1.0", "end-1c")
        if pieces:
            self.tk.call(text, "insert", "end-1c", *pieces)
        text.configure(state="disabled")

    def _mark(self) -> None:
        self.text.tag_remove("mark", "1.0", "end")
        for line in self._marked:
            self.text.tag_add("mark", f"{line + 1}.0", f"{line + 2}.0")

    def _make_text(self, width: int) -> tk.Text:
        text = tk.Text(self, wrap="none", font="LabMono", height=3, width=width, state="disabled", undo=False)
        text.configure(exportselection=False)
        self._theme.dress(text)
        return text

    def _bind_events(self) -> None:
        self.text.bind("<Button-1>", lambda _: self.text.focus_set(), add=True)  # macOS gives disabled text no focus
        for event in ("<<SelectAll>>", "<Control-a>"):
            self.text.bind(event, lambda _: self._select_all())
        self.text.bind("<FocusIn>", lambda _: self.state(["focus"]), add=True)
        self.text.bind("<FocusOut>", lambda _: self.state(["!focus"]), add=True)
        for event in ("<MouseWheel>", "<Button-4>", "<Button-5>"):
            self._numbers.bind(event, self._wheel)
        for event in ("<Button-1>", "<B1-Motion>", "<Double-1>"):
            self._numbers.bind(event, lambda _: "break")

    def _wheel(self, event: tk.Event[tk.Misc]) -> str:
        """The numbers have no wheel of their own."""
        up = event.num == 4 or (event.num not in (4, 5) and event.delta > 0)
        self.text.yview_scroll(-3 if up else 3, "units")
        return "break"

    def _scroll(self, *how: str) -> None:
        self.tk.call(self.text, "yview", *how)

    def _scrolled(self, first: float, last: float) -> None:
        self._down.set(first, last)
        self._numbers.yview_moveto(float(first))

    def _select_all(self) -> str:
        self.text.tag_add("sel", "1.0", "end-1c")
        return "break"

    def _apply(self) -> None:
        px, palette = self._theme.px, self._theme.palette
        self.configure(padding=px(2))
        for text in (self.text, self._numbers):
            text.configure(padx=px(8), pady=px(6))
        self._numbers.configure(foreground=palette.disabled, background=palette.panel)
        colours = {
            "comment": palette.muted,
            "string": palette.incoming,
            "keyword": palette.outgoing,
            "number": palette.warning,
        }
        for kind, colour in colours.items():
            self.text.tag_configure(kind, foreground=colour)
        self.text.tag_configure("mark", background=palette.soft)
        self.text.tag_lower("mark")
        self.text.tag_raise("sel")
