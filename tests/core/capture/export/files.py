"""Captures made of rows, and the files that exports make of them (any thread).

Law: an export is made here as a person has it made: all of it or these rows, to a path, with nobody cancelling.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

from core.capture.capture import Capture
from core.capture.export import Exported, export
from core.capture.export.formats import Format
from core.contract.records import CallRecord, RawRecord


@contextmanager
def capture_of(rows: Iterable[RawRecord], *, lab: str = "") -> Iterator[Capture]:
    """A capture of these rows, in a folder of its own, for a while."""
    with TemporaryDirectory() as folder, closing(Capture.create(Path(folder, "a.socketlab"), lab=lab)) as capture:
        for raw in rows:
            capture.append(raw)
        assert capture.flush()
        yield capture


def all_of(capture: Capture) -> list[CallRecord]:
    """All its records."""
    return capture.records(range(capture.first, capture.count + 1))


def export_to(path: Path, capture: Capture, format: Format, seqs: Sequence[int] | None = None) -> Exported:
    """Export without anybody watching."""
    return export(capture, seqs, format, path, progress=lambda _done, _all: None, cancelled=Event())


def exported(capture: Capture, format: Format, seqs: Sequence[int] | None = None) -> bytes:
    """The bytes of an export's file."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "exported")
        made = export_to(path, capture, format, seqs)
        assert made.path == path
        assert list(Path(folder).iterdir()) == [path], "something else was left beside it"
        return path.read_bytes()
