"""A capture, or some of its rows, in files that other programs read: one format per file of this folder.

Runs on a worker thread. Law: the file is complete or not there, and never more than a page of rows is in memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import BinaryIO, assert_never

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.capture.export.csv import write_csv
from core.capture.export.formats import Csv, Format, JsonLines, Pcapng, Raw, Sqlite, Text
from core.capture.export.jsonl import write_jsonl
from core.capture.export.pcapng import write_pcapng
from core.capture.export.raw import rows_of, write_raw
from core.capture.export.replacement import replacing
from core.capture.export.sqlite import write_sqlite
from core.capture.export.text import write_text
from core.capture.pages import Pages, Progress
from core.capture.stories.conversations import read_stories
from core.capture.stories.stories import Stories
from core.contract.faults import Fault


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of an export."""

    rows: int
    """Rows of the capture that are in the file: not every row has a place in every format."""
    gone: int
    """Rows that were asked for and are not in it because a limit on the capture let them go before they were read."""
    path: Path


def export(
    capture: Capture, seqs: Sequence[int] | None, format: Format, path: Path, *, progress: Progress, cancelled: Event
) -> Exported:
    """Write rows to a file: those numbered by `seqs`, which ascend, or all; of a running capture those it has now.

    `progress` is told rows. Raises OSError when the file can't be written, CaptureError when a row can't be read, when
    `path` is the capture's own file (CAPTURE_IN_USE) or `cancelled` was set (CANCELLED); then `path` is what it was.
    """
    if capture.holds(path):
        raise CaptureError(Fault("CAPTURE_IN_USE", about=str(path)))
    pages = Pages(capture, seqs, progress, cancelled)
    if isinstance(format, Raw):
        pages = Pages(capture, rows_of(capture, format, pages.seqs), progress, cancelled)
    with replacing(path) as part:
        alone = isinstance(format, JsonLines | Raw)  # these say no more of a row than the row does
        stories = Stories() if alone else read_stories(capture, cancelled)
        if isinstance(format, Sqlite):
            rows = write_sqlite(part, capture, stories, pages)
        else:
            with part.open("xb") as stream:
                rows = _write(stream, format, capture, stories, pages)
    return Exported(rows, pages.gone, path)


def _write(
    stream: BinaryIO, format: Text | Csv | JsonLines | Raw | Pcapng, capture: Capture, stories: Stories, pages: Pages
) -> int:
    match format:
        case Text(traffic_only):
            return write_text(stream, capture, stories, pages, traffic_only=traffic_only)
        case Csv():
            return write_csv(stream, capture, stories, pages)
        case JsonLines():
            return write_jsonl(stream, capture, pages)
        case Raw():
            return write_raw(stream, format, pages)
        case Pcapng():
            return write_pcapng(stream, capture, stories, pages)
        case _:
            assert_never(format)
