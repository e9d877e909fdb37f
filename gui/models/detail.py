"""What the pane below the tables says about the selected record (window thread).

Law: the bytes themselves are handed on untouched; only the pane that draws them decides how much it shows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.contract.records import CallRecord
from core.explain.calls import c_form, python_form, sentence
from core.payload.numbers import counted, show_elapsed
from gui.models.reading import clock_text
from gui.models.record_rows import cause_words, why_unreadable

HINT = "Select a row to see its bytes, what the call did, and how Python and C write it."


@dataclass(frozen=True, slots=True)
class Detail:
    """One record in full."""

    heading: str
    sentence: str
    python: str = ""
    c: str = ""
    payload: bytes = b""
    size: int = 0
    """Bytes that the call moved: the capture may have kept the first of them only."""


def detail_of(capture: Capture, seq: int | None, command_name: Callable[[int], str]) -> Detail:
    """The detail of a record, or a hint when none is selected, or why it can't be shown."""
    if seq is None:
        return Detail("", HINT)
    try:
        record = capture.record(seq)
    except CaptureError as error:
        return Detail(f"Call {seq:,}", why_unreadable(error))
    heading = _heading(record, command_name)
    return Detail(heading, sentence(record), python_form(record), c_form(record), record.payload, record.size)


def _heading(record: CallRecord, command_name: Callable[[int], str]) -> str:
    parts = [
        f"Call {record.seq:,}",
        f"#{record.socket}",
        clock_text(record.time_ns),
        f"took {show_elapsed(record.elapsed_ns)}",
        f"because: {cause_words(record.cause, command_name)}",
    ]
    if record.payload:
        parts.insert(2, counted(record.size, "byte"))
    return "  ·  ".join(parts)
