"""A file to be sent: its path, and for UDP the datagrams that it is cut into (window thread).

Law: a field that is not in use is not judged; what is wrong is told with the field that it is typed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.contract.endpoints import Protocol
from core.contract.faults import BadInput, Fault, Field
from core.contract.job_commands import MOST_DATAGRAM, SendFile
from core.contract.jobs import LONGEST_INTERVAL_NS, SHORTEST_INTERVAL_NS
from core.payload.escapes import show_name
from core.payload.spans import parse_span
from gui.models.sending.send_form import Recipient


@dataclass(frozen=True, slots=True)
class FileForm:
    """The fields as they stand."""

    path: str
    size: str = "1400"
    every: str = "1 ms"

    def command(self, recipient: Recipient, number: int) -> SendFile:
        """The command that sends it to somebody; BadInput: FILE_EMPTY_NAME, DATAGRAM_SIZE_BAD, INTERVAL_BAD."""
        target = recipient.target
        if not self.path.strip():
            raise BadInput(Fault("FILE_EMPTY_NAME", field=Field.DATA))
        path = str(Path(self.path.strip()).expanduser())
        if recipient.snapshot.protocol is Protocol.TCP:
            return SendFile(number, target.socket, path)
        return SendFile(number, target.socket, path, self._size(), self._interval_ns(), target.peer)

    def _size(self) -> int:
        typed = self.size.strip()
        if not (typed.isascii() and typed.isdigit() and len(typed) <= len(str(MOST_DATAGRAM))):
            raise BadInput(Fault("DATAGRAM_SIZE_BAD", about=show_name(self.size), field=Field.DATAGRAM_SIZE))
        if not 1 <= int(typed) <= MOST_DATAGRAM:
            raise BadInput(Fault("DATAGRAM_SIZE_BAD", about=typed, field=Field.DATAGRAM_SIZE))
        return int(typed)

    def _interval_ns(self) -> int:
        span_ns = parse_span(self.every)
        if span_ns == 0 or (span_ns is not None and SHORTEST_INTERVAL_NS <= span_ns <= LONGEST_INTERVAL_NS):
            return span_ns
        raise BadInput(Fault("PACE_BAD", about=show_name(self.every), field=Field.INTERVAL))
