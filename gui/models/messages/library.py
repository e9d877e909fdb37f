"""All saved messages, and what can be done with them (window thread).

Law: no two have the same folder and name, and no two the same hot key; nothing leaves the list unless it was asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.payload.messages.saved import SavedMessage


class Library:
    """Sorted by folder and name, whatever the case."""

    def __init__(self, messages: Iterable[SavedMessage] = ()) -> None:
        self._messages: dict[tuple[str, str], SavedMessage] = {}
        for message in messages:
            self.put(message)

    def all(self) -> Sequence[SavedMessage]:
        """All of them, in order."""
        return sorted(self._messages.values(), key=lambda it: (it.folder.lower(), it.name.lower(), it.folder, it.name))

    def get(self, folder: str, name: str) -> SavedMessage | None:
        """The one of that folder and name."""
        return self._messages.get((folder, name))

    def with_key(self, key: int) -> SavedMessage | None:
        """The one that has this hot key."""
        return next((message for message in self._messages.values() if message.key == key), None)

    def folders(self) -> list[str]:
        """All folders, in order; not the place outside of them."""
        return sorted({message.folder for message in self._messages.values() if message.folder}, key=str.lower)

    def put(self, message: SavedMessage) -> None:
        """Keep it, in place of one of the same folder and name; its hot key is its own from now on."""
        if message.key is not None and (other := self.with_key(message.key)) is not None:
            self._messages[other.folder, other.name] = replace(other, key=None)
        self._messages[message.folder, message.name] = message

    def remove(self, message: SavedMessage) -> None:
        """Keep it no longer."""
        self._messages.pop((message.folder, message.name), None)

    def rename(self, message: SavedMessage, changed: SavedMessage) -> None:
        """Keep the changed one in its place."""
        self.remove(message)
        self.put(changed)

    def add_new(self, messages: Iterable[SavedMessage]) -> int:
        """Keep those whose folder and name are new, without the hot keys that are taken; how many there were."""
        added = 0
        for message in messages:
            if self.get(message.folder, message.name) is None:
                is_taken = message.key is not None and self.with_key(message.key) is not None
                self.put(replace(message, key=None) if is_taken else message)
                added += 1
        return added

    def find(self, text: str) -> list[SavedMessage]:
        """Those with all of these words in their name, folder, text or address, whatever the case."""
        words = text.lower().split()
        return [message for message in self.all() if all(word in _searched(message) for word in words)]


def _searched(message: SavedMessage) -> str:
    return f"{message.folder} {message.name} {message.composition.text} {message.to}".lower()
