"""The line at the bottom of the window and the recording note at its top, in words (window thread).

Law: what was not recorded is always counted and shown, also when the count is zero.
"""

from __future__ import annotations

from core.capture.capture import RecordingStatus
from core.capture.index import Totals
from core.contract.frozen import frozen
from core.payload.numbers import counted, show_count, show_size
from gui.models.sockets.sockets import Sockets
from gui.models.sockets.summaries import tells_no_drops


@frozen
class StatusLine:
    """The parts of the status bar; `alarm` says that one of them needs a person's eye."""

    parts: tuple[str, ...]
    alarm: bool = False

    def __str__(self) -> str:
        return "  ·  ".join(self.parts)


def status_line(sockets: Sockets, overall: Totals, recording: RecordingStatus, *, reading_paused: bool) -> StatusLine:
    """Ports, connections, bytes, rows lost, and whether reading is paused."""
    parts = [
        f"{counted(_open_ports(sockets), 'port')} bound",
        counted(sockets.open_connections, "connection"),
        f"in {show_size(overall.bytes_in)}",
        f"out {show_size(overall.bytes_out)}",
        f"{counted(recording.unrecorded, 'row')} lost",
    ]
    if recording.dropped_rows:
        parts.append(f"the oldest {counted(recording.dropped_rows, 'row')} no longer kept")
    if recording.cut_bytes:
        parts.append(f"{show_size(recording.cut_bytes)} of payload not kept")
    if sockets.dropped:
        parts.append(f"{counted(sockets.dropped, 'datagram')} dropped by the system before the lab could take them")
    elif any(map(tells_no_drops, sockets.bound())):
        parts.append("dropped datagrams: this system does not tell")
    if reading_paused:
        parts.append("reading paused: the disk is behind, nothing is lost on TCP")
    return StatusLine(tuple(parts), alarm=reading_paused or recording.unrecorded > 0 or sockets.dropped > 0)


def recording_text(recording: RecordingStatus) -> str:
    """The note at the top: "recording 12,345 rows"."""
    if recording.fault is not None:
        return f"recording stopped at {show_count(recording.rows)} rows"
    return f"recording {counted(recording.rows, 'row')}"


def _open_ports(sockets: Sockets) -> int:
    return sum(snapshot.is_open for snapshot in sockets.bound())
