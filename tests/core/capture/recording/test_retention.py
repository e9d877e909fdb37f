"""A live capture keeps within its limits: the oldest rows go in whole files, and the others keep their numbers.

Law: what went is counted, and asked for it is said to be gone.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.capture.index import Totals
from core.capture.recording.retention import Retention
from core.contract.records import Call, RawRecord
from tests.core.capture.rows import CONNECTION, OTHER_PEER, START_NS, UDP, as_raw, echo, row, sample

FEW_ROWS = Retention(rows=80_000)
SMALL = Retention(size_bytes=16 << 20)


def record(capture: Capture, rows: list[RawRecord]) -> None:
    """Hand these over as the engine does: no more at a time than may wait."""
    for number, raw in enumerate(rows):
        capture.append(raw)
        if not number % 1000 and capture.pending_bytes > 4 << 20:
            assert capture.flush(30)
    assert capture.flush(30)


def size_of(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a live capture may be."""
    return tmp_path / "live.socketlab"


def test_the_oldest_rows_go_and_the_others_keep_their_numbers(folder: Path) -> None:
    rows = echo(200_000)
    with closing(Capture.create_live(folder, retention=FEW_ROWS)) as capture:
        record(capture, rows)
        assert capture.count == len(rows)
        assert FEW_ROWS.rows * 6 // 8 <= capture.count - capture.first + 1 <= FEW_ROWS.rows
        for seq in (capture.first, capture.first + 12_345, capture.count):
            assert as_raw(capture.record(seq)) == rows[seq - 1]
            assert capture.columns.time_ns[seq - 1] == START_NS + seq - 1
            assert capture.traffic[seq - 1] == seq
        assert capture.overall.bytes_in + capture.overall.bytes_out == 64 * len(rows)


def test_how_much_went_is_always_known(folder: Path) -> None:
    with closing(Capture.create_live(folder, retention=FEW_ROWS)) as capture:
        record(capture, echo(50_000))
        assert (capture.status.dropped_rows, capture.status.dropped_bytes, capture.first) == (0, 0, 1)
        record(capture, echo(100_000))
        status = capture.status
        assert status.rows == 150_000
        assert status.dropped_rows == capture.first - 1 > 0
        assert status.dropped_bytes > 64 * status.dropped_rows
        assert (status.path, status.fault, status.unrecorded) == (folder, None, 0)


def test_the_files_never_take_more_than_the_limit(folder: Path) -> None:
    with closing(Capture.create_live(folder, retention=SMALL)) as capture:
        for _ in range(10):
            record(capture, echo(40, b"x" * 100_000))
            assert size_of(folder) <= SMALL.size_bytes
        assert size_of(folder) > SMALL.size_bytes // 2
        assert capture.first > 1


def test_a_limit_that_is_made_smaller_or_larger_holds_from_the_next_row_on(folder: Path) -> None:
    with closing(Capture.create_live(folder, retention=SMALL)) as capture:
        record(capture, echo(100, b"x" * 100_000))
        assert size_of(folder) > 9_000_000
        assert capture.limits == SMALL
        capture.limit_size(9_000_000)
        record(capture, echo(40, b"x" * 100_000))
        assert size_of(folder) <= 9_000_000
        capture.limit_size(32 << 20)
        record(capture, echo(240, b"x" * 100_000))
        assert 20_000_000 < size_of(folder) <= 32 << 20


def test_one_file_has_no_limit_to_be_changed(folder: Path) -> None:
    with closing(Capture.create(folder)) as capture:
        assert capture.limits is None
        with pytest.raises(ValueError, match="one file"):
            capture.limit_size(1 << 30)


def test_memory_does_not_grow_with_the_rows_that_went(folder: Path) -> None:
    with closing(Capture.create_live(folder, retention=FEW_ROWS)) as capture:
        record(capture, echo(200_000))
        taken = capture.columns.memory_bytes + capture.traffic.memory_bytes
        record(capture, echo(200_000))
        assert capture.columns.memory_bytes + capture.traffic.memory_bytes <= taken * 1.3


