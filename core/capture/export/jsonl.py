"""JSON Lines: everything a capture holds, one object a line, in ASCII (a worker thread's).

Law: loss-free; core.capture.opening.importing makes an equal capture of it. A change of what a key means is a
new version.

    first line   "format": "socketlab-calls", "version": 1, and the capture's header: "start_ns" (wall clock when
                 recording began, ns since the epoch), "lab" (version of the lab that wrote it), "platform", "first"
                 (number of the first row), "payload_most" (bytes that the capture kept of each payload)
    each other   a call record, with the fields of core.contract.records.CallRecord: "seq", "time_ns", "elapsed_ns",
                 "socket", "fd", "call" ("recv"), "args", "result", "error" (a name or ""), "cause" ("ready"),
                 "command", "address", "payload" (base64); and "size", the bytes that it moved, of which the payload
                 is the beginning when they are more than payload_most
"""

from __future__ import annotations

import json
from base64 import b64encode
from typing import BinaryIO

from core.capture.capture import Capture
from core.capture.export.words import CALLS, CAUSES, size_of
from core.capture.pages import Pages
from core.contract.records import CallRecord

FORMAT = "socketlab-calls"
VERSION = 1

_ENCODER = json.JSONEncoder(separators=(",", ":"))


def write_jsonl(stream: BinaryIO, capture: Capture, pages: Pages) -> int:
    """Write a line for each row, after the header's; how many rows."""
    header = capture.header._replace(first=pages.seqs[0] if pages.seqs else 1)
    stream.write(_line({"format": FORMAT, "version": VERSION, **header._asdict()}))
    rows = 0
    for page in pages:
        stream.write(b"".join([_line(_fields(record, size_of(record, capture))) for record in page]))
        rows += len(page)
    return rows


def _fields(record: CallRecord, size: int) -> dict[str, object]:
    return {
        "seq": record.seq,
        "time_ns": record.time_ns,
        "elapsed_ns": record.elapsed_ns,
        "socket": record.socket,
        "fd": record.fd,
        "call": CALLS[record.call],
        "args": record.args,
        "result": record.result,
        "error": record.error,
        "cause": CAUSES[record.cause.kind],
        "command": record.cause.command,
        "address": record.address,
        "size": size,
        "payload": b64encode(record.payload).decode("ascii"),
    }


def _line(fields: dict[str, object]) -> bytes:
    return _ENCODER.encode(fields).encode("ascii") + b"\n"
