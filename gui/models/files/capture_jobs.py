"""What is done with capture files as work for a job: saving, exporting, importing (a worker thread's).

Law: whatever the system refuses comes out as a CaptureError about the file that a person knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.capture.pages import Progress
from core.contract.faults import Fault, fault_of

if TYPE_CHECKING:
    from core.capture.export import Exported
    from core.capture.export.formats import Format
    from core.capture.opening.importing import Imported
    from core.capture.recording.left_over import LeftOver

_LAST_ROWS_S = 1.0
"""Waited for rows that are on their way to the disk: whoever saves has just seen them happen."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving."""

    rows: int
    gone: int
    """The oldest ones, which a limit had let go before."""
    path: Path


def saving(capture: Capture, path: Path) -> Callable[[Progress, Event], Saved]:
    """Copy the whole capture into one file."""

    def work(progress: Progress, cancelled: Event) -> Saved:
        capture.flush(_LAST_ROWS_S)
        with _refusals(path):
            rows = capture.save_as(path, progress, cancelled)
        return Saved(rows, capture.status.dropped_rows, path)

    return work


def saving_left_over(left: LeftOver, path: Path) -> Callable[[Progress, Event], Saved]:
    """Copy a left-over recording into one file, and delete it once that is whole."""

    def work(progress: Progress, cancelled: Event) -> Saved:
        with closing(Capture.open(left.path, cancelled=cancelled)) as capture:
            saved = saving(capture, path)(progress, cancelled)
        deleting_left_over(left)  # one that can't be deleted is offered again at the next start
        return saved

    return work


def deleting_left_over(left: LeftOver) -> Fault | None:
    """Delete it for good; why that can't be done."""
    from core.capture.recording.left_over import delete_left_over

    try:
        delete_left_over(left)
    except FileNotFoundError:  # another lab has done so
        return None
    except OSError as error:
        return fault_of(error, "unlink", about=str(left.path))
    return None


def exporting(
    capture: Capture, seqs: Sequence[int] | None, format: Format, path: Path
) -> Callable[[Progress, Event], Exported]:
    """Write these rows (None: all) in a format that other programs read."""

    def work(progress: Progress, cancelled: Event) -> Exported:
        from core.capture.export import export  # loads every format: not before somebody exports

        if seqs is None:
            capture.flush(_LAST_ROWS_S)
        with _refusals(path):
            return export(capture, seqs, format, path, progress=progress, cancelled=cancelled)

    return work


def importing(capture: Capture, source: Path, target: Path) -> Callable[[Progress, Event], Imported]:
    """Make a capture file of exported JSON Lines. `capture`: the one in the window, which must not be written over."""

    def work(progress: Progress, cancelled: Event) -> Imported:
        from core.capture.opening.importing import import_jsonl

        if capture.holds(target):
            raise CaptureError(Fault("CAPTURE_IN_USE", about=str(target)))
        with _refusals(target, source):
            return import_jsonl(source, target, progress=progress, cancelled=cancelled)

    return work


@contextmanager
def _refusals(target: Path, source: Path | None = None) -> Iterator[None]:
    """The system's errors as faults: about the file that is read if the error says so, else about the one written."""
    try:
        yield
    except OSError as error:
        if source is not None and error.filename == str(source):
            raise CaptureError(fault_of(error, "read", about=str(source))) from error
        raise CaptureError(fault_of(error, "write", about=str(target))) from error
