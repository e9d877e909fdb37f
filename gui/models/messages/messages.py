"""The saved messages as the window has them: read when first asked for, written after each change (window thread).

Law: files are read and written by workers only; what is on the screen never waits for a disk.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from gui.models.messages.library import Library
    from gui.models.messages.message_file import Loaded, MessageFile

_Result = TypeVar("_Result")


class Ask(Protocol):
    """Asks something slow in a thread; the answer comes back on the window thread."""

    def __call__(self, question: Callable[[], _Result], on_answer: Callable[[_Result], None]) -> None:
        """Ask it."""
        ...


class Messages:
    """One for the window."""

    def __init__(self, ask: Ask, folder: Path) -> None:
        """`folder`: that of the settings."""
        self.on_ask: Callable[[], object] = lambda: None
        """Called when a person wants to see them."""
        self.version = 0
        """Goes up with every change."""
        self.note = ""
        """What a person is to know about the file; "" when all is well."""
        self._ask = ask
        self._folder = folder
        self._file: MessageFile | None = None
        self._library: Library | None = None
        self._may_write = True
        self._waiting: list[Callable[[Library], None]] = []

    def show(self) -> None:
        """A person wants to see them."""
        self.on_ask()

    def when_read(self, callback: Callable[[Library], None]) -> None:
        """Call it with the library, at once if it has been read."""
        if self._library is not None:
            callback(self._library)
            return
        self._waiting.append(callback)
        if len(self._waiting) == 1:
            from gui.models.messages.message_file import MessageFile

            self._file = MessageFile(self._folder)
            self._ask(self._file.load, self._read)

    def changed(self) -> None:
        """Something in the library was changed: write it."""
        self.version += 1
        if self._file is None or self._library is None or not self._may_write:
            return
        file, messages, change = self._file, self._library.all(), self.version
        self._ask(lambda: file.save(messages, change), self._written)

    def _read(self, loaded: Loaded) -> None:
        from gui.models.messages.library import Library

        self._library = Library(loaded.messages)
        self._may_write = loaded.may_write
        self._say(loaded.note)
        if loaded.note and loaded.messages:  # what could be read of a damaged file has a whole file again
            self.changed()
        waiting, self._waiting = self._waiting, []
        for callback in waiting:
            callback(self._library)

    def _written(self, note: str) -> None:
        if note:
            self._say(note)

    def _say(self, note: str) -> None:
        self.note = note
        self.version += 1
