"""Where a jump leads, and what is said when it is not quite there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from core.capture.capture import Capture
from core.contract.faults import BadInput
from core.contract.records import Call as Made
from core.contract.records import Cause, CauseKind
from core.explain.faults import explain
from gui.models.finding.jump import Call, Landing, Moment, land, parse_target

NS_PER_S = 1_000_000_000


class Rows(list[int]):
    """A view of these records; 0 is one that is no longer kept."""

    def seq_at(self, row: int) -> int | None:
        return self[row] or None


@pytest.fixture
def capture(tmp_path: Path) -> Iterator[Capture]:
    """Ten calls, a second apart, from when the recording began."""
    capture = Capture.create(tmp_path / "capture")
    start = capture.header.start_ns
    for number in range(10):
        raw = (start + number * NS_PER_S, 1, 3, 9, Made.RECV, (), 1, "", Cause(CauseKind.READY), "", b"x")
        capture.append(raw)
    capture.flush()
    yield capture
    capture.close()


def clock(capture: Capture, number: int, form: str) -> str:
    """The whole second of a call, as a person writes it."""
    return datetime.fromtimestamp(capture.header.start_ns // NS_PER_S + number).strftime(form)


@pytest.mark.parametrize("typed", ["5", " #5 ", "0005"])
def test_a_number_is_that_of_a_call(capture: Capture, typed: str) -> None:
    assert parse_target(typed, capture) == Call(5)
    assert land(Call(5), Rows(range(1, 11)), capture) == Landing(5)


def test_a_number_may_have_its_thousands_apart(capture: Capture) -> None:
    assert parse_target("1,234,567", capture) == Call(1_234_567)


@pytest.mark.parametrize(
    ("seq", "lands", "says"),
    [
        (5, 6, "Call 5 is not shown here: the next row is call 6."),
        (9, 8, "Call 9 is not shown here: this is the last row."),
        (99, 8, "There are 10 calls: this is the last row."),
    ],
)
def test_where_a_call_is_not_shown_the_next_row_is_gone_to(capture: Capture, seq: int, lands: int, says: str) -> None:
    assert land(Call(seq), Rows([0, 2, 4, 6, 8]), capture) == Landing(lands, says)


@pytest.mark.parametrize("form", ["%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"])
def test_a_time_leads_to_the_first_call_from_then_on(capture: Capture, form: str) -> None:
    target = parse_target(clock(capture, 4, form), capture)
    assert isinstance(target, Moment)
    assert land(target, Rows(range(1, 11)), capture) in (Landing(4), Landing(5)), "calls begin within a second"


def test_seconds_count_from_the_beginning_of_the_recording(capture: Capture) -> None:
    for typed in ("+3.5", "+3.5 s", "+ 3,5s"):
        assert land(parse_target(typed, capture), Rows(range(1, 11)), capture) == Landing(5)
    assert land(parse_target("+0", capture), Rows([0, 0, 3, 4]), capture) == Landing(3), "the first that is kept"
    late = land(parse_target("+1 h", capture), Rows(range(1, 11)), capture)
    assert late == Landing(10, "All rows here are earlier: this is the last one.")


def test_a_time_after_midnight_is_one_of_the_next_day(tmp_path: Path) -> None:
    capture = Capture.create(tmp_path / "long")
    start = capture.header.start_ns
    for hours in (0, 30):
        time_ns = start + hours * 3600 * NS_PER_S
        capture.append((time_ns, 1, 3, 9, Made.RECV, (), 1, "", Cause(CauseKind.READY), "", b"x"))
    capture.flush()
    an_hour_before = datetime.fromtimestamp(start // NS_PER_S - 3600)
    target = parse_target(an_hour_before.strftime("%H:%M:%S"), capture)
    assert isinstance(target, Moment)
    assert start < target.time_ns < start + 24 * 3600 * NS_PER_S
    capture.close()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("abc", "neither the number of a call, nor a time"),
        ("", "neither the number of a call, nor a time"),
        ("-5", "neither the number of a call, nor a time"),
        ("25:00", "not a time of day"),
        ("14:03:11:12", "not a time of day"),
        ("+", "not a number of seconds"),
        ("+x", "not a number of seconds"),
        ("\u202e5", "\\u{202e}5"),
        ("٥", "neither"),
    ],
)
def test_what_cannot_be_understood_is_refused_in_words(capture: Capture, typed: str, says: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_target(typed, capture)
    assert says in explain(refused.value.fault).sentence


def test_an_empty_view_says_so(capture: Capture) -> None:
    for rows in (Rows(), Rows([0, 0])):
        with pytest.raises(BadInput) as refused:
            land(Call(1), rows, capture)
        assert refused.value.fault.name == "JUMP_NO_ROWS"
