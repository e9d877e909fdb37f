"""How the capture says that it can't: one exception that carries a fault as a value (any thread).

Law: whoever reads a capture catches CaptureError, and IndexError for a row that is not there; nothing else comes.
"""

from __future__ import annotations

import struct

from core.contract.faults import Fault

DECODE_ERRORS = (ValueError, LookupError, TypeError, RecursionError, OverflowError, struct.error)
"""What decoding bytes that no lab wrote may raise, though their check sums are right."""


class CaptureError(Exception):
    """A capture, or a row of it, can't be read; `fault` says why, and is about the path.

    Beside the system's errors: NOT_A_CAPTURE, CAPTURE_NEWER (count: its version), CAPTURE_DAMAGED (count: rows before
    the first damage), CAPTURE_TORN (count: bytes after the last whole row), CAPTURE_IN_USE (it would be written over by
    a copy of itself), ROW_GONE (count: its number), CANCELLED.
    """

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"{fault.name}: {fault.about}")
        self.fault = fault
