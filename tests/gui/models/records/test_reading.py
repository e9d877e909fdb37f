"""How times are written, in each style."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.capture.capture import Capture
from core.contract.records import Call, Cause, CauseKind
from core.payload.encodings import encoding_of
from gui.models.records.detail import detail_of
from gui.models.records.reading import Reading, TimeStyle
from gui.models.records.record_index import RecordIndex
from gui.models.records.record_list import RecordList
from gui.models.records.record_rows import CallRows, TableRow, TrafficRows
from gui.models.records.selection import Selection
from gui.models.sockets.sockets import Sockets

START = 1_700_000_000_000_000_000


@pytest.mark.parametrize(
    ("style", "pattern"),
    [
        (TimeStyle.CLOCK, r"\d\d:\d\d:12\.345678"),
        (TimeStyle.DATE, r"2023-11-1[45] \d\d:\d\d:12\.345678"),
        (TimeStyle.START, r"\+72\.345678"),
        (TimeStyle.PREVIOUS, r"\+2\.000000"),
    ],
)
def test_a_time_is_written_in_the_chosen_style(style: TimeStyle, pattern: str) -> None:
    reading = Reading(START - START % 60_000_000_000, time_style=style.value)
    time_ns = START - START % 60_000_000_000 + 72_345_678_901
    assert re.fullmatch(pattern, reading.time_text(time_ns, time_ns - 2_000_000_000))


def test_a_clock_that_was_set_back_is_seen() -> None:
    reading = Reading(START, time_style="previous")
    assert reading.time_text(START, START + 1_500_000_000) == "−1.500000"
    assert reading.time_text(START, None) == "–"


@pytest.mark.parametrize("style", TimeStyle)
@pytest.mark.parametrize("time_ns", [-(2**63), -1, 0, 2**63 - 1])
def test_every_time_that_a_file_can_hold_has_a_text(style: TimeStyle, time_ns: int) -> None:
    assert Reading(START, time_style=style.value).time_text(time_ns, 0)


def test_the_styles_go_round() -> None:
    reading = Reading(0)
    seen = []
    for _ in TimeStyle:
        seen.append(reading.time_style)
        reading.next_time_style()
    assert seen == list(TimeStyle)
    assert reading.time_style is TimeStyle.CLOCK
    assert reading.version == 4


def test_since_the_row_above_means_that_of_the_view(tmp_path: Path) -> None:
    capture = Capture.create(tmp_path / "capture")
    for number, call in enumerate((Call.RECV, Call.LISTEN, Call.SEND, Call.RECV)):
        data = b"x" if call is not Call.LISTEN else b""
        time_ns = START + number * 1_000_000_000
        capture.append((time_ns, 0, 3, 9, call, (), len(data), "", Cause(CauseKind.READY), "", data))
    capture.flush()
    reading = Reading(START, time_style="previous")
    traffic, calls = TrafficRows(capture, reading, lambda _: ""), CallRows(capture, reading, lambda _: "")
    for rows, records_of, column, times in (
        (traffic, lambda _: capture.traffic, 0, ["–", "+2.000000", "+1.000000"]),
        (calls, lambda last: range(1, last + 1), 1, ["–", "+1.000000", "+1.000000", "+1.000000"]),
    ):
        index = RecordIndex(records_of, lambda: capture.count, capture.columns.socket)
        records: RecordList[TableRow] = RecordList(index, rows.read, Selection(Sockets()))
        rows.before = records.before
        records.advance(0)
        assert [cells[column] for _, cells in records.rows(0, 9)] == times
    capture.close()


def test_data_is_read_in_the_chosen_encoding(tmp_path: Path) -> None:
    capture = Capture.create(tmp_path / "capture")
    data = "für".encode("utf-16-le")
    capture.append((START, 0, 3, 9, Call.RECV, (), len(data), "", Cause(CauseKind.READY), "", data))
    capture.flush()
    reading = Reading(START)
    rows = TrafficRows(capture, reading, lambda _: "")
    assert rows.read([1])[0][1][5] == "f\\0\\xfc\\0r\\0"
    reading.encoding = encoding_of("utf-16-le")
    assert rows.read([1])[0][1][5] == "für"
    capture.close()


def test_a_payload_of_which_the_beginning_was_kept_is_shown_with_its_true_size(tmp_path: Path) -> None:
    capture = Capture.create(tmp_path / "capture", payload_most=4)
    capture.append((START, 0, 3, 9, Call.RECV, (), 1500, "", Cause(CauseKind.READY), "", b"a" * 1500))
    capture.flush()
    ((_, cells),) = TrafficRows(capture, Reading(START), lambda _: "").read([1])
    assert cells[4:6] == ("1.5 KB", "aaaa…")
    detail = detail_of(capture, 1, lambda _: "")
    assert (detail.payload, detail.size) == (b"aaaa", 1500)
    assert "1,500 bytes" in detail.heading
    capture.close()
