"""Many rows looked through together: how far a stretch goes, what is in it, and what becomes of it when rows go.

Law: whatever a stretch says of a row is what the row itself says.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.capture.filtering.language.grammar import parse_filter
from core.capture.filtering.rows import FilteredRows
from core.capture.recording.retention import Retention
from core.capture.searching.search import Hit, Search
from core.capture.searching.walker import Walker
from core.capture.stretch import STRETCH_BYTES, STRETCH_ROWS
from core.contract.records import Call, RawRecord
from tests.core.capture.rows import PEER, START_NS, UDP, echo, row, sample

FEW_ROWS = Retention(rows=40_000)


@pytest.fixture
def capture(tmp_path: Path) -> Iterator[Capture]:
    """A capture in an empty folder."""
    with closing(Capture.create(tmp_path / "stretched.socketlab")) as running:
        yield running


def record(capture: Capture, rows: list[RawRecord]) -> None:
    """Append rows, and wait until they can be read."""
    for raw in rows:
        capture.append(raw)
    assert capture.flush(30)


def walk(walker: Walker) -> None:
    """To the end."""
    while walker.step():
        pass


def test_a_stretch_says_of_each_row_what_the_row_says(capture: Capture) -> None:
    record(capture, sample())
    rows = capture.stretch(2, len(sample()))
    records = capture.records(range(2, len(sample()) + 1))
    assert len(rows) == len(records)
    assert list(rows.time_ns) == [each.time_ns for each in records]
    assert list(rows.socket) == [each.socket for each in records]
    assert list(rows.size) == [len(each.payload) for each in records]
    assert list(rows.call) == [each.call for each in records]
    assert list(rows.failed) == [bool(each.error) for each in records]
    for position, each in enumerate(records):
        assert rows.payload(position) == each.payload
        assert rows.texts(position) == (each.error, each.address)
    assert list(rows.records(b"\1" * len(records))) == records
    assert list(rows.seqs(bytes(len(records) - 1) + b"\1")) == [len(sample())]


def test_a_stretch_is_no_longer_than_one_read(capture: Capture) -> None:
    record(capture, [*echo(STRETCH_ROWS + 10, b""), *echo(40, b"x" * 50_000)])
    assert capture.stretch(1, capture.count).last == STRETCH_ROWS
    large = capture.stretch(STRETCH_ROWS + 11, capture.count)
    assert STRETCH_BYTES <= len(large.bodies) <= STRETCH_BYTES + 60_000


def test_a_row_larger_than_a_stretch_is_one(capture: Capture) -> None:
    record(capture, [*echo(1, b"y" * (3 << 20)), *echo(1)])
    assert capture.stretch(1, 2).last == 1
    assert capture.stretch(1, 2).payload(0) == b"y" * (3 << 20)


def test_a_stretch_ends_with_its_file(capture: Capture, tmp_path: Path) -> None:
    record(capture, echo(5))
    capture.record_elsewhere(tmp_path / "elsewhere.socketlab")
    record(capture, echo(5))
    assert capture.stretch(1, 10).last == 5
    assert capture.stretch(6, 10).last == 10


@pytest.mark.parametrize(("first", "last"), [(0, 1), (2, 1), (1, 4), (4, 4)])
def test_there_is_no_stretch_of_rows_that_are_not_there(capture: Capture, first: int, last: int) -> None:
    record(capture, echo(3))
    with pytest.raises(IndexError):
        capture.stretch(first, last)


def test_a_row_that_the_disk_changed_is_left_out_but_its_neighbours_are_not(capture: Capture) -> None:
    record(capture, [row(Call.RECV, socket=number, payload=b"row %d" % number) for number in range(3)])
    (path,) = capture.status.path.parent.iterdir()
    with path.open("r+b") as stream:
        rows = capture.stretch(2, 2)
        stream.seek(path.read_bytes().index(rows.bodies))
        stream.write(b"\xff" * len(rows.bodies))
    changed = capture.stretch(1, 3)
    assert [each.socket for each in changed.records(b"\1\1\1")] == [0, 2]
    assert changed.texts(1) == ("", "")


def test_rows_that_went_are_gone_from_a_stretch_too(tmp_path: Path) -> None:
    with closing(Capture.create_live(tmp_path / "live", retention=FEW_ROWS)) as capture:
        record(capture, echo(10))
        rows = capture.stretch(1, 10)
        record(capture, echo(100_000))
        for use in (lambda: capture.stretch(1, 10), lambda: rows.bodies):
            with pytest.raises(CaptureError, match="ROW_GONE"):
                use()


def test_walkers_pass_over_rows_that_went_and_forget_them(tmp_path: Path) -> None:
    with closing(Capture.create_live(tmp_path / "live", retention=FEW_ROWS)) as capture:
        rows, search = FilteredRows(capture, parse_filter("in", START_NS)), Search(capture, b"x")
        record(capture, echo(10_000))
        walk(rows)
        walk(search)
        record(capture, echo(200_000))
        walk(rows)
        walk(search)
        first, count = capture.first, capture.count
        assert first > 100_000
        kept = [seq for seq in rows.found if seq]
        assert kept[-1] == count - 1
        assert [seq for seq in kept if seq >= first] == list(range(first | 1, count, 2))
        assert (rows.progress, search.progress) == (1.0, 1.0)
        assert search.after(0) == Hit(first, first, 0)
        assert search.before(first) is None
        assert search.before(count + 1) == Hit(count, count, 0)
        assert rows.found.memory_bytes < 8 * 100_000


def test_of_a_payload_that_was_cut_the_beginning_is_searched_and_nothing_joined_to_its_end(tmp_path: Path) -> None:
    few_bytes = Retention(payload_most=4)
    with closing(Capture.create_live(tmp_path / "live", retention=few_bytes)) as capture:
        pieces = [b"abcdefg", b"efgh", b"abcd", b"efgh"]
        record(capture, [row(Call.RECV, payload=piece) for piece in pieces])
        search = Search(capture, b"cdef")
        walk(search)
        assert [search[index] for index in range(len(search))] == [Hit(4, 3, 2)]
        found = FilteredRows(capture, parse_filter("size>4 or text:h", START_NS))
        walk(found)
        assert list(found.found) == [1, 2, 4]


def test_datagrams_have_their_peers_also_when_they_were_cut(tmp_path: Path) -> None:
    with closing(Capture.create_live(tmp_path / "live", retention=Retention(payload_most=1))) as capture:
        record(capture, [row(Call.RECVFROM, socket=UDP, address=PEER, payload=b"much more than one byte")])
        found = FilteredRows(capture, parse_filter(f"peer:{PEER}", START_NS))
        walk(found)
        assert list(found.found) == [1]
