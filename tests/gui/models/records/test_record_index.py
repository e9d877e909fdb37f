"""Which records a list shows, as they come in."""

from __future__ import annotations

from array import array

from gui.models.records.record_index import RecordIndex

BUDGET_S = 10.0


def index_over(sockets: array[int], count: list[int]) -> RecordIndex:
    return RecordIndex(lambda last: range(1, last + 1), lambda: count[0], sockets)


def test_without_a_filter_row_and_sequence_number_go_together() -> None:
    count = [3]
    index = index_over(array("q", [1, 2, 1]), count)
    assert index.advance(b"", BUDGET_S)
    assert (len(index), index.seqs(1, 10), index.row_of(3), index.row_of(4)) == (3, [2, 3], 2, None)


def test_a_filter_finds_what_was_there_and_what_comes_later() -> None:
    sockets, count = array("q", [1, 2, 1]), [3]
    index = index_over(sockets, count)
    index.show_some()
    index.advance(bytes([0, 1, 0]), BUDGET_S)
    assert index.seqs(0, 9) == [1, 3]
    sockets.extend([1, 2])
    count[0] = 5
    index.advance(bytes([0, 1, 0]), BUDGET_S)
    assert index.seqs(0, 9) == [1, 3, 4]
    assert (index.row_of(4), index.row_of(2)) == (2, None)


def test_a_record_waits_until_it_is_known_whose_it_is() -> None:
    index = index_over(array("q", [1, 9, 1]), [3])
    index.show_some()
    assert not index.advance(bytes([0, 1]), BUDGET_S)
    assert index.seqs(0, 9) == [1]
    assert index.advance(bytes([0, 1, 0, 0, 0, 0, 0, 0, 0, 1]), BUDGET_S)
    assert index.seqs(0, 9) == [1, 2, 3]


def test_a_long_capture_is_searched_a_slice_at_a_time() -> None:
    size = 100_000
    index = index_over(array("q", [1, 2] * (size // 2)), [size])
    index.show_some()
    finished = index.advance(bytes([0, 0, 1]), 0.0)
    assert not finished
    assert 0 < index.progress < 1
    while not index.advance(bytes([0, 0, 1]), 0.0):
        pass
    assert len(index) == size // 2
    assert index.progress == 1


def test_going_back_to_everything_shows_everything() -> None:
    index = index_over(array("q", [1, 2]), [2])
    index.show_some()
    index.advance(bytes([0, 0, 0]), BUDGET_S)
    assert len(index) == 0
    index.show_all()
    index.advance(b"", BUDGET_S)
    assert len(index) == 2


def test_a_row_that_cannot_be_read_yet_is_not_shown_yet() -> None:
    traffic = array("I", [1, 3, 4])
    index = RecordIndex(lambda _: traffic, lambda: 3, array("q", [1, 1, 1, 1]))
    index.advance(b"", BUDGET_S)
    assert (len(index), index.seqs(0, 9), index.row_of(4)) == (2, [1, 3], None)
    index.show_some()
    index.advance(bytes([0, 1]), BUDGET_S)
    assert index.seqs(0, 9) == [1, 3]
