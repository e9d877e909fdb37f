"""Rows for the clipboard: as text, as hex, as a C string, as CSV (a worker thread's).

Law: no more than the limits, and what is left out is counted; nothing that goes to the clipboard holds a NUL, at which
Tk would cut it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from threading import Event
from typing import assert_never

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.capture.export.csv import write_csv
from core.capture.pages import Pages
from core.capture.stories.conversations import read_stories
from core.contract.faults import Fault
from core.contract.records import CallRecord
from core.payload.c_string import show_c_string
from core.payload.hexadecimal import show_hex
from core.payload.numbers import counted
from gui.models.records.record_rows import TableRow

MOST_ROWS = 10_000
"""More than that is for an export; a clipboard of a gigabyte stops the other programs too."""
MOST_BYTES = 4_000_000
"""Of payload: as text or hex a few times as many characters."""
_PAGE = 256


class CopyForm(Enum):
    """How rows are written; the value is what a menu says."""

    TEXT = "Rows as text"
    CSV = "Rows as CSV"
    HEX = "Bytes as hex"
    C = "Bytes as C strings"


@dataclass(frozen=True, slots=True)
class Copied:
    """What goes to the clipboard."""

    text: str
    rows: int
    left: int
    """Rows that were asked for and are not in it because of the limits."""

    @property
    def message(self) -> str:
        """What is said about it."""
        if not self.left:
            return f"Copied {counted(self.rows, 'row')}."
        asked = self.rows + self.left
        return f"Copied {self.rows:,} of {asked:,} rows. For all of them, export them from the recording’s menu."


def copied(
    capture: Capture,
    seqs: Sequence[int],
    form: CopyForm,
    read: Callable[[Sequence[int]], list[TableRow]],
    order: Sequence[int],
    left: int,
) -> Copied | Fault:
    """These records, which ascend; `left` more were not even handed over. A fault when one can't be read.

    `read` makes rows of them, for TEXT; `order` are the indexes of their cells as they stand in the table.
    """
    within = _within_limits(capture, seqs)
    try:
        return _written(capture, within, form, read, order, left + len(seqs) - len(within))
    except CaptureError as error:
        return error.fault


def _written(
    capture: Capture,
    within: Sequence[int],
    form: CopyForm,
    read: Callable[[Sequence[int]], list[TableRow]],
    order: Sequence[int],
    left: int,
) -> Copied:
    match form:
        case CopyForm.TEXT:
            rows = [row for page in _slices(within) for row in read(page)]
            lines = ["\t".join(cells[at] for at in order) for _, cells in rows]
        case CopyForm.CSV:
            stream = io.BytesIO()
            written = write_csv(stream, capture, read_stories(capture, Event()), _pages(capture, within))
            return Copied(stream.getvalue().decode("utf-8-sig"), written, left)
        case CopyForm.HEX:
            lines = [show_hex(record.payload) for record in _records(capture, within)]
        case CopyForm.C:
            lines = [show_c_string(record.payload) for record in _records(capture, within)]
        case _:
            assert_never(form)
    return Copied("\n".join(lines), len(lines), left)


def _within_limits(capture: Capture, seqs: Sequence[int]) -> Sequence[int]:
    sizes, columns, room = capture.columns.size, capture.columns, MOST_BYTES
    for index, seq in enumerate(seqs[:MOST_ROWS]):
        room -= columns.kept(sizes[seq - 1])
        if room < 0:
            return seqs[: max(index, 1)]
    return seqs[:MOST_ROWS]


def _slices(seqs: Sequence[int]) -> Iterator[Sequence[int]]:
    """Few at a time: decoding them holds the interpreter lock."""
    return (seqs[at : at + _PAGE] for at in range(0, len(seqs), _PAGE))


def _pages(capture: Capture, seqs: Sequence[int]) -> Pages:
    return Pages(capture, seqs, lambda _done, _all: None, Event())


def _records(capture: Capture, seqs: Sequence[int]) -> Iterator[CallRecord]:
    """Those that moved bytes: of the others, neither hex nor a string has anything to say."""
    return (record for page in _pages(capture, seqs) for record in page if record.moved_bytes)
