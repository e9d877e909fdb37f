"""Selected rows as ranges, against a plain set of row numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gui.widgets.table.row_selection import RowSelection

ROWS = 12
STEPS = st.tuples(st.sampled_from(["choose", "extend", "toggle", "all", "clear", "keep"]), st.integers(0, ROWS - 1))


@given(st.lists(STEPS, max_size=30))
def test_any_clicks_select_what_a_set_of_rows_would_hold(steps: list[tuple[str, int]]) -> None:
    selection, expected, anchor = RowSelection(), set[int](), 0
    for step, row in steps:
        match step:
            case "choose":
                selection.choose(row)
                expected, anchor = {row}, row
            case "extend":
                if selection.chosen is None:
                    anchor = row
                selection.extend(row)
                expected = set(range(min(anchor, row), max(anchor, row) + 1))
            case "toggle":
                selection.toggle(row)
                expected ^= {row}
                anchor = row
            case "all":
                selection.choose_all(ROWS)
                expected = set(range(ROWS))
            case "clear":
                selection.clear()
                expected, anchor = set(), 0
            case "keep":
                selection.keep_below(row)
                expected = {kept for kept in expected if kept < row}
        assert {at for selected in selection.ranges for at in selected} == expected
        assert [row in selection for row in range(ROWS)] == [row in expected for row in range(ROWS)]
        assert (selection.chosen in expected) == bool(expected)
        starts = [selected.start for selected in selection.ranges]
        assert starts == sorted(starts)


def test_a_million_selected_rows_are_one_range() -> None:
    selection = RowSelection()
    selection.choose_all(1_000_000)
    selection.toggle(500_000)
    assert selection.ranges == (range(500_000), range(500_001, 1_000_000))
    assert 500_000 not in selection


def test_rows_that_are_added_change_nothing() -> None:
    selection = RowSelection()
    selection.choose_these([1, 2, 7], 2)
    selection.keep_below(1_000)
    assert selection.ranges == (range(1, 3), range(7, 8))
    assert selection.chosen == 2
