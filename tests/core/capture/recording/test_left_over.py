"""An automatic capture whose lab broke down is found again, opened and deleted; one that is being written is not.

Law: the writer is a process of its own, and is really killed.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from core.capture.capture import Capture
from core.capture.recording.left_over import delete_left_over, left_over_captures
from core.capture.recording.places import begin_automatic
from tests.core.capture.rows import as_raw, echo, sample

pytestmark = pytest.mark.usefixtures("own_folders")

WRITER = """
import sys
from core.capture.recording.places import begin_automatic
from core.capture.recording.retention import Retention
from tests.core.capture.rows import echo

capture = begin_automatic(retention=Retention(rows=8 * 2048))
for raw in echo(int(sys.argv[1])):
    capture.append(raw)
assert capture.flush(30)
print(capture.first, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Data and temporary files of this test alone, for its child processes too."""
    for variable in "HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_DATA_HOME":
        monkeypatch.setenv(variable, str(tmp_path / "home"))
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))


@contextmanager
def writer(rows: int) -> Iterator[int]:
    """A lab that has recorded so many rows and still lives; killed afterwards. Gives the first row it still has."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(rows)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


def test_the_capture_of_a_lab_that_was_killed_is_left_over_and_can_be_read() -> None:
    with writer(20_000) as first:
        assert left_over_captures() == []
    (left,) = left_over_captures()
    with closing(Capture.open(left.path)) as capture:
        assert (capture.first, capture.count) == (first, 20_000)
        assert capture.first > 1
        assert as_raw(capture.record(first)) == echo(20_000)[first - 1]
        assert left.start_ns == capture.header.start_ns
        assert capture.status.fault is None
    assert left.size_bytes == sum(file.stat().st_size for file in left.path.glob("*.socketlab"))


def test_several_are_offered_with_the_newest_first() -> None:
    for rows in 1, 2:
        with writer(rows):
            pass
    newer, older = left_over_captures()
    assert newer.start_ns > older.start_ns
    with closing(Capture.open(newer.path)) as capture:
        assert capture.count == 2


def test_it_is_deleted_when_it_is_not_wanted() -> None:
    with writer(10):
        pass
    (left,) = left_over_captures()
    delete_left_over(left)
    assert left_over_captures() == []
    assert not left.path.exists()


def test_one_that_is_being_written_is_not_deleted() -> None:
    with writer(10):
        pass
    (left,) = left_over_captures()
    with ExitStack() as using:
        delete_left_over(left)
        capture = using.enter_context(closing(Capture.create_live(left.path)))
        with pytest.raises(BlockingIOError):
            delete_left_over(left)
        capture.append(sample()[0])
        assert capture.flush()


def test_one_that_was_closed_or_is_empty_is_not_left_over() -> None:
    with closing(begin_automatic()) as capture:
        capture.append(sample()[0])
        assert capture.flush()
        assert left_over_captures() == []
    assert left_over_captures() == []
    with writer(0):
        pass
    assert left_over_captures() == []


def test_other_things_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    with writer(5):
        pass
    (left,) = left_over_captures()
    (left.path.parent / "socketlab-note.socketlab").write_text("not a folder")
    (left.path.parent / "socketlab-empty.socketlab").mkdir()
    (tmp_path / "temporary" / "socketlab-elsewhere.socketlab").symlink_to(left.path)
    assert left_over_captures() == [left]
    (left.path / "notes.txt").write_text("put here by hand")
    with pytest.raises(OSError):
        delete_left_over(left)
    assert (left.path / "notes.txt").exists()
