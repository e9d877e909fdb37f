r"""A table for spreadsheets: CSV as RFC 4180 has it, UTF-8 with a byte order mark (a worker thread's).

Law: no cell begins with what a spreadsheet takes for a formula, and none holds a line end: one row is one line.

The byte order mark is for Excel, which takes a file without one for its old code page; others read it as "utf-8-sig".
Columns: seq; time (local, with the distance to UTC) and time_ns (since the epoch); elapsed_ns; socket; fd; call; args
(a JSON array); result; error; cause; command (of which the call was part, else 0); address (that the call gave or
took); peer; direction (in, out, or nothing); size (bytes moved); text and hex (both: the bytes that the capture kept).

text, error, address and peer are in the language of core.payload.escapes. What a spreadsheet might obey is an escape
there too: "=1+1" stands as "\x3d1+1", "a;=1" as "a\x3b=1" (where ; parts columns, that would begin a cell). So
parse_text(text) == bytes.fromhex(hex) == the payload, for every row. Excel takes 32,767 characters of a cell, and
1,048,576 rows; the file has them all.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import BinaryIO

from core.capture.capture import Capture
from core.capture.export.clock import Clock
from core.capture.export.words import CALLS, CAUSES, Names, direction_of, payload_text, size_of
from core.capture.stories.stories import Stories
from core.contract.records import CallRecord

_COLUMNS = (
    "seq", "time", "time_ns", "elapsed_ns", "socket", "fd", "call", "args", "result", "error", "cause", "command",
    "address", "peer", "direction", "size", "text", "hex",
)  # fmt: skip

_FORMULA = "=+\\-@\uff1d\uff0b\uff0d\uff20"
"""What begins a formula, in its ASCII and (taken alike in East Asian settings) its wide form. TAB, CR, LF and NBSP,
which may stand before it, are escapes already; a plain blank is not."""
_DANGER = re.compile(rf"^ *[{_FORMULA}]|;(?= *[{_FORMULA}])")


def write_csv(stream: BinaryIO, capture: Capture, stories: Stories, pages: Iterable[list[CallRecord]]) -> int:
    """Write a line for each row, after one with the names of the columns; how many rows."""
    text = io.StringIO(newline="")
    table = csv.writer(text)  # its own dialect is RFC 4180: commas, quotes doubled where needed, CR LF
    text.write("\ufeff")
    table.writerow(_COLUMNS)
    rows, names, clock = 0, Names(stories, _harmless), Clock()
    for page in pages:
        table.writerows(_cells(record, size_of(record, capture), names, clock) for record in page)
        stream.write(text.getvalue().encode())
        text.seek(0)
        text.truncate()
        rows += len(page)
    stream.write(text.getvalue().encode())
    return rows


def _cells(record: CallRecord, size: int, names: Names, clock: Clock) -> tuple[int | str, ...]:
    return (
        record.seq,
        clock.text(record.time_ns),
        record.time_ns,
        record.elapsed_ns,
        record.socket,
        record.fd,
        CALLS[record.call],
        names.arguments_of(record).replace(";", "\\u003b"),
        record.result,
        names.show(record.error),
        CAUSES[record.cause.kind],
        record.cause.command,
        names.show(record.address),
        names.peer_of(record),
        direction_of(record),
        size,
        _harmless(payload_text(record.payload)),
        record.payload.hex(" "),
    )


def _harmless(text: str) -> str:
    """The same in the language of escapes, and no formula."""
    return _DANGER.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    blanks, last = match.group()[:-1], match.group()[-1]
    return blanks + (f"\\x{ord(last):02x}" if last.isascii() else f"\\u{{{ord(last):x}}}")
