"""From hit to hit, over the ends and through pieces, while a real search runs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from core.capture.capture import Capture
from core.contract.records import Call, Cause, CauseKind
from core.payload.encodings import encoding_of
from gui.models.finding.record_filter import RecordFilter
from gui.models.finding.record_find import Found, RecordFind, Way
from gui.models.finding.search_text import Wanted, wanted_bytes
from gui.models.records.record_index import RecordIndex
from gui.models.records.record_list import RecordList
from gui.models.records.selection import Selection
from gui.models.sockets.sockets import Sockets

PATIENCE_S = 10.0


@pytest.fixture
def capture(tmp_path: Path) -> Iterator[Capture]:
    """Six messages of one connection."""
    capture = Capture.create(tmp_path / "capture")
    record(capture, [b"one needle", b"nothing", b"two NEEDLE", b"a need", b"le in pieces", b"nothing"])
    yield capture
    capture.close()


def record(capture: Capture, payloads: Sequence[bytes]) -> None:
    """One receive each."""
    for payload in payloads:
        capture.append((1, 1, 3, 9, Call.RECV, (), len(payload), "", Cause(CauseKind.READY), "", payload))
    assert capture.flush()


@pytest.fixture
def find(capture: Capture) -> Iterator[RecordFind]:
    """Nothing is looked for yet."""
    find = RecordFind(capture)
    yield find
    find.close()


def rows_of(capture: Capture, line: str = "") -> tuple[RecordList[int], RecordFilter]:
    """The calls that a filter line leaves."""
    filter = RecordFilter(capture)
    assert filter.set(line) is None
    index = RecordIndex(filter.calls, lambda: capture.count, capture.columns.socket)
    return RecordList(index, list, Selection(Sockets()), filter), filter


def step(find: RecordFind, rows: RecordList[int], way: Way, seq: int) -> Found:
    """Go, and wait until one is there."""
    find.go(way, seq)
    found = until(lambda: look(find, rows))
    assert isinstance(found, Found)
    return found


def look(find: RecordFind, rows: RecordList[int]) -> Found | None:
    rows.narrow()
    rows.advance(9)
    return find.advance(rows)


def until(answer: Callable[[], object]) -> object:
    """The first answer there is."""
    deadline = time.monotonic() + PATIENCE_S
    while not (given := answer()):
        assert time.monotonic() < deadline
    return given


def test_hits_are_gone_through_in_order_and_round_the_ends(capture: Capture, find: RecordFind) -> None:
    rows, _ = rows_of(capture)
    find.look_for(b"needle", ignore_case=True)
    assert [step(find, rows, Way.HERE, 1).seq, step(find, rows, Way.NEXT, 1).seq] == [1, 3]
    assert step(find, rows, Way.NEXT, 3).seq == 5
    assert step(find, rows, Way.NEXT, 5) == Found(1, find.found.pieces if find.found else (), went_round=True)
    assert step(find, rows, Way.PREVIOUS, 1).seq == 5
    assert (find.place, find.count) == (3, 3)
    assert find.found is not None
    assert find.found.went_round


def test_a_hit_in_two_pieces_is_marked_in_both(capture: Capture, find: RecordFind) -> None:
    rows, _ = rows_of(capture)
    find.look_for(b"needle", ignore_case=False)
    assert step(find, rows, Way.NEXT, 1).seq == 5
    assert [find.marked(seq) for seq in (3, 4, 5)] == [range(0), range(2, 6), range(2)]


def test_what_the_filter_leaves_out_is_not_found(capture: Capture, find: RecordFind) -> None:
    rows, filter = rows_of(capture, "text:two or size:12")
    find.look_for(b"needle", ignore_case=True)
    assert step(find, rows, Way.HERE, 1).seq == 3
    assert step(find, rows, Way.NEXT, 3).seq == 5
    assert step(find, rows, Way.NEXT, 5).seq == 3
    until(lambda: (look(find, rows), not find.is_looking)[1])
    assert find.count == 2
    filter.set("size:12")
    assert step(find, rows, Way.HERE, 1).seq == 5
    filter.close()


def test_what_comes_later_is_found_too(capture: Capture, find: RecordFind) -> None:
    rows, _ = rows_of(capture)
    find.look_for(b"later", ignore_case=False)
    find.go(Way.HERE, 1)
    until(lambda: (look(find, rows), not find.is_looking)[1])
    assert (find.count, find.found) == (0, None)
    record(capture, [b"later"])
    assert step(find, rows, Way.HERE, 1).seq == 7


def test_nothing_is_looked_for_once_it_was_stopped(capture: Capture, find: RecordFind) -> None:
    rows, _ = rows_of(capture)
    find.look_for(b"needle", ignore_case=False)
    step(find, rows, Way.HERE, 1)
    find.stop()
    find.go(Way.NEXT, 1)
    assert look(find, rows) is None
    assert (find.is_on, find.is_looking, find.count, find.marked(1)) == (False, False, 0, range(0))


@pytest.mark.parametrize(
    ("typed", "encoding", "as_hex", "match_case", "wanted"),
    [
        ("a\\r\\n", "utf-8", False, False, Wanted(b"a\r\n", ignore_case=True)),
        ("A", "utf-8", False, True, Wanted(b"A", ignore_case=False)),
        ("ä", "latin-1", False, False, Wanted(b"\xe4", ignore_case=True)),
        ("ä", "utf-16-be", False, False, Wanted(b"\0\xe4", ignore_case=True)),
        ("A", "cp037", False, False, Wanted(b"\xc1", ignore_case=False)),
        ("0d 0A", "utf-8", True, False, Wanted(b"\r\n", ignore_case=False)),
        ("", "utf-8", False, False, Wanted(b"", ignore_case=True)),
    ],
)
def test_what_is_typed_means_bytes(typed: str, encoding: str, as_hex: bool, match_case: bool, wanted: Wanted) -> None:
    assert wanted_bytes(typed, encoding_of(encoding), as_hex=as_hex, match_case=match_case) == wanted


@pytest.mark.parametrize(
    ("typed", "as_hex", "name"),
    [("€", False, "TEXT_NOT_IN_ENCODING"), ("\\q", False, "ESCAPE_UNKNOWN"), ("0", True, "HEX_ODD")],
)
def test_what_cannot_be_looked_for_says_why(typed: str, as_hex: bool, name: str) -> None:
    fault = wanted_bytes(typed, encoding_of("latin-1"), as_hex=as_hex, match_case=False)
    assert not isinstance(fault, Wanted)
    assert fault.name == name
