"""A capture, or some of its rows, in files that other programs read: one format per file of this folder.

Runs on a worker thread. Law: the file is complete or not there, and never more than a page of rows is in memory.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import assert_never

from core.capture.capture import Capture
from core.capture.conversations import read_stories
from core.capture.export.csv import write_csv
from core.capture.export.formats import Csv, Format, JsonLines, Pcapng, Raw, Sqlite, Text
from core.capture.export.jsonl import write_jsonl
from core.capture.export.pcapng import write_pcapng
from core.capture.export.raw import rows_of, write_raw
from core.capture.export.replacement import replacing
from core.capture.export.sqlite import write_sqlite
from core.capture.export.text import write_text
from core.capture.pages import Progress, read_pages
from core.capture.stories import Stories


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of an export."""

    rows: int
    """Rows of the capture that are in the file: not every row has a place in every format."""
    path: Path


def export(
    capture: Capture, seqs: Sequence[int] | None, format: Format, path: Path, *, progress: Progress, cancelled: Event
) -> Exported:
    """Write rows to a file: those numbered by `seqs`, which ascend, or all; of a running capture those it has now.

    Raises OSError when the file can't be written, CaptureError when a row can't be read or `cancelled` was set
    (CANCELLED); then `path` is what it was before.
    """
    count = capture.count
    chosen = range(1, count + 1) if seqs is None else seqs[: bisect_right(seqs, count)]
    if isinstance(format, Raw):
        chosen = rows_of(capture, format, chosen)
    with replacing(path) as part:
        alone = isinstance(format, JsonLines | Raw)  # these say no more of a row than the row does
        stories = Stories() if alone else read_stories(capture, count, cancelled)
        pages = read_pages(capture, chosen, progress, cancelled)
        if isinstance(format, Sqlite):
            return Exported(write_sqlite(part, stories, pages), path)
        with part.open("xb") as stream:
            match format:
                case Text(traffic_only):
                    rows = write_text(stream, capture, stories, pages, traffic_only=traffic_only)
                case Csv():
                    rows = write_csv(stream, stories, pages)
                case JsonLines():
                    rows = write_jsonl(stream, capture, pages)
                case Raw():
                    rows = write_raw(stream, format, pages)
                case Pcapng():
                    rows = write_pcapng(stream, capture, stories, chosen, pages)
                case _:
                    assert_never(format)
    return Exported(rows, path)
