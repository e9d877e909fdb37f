"""How the capture says that it can't: one exception that carries a fault as a value (any thread).

Law: whoever reads a capture catches CaptureError and nothing else.
"""

from __future__ import annotations

from core.contract.faults import Fault


class CaptureError(Exception):
    """A capture, or a row of it, can't be read; `fault` says why.

    Its own names: NOT_A_CAPTURE, CAPTURE_NEWER (count: its format version), CAPTURE_DAMAGED (count: the rows before the
    damage); `about` is always the path.
    """

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"{fault.name}: {fault.about}")
        self.fault = fault
