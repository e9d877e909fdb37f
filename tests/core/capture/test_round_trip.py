"""Whatever is recorded comes back the same, from the running capture and from its file; totals are sums of it.

Law: what is expected is worked out from the rows themselves, with CallRecord's own words.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from core.capture.capture import Capture
from core.capture.index import Totals
from core.contract.records import DATAGRAM_CALLS, INCOMING_CALLS, INSIDE_CALLS, CallRecord, RawRecord
from tests.core.capture.rows import any_row, as_raw, sample

BATCHES = st.lists(st.lists(any_row, max_size=20), max_size=4)


@given(BATCHES)
def test_any_rows_come_back_the_same_now_and_from_the_file(batches: list[list[RawRecord]]) -> None:
    rows = [raw for batch in batches for raw in batch]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "any.socketlab")
        with closing(Capture.create(path)) as capture:
            for batch in batches:
                for raw in batch:
                    capture.append(raw)
                assert capture.flush()
            assert_holds(capture, rows)
        with closing(Capture.open(path)) as reopened:
            assert reopened.status.fault is None
            assert_holds(reopened, rows)


def assert_holds(capture: Capture, rows: list[RawRecord]) -> None:
    """Whether the capture is exactly a view of these rows."""
    records = capture.records(range(1, capture.count + 1))
    assert [as_raw(record) for record in records] == rows
    assert [record.seq for record in records] == list(range(1, len(rows) + 1))
    columns = capture.columns
    assert list(columns.time_ns) == [record.time_ns for record in records]
    assert list(columns.socket) == [record.socket for record in records]
    assert list(columns.call) == [record.call for record in records]
    assert list(columns.size) == [len(record.payload) for record in records]
    assert list(columns.failed) == [bool(record.error) for record in records]
    moved = [record for record in records if record.moved_bytes]
    assert list(capture.traffic) == [record.seq for record in moved]
    assert capture.overall == sum_of(moved)
    for socket in {record.socket for record in records}:
        assert capture.totals(socket) == sum_of(record for record in moved if record.socket == socket)
    datagrams = [record for record in moved if record.call in DATAGRAM_CALLS]
    for socket, peer in {(record.socket, record.address) for record in datagrams}:
        expected = sum_of(record for record in datagrams if (record.socket, record.address) == (socket, peer))
        assert capture.peer_totals(socket, peer) == expected


def sum_of(records: Iterable[CallRecord]) -> Totals:
    """Bytes and units of these rows, counted one by one."""
    counted: Counter[str] = Counter()
    for record in records:
        if record.call in INSIDE_CALLS:  # its bytes went over encrypted, and are counted there
            continue
        way = "in" if record.call in INCOMING_CALLS else "out"
        counted["units_" + way] += 1
        counted["bytes_" + way] += len(record.payload)
    return Totals(**counted)


def test_a_sample_of_each_kind_comes_back_the_same(tmp_path: Path) -> None:
    with closing(Capture.create(tmp_path / "sample.socketlab")) as capture:
        for raw in sample():
            capture.append(raw)
        assert capture.flush()
        assert_holds(capture, sample())


def test_the_header_says_when_it_began_and_what_wrote_it(tmp_path: Path) -> None:
    path = tmp_path / "a.socketlab"
    with closing(Capture.create(path, lab="1.2.3")) as capture, closing(Capture.open(path)) as reopened:
        assert reopened.header == capture.header
        assert reopened.header.lab == "1.2.3"
