"""What can be exported, as a person chooses it: formats, rows, and for raw bytes the socket (no tkinter).

Law: what is offered can be exported now, or the form says why not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, assert_never

from core.capture.capture import Capture
from core.capture.export.formats import Csv, Format, JsonLines, Pcapng, Raw, Sqlite, Text
from core.contract.endpoints import Protocol
from core.payload.numbers import counted, show_size
from gui.models.files.file_kinds import JSON_LINES, FileKind
from gui.models.records.record_list import Shown
from gui.models.sockets.sockets import Sockets

MOST_SOCKETS = 300
"""Offered: the newest ones that moved bytes, and those that are selected."""


NEARLY_ALL = 0.9
"""Of the capture: one that goes on is always a little ahead of its filter."""


class FormatChoice(NamedTuple):
    """A format with what it is for."""

    key: str
    title: str
    purpose: str
    kind: FileKind


FORMATS = (
    FormatChoice("text", "Text", "To read or to print: one row a line.", FileKind("Text", ".txt")),
    FormatChoice(
        "csv",
        "CSV",
        "For a spreadsheet: a table, with cells that can’t be taken for formulas.",
        FileKind("Comma-separated values", ".csv"),
    ),
    FormatChoice(
        "pcapng",
        "pcapng",
        "For Wireshark: packets rebuilt from the calls, and marked as rebuilt; rows left out are gaps.",
        FileKind("Packet capture", ".pcapng"),
    ),
    FormatChoice(
        "raw",
        "Raw bytes",
        "What one socket received or sent (with TLS the text inside), and nothing else: any file that went over.",
        FileKind("Bytes", ".bin"),
    ),
    FormatChoice(
        "jsonl",
        "JSON Lines",
        "For programs: everything that was recorded; Import… makes a recording of it again.",
        JSON_LINES,
    ),
    FormatChoice("sqlite", "SQLite", "For questions in SQL: a database of one table.", FileKind("SQLite", ".sqlite")),
)


class Rows(Enum):
    """Which rows are to be exported."""

    ALL = "all"
    TRAFFIC = "traffic"
    SHOWN = "shown"


@dataclass(slots=True)
class ExportForm:
    """What is chosen."""

    format: str = "text"
    rows: Rows = Rows.ALL
    socket: int | None = None
    incoming: bool = True
    peer: str = ""


def row_labels(capture: Capture, shown: Shown | None) -> dict[Rows, str]:
    """What the choices of rows say now."""
    status = capture.status
    kept = status.rows - status.dropped_rows
    labels = {
        Rows.ALL: f"Every call: {counted(kept, 'row')}",
        Rows.TRAFFIC: f"Calls that moved bytes: {counted(len(capture.traffic), 'row')}",
    }
    if shown is not None:
        labels[Rows.SHOWN] = f"What {shown.title} shows now: {counted(len(shown.records), 'row')}"
    return labels


def why_not(form: ExportForm, shown: Shown | None) -> str:
    """Why this can't be exported now; "" when it can."""
    if form.format == "raw" and form.socket is None:
        return "No socket has moved any bytes yet."
    if form.rows is Rows.SHOWN and shown is not None and shown.records.progress < NEARLY_ALL:
        return f"The filter is still looking through the recording ({shown.records.progress:.0%})."
    return ""


def chosen_rows(form: ExportForm, capture: Capture, shown: Shown | None) -> Sequence[int] | None:
    """The numbers of the rows, as they are at this moment; None for all."""
    match form.rows:
        case Rows.ALL:
            return None
        case Rows.TRAFFIC:
            return capture.traffic[:]
        case Rows.SHOWN:
            return None if shown is None else shown.records.seqs()
        case _:
            assert_never(form.rows)


def chosen_format(form: ExportForm) -> Format:
    """What the export is told."""
    if form.format == "raw":
        if form.socket is None:
            raise ValueError("no socket is chosen")
        return Raw(form.socket, form.incoming, form.peer)
    formats: dict[str, Format] = {
        "text": Text(), "csv": Csv(), "jsonl": JsonLines(), "sqlite": Sqlite(), "pcapng": Pcapng(),
    }  # fmt: skip
    return formats[form.format]


def choice_of(key: str) -> FormatChoice:
    """The format of that name."""
    return next(choice for choice in FORMATS if choice.key == key)


def proposed_ending(form: ExportForm) -> str:
    """What the proposed name says of raw bytes, beside the time: " #3 received"."""
    return f" #{form.socket} {'received' if form.incoming else 'sent'}" if form.format == "raw" else ""


def talkers(capture: Capture, sockets: Sockets, selected: Sequence[int]) -> list[int]:
    """The sockets whose bytes can be exported, the newest first; those selected in the window before the others."""
    chosen = [number for number in selected if _moved(capture, number)]
    for number in range(sockets.highest, 0, -1):
        if len(chosen) >= MOST_SOCKETS:
            break
        if number not in selected and _moved(capture, number):
            chosen.append(number)
    return chosen


def socket_label(capture: Capture, sockets: Sockets, number: int) -> str:
    """A line for a socket: "#3  TCP with 127.0.0.1:51324  (in 12 B, out 12 B)"."""
    totals = capture.totals(number)
    moved = f"(in {show_size(totals.bytes_in)}, out {show_size(totals.bytes_out)})"
    snapshot, remote = sockets.get(number), sockets.remote_text(number)
    if snapshot is None:
        return "  ".join(filter(None, (f"#{number}", remote and f"with {remote}", moved)))
    about = f"with {remote}" if remote else f"at {snapshot.local or snapshot.requested}"
    return f"#{number}  {snapshot.protocol.name} {about}  {moved}"


def peers_of(sockets: Sockets, number: int | None) -> list[str]:
    """Those whose datagrams can be told from the others': the peers of a UDP socket that has several."""
    snapshot = sockets.get(number)
    if number is None or snapshot is None or snapshot.protocol is not Protocol.UDP:
        return []
    peers = [str(peer) for _, peer in sockets.peers_of(number)]
    return peers if len(peers) > 1 else []


def direction_labels(capture: Capture, form: ExportForm) -> tuple[str, str]:
    """What the choice between received and sent says: with the bytes, as far as they are counted."""
    if form.socket is None:
        return "Received", "Sent"
    totals = capture.peer_totals(form.socket, form.peer) if form.peer else capture.totals(form.socket)
    return f"Received: {show_size(totals.bytes_in)}", f"Sent: {show_size(totals.bytes_out)}"


def _moved(capture: Capture, number: int) -> bool:
    totals = capture.totals(number)
    return bool(totals.bytes_in or totals.bytes_out)
