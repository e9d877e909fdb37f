"""Which socket a view about one socket shows: that of what a person chose last, a record or a socket (window thread).

Law: it changes only when a person chooses something else; with nothing chosen it is the newest socket there is.
"""

from __future__ import annotations

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from gui.models.records.selection import Selection
from gui.models.sockets.sockets import Sockets


class SocketChoice:
    """Follows the selection from socket to socket."""

    def __init__(self, capture: Capture, sockets: Sockets, selection: Selection) -> None:
        self.number: int | None = None
        self._capture = capture
        self._sockets = sockets
        self._selection = selection
        self._record: int | None = None
        self._numbers: tuple[int, ...] = ()

    def look(self) -> bool:
        """Look at the selection; True when another socket is meant from now on."""
        before, record, numbers = self.number, self._selection.record, self._selection.sockets
        if record is not None and record != self._record:
            self.number = self._of_record(record) or self.number
        elif numbers and numbers != self._numbers:
            self.number = numbers[-1]
        elif self.number is None and self._sockets.highest:
            self.number = self._sockets.highest
        self._record, self._numbers = record, numbers
        return self.number != before

    def _of_record(self, seq: int) -> int | None:
        try:
            return self._capture.record(seq).socket
        except (CaptureError, IndexError):
            return None
