"""The messages of a conversation as rows of a table (window thread).

Law: what is in sight is read, and nothing else; a message that is not whole says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.payload.numbers import counted, show_size
from gui.models.follow.split import Split
from gui.models.records.reading import Reading
from gui.models.records.record_rows import DATA_SHOWN, GONE, why_unreadable

Row: TypeAlias = tuple[str, tuple[str, ...]]


class SplitRows:
    """What a table asks for: no., time, direction, size, data."""

    def __init__(self, capture: Capture, split: Split, reading: Reading) -> None:
        self.split = split
        self._capture = capture
        self._reading = reading

    def __len__(self) -> int:
        return self.split.count

    def rows(self, first: int, count: int) -> Sequence[Row]:
        """Some of them."""
        return [self._row_or_gone(number) for number in range(first, min(first + count, len(self)))]

    def seq_at(self, number: int) -> int | None:
        """The record in which a message begins; None when that is gone."""
        try:
            return self.split.message(number).seq if self.split.gone <= number < self.split.count else None
        except IndexError:
            return None

    def _row_or_gone(self, number: int) -> Row:
        try:
            return self._row(number)
        except IndexError:  # its calls went while it was looked at, or before those of its neighbours
            return "muted", (f"{number + 1:,}", "", "", "", GONE)

    def _row(self, number: int) -> Row:
        if number < self.split.gone:
            raise IndexError(number)
        message = self.split.message(number)
        before = self.seq_at(number - 1)
        times = self._capture.columns.time_ns
        cells = (
            f"{number + 1:,}",
            self._reading.time_text(times[message.seq - 1], None if before is None else times[before - 1]),
            "← in" if message.is_incoming else "→ out",
            show_size(message.size),
            self._data(number, is_whole=message.is_whole, size=message.size),
        )
        return ("in" if message.is_incoming else "out"), cells

    def _data(self, number: int, *, is_whole: bool, size: int) -> str:
        try:
            data = self.split.data(number, DATA_SHOWN + 1)
        except CaptureError as error:
            return why_unreadable(error)
        shown = self._reading.encoding.show(data, DATA_SHOWN)
        if not is_whole:
            return f"(not whole) {shown}"
        return shown if size else "(empty)"


def summary(split: Split) -> str:
    """How many messages, and what has come of the next ones."""
    sent, received = split.rests
    rests = ((received, "received"), (sent, "sent"))
    words = [f"{counted(rest, 'byte')} of an unfinished one {word}" for rest, word in rests if rest]
    return ", ".join([counted(split.count, "message"), *words])
