"""Begins the capture that the window records into (any thread, before the window).

Law: a file that was asked for and can't be had is said, and the lab records all the same.
"""

from __future__ import annotations

from pathlib import Path

from core.capture.capture import Capture
from core.capture.format import WHOLE_PAYLOAD
from core.capture.recording.places import begin_automatic
from core.contract.faults import Fault, fault_of
from core.version import VERSION
from gui.models.files.limits import AskedLimits, limits_of
from gui.settings import Settings


def begin_recording(path: Path | None, settings: Settings, asked: AskedLimits) -> tuple[Capture, Fault | None]:
    """The capture, and why it is not in the file that was asked for. OSError when nothing at all can be written.

    A capture that nobody asked for is deleted when the window closes, and has limits. A file that somebody named keeps
    everything, unless the start options themselves say otherwise.
    """
    limits = limits_of(settings, asked)
    if path is None:
        return begin_automatic(VERSION, limits), None
    try:
        return Capture.create(path, lab=VERSION, payload_most=asked.bytes or WHOLE_PAYLOAD), None
    except OSError as error:
        return begin_automatic(VERSION, limits), fault_of(error, "open", about=str(path))
