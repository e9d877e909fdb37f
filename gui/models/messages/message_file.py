"""The file of the saved messages, in the folder of the settings (worker threads).

Law: what a person kept is never lost: a file that cannot be read whole is set aside under a name of its own before
another takes its place, one of a newer lab is left alone, and another is written whole or not at all.
"""

from __future__ import annotations

import json
import os
import tempfile
import threading
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import NamedTuple

from core.payload.messages.saved import BadMessage, SavedMessage, from_json, to_json

NAME = "messages.json"
VERSION = 1
LARGEST = 64 * 1024 * 1024
"""Bytes. A larger file is none of ours, and would only fill the memory."""


class Loaded(NamedTuple):
    """What came of reading the file."""

    messages: list[SavedMessage]
    note: str = ""
    """For the person, when something was not as it should be."""
    may_write: bool = True
    """False: the file is left alone, and what is saved from now on lasts until the window is closed."""


class MessageFile:
    """messages.json."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self._lock = threading.Lock()
        self._newest = 0
        """The newest change that was written; of two writers the later one wins, whoever comes last."""
        self._seen: tuple[int, int] | None = None

    def load(self) -> Loaded:
        """All messages, or those that can be read."""
        with self._lock:
            return self._load()

    def save(self, messages: Sequence[SavedMessage], change: int) -> str:
        """Replace the file in one step; a sentence for the person when that failed, "" otherwise.

        `change` counts up: an older state never replaces a newer one. What another window of the lab has saved
        meanwhile is kept beside these.
        """
        with self._lock:
            if change <= self._newest:
                return ""
            self._newest = change
            others = self._load() if self._stamp() != self._seen else Loaded([])
            if not others.may_write:
                return others.note
            mine = {(message.folder, message.name) for message in messages}
            new = [message for message in others.messages if (message.folder, message.name) not in mine]
            try:
                self._write([*messages, *new])
            except OSError as error:
                return f"The messages can't be kept in {self.path} ({error.strerror})."
            return ""

    def _load(self) -> Loaded:
        try:
            if self.path.stat().st_size > LARGEST:
                return Loaded([], f"{self.path} is too large to be a file of messages; it is left alone.", False)
            self._seen = self._stamp()
            stored = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return Loaded([])
        except OSError as error:
            return Loaded([], f"The messages in {self.path} can't be read ({error.strerror}); it is left alone.", False)
        except (ValueError, RecursionError) as error:
            return self._set_aside([], f"The messages in {NAME} are damaged ({error})")
        return self._read(stored)

    def _read(self, stored: object) -> Loaded:
        if not isinstance(stored, dict) or not isinstance(stored.get("messages"), list):
            return self._set_aside([], f"{NAME} is not a file of messages")
        version = stored.get("version")
        if not isinstance(version, int) or version > VERSION:
            note = f"{self.path} was made by a newer Socket Lab (version {version}); it is left alone."
            return Loaded([], note, False)
        messages, faults = [], []
        for number, fields in enumerate(stored["messages"], 1):
            try:
                messages.append(from_json(fields))
            except BadMessage as error:
                faults.append(f"message {number}: {error}")
        if faults:
            more = f", and {len(faults) - 1:,} more" if len(faults) > 1 else ""
            return self._set_aside(messages, f"Not every message in {NAME} can be read ({faults[0]}{more})")
        return Loaded(messages)

    def _set_aside(self, messages: list[SavedMessage], what: str) -> Loaded:
        """Keep the file as it is under another name, which no file has."""
        stem = self.path.stem
        aside = next(
            path for number in count(1) if not (path := self.path.with_name(f"{stem}-damaged-{number}.json")).exists()
        )
        try:
            self.path.rename(aside)
        except OSError as error:
            note = f"{what}, and it can't be set aside ({error.strerror}); it is left alone."
            return Loaded(messages, note, False)
        return Loaded(messages, f"{what}; the whole file was set aside as {aside.name}.")

    def _stamp(self) -> tuple[int, int] | None:
        try:
            facts = self.path.stat()
        except OSError:
            return None
        return facts.st_mtime_ns, facts.st_size

    def _write(self, messages: Sequence[SavedMessage]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix="messages-", suffix=".tmp", dir=self.path.parent)
        draft = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                stored = {"version": VERSION, "messages": [to_json(message) for message in messages]}
                json.dump(stored, file, indent=1, ensure_ascii=False)
            draft.replace(self.path)
        except OSError:
            draft.unlink(missing_ok=True)
            raise
        self._seen = self._stamp()
