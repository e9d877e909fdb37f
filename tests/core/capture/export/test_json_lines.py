"""JSON Lines: an export made into a capture again is the same capture; a damaged one gives what is whole."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.capture.export.formats import JsonLines
from core.capture.opening.importing import Imported, import_jsonl
from core.contract.faults import Fault
from core.contract.records import Call, RawRecord
from tests.core.capture.export.files import all_of, capture_of, export_to, exported
from tests.core.capture.rows import any_row, as_raw, echo, row, sample


def import_from(source: Path, target: Path, cancelled: Event | None = None) -> Imported:
    """Import without anybody watching."""
    return import_jsonl(source, target, progress=lambda _done, _all: None, cancelled=cancelled or Event())


def rows_of(path: Path) -> list[RawRecord]:
    """The rows of a capture file."""
    with closing(Capture.open(path)) as capture:
        assert capture.status.fault is None
        return [as_raw(record) for record in all_of(capture)]


@pytest.fixture
def lines(tmp_path: Path) -> list[bytes]:
    """The lines of an export of the sample."""
    with capture_of(sample()) as capture:
        return exported(capture, JsonLines()).splitlines(keepends=True)


@pytest.fixture
def imported(tmp_path: Path) -> Callable[[bytes], Imported]:
    """Import these bytes, over what was imported before."""

    def run(data: bytes) -> Imported:
        source = tmp_path / "source.jsonl"
        source.write_bytes(data)
        return import_from(source, tmp_path / "target.socketlab")

    return run


@given(st.lists(any_row, max_size=12))
def test_any_capture_comes_back_equal_with_its_header(rows: list[RawRecord]) -> None:
    with capture_of(rows, lab="1.2.3") as capture, TemporaryDirectory() as folder:
        source, target = Path(folder, "a.jsonl"), Path(folder, "b.socketlab")
        export_to(source, capture, JsonLines())
        assert import_from(source, target) == Imported(len(rows), target, None)
        with closing(Capture.open(target)) as again:
            assert all_of(again) == all_of(capture)
            assert again.header == capture.header
            assert again.overall == capture.overall


def test_many_rows_come_back_and_progress_is_told_in_bytes(tmp_path: Path) -> None:
    source, target, told = tmp_path / "a.jsonl", tmp_path / "b.socketlab", []
    rows = echo(3000, b"x" * 2000)
    with capture_of(rows) as capture:
        export_to(source, capture, JsonLines())
    import_jsonl(source, target, progress=lambda done, of: told.append((done, of)), cancelled=Event())
    assert rows_of(target) == rows
    assert told == sorted(told)
    assert told[-1] == (source.stat().st_size,) * 2


def test_the_lines_are_what_the_description_says(lines: list[bytes]) -> None:
    about, *rows = map(json.loads, lines)
    assert about.pop("start_ns") > 1_700_000_000_000_000_000
    assert about == {
        "format": "socketlab-calls", "version": 1, "lab": "", "platform": sys.platform, "first": 1,
        "payload_most": (1 << 32) - 1,
    }  # fmt: skip
    assert rows[4] == {
        "seq": 5, "time_ns": 1_700_000_000_000_000_000, "elapsed_ns": 1200, "socket": 2, "fd": 9, "call": "recv",
        "args": [65536], "result": 7, "error": "", "cause": "ready", "command": 0, "address": "",
        "size": 7, "payload": "aGVsbG8NCg==",
    }  # fmt: skip
    assert all(line.isascii() for line in lines)


def test_rows_that_follow_one_another_keep_their_numbers(tmp_path: Path) -> None:
    source, target = tmp_path / "a.jsonl", tmp_path / "b.socketlab"
    with capture_of(sample()) as capture:
        export_to(source, capture, JsonLines(), range(4, 9))
        import_from(source, target)
        with closing(Capture.open(target)) as again:
            assert (again.first, again.count) == (4, 8)
            assert again.records(range(4, 9)) == capture.records(range(4, 9))


def test_rows_of_a_filter_come_back_without_the_gaps_between_them(tmp_path: Path) -> None:
    source, target = tmp_path / "a.jsonl", tmp_path / "b.socketlab"
    with capture_of(sample()) as capture:
        export_to(source, capture, JsonLines(), capture.traffic)
        expected = [as_raw(record) for record in capture.records(capture.traffic)]
    import_from(source, target)
    assert rows_of(target) == expected


def test_payloads_that_were_cut_when_they_were_recorded_keep_their_size(tmp_path: Path) -> None:
    source, target = tmp_path / "a.jsonl", tmp_path / "b.socketlab"
    with closing(Capture.create(tmp_path / "cut.socketlab", payload_most=3)) as capture:
        for raw in sample():
            capture.append(raw)
        assert capture.flush()
        export_to(source, capture, JsonLines())
        assert import_from(source, target).fault is None
        with closing(Capture.open(target)) as again:
            assert all_of(again) == all_of(capture)
            assert list(again.columns.size) == list(capture.columns.size)
            assert again.header == capture.header
            assert again.overall == capture.overall


def test_a_copy_made_by_an_editor_is_read_too(
    lines: list[bytes], imported: Callable[[bytes], Imported], tmp_path: Path
) -> None:
    edited = b"\xef\xbb\xbf" + b"".join(lines).replace(b"\n", b"\r\n").rstrip()
    assert imported(edited).fault is None
    assert rows_of(tmp_path / "target.socketlab") == sample()


@pytest.mark.parametrize(
    ("first_line", "name", "count"),
    [
        (b"", "NOT_A_CAPTURE", None),
        (b"\n", "NOT_A_CAPTURE", None),
        (b"\x89PNG\r\n", "NOT_A_CAPTURE", None),
        (b'"text"\n', "NOT_A_CAPTURE", None),
        (b"[" * 100_000, "NOT_A_CAPTURE", None),
        (b'{"format":"something"}\n', "NOT_A_CAPTURE", None),
        (b'{"format":"socketlab-calls"}\n', "NOT_A_CAPTURE", None),
        (b'{"format":"socketlab-calls","version":"1"}\n', "NOT_A_CAPTURE", None),
        (b'{"format":"socketlab-calls","version":1,"start_ns":1e9,"lab":"","platform":""}\n', "NOT_A_CAPTURE", None),
        (b'{"format":"socketlab-calls","version":2}\n', "CAPTURE_NEWER", 2),
    ],
)
def test_what_is_no_export_or_a_newer_one_is_refused_and_nothing_is_made(
    imported: Callable[[bytes], Imported], tmp_path: Path, first_line: bytes, name: str, count: int | None
) -> None:
    with pytest.raises(CaptureError) as refused:
        imported(first_line)
    assert refused.value.fault == Fault(name, about=str(tmp_path / "source.jsonl"), count=count)
    assert [path.name for path in tmp_path.iterdir()] == ["source.jsonl"]


@pytest.mark.parametrize("at", range(1, 12))
def test_a_file_cut_in_a_line_gives_the_rows_before_it(
    lines: list[bytes], imported: Callable[[bytes], Imported], tmp_path: Path, at: int
) -> None:
    made = imported(b"".join(lines[:at]) + lines[at][: len(lines[at]) // 2])
    assert made.fault == Fault("CAPTURE_DAMAGED", about=str(tmp_path / "source.jsonl"), count=at - 1)
    assert made.rows == at - 1
    assert rows_of(made.path) == sample()[: at - 1]


@pytest.mark.parametrize(
    "change",
    [
        {"time_ns": 1 << 63}, {"time_ns": 1.5}, {"time_ns": True}, {"time_ns": "1"}, {"elapsed_ns": None},
        {"socket": -1}, {"socket": 1 << 32}, {"fd": 1 << 31}, {"result": -1 << 64}, {"command": 1 << 63},
        {"call": "sendmsg"}, {"call": 7}, {"cause": "whim"}, {"error": None}, {"address": 5},
        {"args": "65536"}, {"args": [1.5]}, {"args": [True]}, {"args": [[]]}, {"args": {}},
        {"size": 6}, {"size": 8}, {"size": -1}, {"size": None},
        {"payload": "a"}, {"payload": "a b="}, {"payload": "ä==="}, {"payload": None},
    ],
)  # fmt: skip
def test_a_line_that_no_lab_wrote_is_damage(
    lines: list[bytes], imported: Callable[[bytes], Imported], change: dict[str, Any]
) -> None:
    wrong = json.dumps({**json.loads(lines[5]), **change}).encode() + b"\n"
    made = imported(b"".join([*lines[:5], wrong, *lines[6:]]))
    assert made.fault is not None
    assert (made.fault.name, made.fault.count) == ("CAPTURE_DAMAGED", 4)
    assert rows_of(made.path) == sample()[:4]


@pytest.mark.parametrize("key", ["time_ns", "call", "args", "cause", "payload"])
def test_a_line_without_one_of_its_keys_is_damage(
    lines: list[bytes], imported: Callable[[bytes], Imported], key: str
) -> None:
    fields = json.loads(lines[1])
    del fields[key]
    made = imported(lines[0] + json.dumps(fields).encode())
    assert made.fault is not None
    assert (made.fault.name, made.rows) == ("CAPTURE_DAMAGED", 0)


def test_a_line_that_never_ends_does_not_fill_the_memory(
    lines: list[bytes], imported: Callable[[bytes], Imported]
) -> None:
    made = imported(b"".join(lines[:3]) + b'{"payload":"' + bytes(65 << 20))
    assert made.fault is not None
    assert (made.fault.name, made.rows) == ("CAPTURE_DAMAGED", 2)


def test_a_cancelled_import_leaves_what_was_there(tmp_path: Path) -> None:
    source, target, cancelled = tmp_path / "a.jsonl", tmp_path / "b.socketlab", Event()
    target.write_bytes(b"what was there")
    with capture_of([row(Call.CLOSE)]) as capture:
        export_to(source, capture, JsonLines())
    cancelled.set()
    with pytest.raises(CaptureError) as refused:
        import_from(source, target, cancelled)
    assert refused.value.fault == Fault("CANCELLED", about=str(source))
    assert target.read_bytes() == b"what was there"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "b.socketlab"]


def test_a_file_that_is_not_there_is_the_systems_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        import_from(tmp_path / "nowhere.jsonl", tmp_path / "b.socketlab")
