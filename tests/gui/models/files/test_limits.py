"""The limits of a recording, as they are typed, stored and told."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from core.capture.capture import Capture
from core.capture.format import WHOLE_PAYLOAD
from core.capture.recording.retention import Retention
from core.contract.faults import BadInput
from core.explain.faults import explain
from gui.models.files.limits import (
    AskedLimits,
    about_recording,
    bytes_text,
    limits_of,
    parse_keep_bytes,
    parse_keep_size,
)
from gui.settings import Settings
from tests.core.capture.rows import echo


@pytest.mark.parametrize("text", ["", "much", "9 MB", "2 GiB or so", "-5 GB"])
def test_a_size_that_no_recording_can_have_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadInput) as bad:
        parse_keep_size(text)
    words = explain(bad.value.fault)
    assert text in words.sentence
    assert "500 MB" in words.remedy


@pytest.mark.parametrize("text", ["", "0", "none", "-1", "1.5.1"])
def test_what_is_no_number_of_bytes_to_keep_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadInput) as bad:
        parse_keep_bytes(text)
    assert "all" in explain(bad.value.fault).remedy


@pytest.mark.parametrize(
    ("text", "most"), [("all", WHOLE_PAYLOAD), (" ALL ", WHOLE_PAYLOAD), ("100", 100), ("1 KiB", 1024)]
)
def test_bytes_to_keep_are_typed_as_a_size_or_as_all(text: str, most: int) -> None:
    assert parse_keep_bytes(text) == most
    assert parse_keep_bytes(bytes_text(most)) == most


@pytest.mark.parametrize(
    ("settings", "asked", "limits"),
    [
        (Settings(), AskedLimits(), Retention()),
        (Settings(keep_size="500 MB", keep_bytes="64"), AskedLimits(), Retention(500_000_000, payload_most=64)),
        (Settings(keep_size="500 MB"), AskedLimits(size=10_000_000, bytes=7), Retention(10_000_000, payload_most=7)),
        (Settings(keep_size="a lot", keep_bytes="0"), AskedLimits(), Retention()),
    ],
)
def test_a_start_option_comes_before_the_settings_and_these_before_the_default(
    settings: Settings, asked: AskedLimits, limits: Retention
) -> None:
    assert limits_of(settings, asked) == limits


def test_the_default_is_two_gibibytes_and_all_bytes() -> None:
    assert limits_of(Settings(), AskedLimits()) == Retention(size_bytes=2 << 30, payload_most=WHOLE_PAYLOAD)


def test_what_goes_and_what_is_not_kept_is_told(tmp_path: Path) -> None:
    limits = Retention(size_bytes=10_000_000, rows=80_000, payload_most=10)
    with closing(Capture.create_live(tmp_path / "live.socketlab", retention=limits)) as capture:
        assert about_recording(capture) == (
            "This recording takes 10 MB at most (no row went), and keeps of each call the first 10 bytes (0 B were not "
            "kept)."
        )
        for raw in echo(100_000):
            capture.append(raw)
        assert capture.flush(30)
        gone = capture.status.dropped_rows
        assert gone
        assert f"(the oldest {gone:,} rows went)" in about_recording(capture)
        assert "(5.4 MB were not kept)" in about_recording(capture)
        capture.record_elsewhere(tmp_path / "own.socketlab")
        assert "a file of its own: it keeps every row" in about_recording(capture)
