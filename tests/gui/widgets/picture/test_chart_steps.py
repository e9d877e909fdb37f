"""Where a chart's steps stand: horizontal and vertical lines only, each value in its place."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.widgets.picture.chart_steps import ago, axis_end, steps, value_at


@pytest.mark.parametrize(
    ("most", "end"),
    [(0, 1), (1, 1), (2, 2), (3, 5), (6, 10), (10, 10), (11, 20), (499, 500), (501, 1000), (2001, 5000)],
)
def test_an_axis_ends_at_a_round_number(most: int, end: int) -> None:
    assert axis_end(most) == end


@given(
    st.lists(st.integers(0, 10**9), min_size=1, max_size=60), st.integers(60, 900), st.sampled_from([-90, -11, 11, 90])
)
def test_all_lines_are_level_or_upright_and_within_the_chart(values: list[int], width: int, height: int) -> None:
    flat = steps(values, axis_end(max(values)), left=5, width=width, base=100, height=height)
    points = list(zip(flat[::2], flat[1::2], strict=True))
    assert all(one[0] == other[0] or one[1] == other[1] for one, other in pairwise([*points, points[0]]))
    assert all(5 <= x <= 5 + width for x, _ in points)
    assert all(min(100, 100 - height) <= y <= max(100, 100 - height) for _, y in points)


def test_the_smallest_value_is_still_seen_and_the_largest_reaches_the_end() -> None:
    assert steps([1, 1000, 0], 1000, left=0, width=3, base=50, height=40) == [
        0,
        50,
        0,
        49,
        1,
        49,
        1,
        10,
        2,
        10,
        2,
        50,
        3,
        50,
        3,
        50,
    ]
    assert min(steps([1], 1000, left=0, width=3, base=50, height=-40)) == 0
    assert 51 in steps([1], 1000, left=0, width=3, base=50, height=-40)


def test_the_pointer_finds_the_value_under_it() -> None:
    assert [value_at(x, left=10, width=120, count=60) for x in (9, 10, 11, 12, 129, 130)] == [None, 0, 0, 1, 59, None]
    assert (ago(59, 60), ago(47, 60)) == ("the last second", "12 s ago")
