"""Tests that the lab measures itself: the model by numbers, the file by the running program."""

from __future__ import annotations

import json
from pathlib import Path

from gui.models.diagnostics import TickMeter


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


def test_the_report_is_json_with_the_rows_that_were_recorded(tmp_path: Path) -> None:
    from core.capture.capture import Capture
    from gui.models.diagnostics import Diagnostics

    capture = Capture.create(tmp_path / "run.socketlab")
    try:
        model = Diagnostics(capture)
        model.sample(50_000_000)
        model.sample(40_000_000)
        report = json.loads(json.dumps(model.report(datagrams_dropped=7, unrecorded=0)))
    finally:
        capture.close()
    assert report["rows"] == 0
    assert report["datagrams_dropped"] == 7
    assert (report["memory_bytes"], report["memory_peak_bytes"]) == (40_000_000, 50_000_000)
