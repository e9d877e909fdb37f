"""A running capture: rows can be read while others are written, and nothing is left when it is closed.

Law: a test waits for flush(), which says when what was appended can be read.
"""

from __future__ import annotations

import errno
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.capture.index import MOST_PEERS, Totals
from core.contract.records import Call
from tests.core.capture.rows import CONNECTION, UDP, as_raw, echo, row, sample


@pytest.fixture
def capture(tmp_path: Path) -> Iterator[Capture]:
    """A capture in an empty folder."""
    with closing(Capture.create(tmp_path / "running.socketlab")) as running:
        yield running


def test_a_row_is_written_without_being_asked_for(capture: Capture, wait_until: Callable[..., None]) -> None:
    capture.append(sample()[0])
    wait_until(lambda: capture.count == 1, what="the row")
    assert as_raw(capture.record(1)) == sample()[0]
    assert capture.status.path.read_bytes().count(b"ROWS") == 1


def test_a_row_wakes_a_recorder_that_sleeps(capture: Capture, wait_until: Callable[..., None]) -> None:
    for number, raw in enumerate(sample(), 1):
        capture.append(raw)
        wait_until(lambda number=number: capture.count == number, seconds=0.9, what="the row, before the next look")


def test_rows_are_given_in_the_order_asked_for(capture: Capture) -> None:
    rows = echo(5000, b"y" * 300)
    for raw in rows:
        capture.append(raw)
    assert capture.flush()
    wanted = [4999, 1, 2, 3, 3, 2500, 5000, 17]
    records = capture.records(wanted)
    assert [record.seq for record in records] == wanted
    assert [as_raw(record) for record in records] == [rows[seq - 1] for seq in wanted]
    assert capture.records([]) == []


def test_a_row_larger_than_a_block_comes_back_the_same(capture: Capture) -> None:
    (large,) = echo(1, random.randbytes(5 << 20))
    for raw in [*sample(), large, *sample()]:
        capture.append(raw)
    assert capture.flush()
    assert [as_raw(record) for record in capture.records(range(1, capture.count + 1))] == [*sample(), large, *sample()]


@pytest.mark.parametrize("seq", [0, -1, 12])
def test_a_row_that_is_not_there_is_an_index_error(capture: Capture, seq: int) -> None:
    for raw in sample():
        capture.append(raw)
    assert capture.flush()
    with pytest.raises(IndexError):
        capture.record(seq)


def test_what_waits_is_known_and_goes_to_nothing(capture: Capture) -> None:
    assert capture.pending_bytes == 0
    for raw in echo(3000, b"z" * 1000):
        capture.append(raw)
        assert capture.pending_bytes >= 0
    assert capture.flush()
    assert capture.pending_bytes == 0
    assert capture.totals(CONNECTION) == Totals(1_500_000, 1_500_000, 1500, 1500)
    assert capture.totals(77) == capture.peer_totals(CONNECTION, "nobody") == Totals()


def test_two_readers_see_whole_rows_in_order_while_others_are_written(capture: Capture) -> None:
    rows = echo(40_000)
    wrong: list[int] = []
    written = threading.Event()

    def read() -> None:
        picker = random.Random(1)
        while not written.is_set():
            count = capture.count
            seqs = picker.sample(range(1, count + 1), min(count, 30))
            for seq, record in zip(seqs, capture.records(seqs), strict=True):
                if as_raw(record) != rows[seq - 1] or capture.columns.time_ns[seq - 1] != record.time_ns:
                    wrong.append(seq)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for raw in rows:
        capture.append(raw)
    assert capture.flush(30)
    written.set()
    for reader in readers:
        reader.join()
    assert not wrong
    assert capture.count == len(rows)


def test_closing_writes_what_is_still_waiting(tmp_path: Path) -> None:
    path = tmp_path / "late.socketlab"
    capture = Capture.create(path)
    for raw in echo(10_000):
        capture.append(raw)
    capture.close()
    with closing(Capture.open(path)) as reopened:
        assert reopened.count == 10_000


def test_a_closed_capture_is_closed_twice_without_harm_and_gives_no_row(tmp_path: Path) -> None:
    capture = Capture.create(tmp_path / "closed.socketlab")
    capture.append(sample()[0])
    capture.close()
    capture.close()
    with pytest.raises(CaptureError) as refused:
        capture.record(1)
    assert refused.value.fault.number == errno.EBADF


def test_a_capture_that_nobody_saved_is_deleted_when_it_is_closed(tmp_path: Path) -> None:
    kept, passing = tmp_path / "kept.socketlab", tmp_path / "passing.socketlab"
    Capture.create(kept).close()
    Capture.create_live(passing).close()
    assert list(tmp_path.iterdir()) == [kept]


def test_a_file_that_exists_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "taken.socketlab"
    path.write_text("something of value")
    with pytest.raises(FileExistsError):
        Capture.create(path)
    assert path.read_text() == "something of value"


def test_nobody_else_may_read_what_was_recorded(capture: Capture) -> None:
    assert capture.status.path.stat().st_mode & 0o077 == 0


def test_a_capture_opened_to_be_read_takes_no_rows(capture: Capture, tmp_path: Path) -> None:
    with closing(Capture.open(capture.status.path)) as opened:
        with pytest.raises(ValueError):
            opened.append(sample()[0])
        with pytest.raises(ValueError):
            opened.record_elsewhere(tmp_path / "new.socketlab")
        assert opened.flush()
        assert opened.pending_bytes == 0


def test_forged_senders_without_end_do_not_fill_the_memory(capture: Capture) -> None:
    peers = [f"10.{at >> 16}.{at >> 8 & 255}.{at & 255}:9" for at in range(MOST_PEERS + 10)]
    for peer in peers:
        capture.append(row(Call.RECVFROM, socket=UDP, result=1, address=peer, payload=b"?"))
    assert capture.flush()
    assert capture.peer_totals(UDP, peers[MOST_PEERS - 1]) == Totals(1, 0, 1, 0)
    assert capture.peer_totals(UDP, peers[MOST_PEERS]) == Totals()
    assert capture.totals(UDP).units_in == len(peers)


def test_many_peers_that_never_come_again_are_recorded_right(capture: Capture) -> None:
    rows = [(*raw[:9], f"10.0.{at >> 8}.{at & 255}:9", raw[10]) for at, raw in enumerate(echo(10_000))]
    for raw in rows:
        capture.append(raw)
    assert capture.flush()
    assert [record.address for record in capture.records(range(1, 10_001))] == [raw[9] for raw in rows]
