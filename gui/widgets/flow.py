"""A row of controls that goes on in the next line where it gets too narrow: no text is cut at any size (window thread).

Law: controls keep the order they were added in, and a message about one of them moves none of them sideways.
"""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass, field
from tkinter import ttk

from gui.theme import Theme
from gui.widgets.entry.message_line import MessageLine
from gui.widgets.when_idle import WhenIdle


@dataclass
class _Item:
    widget: tk.Misc
    grow: bool
    right: bool
    shown: bool = True


@dataclass
class _Line:
    items: list[_Item] = field(default_factory=list)
    width: int = 0


class Flow(ttk.Frame):
    """Its children are added with `add`. It wants to be as wide as one line; give it the width there is (fill="x")."""

    def __init__(self, parent: tk.Misc, theme: Theme, *, gap: int = 12, style: str = "TFrame") -> None:
        """`gap`: between controls, and half of it between lines, in pixels at text size 100 %."""
        super().__init__(parent, style=style)
        self._theme = theme
        self._gap = gap
        self._items: list[_Item] = []
        self._messages: dict[str, MessageLine] = {}
        self._arranging = WhenIdle(self, self._arrange)
        self.bind("<Configure>", lambda _: self._arranging.ask(), add=True)
        theme.follow(self, self._arranging.ask)

    def add(self, widget: tk.Misc, *, grow: bool = False, right: bool = False) -> None:
        """Add a child. `grow`: it takes what its line has to spare. `right`: it and what follows stand at the right."""
        self._items.append(_Item(widget, grow, right))
        widget.bind("<Configure>", lambda _: self._arranging.ask(), add=True)
        self._arranging.ask()

    def show(self, widget: tk.Misc, shown: bool) -> None:
        """Take a child out of the row, or bring it back to its place."""
        item = next(item for item in self._items if item.widget is widget)
        if item.shown != shown:
            item.shown = shown
            if not shown:
                self.tk.call("place", "forget", widget)
            self._arranging.ask()

    def resized(self) -> None:
        """A child wants another width now; Tk tells nobody of that while the child has a fixed place."""
        self._arranging.ask()

    def add_message(self, line: MessageLine, about: tk.Misc) -> None:
        """Show `line`, a child as well, below the controls while it has something to say about one of them."""
        self._messages[str(about)] = line
        line.bind("<<MessageChanged>>", lambda _: self._arranging.ask(), add=True)

    @property
    def _shown(self) -> list[_Item]:
        return [item for item in self._items if item.shown]

    def _arrange(self) -> None:
        gap = self._theme.px(self._gap)
        width = self.winfo_width()
        if width <= 1:  # nobody has given it a place yet: ask for one line
            width = sum(item.widget.winfo_reqwidth() + gap for item in self._shown)
        top = 0
        for line in self._lines(width, gap):
            top = self._place_line(line, top, width, gap) + gap // 2
        natural = sum(item.widget.winfo_reqwidth() for item in self._shown) + gap * (len(self._shown) - 1)
        self.configure(width=max(1, natural), height=max(1, top - gap // 2))

    def _lines(self, width: int, gap: int) -> list[_Line]:
        lines: list[_Line] = []
        for item in self._shown:
            wanted = min(item.widget.winfo_reqwidth(), width)
            if not lines or lines[-1].width + gap + wanted > width:
                lines.append(_Line(width=-gap))
            lines[-1].items.append(item)
            lines[-1].width += gap + wanted
        return lines

    def _place_line(self, line: _Line, top: int, width: int, gap: int) -> int:
        """Give the controls of a line their places; returns where the next line may begin."""
        spare = width - line.width
        growing = sum(item.grow for item in line.items)
        bottom, x = top, 0
        messages: list[tuple[int, MessageLine]] = []
        for item in line.items:
            wanted = min(item.widget.winfo_reqwidth(), width)
            if item.right and not growing:
                x, spare = x + spare, 0
            if item.grow:
                wanted += spare // growing
            height = item.widget.winfo_reqheight()
            lower = max(0, (self._theme.control_height - height) // 2)
            fixed = wanted if item.grow or wanted < item.widget.winfo_reqwidth() else ""
            self.tk.call("place", "configure", item.widget, "-x", x, "-y", top + lower, "-width", fixed)
            bottom = max(bottom, top + lower + height)
            if str(item.widget) in self._messages:
                messages.append((x, self._messages[str(item.widget)]))
            x += wanted + gap
        for x, message in messages:
            bottom = self._place_message(message, x, bottom, width)
        return bottom

    def _place_message(self, message: MessageLine, x: int, top: int, width: int) -> int:
        """Below the controls, beginning under the one it is about as far as there is room; returns its lower edge."""
        if not message.text:
            message.place_forget()
            return top
        message.wrap(width)
        top += self._theme.px(4)
        message.place(x=max(0, min(x, width - message.natural_width)), y=top)
        return top + message.winfo_reqheight()
