"""Some bytes, as a hex dump beside text; what is selected in one is marked in the other (window thread).

Law: what comes from a peer is shown by visible escapes only, and never more of it than the limit.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from core.payload.encodings import UTF_8, Encoding
from gui.theme import Theme
from gui.widgets.text.byte_places import HexPlaces, TextPlaces
from gui.widgets.text.byte_text import ByteText
from gui.widgets.when_idle import WhenIdle

_PER_LINE = (16, 8, 4)
_LEAST_TEXT = 20
"""Characters of text beside the dump: with less room than that, the dump's lines get shorter."""


class BytesPane(ttk.Frame):
    """A sentence above, the bytes below it; both may be empty."""

    def __init__(self, parent: tk.Misc, theme: Theme, *, limit: int = 65536) -> None:
        """`limit`: how many bytes are shown at most."""
        super().__init__(parent)
        self._theme = theme
        self.limit = limit
        self._data = b""
        self._per_line = _PER_LINE[0]
        self._astral_columns = int(self.tk.call("string", "length", "\U0001f600"))
        self._encoding = UTF_8
        self._selection = range(0)
        self._source: ByteText | None = None
        self._sentence = ttk.Label(self, justify="left")
        self._more = ttk.Label(self, style="Small.TLabel", justify="left")
        self._dump = ByteText(self, theme, "none", self._select_in)
        self._text = ByteText(self, theme, "char", self._select_in)
        self._resizing = WhenIdle(self, self._fit)
        self._arrange()

    @property
    def selection(self) -> range:
        """The numbers of the selected bytes; empty when none are."""
        return self._selection

    def show(self, data: bytes, total: int | None = None) -> None:
        """Show bytes, at most the limit; `total` is how many there were, if `data` is all that was kept of more."""
        shown = data[: self.limit]
        not_kept = 0 if total is None else total - len(data)
        more = (len(data) - len(shown), "are not shown"), (not_kept, "were not kept")
        missing = [f"{count:,} more {what}" for count, what in more if count]
        self._more.configure(text="; ".join([f"The first {len(shown):,} bytes", *missing]) + ".")
        if missing:
            self._more.grid(row=2, column=0, columnspan=2, sticky="w")
        else:
            self._more.grid_remove()
        if shown != self._data:
            self._data = shown
            self._selection = range(0)
            self._write()

    def read_as(self, encoding: Encoding) -> None:
        """Show the bytes as text in another encoding; those that are selected stay so."""
        if encoding is not self._encoding:
            self._encoding = encoding
            self._write_anew()

    def say(self, sentence: str) -> None:
        """What is said about the bytes, or instead of them."""
        self._sentence.configure(text=sentence)

    def clear(self, hint: str = "") -> None:
        """Show no bytes; `hint` says what would be here."""
        self.show(b"")
        self.say(hint)

    def select(self, selection: range) -> None:
        """Mark bytes in both panels."""
        self._selection, self._source = selection, None
        for panel in (self._dump, self._text):
            panel.mark(selection)

    def _arrange(self) -> None:
        self.columnconfigure(1, weight=1)
        self.rowconfigure(1, weight=1)
        self._sentence.grid(row=0, column=0, columnspan=2, sticky="w")
        self.bind("<Configure>", lambda _: self._resizing.ask(), add=True)
        self._theme.follow(self, self._apply)

    def _write(self) -> None:
        dump = HexPlaces(self._data, self._per_line)
        self._dump.text.configure(width=dump.width)
        self._dump.write(dump)
        self._text.write(TextPlaces(self._data, self._astral_columns, self._encoding))
        self._place_panels()

    def _place_panels(self) -> None:
        if self._data:
            self._dump.grid(row=1, column=0, sticky="ns", padx=(0, self._theme.px(8)))
            self._text.grid(row=1, column=1, sticky="nsew")
        else:
            self._dump.grid_remove()
            self._text.grid_remove()

    def _fit(self) -> None:
        """Wrap the sentence, and choose how many bytes a line of the dump has."""
        self._sentence.configure(wraplength=max(1, self.winfo_width()))
        characters = self.winfo_width() // max(1, self._theme.text_width("0", "LabMono")) - _LEAST_TEXT
        fitting = (count for count in _PER_LINE if HexPlaces(self._data, count).width <= characters)
        per_line = next(fitting, _PER_LINE[-1])
        if per_line != self._per_line:
            self._per_line = per_line
            self._write_anew()

    def _write_anew(self) -> None:
        selection = self._selection
        self._write()
        self.select(selection)

    def _select_in(self, panel: ByteText, selected: range) -> None:
        """A person selected in a panel, or what was selected there no longer is."""
        other = self._text if panel is self._dump else self._dump
        if selected:
            self._source = panel
        elif panel is self._source:
            self._source = None
        else:
            return  # it lost its selection to the other one
        self._selection = selected
        other.mark(selected)

    def _apply(self) -> None:
        px = self._theme.px
        self._sentence.grid_configure(pady=(0, px(6)))
        self._place_panels()
        self._resizing.ask()
