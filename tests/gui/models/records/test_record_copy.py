"""Rows for the clipboard, in each form, and no more than it should take."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.capture.capture import Capture
from core.contract.faults import Fault
from core.contract.records import Call, Cause, CauseKind
from gui.models.records import record_copy
from gui.models.records.reading import Reading
from gui.models.records.record_copy import Copied, CopyForm, copied
from gui.models.records.record_rows import WHOLE, TrafficRows

ORDER = (6, 1, 2, 5)


@pytest.fixture
def capture(tmp_path: Path) -> Iterator[Capture]:
    """Two pieces with bytes that a clipboard could not take, and a call without any."""
    capture = Capture.create(tmp_path / "capture")
    for call, data in ((Call.RECV, b"a\0\x1b\r\n"), (Call.LISTEN, b""), (Call.SEND, b"=1+1" + b"x" * 1000)):
        capture.append((1, 1, 3, 9, call, (), len(data), "", Cause(CauseKind.READY), "", data))
    capture.flush()
    yield capture
    capture.close()


def copy(capture: Capture, form: CopyForm, seqs: tuple[int, ...] = (1, 3), left: int = 0) -> Copied:
    rows = TrafficRows(capture, Reading(0), lambda _: "", most=WHOLE)
    done = copied(capture, seqs, form, rows.read, ORDER, left)
    assert isinstance(done, Copied)
    return done


def test_text_is_the_cells_as_they_stand_with_all_of_the_data(capture: Capture) -> None:
    first, second = copy(capture, CopyForm.TEXT).text.split("\n")
    assert first == "1\t#3\t← in\ta\\0\\x1b\\r\\n"
    assert second.endswith("x" * 1000)


def test_hex_and_c_strings_are_of_the_rows_that_moved_bytes(capture: Capture) -> None:
    assert copy(capture, CopyForm.HEX, (1, 2)).text == "61 00 1b 0d 0a"
    assert copy(capture, CopyForm.C, (1, 2)).text == '"a\\000\\033\\r\\n"'


def test_csv_is_that_of_the_export(capture: Capture) -> None:
    done = copy(capture, CopyForm.CSV, (1, 2, 3))
    table = list(csv.DictReader(io.StringIO(done.text)))
    assert [line["seq"] for line in table] == ["1", "2", "3"]
    assert table[2]["text"].startswith("\\x3d1+1"), "a spreadsheet must not take it for a formula"
    assert done.rows == 3


@pytest.mark.parametrize("form", CopyForm)
def test_nothing_is_copied_at_which_a_clipboard_would_be_cut(capture: Capture, form: CopyForm) -> None:
    assert "\0" not in copy(capture, form).text
    assert "\x1b" not in copy(capture, form).text


@pytest.mark.parametrize("form", CopyForm)
def test_the_limits_hold_and_what_is_left_out_is_counted(
    capture: Capture, form: CopyForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_copy, "MOST_ROWS", 1)
    done = copy(capture, form, (1, 3), left=5)
    assert (done.rows, done.left) == (1, 6)
    assert done.message == "Copied 1 of 7 rows. For all of them, export them from the recording’s menu."
    monkeypatch.setattr(record_copy, "MOST_ROWS", 9)
    monkeypatch.setattr(record_copy, "MOST_BYTES", 100)
    assert copy(capture, form, (1, 3)).left == 1, "the second is too large"
    assert copy(capture, form, (3,)).left == 0, "one row always goes"


@pytest.mark.parametrize("form", [CopyForm.HEX, CopyForm.C, CopyForm.CSV])
def test_a_row_that_cannot_be_read_is_a_fault_in_words(capture: Capture, form: CopyForm) -> None:
    path = capture.status.path
    path.write_bytes(path.read_bytes().replace(b"=1+1x", b"=1+1y"))
    fault = copied(capture, (1, 3), form, lambda seqs: [], ORDER, 0)
    assert isinstance(fault, Fault)
    assert fault.name == "CAPTURE_DAMAGED"
