"""An entry that offers what may be typed next, remembers what was typed, and shows where it is wrong (window thread).

Law: Return means what is typed; only Tab, or an arrow key and Return, takes what is offered.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import TypeAlias

from gui.theme import Theme
from gui.widgets.entry.choice_list import ChoiceList
from gui.widgets.entry.history_entry import HistoryEntry
from gui.widgets.when_idle import WhenIdle

Offer: TypeAlias = tuple[int, int, Sequence[tuple[str, str]]]
"""From where to where in the line each choice would stand, and the choices: text and meaning."""

_MARK = 2
"""Pixels: the line under the character that is at fault."""


class CompletingEntry(HistoryEntry):
    """A HistoryEntry with a list of choices below it."""

    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        complete: Callable[[str, int], Offer],
        *,
        history: Sequence[str] = (),
        width: int = 40,
    ) -> None:
        """`complete` gives the choices for a text and a place in it."""
        super().__init__(parent, theme, history=history, width=width)
        self._theme = theme
        self._complete = complete
        self._submit: Callable[[], None] = lambda: None
        self.list = ChoiceList(self.entry, theme, self._take)
        self._offer: Offer = (0, 0, ())
        self._offering = WhenIdle(self, self._offer_while_typing)  # only then the cursor stands after the new letter
        self._mark = tk.Frame(self.entry)
        self._position: int | None = None
        self._bind_keys()
        theme.follow(self, self._show_mark)

    def on_submit(self, callback: Callable[[], None]) -> None:
        """Call it when a person presses Return."""
        self._submit = callback

    def show_mistake(self, text: str, position: int | None) -> None:
        """Say what is wrong, with a line under the place; what is being typed is left alone."""
        self.show_error(text)
        self._position = position
        self._show_mark()

    def go_to_mistake(self) -> None:
        """Put the cursor where it is wrong."""
        if self._position is not None:
            self.show_error(self.message, self._position)
            self._show_mark()

    def clear_error(self) -> None:
        """Take the message and the mark away."""
        super().clear_error()
        self._position = None
        self._show_mark()

    def offer(self) -> bool:
        """Show the choices at the cursor; whether there are any."""
        self._offer = self._complete(self.value, int(self.entry.index("insert")))
        self.list.show(self._offer[2])
        return self.list.is_shown

    def _bind_keys(self) -> None:
        self.entry.bind("<Tab>", lambda _: self._tab())
        self.entry.bind("<Return>", lambda _: self._return())
        self.entry.bind("<KP_Enter>", lambda _: self._return())
        self.entry.bind("<Escape>", lambda _: self._escape())
        self.entry.bind("<Control-space>", lambda _: self._force())
        self.entry.bind("<FocusOut>", lambda _: self.list.show(()), add=True)
        self.entry.bind("<Configure>", lambda _: self._show_mark(), add=True)

    def _changed(self) -> None:
        super()._changed()
        if not self._written:
            self._offering.ask()

    def _offer_while_typing(self) -> None:
        """Only where something has been begun: a list after each blank would be in the way."""
        if self.entry.focus_get() is not self.entry:
            return
        cursor = int(self.entry.index("insert"))
        self._offer = start, end, choices = self._complete(self.value, cursor)
        begun = end > start or self.value[:cursor].endswith((":", "#"))
        is_typed = len(choices) == 1 and choices[0][0] == self.value[start:end]
        self.list.show(choices if begun and not is_typed else ())

    def _take(self, index: int) -> None:
        start, end, choices = self._offer
        self.entry.delete(start, end)
        self.entry.insert(start, choices[index][0])
        self.entry.icursor(start + len(choices[index][0]))

    def _tab(self) -> str | None:
        """Take the choice; in an entry where nothing is begun, go to the next field as ever."""
        if not self.list.is_shown:
            return None
        self._take(self.list.chosen or 0)
        return "break"

    def _return(self) -> str:
        chosen = self.list.chosen if self.list.is_shown else None
        if chosen is not None:
            self._take(chosen)
        else:
            self.list.show(())
            self._submit()
        return "break"

    def _escape(self) -> str | None:
        if not self.list.is_shown:
            return None
        self.list.show(())
        return "break"

    def _force(self) -> str:
        self.offer()
        return "break"

    def _go(self, step: int) -> str:
        if self.list.is_shown:
            self.list.move(step)
        elif step > 0 and self._at == len(self._history):
            self.offer()  # there is nothing newer
        else:
            return super()._go(step)
        return "break"

    def _show_mark(self) -> None:
        if self._position is None:
            self._mark.place_forget()
            return
        x, y, width, height = self.entry.bbox(min(self._position, max(len(self.value) - 1, 0)))
        self._mark.configure(background=self._theme.palette.error)
        self._mark.place(x=x, y=y + height, width=max(width, self._theme.px(6)), height=self._theme.px(_MARK))
