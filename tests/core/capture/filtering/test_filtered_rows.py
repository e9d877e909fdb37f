"""Rows that a filter means, found in captures: as a plain look at each record finds them, also while they come in.

Law: stretches are made so short here that a handful of rows is several of them.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.capture import stretch
from core.capture.capture import Capture
from core.capture.filtering.language.expression_grammar import parse_expression
from core.capture.filtering.language.grammar import parse_filter
from core.capture.filtering.rows import FilteredRows
from core.capture.searching.follower import Follower
from core.contract.records import Call, RawRecord
from tests.core.capture.filtering.naive import meant
from tests.core.capture.rows import LISTENER, OTHER_PEER, PEER, READY, START_NS, echo, row, sample

S = 1_000_000_000
PYTHONS = {
    parse_expression(text, 0, ignore_case=ignore_case): re.compile(text.encode(), re.IGNORECASE if ignore_case else 0)
    for text, ignore_case in [("l+o", False), ("HE|a", True), ("a?", False), (r"^h.*\n", False), ("[^a]b", False)]
}
LEAVES = [
    *("in", "out", "failed", "socket:2", "#3", "connection:1", "connection:2", "call:recv", "call:accept"),
    *("errno:EAGAIN", "errno:ECONNREFUSED", "size:0", "size>2", "size<=3", "size:1..4", "since>2", "since:1..3"),
    *("peer:127.0.0.1", "peer:127.0.0.1:51324", "peer::9001", "peer:[::1]", "peer:10.*", "hello", "hex:00"),
    *("hex:6c6c", '"A"', "/l+o/", "/HE|a/i", "/a?/", r"/^h.*\n/", "/[^a]b/"),  # a bare A would go on with a hex:
]
LINES = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: (
        st.lists(inner, min_size=2, max_size=3).map(" ".join).map("({})".format)
        | st.lists(inner, min_size=2, max_size=3).map(" or ".join).map("({})".format)
        | inner.map("not {}".format)
    ),
    max_leaves=5,
)
ENDPOINTS = st.sampled_from([PEER, OTHER_PEER, "10.0.0.7:9001", "[::ffff:127.0.0.1]:80"])
ROWS = st.lists(
    st.tuples(
        st.integers(START_NS, START_NS + 5 * S),
        st.just(0),
        st.integers(1, 4),
        st.integers(8, 10),
        st.sampled_from(Call),
        ENDPOINTS.map(lambda endpoint: (endpoint,)),
        st.integers(8, 10),
        st.sampled_from(["", "", "EAGAIN", "ECONNREFUSED"]),
        st.just(READY),
        ENDPOINTS | st.sampled_from(["", "nowhere"]),
        st.text("heloabHA\n\0", max_size=6).map(str.encode),
    ),
    min_size=1,
    max_size=30,
)


@pytest.fixture
def capture(tmp_path: Path) -> Iterator[Capture]:
    """A capture in an empty folder."""
    with closing(Capture.create(tmp_path / "filtered.socketlab")) as running:
        yield running


def record(capture: Capture, rows: list[RawRecord]) -> None:
    """Append rows, and wait until they can be read."""
    for raw in rows:
        capture.append(raw)
    assert capture.flush()


def all_rows(capture: Capture, line: str) -> FilteredRows:
    """All rows that a line means."""
    rows = FilteredRows(capture, parse_filter(line, START_NS))
    while rows.step():
        pass
    return rows


@settings(max_examples=60)
@given(ROWS, st.lists(LINES, min_size=4, max_size=8), st.integers(0, 30))
def test_a_filter_finds_what_a_look_at_each_record_finds(rows: list[RawRecord], lines: list[str], later: int) -> None:
    """Also when some of the rows come later, when the filter has judged the others already."""
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setattr(stretch, "STRETCH_ROWS", 4)
        with closing(Capture.create(Path(folder) / "any.socketlab")) as capture:
            terms = [parse_filter(line, START_NS) for line in lines]
            filtered = [FilteredRows(capture, term) for term in terms]
            for part in (rows[later:], rows[:later]):
                record(capture, part)
                for one in filtered:
                    while one.step():
                        pass
            records = capture.records(range(1, len(rows) + 1))
    moved = {each.seq for each in records if each.moved_bytes}
    for line, term, one in zip(lines, terms, filtered, strict=True):
        expected = meant(term, records, PYTHONS)
        assert list(one.found) == expected, line
        assert list(one.traffic) == [seq for seq in expected if seq in moved], line


def test_an_empty_line_means_every_row(capture: Capture) -> None:
    record(capture, sample())
    assert list(all_rows(capture, "").found) == list(range(1, len(sample()) + 1))


def test_of_an_empty_capture_nothing_is_found_and_all_is_done(capture: Capture) -> None:
    rows = FilteredRows(capture, parse_filter("hello", START_NS))
    assert not rows.step()
    assert (list(rows.found), rows.walked, rows.progress) == ([], 0, 1.0)


def test_a_listeners_connections_are_its_own(capture: Capture) -> None:
    accepted = 2
    record(
        capture,
        [
            row(Call.SOCKET, socket=LISTENER, result=8),
            row(Call.ACCEPT, socket=LISTENER, result=9, address=PEER),
            row(Call.GETSOCKNAME, socket=accepted),
            row(Call.RECV, socket=accepted, payload=b"hello"),
            row(Call.RECV, socket=5, payload=b"hello"),
        ],
    )
    assert list(all_rows(capture, f"connection:{LISTENER}").found) == [1, 2, 3, 4]
    assert list(all_rows(capture, f"connection:{accepted}").found) == [3, 4]
    assert list(all_rows(capture, f"peer:{PEER}").found) == [2, 3, 4]


def test_a_text_is_not_found_in_what_stands_around_the_payload(capture: Capture) -> None:
    record(capture, [row(Call.SENDTO, address=PEER, payload=b"x"), row(Call.SENDTO, address=PEER, payload=b"51324")])
    assert list(all_rows(capture, "51324").found) == [2]


def test_rows_of_several_files_are_found(capture: Capture, tmp_path: Path) -> None:
    record(capture, echo(10, b"one"))
    capture.record_elsewhere(tmp_path / "elsewhere.socketlab")
    record(capture, echo(10, b"two"))
    assert len(all_rows(capture, "one").found) == 10
    assert list(all_rows(capture, "two in").found) == [11, 13, 15, 17, 19]


def test_a_filter_follows_a_capture_in_a_thread_of_its_own(capture: Capture) -> None:
    record(capture, echo(100))
    rows = FilteredRows(capture, parse_filter("in", START_NS))
    reached = threading.Event()
    goal = 100

    def step() -> bool:
        more = rows.step()
        if rows.walked == goal:
            reached.set()
        return more

    follower = Follower(step, "filter")
    assert reached.wait(10)
    assert len(rows.found) == 50
    reached.clear()
    goal = 300
    record(capture, echo(200))
    follower.wake()
    assert reached.wait(10)
    assert len(rows.found) == 150
    follower.stop()
    assert follower.join()
    assert follower.fault is None


def test_a_file_that_cannot_be_read_any_more_ends_the_filter_with_a_fault(tmp_path: Path) -> None:
    capture = Capture.create(tmp_path / "closed.socketlab")
    record(capture, echo(10))
    capture.close()
    follower = Follower(FilteredRows(capture, parse_filter("hello", START_NS)).step, "filter")
    assert follower.join()
    assert follower.fault is not None
    assert follower.fault.name == "EBADF"