def test_a_row_that_went_is_said_to_be_gone(folder: Path) -> None:
    with closing(Capture.create_live(folder, retention=FEW_ROWS)) as capture:
        record(capture, echo(150_000))
        for seqs in ([1], [capture.first - 1, capture.first]):
            with pytest.raises(CaptureError) as refused:
                capture.records(seqs)
            assert (refused.value.fault.name, refused.value.fault.count) == ("ROW_GONE", seqs[0])
        with pytest.raises(IndexError):
            capture.record(0)


def test_whoever_reads_meanwhile_gets_the_right_row_or_is_told_that_it_went(folder: Path) -> None:
    rows, wrong, written = echo(200_000), list[str](), threading.Event()

    def read_the_oldest() -> None:
        # Without a pause its many short reads would starve the recorder: each gives the interpreter lock back too soon
        # for another thread to wake up and take it, and late enough to begin that thread's patience anew.
        while not written.wait(0.0005):
            seq = capture.first
            try:
                records = capture.records(range(seq, min(seq + 50, capture.count + 1)))
            except CaptureError as error:
                if error.fault.name != "ROW_GONE":
                    wrong.append(error.fault.name)
            else:
                wrong.extend(f"row {it.seq}" for it in records if as_raw(it) != rows[it.seq - 1])

    with closing(Capture.create_live(folder, retention=Retention(rows=8 * 2048))) as capture:
        readers = [threading.Thread(target=read_the_oldest) for _ in range(2)]
        for reader in readers:
            reader.start()
        record(capture, rows)
        written.set()
        for reader in readers:
            reader.join()
    assert not wrong


def test_nothing_is_left_when_it_is_closed(folder: Path, tmp_path: Path) -> None:
    with closing(Capture.create_live(folder, retention=FEW_ROWS)) as capture:
        record(capture, echo(100_000))
    assert list(tmp_path.iterdir()) == []


def test_recording_elsewhere_keeps_every_row_from_then_on(folder: Path, tmp_path: Path) -> None:
    with closing(Capture.create_live(folder, retention=FEW_ROWS)) as capture:
        record(capture, echo(100_000))
        first = capture.first
        capture.record_elsewhere(tmp_path / "kept.socketlab")
        record(capture, echo(100_000))
        assert capture.first == first
        assert capture.record(first).seq == first
        assert capture.status.path == tmp_path / "kept.socketlab"
    with closing(Capture.open(tmp_path / "kept.socketlab")) as kept:
        assert (kept.first, kept.count) == (1, 100_000)


@pytest.fixture(params=["live", "in a file"])
def cutting(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Capture]:
    """A capture that keeps five bytes of each payload."""
    path = tmp_path / "cut.socketlab"
    live = request.param == "live"
    limits = Retention(payload_most=5)
    with closing(Capture.create_live(path, retention=limits) if live else Capture.create(path, payload_most=5)) as it:
        yield it


def test_a_long_payload_is_cut_and_its_size_is_still_known(cutting: Capture) -> None:
    long = row(Call.RECV, result=11, payload=b"hello world")
    datagram = row(Call.SENDTO, socket=UDP, result=6, address=OTHER_PEER, payload=b"abcdef")
    record(cutting, [long, datagram, *sample()])
    with closing(Capture.open(cutting.status.path)) as reopened:
        for capture in (cutting, reopened):
            first, second, *others = capture.records(range(1, capture.count + 1))
            assert (first.payload, first.size, first.result) == (b"hello", 11, 11)
            assert (second.payload, second.size, second.address) == (b"abcde", 6, OTHER_PEER)
            assert list(capture.columns.size[:2]) == [11, 6]
            assert [(it.payload, it.size) for it in others] == [(it[10][:5], len(it[10])) for it in sample()]
            assert capture.totals(CONNECTION) == Totals(18, 7, 2, 1)
            assert capture.peer_totals(UDP, OTHER_PEER).bytes_out == 8
            assert capture.status.cut_bytes == 6 + 1 + sum(max(0, len(it[10]) - 5) for it in sample())


@pytest.mark.parametrize("payload_most", [0, -1, 1 << 32])
def test_at_least_a_byte_is_kept(folder: Path, payload_most: int) -> None:
    with pytest.raises(ValueError):
        Capture.create(folder, payload_most=payload_most)
    with pytest.raises(ValueError):
        Capture.create_live(folder, retention=Retention(payload_most=payload_most))
    assert not folder.exists()
