"""The limits of a recording as people type and read them: settings, start options, and the panel (no tkinter).

Law: a limit that can't be understood is refused where it is typed; in the settings it counts as the default.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.capture.capture import Capture
from core.capture.format import WHOLE_PAYLOAD
from core.capture.recording.retention import Retention
from core.contract.faults import BadInput, Fault
from core.payload.numbers import counted, show_size
from core.payload.sizes import exact_size, parse_size
from gui.settings import Settings

LEAST_SIZE = 10_000_000
ALL = "all"

ABOUT_LIMITS = (
    "A recording goes on for as long as the window is open. So that it never fills the disk or the memory, its oldest "
    f"rows go when it grows larger than this, or beyond {Retention().rows:,} rows. How many went is always said at the "
    "bottom of the window."
)
ABOUT_SIZE = (
    "What the recording’s files take on the disk, all together. It holds from the next row on. If you make it "
    "smaller, rows that are there now may go, many at a time: “Save as…” keeps them."
)
ABOUT_BYTES = (
    "How much is kept of what each call sent or received, from its beginning. Sizes are shown as they were; the bytes "
    "beyond are not there to be seen, searched or exported. It holds from the next start of the lab on: a recording "
    "is made in one way from its beginning to its end."
)
ABOUT_FILES = (
    "A file that you name yourself (“Record elsewhere…”, or --record at the start) keeps every row, and is yours to "
    "watch."
)


def parse_keep_size(text: str) -> int:
    """Bytes that the files of a recording may take. BadInput: KEEP_SIZE_BAD."""
    size = parse_size(text)
    if size is None or size < LEAST_SIZE:
        raise BadInput(Fault("KEEP_SIZE_BAD", about=text.strip()))
    return size


def parse_keep_bytes(text: str) -> int:
    """Bytes to keep of each payload; "all" of them is WHOLE_PAYLOAD. BadInput: KEEP_BYTES_BAD."""
    size = WHOLE_PAYLOAD if text.strip().lower() == ALL else parse_size(text)
    if not size:
        raise BadInput(Fault("KEEP_BYTES_BAD", about=text.strip()))
    return min(size, WHOLE_PAYLOAD)


@dataclass(frozen=True, slots=True)
class AskedLimits:
    """Those of the start options, which come before the settings; None: not asked for."""

    size: int | None = None
    bytes: int | None = None


def limits_of(settings: Settings, asked: AskedLimits) -> Retention:
    """Of a recording that begins now."""
    limits = Retention()
    return Retention(
        size_bytes=asked.size or _stored(parse_keep_size, settings.keep_size, limits.size_bytes),
        payload_most=asked.bytes or _stored(parse_keep_bytes, settings.keep_bytes, limits.payload_most),
    )


def size_text(size: int) -> str:
    """As it can be typed again."""
    return exact_size(size)


def bytes_text(payload_most: int) -> str:
    """As it can be typed again."""
    return ALL if payload_most == WHOLE_PAYLOAD else str(payload_most)


def when_they_hold(capture: Capture) -> str:
    """After limits were changed."""
    return (
        "Kept: the size from now on, the bytes from the next start." if capture.limits else "Kept for the next start."
    )


def about_recording(capture: Capture) -> str:
    """What holds for the recording that goes on now."""
    status, most = capture.status, capture.header.payload_most
    payloads = "all bytes"
    if most < WHOLE_PAYLOAD:
        payloads = f"of each call the first {counted(most, 'byte')} ({show_size(status.cut_bytes)} were not kept)"
    if capture.limits is None:
        return (
            f"This recording has a file of its own: it keeps every row, and {payloads}. The size is for the next one."
        )
    gone = f"the oldest {counted(status.dropped_rows, 'row')}" if status.dropped_rows else "no row"
    return f"This recording takes {exact_size(capture.limits.size_bytes)} at most ({gone} went), and keeps {payloads}."


def _stored(parse: Callable[[str], int], text: str, default: int) -> int:
    try:
        return parse(text)
    except BadInput:
        return default
