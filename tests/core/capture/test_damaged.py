"""A damaged capture gives every row that is whole, before and after the damage, and says how much it lost.

Law: what is expected is worked out from where the rows stood in the file when it was whole.
"""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.capture.recording.retention import Retention
from core.contract.records import RawRecord
from tests.core.capture.rows import as_raw, echo, sample

BLOCKS = 5


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A capture of five blocks."""
    return save(tmp_path / "saved.socketlab", sample())


def save(path: Path, rows: list[RawRecord]) -> Path:
    with closing(Capture.create(path)) as capture:
        for _ in range(BLOCKS):
            for raw in rows:
                capture.append(raw)
            assert capture.flush()
    return path


def starts(data: bytes | bytearray) -> list[int]:
    """Where the blocks begin, and where the last one ends."""
    found = [at for at in range(len(data)) if data.startswith(b"ROWS", at)]
    assert len(found) == BLOCKS
    return [*found, len(data)]


@pytest.mark.parametrize("block", range(BLOCKS))
@pytest.mark.parametrize("place", [0, 5, 13, 17, 21, 24, 60, 330])
def test_the_rows_of_all_other_blocks_are_read(saved: Path, block: int, place: int) -> None:
    data = bytearray(saved.read_bytes())
    begin, end = starts(data)[block : block + 2]
    data[begin + place] ^= 0x55
    saved.write_bytes(data)
    with closing(Capture.open(saved)) as capture:
        rows = [as_raw(record) for record in capture.records(range(1, capture.count + 1))]
        assert rows == sample() * (BLOCKS - 1)
        status = capture.status
        assert status.fault is not None
        assert (status.fault.name, status.fault.count) == ("CAPTURE_DAMAGED", block * len(sample()))
        assert status.unreadable_bytes == end - begin
        assert capture.overall.bytes_in == (BLOCKS - 1) * 10


def test_a_hole_over_several_blocks_is_stepped_over(saved: Path) -> None:
    data = bytearray(saved.read_bytes())
    places = starts(data)
    data[places[1] + 40 : places[3] + 40] = bytes(places[3] - places[1])
    saved.write_bytes(data)
    with closing(Capture.open(saved)) as capture:
        assert [as_raw(record) for record in capture.records(range(1, capture.count + 1))] == sample() * 2
        assert capture.status.unreadable_bytes == places[4] - places[1]


def test_bytes_that_were_lost_or_came_in_between_are_stepped_over(saved: Path) -> None:
    data = saved.read_bytes()
    places = starts(data)
    saved.write_bytes(data[: places[1]] + b"something else" + data[places[1] : places[3] - 9] + data[places[3] :])
    with closing(Capture.open(saved)) as capture:
        count = capture.count
        assert capture.status.unreadable_bytes >= 14
        whole = [seq for seq in range(1, count + 1) if is_readable(capture, seq)]
        assert len(whole) >= 3 * len(sample())


def is_readable(capture: Capture, seq: int) -> bool:
    try:
        capture.record(seq)
    except CaptureError:
        return False
    return True


def test_blocks_of_another_capture_in_a_payload_are_never_taken_for_its_own(tmp_path: Path) -> None:
    other = save(tmp_path / "other.socketlab", sample()).read_bytes()
    path = tmp_path / "damaged.socketlab"
    with closing(Capture.create(path)) as capture:
        for raw in [*echo(1, other), *sample()]:
            capture.append(raw)
            assert capture.flush()
    data = bytearray(path.read_bytes())
    data[data.index(b"ROWS") + 5] ^= 1
    path.write_bytes(data)
    with closing(Capture.open(path)) as capture:
        assert [as_raw(record) for record in capture.records(range(1, capture.count + 1))] == sample()


def test_the_damage_is_left_out_when_the_rest_is_saved(saved: Path, tmp_path: Path) -> None:
    data = bytearray(saved.read_bytes())
    data[starts(data)[2] + 30] ^= 1
    saved.write_bytes(data)
    with closing(Capture.open(saved)) as damaged:
        damaged.save_as(tmp_path / "mended.socketlab", lambda _done, _total: None, Event())
        with closing(Capture.open(tmp_path / "mended.socketlab")) as mended:
            assert (mended.status.fault, mended.status.unreadable_bytes) == (None, 0)
            assert mended.count == damaged.count == 4 * len(sample())


def test_of_a_live_capture_the_files_that_are_good_are_read(tmp_path: Path) -> None:
    folder, kept = tmp_path / "live.socketlab", tmp_path / "kept.socketlab"
    with closing(Capture.create_live(folder, retention=Retention(rows=8 * 2048))) as capture:
        for raw in echo(10_000):
            capture.append(raw)
        assert capture.flush()
        kept.mkdir()
        for file in folder.glob("0*"):
            os.link(file, kept / file.name)
    first, second, *others = sorted(kept.iterdir())
    rows = count(first) + sum(map(count, others))
    second.write_bytes(b"")
    with closing(Capture.open(kept)) as opened:
        assert opened.count == rows
        assert opened.status.fault is not None
        assert (opened.status.fault.name, opened.status.fault.about) == ("CAPTURE_DAMAGED", str(second))


def count(path: Path) -> int:
    """Rows in a file."""
    with closing(Capture.open(path)) as capture:
        return capture.count - capture.first + 1


def test_rows_stay_in_their_order_when_the_clock_jumps(tmp_path: Path) -> None:
    hour = 3_600_000_000_000
    rows = [(raw[0] + jump * hour, *raw[1:]) for raw, jump in zip(echo(6), [0, 1, -1, 0, -2, 2], strict=True)]
    with closing(Capture.create(tmp_path / "jumped.socketlab")) as capture:
        for raw in rows:
            capture.append(raw)
    with closing(Capture.open(tmp_path / "jumped.socketlab")) as reopened:
        assert [as_raw(record) for record in reopened.records(range(1, 7))] == rows
