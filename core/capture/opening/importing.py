"""JSON Lines, as the export writes them, back into a capture (a worker thread's).

Law: a line is taken exactly or not at all; what is whole before a damaged line is kept, and the damage is said.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any, BinaryIO

from core.capture.encoder import Encoder
from core.capture.errors import DECODE_ERRORS, CaptureError
from core.capture.export.jsonl import FORMAT, VERSION
from core.capture.export.replacement import replacing
from core.capture.export.words import CALLS, CAUSES
from core.capture.file import CaptureFile
from core.capture.format import MOST_ROWS, WHOLE_PAYLOAD, Header, encode_header
from core.capture.pages import PAGE_BYTES, PAGE_ROWS, Progress
from core.contract.faults import Fault
from core.contract.records import Arguments, Cause, RawRecord

_LONGEST_LINE = 64 << 20
"""Bytes; no call moves as many, and a file without line ends must not fill the memory."""
_LONGEST_NAME = 200

_CALLS = {label: call for call, label in CALLS.items()}
_CAUSES = {name: kind for kind, name in CAUSES.items()}


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import."""

    rows: int
    path: Path
    fault: Fault | None
    """CAPTURE_DAMAGED when a line was not as it should be: the capture holds the rows before it (count: how many)."""


def import_jsonl(source: Path, target: Path, *, progress: Progress, cancelled: Event) -> Imported:
    """Make a capture file at `target` from an export, with the header it had. `progress` is told bytes, not rows.

    The first row keeps its number, the others follow: rows that followed each other keep theirs. Raises OSError, or
    CaptureError NOT_A_CAPTURE, CAPTURE_NEWER, CANCELLED; then `target` is what it was before.
    """
    size, rows, fault = source.stat().st_size, 0, None
    with source.open("rb") as stream, replacing(target) as part:
        header = _read_header(stream, str(source))
        encoder = Encoder(header)
        with closing(CaptureFile.create(part, encode_header(header))) as file:
            try:
                for block in _blocks(stream, header.payload_most):
                    if cancelled.is_set():
                        raise CaptureError(Fault("CANCELLED", about=str(source)))
                    file.append(*encoder.encode(block).pieces)
                    rows += len(block)
                    progress(stream.tell(), size)
            except DECODE_ERRORS:
                fault = Fault("CAPTURE_DAMAGED", about=str(source), count=rows)
            file.stop_writing()  # some disks refuse only now what they had taken
    return Imported(rows, target, fault)


def _read_header(stream: BinaryIO, source: str) -> Header:
    try:
        about = json.loads(_next_line(stream).removeprefix(b"\xef\xbb\xbf"))
        if about["format"] != FORMAT:
            raise ValueError(about)
        version = _integer(about, "version", 32)
        if version > VERSION:
            raise CaptureError(Fault("CAPTURE_NEWER", about=source, count=version))
        lab, platform = _string(about, "lab"), _string(about, "platform")
        first, most = _integer(about, "first", 64), _integer(about, "payload_most", 64)
        if not (1 <= first <= MOST_ROWS and 1 <= most <= WHOLE_PAYLOAD):
            raise ValueError(about)
        return Header(_integer(about, "start_ns", 64), lab[:_LONGEST_NAME], platform[:_LONGEST_NAME], first, most)
    except DECODE_ERRORS:
        raise CaptureError(Fault("NOT_A_CAPTURE", about=source)) from None


def _blocks(stream: BinaryIO, payload_most: int) -> Iterator[list[RawRecord]]:
    """The rows, as many together as are written at once; one of DECODE_ERRORS, after the rows before it."""
    block: list[RawRecord] = []
    room = PAGE_BYTES
    try:
        while line := _next_line(stream):
            raw = _row(json.loads(line), payload_most)
            block.append(raw)
            room -= len(raw[10])
            if room <= 0 or len(block) == PAGE_ROWS:
                yield block
                block, room = [], PAGE_BYTES
    except DECODE_ERRORS:
        if block:
            yield block
        raise
    if block:
        yield block


def _next_line(stream: BinaryIO) -> bytes:
    """b"" at the end of the file."""
    line = stream.readline(_LONGEST_LINE)
    if len(line) == _LONGEST_LINE:
        raise ValueError(len(line))
    return line


def _row(fields: dict[str, Any], payload_most: int) -> RawRecord:
    """What the recorder would have been handed; one of DECODE_ERRORS for anything that it would not."""
    return (
        _integer(fields, "time_ns", 64),
        _integer(fields, "elapsed_ns", 64),
        _integer(fields, "socket", 32, unsigned=True),
        _integer(fields, "fd", 32),
        _CALLS[_string(fields, "call")],
        _arguments(fields["args"]),
        _integer(fields, "result", 64),
        _string(fields, "error"),
        Cause(_CAUSES[_string(fields, "cause")], _integer(fields, "command", 64)),
        _string(fields, "address"),
        _payload(fields, payload_most),
    )


def _payload(fields: dict[str, Any], most: int) -> bytes:
    """As long as it was; zeros stand for what was not kept, and is cut off again when it is written."""
    kept = b64decode(_string(fields, "payload"), validate=True)
    size = _integer(fields, "size", 32, unsigned=True)
    if len(kept) != min(size, most) or size > _LONGEST_LINE:
        raise ValueError(size)
    return kept.ljust(size, b"\0")


def _integer(fields: dict[str, Any], key: str, bits: int, *, unsigned: bool = False) -> int:
    value = fields[key]
    if type(value) is not int:  # JSON's true and false are no numbers
        raise TypeError(key)
    lowest = 0 if unsigned else -1 << bits - 1
    if not lowest <= value < lowest + (1 << bits):
        raise ValueError(key)
    return value


def _string(fields: dict[str, Any], key: str) -> str:
    value = fields[key]
    if not isinstance(value, str):
        raise TypeError(key)
    return value


def _arguments(values: object) -> Arguments:
    if not isinstance(values, list) or any(type(value) not in (int, str) for value in values):
        raise TypeError(values)
    return tuple(values)
