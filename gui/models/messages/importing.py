"""Messages read from a file that somebody chose: Packet Sender's, or the lab's own (worker thread).

Law: what cannot be read is named; what is there already under the same name is never written over.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from core.payload.messages.packet_sender import read_export
from core.payload.messages.saved import BadMessage, SavedMessage, from_json
from core.payload.numbers import counted
from gui.models.messages.message_file import LARGEST

_NAMED = 3
"""So many of those that were left out are named."""


class Imported(NamedTuple):
    """What came of reading it."""

    messages: list[SavedMessage]
    left_out: list[str]
    """Which could not be read, and why."""
    fault: str = ""
    """Why nothing could be read at all."""

    def said(self, added: int) -> str:
        """In words, when so many of them were new."""
        if self.fault:
            return self.fault
        parts = [f"{counted(added, 'message')} imported"]
        if there := len(self.messages) - added:
            parts.append(f"{there:,} left as they are: there is one of that name already")
        if self.left_out:
            more = f", and {len(self.left_out) - _NAMED:,} more" if len(self.left_out) > _NAMED else ""
            parts.append(f"{len(self.left_out):,} could not be read ({'; '.join(self.left_out[:_NAMED])}{more})")
        return "; ".join(parts) + "."


def read_import(path: Path) -> Imported:
    """All messages of a file, by what it holds."""
    try:
        if path.stat().st_size > LARGEST:
            return Imported([], [], f"{path.name} is too large to be a file of messages.")
        data = path.read_bytes()
    except OSError as error:
        return Imported([], [], f"{path.name} can't be read ({error.strerror}).")
    if (own := _own(data)) is not None:
        return own
    try:
        found = read_export(data)
    except BadMessage as error:
        return Imported([], [], f"{path.name} holds no messages: {error}.")
    return Imported(found.messages, found.left_out)


def _own(data: bytes) -> Imported | None:
    """The messages of a lab's own file; None for another kind of file."""
    try:
        stored = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(stored, dict) or not isinstance(stored.get("messages"), list):
        return None
    found = Imported([], [])
    for number, fields in enumerate(stored["messages"], 1):
        try:
            found.messages.append(from_json(fields))
        except BadMessage as error:
            found.left_out.append(f"message {number}: {error}")
    return found
