"""Cards above everything else: what went wrong where no field fits, and what the lab wants to say (window thread).

Law: a notice never blocks; the same notice is not shown twice at a time, and many do not push the window away.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Literal, TypeAlias

from core.contract.frozen import frozen
from core.explain.faults import Explanation
from gui.theme import Theme
from gui.widgets.card.card import Card

MOST_AT_ONCE = 3

Kind: TypeAlias = Literal["info", "warning", "error"]
Action: TypeAlias = tuple[str, Callable[[], None]]


@frozen
class Notice:
    """What a card says; two equal notices are one."""

    kind: Kind
    headline: str
    sentence: str = ""
    remedy: str = ""


class Notices(ttk.Frame):
    """The stack of cards; without a card it takes no room."""

    def __init__(self, parent: tk.Misc, theme: Theme) -> None:
        super().__init__(parent, style="Window.TFrame")
        self._theme = theme
        self._cards: dict[Notice, Card] = {}

    def show(self, notice: Notice, actions: Sequence[Action] = (), on_close: Callable[[], None] = lambda: None) -> Card:
        """Show a card, unless the same one stands there already; the oldest goes when there are too many.

        `on_close`: the card has gone, whoever closed it.
        """
        if notice in self._cards:
            return self._cards[notice]
        while len(self._cards) >= MOST_AT_ONCE:
            self.close(next(iter(self._cards)))
        card = Card(
            self,
            self._theme,
            notice.kind,
            notice.headline,
            notice.sentence,
            notice.remedy,
            actions=actions,
            on_close=lambda: self._gone(notice, on_close),
        )
        self._cards[notice] = card
        card.pack(fill="x", pady=(self._theme.px(8), 0), padx=self._theme.px(8))
        return card

    def show_words(self, headline: str, words: Explanation) -> None:
        """Show a fault in words: what happened, what to try, and the system's own word for it."""
        remedy = f"{words.remedy}  {words.error}".strip()
        self.show(Notice("error", headline, words.sentence, remedy))

    def close(self, notice: Notice) -> None:
        """Take a card away, if it is there."""
        if notice in self._cards:
            self._cards[notice].close()

    def close_newest(self) -> bool:
        """Take the newest card away (Escape); False when there was none."""
        if not self._cards:
            return False
        self.close(next(reversed(self._cards)))
        return True

    @property
    def shown(self) -> tuple[Notice, ...]:
        """What stands there now, oldest first."""
        return tuple(self._cards)

    def _gone(self, notice: Notice, on_close: Callable[[], None]) -> None:
        self._cards.pop(notice, None)
        on_close()
        if not self._cards:
            self.configure(height=1)  # an empty frame keeps its last height otherwise
