"""The selected record in full: one sentence, how Python and C write it, its bytes as text and hex (window thread).

Law: it is drawn anew only when another record is selected.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from core.explain.calls.manual import Manual
from core.payload.encodings import Encoding
from gui.models.records.detail import Detail, detail_of
from gui.parts import Parts
from gui.views.encoding_button import EncodingButton
from gui.widgets.text.explained_line import ExplainedLine
from gui.widgets.text.hex_text import BytesPane
from gui.widgets.tooltip import Tooltip

_LEAST_HEIGHT = 128
"""At text size 100 %: heading, code, prototype, sentence and a line of bytes."""


class DetailPane(ttk.Frame):
    """Below the tables."""

    def __init__(self, parent: tk.Misc, parts: Parts) -> None:
        super().__init__(parent)
        self._parts = parts
        self._shown: int | None = -1
        self._has_mark = False
        self.sentence = ""
        """What it says of the record."""
        self.mark_of: Callable[[int], range] = lambda seq: range(0)
        """Which bytes of a record are to be marked when it is shown."""
        self._encoding: Encoding | None = None
        self._manual: Manual | None = None
        self._head = ttk.Frame(self)
        self.heading = ttk.Label(self._head, style="Small.TLabel")
        self.reading_button = EncodingButton(self._head, parts.theme, parts.reading)
        self.python = ExplainedLine(self, parts.theme, "Python")
        self.c = ExplainedLine(self, parts.theme, "C")
        self.posix = ExplainedLine(self, parts.theme, "POSIX")
        self.page_button = ttk.Button(self.posix, style="Small.Quiet.TButton", command=self._open_page)
        self.page_button.pack(side="right")
        Tooltip(self.page_button, parts.theme, self._page_help)
        self._bytes = BytesPane(self, parts.theme)
        self.columnconfigure((0, 1), weight=1, uniform="forms")
        self.rowconfigure(3, weight=1)
        self._head.grid(row=0, column=0, columnspan=2, sticky="ew")
        self.heading.pack(side="left", fill="x", expand=True)
        self.python.grid(row=1, column=0, sticky="ew")
        self.c.grid(row=1, column=1, sticky="ew")
        self.posix.grid(row=2, column=0, columnspan=2, sticky="ew")
        self._bytes.grid(row=3, column=0, columnspan=2, sticky="nsew")
        self.grid_propagate(False)  # or a low window would have no room for the tables
        parts.theme.follow(self, self._space)

    def bring_up_to_date(self) -> None:
        """Show the record that is selected now."""
        encoding = self._parts.reading.encoding
        if encoding is not self._encoding:
            self._encoding = encoding
            self.reading_button.bring_up_to_date()
            self._bytes.read_as(encoding)
        wanted = self._parts.selection.record
        if wanted != self._shown:
            self._shown = wanted
            self._draw(detail_of(self._parts.capture, wanted, self._parts.command_name))
            self.show_mark()

    def show_mark(self) -> None:
        """Mark the bytes that were found in the record that is shown."""
        marked = range(0) if self._shown is None else self.mark_of(self._shown)
        if marked or self._has_mark:
            self._bytes.select(marked)
        self._has_mark = bool(marked)

    @property
    def bytes_shown(self) -> int:
        """How many bytes of a record are shown at most."""
        return self._bytes.limit

    def _page_help(self) -> str:
        if self._manual is None:
            return ""
        return f"The manual page in the browser. In a terminal: man {self._manual.section} {self._manual.name}"

    def _open_page(self) -> None:
        """In the browser, which may take a while to start."""
        if self._manual is not None:
            import webbrowser  # not needed before somebody reads on

            address = self._manual.address
            self._parts.bridge.ask(lambda: webbrowser.open(address), lambda _: None)

    def _draw(self, detail: Detail) -> None:
        self.sentence = detail.sentence
        self.heading.configure(text=detail.heading)
        self._manual = detail.manual
        self.python.say(detail.python, detail.python_parts)
        self.c.say(detail.c, detail.c_parts)
        if detail.manual is not None:
            self.posix.say(detail.manual.prototype)
            self.page_button.configure(text=detail.manual.page)
        for line in (self.python, self.c, self.posix):
            if detail.manual is not None:
                line.grid()
            else:
                line.grid_remove()
        if detail.payload:
            self.reading_button.pack(side="right", before=self.heading)
            self._bytes.show(detail.payload, detail.size)
            self._bytes.say(detail.sentence)
        else:
            self.reading_button.pack_forget()
            self._bytes.clear(detail.sentence)

    def _space(self) -> None:
        gap = self._parts.theme.px(8)
        self.configure(height=self._parts.theme.px(_LEAST_HEIGHT))
        self.c.configure(padding=(gap, 0, 0, 0))  # a place in the grid it has only while it says something
        self._bytes.grid_configure(pady=(gap // 2, 0))
