"""The file is complete or not there, whatever happens meanwhile; and a capture that goes on is no obstacle."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.capture.export import export
from core.capture.export.formats import Csv, Format, JsonLines, Pcapng, Raw, Sqlite, Text
from core.capture.recording.retention import Retention
from core.contract.faults import Fault
from tests.core.capture.export.files import capture_of, export_to, exported
from tests.core.capture.rows import CONNECTION, echo, sample

FORMATS: list[Format] = [Text(), Csv(), JsonLines(), Sqlite(), Raw(CONNECTION, incoming=True), Pcapng()]
ROWS = 3000
EVERY_FORMAT = pytest.mark.parametrize("format", FORMATS, ids=lambda format: type(format).__name__)


@pytest.fixture(scope="module")
def capture() -> Iterator[Capture]:
    """A capture of several pages."""
    with capture_of(echo(ROWS)) as capture:
        yield capture


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A file that is there already, in a folder of its own."""
    path = tmp_path / "folder" / "target"
    path.parent.mkdir()
    path.write_bytes(b"what was there")
    return path


def is_untouched(target: Path) -> bool:
    """Whether there is the old file, and nothing else beside it."""
    return list(target.parent.iterdir()) == [target] and target.read_bytes() == b"what was there"


@EVERY_FORMAT
def test_progress_comes_to_its_end_and_the_file_takes_the_place_of_the_old_one(
    capture: Capture, target: Path, format: Format
) -> None:
    told: list[tuple[int, int]] = []
    made = export(capture, None, format, target, progress=lambda done, of: told.append((done, of)), cancelled=Event())
    rows = ROWS // 2 if isinstance(format, Raw) else ROWS
    assert (made.rows, made.gone) == (rows, 0)
    assert told == sorted(told)
    assert told[-1] == (rows, rows)
    assert len(told) > 2
    assert list(target.parent.iterdir()) == [target]
    assert target.read_bytes() != b"what was there"


@EVERY_FORMAT
@pytest.mark.parametrize("after", [0, 1000])
def test_a_cancelled_export_leaves_the_old_file(capture: Capture, target: Path, format: Format, after: int) -> None:
    cancelled = Event()

    def cancel(done: int, _all: int) -> None:
        if done >= after:
            cancelled.set()

    if not after:
        cancelled.set()
    with pytest.raises(CaptureError) as refused:
        export(capture, None, format, target, progress=cancel, cancelled=cancelled)
    assert refused.value.fault.name == "CANCELLED"
    assert is_untouched(target)


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KiB. Making one takes root."""
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "socketlab-test", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


@EVERY_FORMAT
def test_a_full_disk_is_the_systems_error_and_leaves_the_old_file(
    capture: Capture, full_disk: Path, format: Format
) -> None:
    target = full_disk / "target"
    target.write_bytes(b"what was there")
    with pytest.raises(OSError, match=r"No space left|full") as refused:
        export_to(target, capture, format)
    assert refused.value.errno == errno.ENOSPC
    assert is_untouched(target)


@EVERY_FORMAT
def test_a_row_that_can_no_longer_be_read_is_an_error_and_leaves_the_old_file(
    tmp_path: Path, target: Path, format: Format
) -> None:
    path = tmp_path / "damaged.socketlab"
    with closing(Capture.create(path)) as capture:
        for raw in echo(ROWS):
            capture.append(raw)
        assert capture.flush()
        with path.open("r+b") as file:
            file.seek(capture.columns.offset[2000] + 5)
            file.write(b"\xff\xff")
        with pytest.raises(CaptureError) as refused:
            export_to(target, capture, format)
    assert refused.value.fault == Fault("CAPTURE_DAMAGED", about=str(path), count=2000)
    assert is_untouched(target)


def test_the_captures_own_file_is_not_written_over(capture: Capture) -> None:
    own = capture.status.path
    with pytest.raises(CaptureError) as refused:
        export_to(own, capture, Csv())
    assert refused.value.fault == Fault("CAPTURE_IN_USE", about=str(own))
    assert capture.records([1])


def test_a_folder_that_is_not_there_is_the_systems_error(capture: Capture, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        export_to(tmp_path / "nowhere" / "target", capture, Csv())


VICTIM = """
import sys
from pathlib import Path
from threading import Event
from core.capture.export import export
from core.capture.export.formats import JsonLines
from tests.core.capture.export.files import capture_of
from tests.core.capture.rows import echo

def tell(done, of):
    print(done, flush=True)
    sys.stdin.readline()

with capture_of(echo(3000)) as capture:
    export(capture, None, JsonLines(), Path(sys.argv[1]), progress=tell, cancelled=Event())
"""


def test_a_lab_that_is_killed_leaves_the_old_file(target: Path) -> None:
    command = [sys.executable, "-c", VICTIM, str(target)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as victim:
        assert victim.stdout is not None
        assert int(victim.stdout.readline()) > 0
        victim.kill()
    assert target.read_bytes() == b"what was there"
    (left,) = set(target.parent.iterdir()) - {target}
    assert left.suffix == ".part"


def test_a_capture_that_goes_on_gives_the_rows_it_had(tmp_path: Path) -> None:
    target = tmp_path / "target"
    with closing(Capture.create(tmp_path / "live.socketlab")) as capture:

        def record_more(_done: int, _all: int) -> None:
            for raw in echo(100):
                capture.append(raw)
            assert capture.flush()

        for raw in echo(ROWS):
            capture.append(raw)
        assert capture.flush()
        made = export(capture, capture.traffic, Text(), target, progress=record_more, cancelled=Event())
        assert capture.count > ROWS
    assert made.rows == ROWS
    assert target.read_bytes().count(b"\n") == ROWS + 1


def live(tmp_path: Path, rows: int) -> Capture:
    """A capture that keeps about so many rows."""
    return Capture.create_live(tmp_path / "live", retention=Retention(rows=rows))


def record(capture: Capture, rows: int) -> None:
    for raw in echo(rows):
        capture.append(raw)
    assert capture.flush()


def test_rows_that_went_before_are_not_exported_and_counted_where_they_were_asked_for(tmp_path: Path) -> None:
    with closing(live(tmp_path, 10_000)) as capture:
        for _ in range(20):
            record(capture, 2000)
        kept = capture.count - capture.first + 1
        assert kept < capture.count
        everything = export_to(tmp_path / "target", capture, JsonLines())
        assert (everything.rows, everything.gone) == (kept, 0)
        asked_for = export_to(tmp_path / "target", capture, JsonLines(), capture.traffic)
        assert (asked_for.rows, asked_for.gone) == (kept, capture.first - 1)


def test_rows_that_go_while_they_are_exported_are_counted(tmp_path: Path) -> None:
    with closing(live(tmp_path, 10_000)) as capture:

        def record_much(done: int, _all: int) -> None:
            if done < 1000:
                for _ in range(20):
                    record(capture, 2000)

        record(capture, 8000)
        made = export(capture, None, Text(), tmp_path / "target", progress=record_much, cancelled=Event())
    assert made.gone > 0
    assert made.rows + made.gone == 8000
    assert (tmp_path / "target").read_bytes().count(b"\n") == made.rows + 1


@EVERY_FORMAT
def test_no_rows_make_a_file_too(format: Format) -> None:
    with capture_of(sample()) as capture:
        exported(capture, format, [])
    with capture_of([]) as capture:
        exported(capture, format)
