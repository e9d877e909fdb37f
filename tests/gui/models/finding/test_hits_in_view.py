"""Which hits of a search the view has, and which comes next; against the plain way to say it."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from gui.models.finding.hits_in_view import HitsInView

LAST = 400


class Searched:
    """A search that got so far."""

    def __init__(self, seqs: Sequence[int], walked: int) -> None:
        self.all = seqs
        self.walked = walked

    @property
    def seqs(self) -> array[int]:
        return array("Q", [seq for seq in self.all if seq <= self.walked])

    def __len__(self) -> int:
        return len(self.seqs)


class View:
    """Rows of these records; it is known of which up to `reach`."""

    version = 1
    is_narrow = True

    def __init__(self, seqs: Sequence[int], reach: int) -> None:
        self.all = list(seqs)
        self.reach = reach

    @property
    def seqs(self) -> list[int]:
        return self.all[: bisect_right(self.all, self.reach)]

    def row_of(self, seq: int) -> int | None:
        return self.seqs.index(seq) if seq in self.seqs else None

    def count_between(self, first: int, last: int) -> int:
        return len(self.seqs_between(first, last))

    def seqs_between(self, first: int, last: int) -> Sequence[int]:
        return self.seqs[bisect_left(self.seqs, first) : bisect_right(self.seqs, last)]


SEQS = st.lists(st.integers(1, LAST), unique=True, max_size=60).map(sorted)


@given(hits=SEQS, rows=SEQS, steps=st.lists(st.tuples(st.integers(0, LAST), st.integers(0, LAST)), max_size=5))
def test_what_is_known_is_true_at_every_step(hits: list[int], rows: list[int], steps: list[tuple[int, int]]) -> None:
    search, view = Searched(hits, 0), View(rows, 0)
    found = HitsInView(search, view)  # type: ignore[arg-type]
    both = sorted(set(hits) & set(rows))
    for walked, reach in [*steps, (LAST, LAST)]:
        search.walked, view.reach = max(search.walked, walked), max(view.reach, reach)
        found.advance(1.0)
        known = [seq for seq in both if seq <= min(search.walked, view.reach)]
        assert found.count(1) == len(known)
        for seq in (0, 1, LAST // 2, LAST, LAST + 1):
            after = found.after(seq)
            assert after == next((each for each in known if each > seq), None)
            before = found.before(seq, 1)
            assert before in (None, next((each for each in reversed(both) if each < seq), None)), "never a wrong one"
        for place, seq in enumerate(known, 1):
            assert found.place(seq, 1) == place
    assert found.is_complete(LAST)
    assert found.before(LAST + 1, 1) == (both[-1] if both else None)


@given(hits=SEQS, first=st.integers(1, LAST))
def test_where_nothing_is_left_out_all_hits_count_that_are_still_kept(hits: list[int], first: int) -> None:
    search, view = Searched(hits, LAST), View([], LAST)
    view.is_narrow = False
    found = HitsInView(search, view)  # type: ignore[arg-type]
    found.advance(0.0)
    kept = [seq for seq in hits if seq >= first]
    assert found.count(first) == len(kept)
    assert [found.place(seq, first) for seq in kept] == list(range(1, len(kept) + 1))
    assert found.before(LAST + 1, first) == (kept[-1] if kept else None)


def test_a_million_hits_take_no_longer_than_they_are_given() -> None:
    search, view = Searched(range(1, 20_001), 20_000), View(range(1, 20_001, 2), 20_000)
    found = HitsInView(search, view)  # type: ignore[arg-type]
    found.advance(0.0)
    assert found.count(1) == 0
    assert not found.is_complete(20_000)
    assert found.before(20_000, 1) is None, "what is not known yet is not told"
    found.advance(60.0)
    assert found.count(1) == 10_000
