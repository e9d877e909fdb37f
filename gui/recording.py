"""Begins the capture that the window records into (any thread, before the window).

Law: a file that was asked for and can't be had is said, and the lab records all the same.
"""

from __future__ import annotations

from pathlib import Path

from core.capture.capture import Capture
from core.capture.recording.places import begin_automatic
from core.contract.faults import Fault, fault_of
from core.version import VERSION


def begin_recording(asked: Path | None) -> tuple[Capture, Fault | None]:
    """The capture, and why it is not in the file that was asked for. OSError when nothing at all can be written.

    A capture that nobody asked for is deleted when the window closes.
    """
    if asked is None:
        return begin_automatic(VERSION), None
    try:
        return Capture.create(asked, lab=VERSION), None
    except OSError as error:
        return begin_automatic(VERSION), fault_of(error, "open", about=str(asked))
