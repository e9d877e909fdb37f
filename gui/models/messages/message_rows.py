"""Saved messages as rows of a table, and the fields below it as a message (window thread).

Law: what a file says is shown with its odd characters as escapes; names are compared as they are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from core.payload.composition import Composition
from core.payload.escapes import show_name
from core.payload.messages.saved import HOT_KEYS, LONGEST_NAME, SavedMessage

NO_KEY = "none"
KEYS = (NO_KEY, *(f"Alt+{key}" for key in HOT_KEYS))
_SHOWN = 200
"""Characters of a text in the list."""


class MessageRow(NamedTuple):
    """One row."""

    key: str
    """What tells it from all others."""
    cells: tuple[str, ...]


def message_row(message: SavedMessage) -> MessageRow:
    """Folder, name, hot key, what it sends, to whom."""
    hot_key = f"Alt+{message.key}" if message.key is not None else ""
    cells = (
        show_name(message.folder),
        show_name(message.name),
        hot_key,
        ("steps: " if message.is_steps else "") + show_name(message.composition.text[:_SHOWN]),
        show_name(message.to),
    )
    return MessageRow(row_key(message), cells)


def row_key(message: SavedMessage) -> str:
    """What tells its row from all others."""
    return f"{message.folder}\0{message.name}"


class MessageForm(NamedTuple):
    """The fields as they stand."""

    name: str
    folder: str
    key: int
    """An index of KEYS."""

    @classmethod
    def of(cls, message: SavedMessage) -> MessageForm:
        """The fields of a message."""
        return cls(message.name, message.folder, message.key or 0)

    @property
    def why_not(self) -> str:
        """What is wrong with them; "" for nothing."""
        if not self.name.strip():
            return "Give it a name."
        if max(len(self.name), len(self.folder)) > LONGEST_NAME:
            return f"Names have {LONGEST_NAME} characters at most."
        return ""

    def message(self, composition: Composition, *, is_steps: bool = False) -> SavedMessage:
        """A new message under this name."""
        return self.applied(SavedMessage("", composition, is_steps=is_steps))

    def applied(self, message: SavedMessage) -> SavedMessage:
        """The same message under this name, with this hot key."""
        return replace(message, name=self.name.strip(), folder=self.folder.strip(), key=self.key or None)
