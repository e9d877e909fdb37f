"""The bytes that one socket received, or sent, as they were: nothing between them, nothing around them.

Runs on a worker thread. Law: what is written is what crossed the socket, in its order, or where that spoke TLS what
went over inside; of calls of which the capture kept only the beginning, that.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from core.capture.capture import Capture
from core.capture.export.formats import Raw
from core.contract.records import INCOMING_CALLS, INSIDE_CALLS, CallRecord


def rows_of(capture: Capture, choice: Raw, seqs: Sequence[int]) -> Sequence[int]:
    """Those of the rows that may hold such bytes: the others need not be read."""
    columns = capture.columns
    rows = array(
        "Q",
        (
            seq
            for seq in seqs
            if columns.size[seq - 1]
            and columns.socket[seq - 1] == choice.socket
            and (columns.call[seq - 1] in INCOMING_CALLS) is choice.incoming
        ),
    )
    return array("Q", (seq for seq in rows if columns.call[seq - 1] in INSIDE_CALLS)) or rows


def write_raw(stream: BinaryIO, choice: Raw, pages: Iterable[list[CallRecord]]) -> int:
    """Write the bytes of the rows that rows_of() named; of how many rows."""
    rows = 0
    for page in pages:
        pieces = [record.payload for record in page if choice.peer in ("", record.address)]
        stream.write(b"".join(pieces))
        rows += len(pieces)
    return rows
