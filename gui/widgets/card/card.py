"""A card that says what happened, what it means and what to try, and offers to do it (window thread)."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Literal

from gui.theme import Theme
from gui.widgets.flow import Flow


class Card(ttk.Frame):
    """A coloured panel; its kind is said by sign and words as well."""

    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        kind: Literal["info", "warning", "error"],
        headline: str,
        sentence: str = "",
        remedy: str = "",
        *,
        actions: Sequence[tuple[str, Callable[[], None]]] = (),
        on_close: Callable[[], None] | None = None,
        closable: bool = True,
    ) -> None:
        """`actions`: what its buttons say and do; the first one of an info card is the primary action."""
        super().__init__(parent, style=f"{kind}.Card.TFrame")
        self._theme = theme
        self._kind = kind
        self._on_close = on_close
        self._texts: list[ttk.Label] = []
        self._sign = ttk.Label(self, style=f"{kind}.Card.TLabel")
        self._sign.grid(row=0, column=0, sticky="n")
        self.columnconfigure(1, weight=1)
        self._add_text(headline, "Bold.TLabel")
        for text in (sentence, remedy):
            if text:
                self._add_text(text, "TLabel")
        self.buttons: dict[str, ttk.Button] = {}
        if actions:
            self._add_actions(actions)
        self.close_button = ttk.Button(self, style=f"{kind}.Card.Quiet.TButton", command=self.close)
        if closable:
            self.close_button.grid(row=0, column=2, rowspan=3, sticky="ne")
        self.bind("<Configure>", lambda _: self._wrap(), add=True)
        theme.follow(self, self._apply)

    @property
    def text(self) -> str:
        """All that it says, a line for each part."""
        return "\n".join(str(label.cget("text")) for label in self._texts)

    def close(self) -> None:
        """Take the card away."""
        self.destroy()
        if self._on_close is not None:
            self._on_close()

    def _add_text(self, text: str, style: str) -> None:
        label = ttk.Label(self, text=text, style=f"{self._kind}.Card.{style}", justify="left")
        label.grid(row=len(self._texts), column=1, sticky="w")
        self._texts.append(label)

    def _add_actions(self, actions: Sequence[tuple[str, Callable[[], None]]]) -> None:
        self._actions = Flow(self, self._theme, gap=8, style=f"{self._kind}.Card.Filled.TFrame")
        self._actions.grid(row=len(self._texts), column=1, sticky="ew")
        for text, command in actions:
            primary = self._kind == "info" and not self.buttons
            style = f"{self._kind}.Card.{'Accent.' if primary else ''}TButton"
            self.buttons[text] = ttk.Button(self._actions, text=text, style=style, command=command)
            self._actions.add(self.buttons[text])

    def _apply(self) -> None:
        px = self._theme.px
        self.configure(padding=(px(14), px(10), px(8), px(12)))
        self._sign.configure(image=self._theme.sign(self._kind))
        self._sign.grid_configure(padx=(0, px(10)), pady=(px(2), 0))
        self.close_button.configure(image=self._theme.cross())
        for label in self._texts[1:]:
            label.grid_configure(pady=(px(4), 0))
        if self.buttons:
            self._actions.grid_configure(pady=(px(10), 0))
        self._wrap()

    def _wrap(self) -> None:
        beside = self._sign.winfo_reqwidth() + self.close_button.winfo_reqwidth() + self._theme.px(40)
        for label in self._texts:
            label.configure(wraplength=max(self._theme.px(120), self.winfo_width() - beside))
