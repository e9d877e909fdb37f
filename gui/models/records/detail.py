"""What the pane below the tables says about the selected record (window thread).

Law: the bytes themselves are handed on untouched; only the pane that draws them decides how much it shows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.contract.records import CallRecord, CauseKind
from core.explain.calls.form_parts import Part, c_parts, python_parts
from core.explain.calls.forms import c_form, python_form, sentence
from core.explain.calls.groups import group_text
from core.explain.calls.manual import MANUAL, Manual, result_meaning
from core.payload.numbers import counted, show_elapsed
from gui.models.records.call_group import Group, group_of
from gui.models.records.reading import clock_text
from gui.models.records.record_rows import cause_words, why_unreadable

HINT = "Select a row to see its bytes, what the call did, and how Python and C write it."


@dataclass(frozen=True, slots=True)
class Detail:
    """One record in full."""

    heading: str
    sentence: str
    python: str = ""
    python_parts: Sequence[Part] = ()
    """What stands where in it, and what that is."""
    c: str = ""
    c_parts: Sequence[Part] = ()
    manual: Manual | None = None
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
    return Detail(
        _heading(record, group_of(capture, seq), command_name),
        f"{sentence(record)}  Returned {result_meaning(record)}.",
        python_form(record),
        python_parts(record),
        c_form(record),
        c_parts(record),
        MANUAL[record.call],
        record.payload,
        record.size,
    )


def _heading(record: CallRecord, group: Group | None, command_name: Callable[[int], str]) -> str:
    parts = [f"Call {record.seq:,}", f"#{record.socket}"]
    if record.payload:
        parts.append(counted(record.size, "byte"))
    if group is not None:
        name = command_name(group.first.cause.command) if group.first.cause.kind is CauseKind.COMMAND else ""
        parts.append(group_text(group.first, group.place, group.size, name))
    if group is None or group.first.cause != record.cause:
        parts.append(f"because: {cause_words(record.cause, command_name)}")
    parts += [clock_text(record.time_ns), f"took {show_elapsed(record.elapsed_ns)}"]
    return "  ·  ".join(parts)
