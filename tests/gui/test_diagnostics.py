"""Tests that the lab measures itself: the model by numbers, the file by the running program."""

from __future__ import annotations

import json
from pathlib import Path

from core.capture.capture import Capture
from gui.models.lab.diagnostics import Diagnostics, Report, TickMeter
from gui.models.lab.diagnostics_rows import groups_of
from tests.core.capture.rows import echo


def test_the_shares_of_ticks_are_told_to_a_quarter_of_a_millisecond() -> None:
    meter = TickMeter()
    now = 0.0
    meter.tick(now)
    for elapsed_ms in [16] * 98 + [40, 120]:
        now += elapsed_ms / 1000
        meter.tick(now)
    assert meter.count == 100
    assert abs(meter.percentile_ms(0.5) - 16) <= 0.25
    assert abs(meter.percentile_ms(0.99) - 40) <= 0.25
    assert abs(meter.worst_ms - 120) < 0.001


def test_nothing_measured_is_zero() -> None:
    assert TickMeter().percentile_ms(0.99) == 0.0


def test_a_tick_longer_than_the_last_bucket_is_still_counted() -> None:
    meter = TickMeter()
    meter.tick(0.0)
    meter.tick(60.0)
    assert meter.count == 1
    assert meter.worst_ms == 60_000.0


def test_the_panel_says_each_measure_in_words_and_judges_some() -> None:
    report = Report(
        running_s=61.2, ticks=900, tick_median_ms=16.2, tick_p99_ms=61.0, tick_worst_ms=80.0, rows=12_345,
        rows_per_s=1234.4, rows_per_s_peak=99_000.0, pending_bytes=0, pending_bytes_peak=2_000_000, unrecorded=3,
        rows_let_go=7, bytes_not_kept=900, memory_bytes=50_000_000, memory_peak_bytes=60_000_000, bytes_in=1,
        bytes_out=2, units_in=3, units_out=4, datagrams_dropped=0,
    )  # fmt: skip
    lines = {line.what: line[1:] for group in groups_of(report, tells_drops=True) for line in group.lines}
    assert lines == {
        "half of the ticks within": ("16.2 ms", "", ""),
        "99 % of the ticks within": ("61.0 ms", "", "warning"),
        "the longest wait": ("80.0 ms", "", ""),
        "rows a second": ("1,234", "99,000", ""),
        "waiting to be written": ("0 B", "2.0 MB", ""),
        "rows recorded": ("12,345", "", ""),
        "rows not recorded": ("3", "", "warning"),
        "oldest rows let go by a limit": ("7", "", ""),
        "bytes of payload not kept": ("900", "", ""),
        "datagrams dropped by the system": ("0", "", ""),
        "memory": ("50 MB", "60 MB", ""),
        "measured for": ("1 min", "", ""),
    }
    untold = [
        line.now for group in groups_of(report, tells_drops=False) for line in group.lines if "dropped" in line.what
    ]
    assert untold == ["this system does not tell"]


def test_rows_from_before_measuring_began_are_no_rate(tmp_path: Path) -> None:
    capture = Capture.create(tmp_path / "run.socketlab")
    try:
        for raw in echo(1000):
            capture.append(raw)
        assert capture.flush()
        model = Diagnostics(capture)
        model.sample(1)
        assert model.report(0, 0, 0, 0)["rows_per_s_peak"] == 0
    finally:
        capture.close()


def test_the_report_is_json_with_the_rows_that_were_recorded(tmp_path: Path) -> None:
    capture = Capture.create(tmp_path / "run.socketlab")
    try:
        model = Diagnostics(capture)
        model.sample(50_000_000)
        model.sample(40_000_000)
        report = json.loads(
            json.dumps(model.report(datagrams_dropped=7, unrecorded=0, rows_let_go=0, bytes_not_kept=0))
        )
    finally:
        capture.close()
    assert report["rows"] == 0
    assert report["datagrams_dropped"] == 7
    assert (report["memory_bytes"], report["memory_peak_bytes"]) == (40_000_000, 50_000_000)
