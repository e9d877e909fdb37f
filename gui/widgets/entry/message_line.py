"""One message about what was typed: a sign, a colour and a sentence, or nothing at all (window thread)."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import Literal, TypeAlias

from gui.theme import Theme

Kind: TypeAlias = Literal["note", "error"]
_STYLES = {"note": "Message.TLabel", "error": "Error.Message.TLabel"}
_SIGN = 24
"""The sign with the space to the text."""


class MessageLine(ttk.Label):
    """Whoever places it listens to <<MessageChanged>> and hides it while `text` is empty."""

    def __init__(self, parent: tk.Misc, theme: Theme) -> None:
        super().__init__(parent, compound="left", justify="left")
        self._theme = theme
        self._kind: Kind = "note"
        self.text = ""
        theme.follow(self, self._apply)

    def show(self, kind: Kind, text: str) -> None:
        """Say this."""
        if (kind, text) != (self._kind, self.text):
            self._kind, self.text = kind, text
            self._apply()
            self.event_generate("<<MessageChanged>>")

    def clear(self) -> None:
        """Say nothing."""
        self.show(self._kind, "")

    @property
    def natural_width(self) -> int:
        """Real pixels that it takes in one line."""
        return self._theme.text_width(self.text) + self._theme.px(_SIGN)

    def wrap(self, width: int) -> None:
        """Take at most so many real pixels."""
        self.configure(wraplength=max(1, width - self._theme.px(_SIGN)))

    def _apply(self) -> None:
        self.configure(text=self.text, style=_STYLES[self._kind], image=self._theme.sign(self._kind))
