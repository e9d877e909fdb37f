"""Files that are sent piece by piece: every byte once, in order, as fast as the peer reads, with memory bounded."""

from __future__ import annotations

import hashlib
import os
import socket
import threading
import tracemalloc
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest

from core.contract.commands import Close, Reset
from core.contract.endpoints import Endpoint, Protocol
from core.contract.job_commands import SendFile, StopJob
from core.contract.jobs import JobEnding
from core.contract.records import Call
from core.engine.jobs.file_sending import PIECE
from tests.core.engine.jobs.jobs import MS, ended, read, told
from tests.support.lab import LOOPBACK, Lab


def write(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return str(path)


def begin(lab: Lab, number: int, path: str, size: int = 0, interval_ns: int = 0, peer: Endpoint | None = None) -> int:
    job = lab.ask(lambda id: SendFile(id, number, path, size, interval_ns, peer))
    assert lab.done_with(job) == number
    lab.until(lambda: told(lab, job), "its first news")
    return job


@pytest.mark.parametrize("size", [0, 1, PIECE, PIECE + 1, 3_000_000])
def test_a_stream_gets_every_byte_once_and_in_order(lab: Lab, tmp_path: Path, size: int) -> None:
    data = os.urandom(size)
    peer, number = lab.caller(lab.listen())
    job = begin(lab, number, write(tmp_path / "data.bin", data))
    assert hashlib.sha256(read(peer, size)).digest() == hashlib.sha256(data).digest()
    facts = ended(lab, job)
    assert (facts.sent_bytes, facts.size, facts.title) == (size, size, "data.bin")
    assert (facts.ending, facts.fault) == (JobEnding.COMPLETE, None)


def test_memory_stays_bounded_while_the_peer_does_not_read_and_stopping_needs_no_peer(lab: Lab, tmp_path: Path) -> None:
    with open(tmp_path / "large", "wb") as file:
        file.truncate(1 << 30)  # a gigabyte that takes no room on the disk
    _, number = lab.caller(lab.listen())
    tracemalloc.start()
    try:
        job = begin(lab, number, str(tmp_path / "large"))
        lab.until(lambda: told(lab, job)[-1].is_waiting, "the kernel's buffer to be full")
        assert tracemalloc.get_traced_memory()[1] < 64 * 1024 * 1024
    finally:
        tracemalloc.stop()
    lab.done(lambda id: StopJob(id, job))
    facts = told(lab, job)[-1]
    assert (facts.ending, facts.size) == (JobEnding.STOPPED, 1 << 30)


def test_a_peer_that_goes_midway_ends_it_with_what_the_kernel_took(lab: Lab, tmp_path: Path) -> None:
    _, number = lab.caller(lab.listen())
    job = begin(lab, number, write(tmp_path / "data", bytes(20_000_000)))
    lab.until(lambda: told(lab, job)[-1].is_waiting, "the kernel's buffer to be full")
    lab.done(lambda id: Reset(id, number))
    facts = ended(lab, job)
    assert facts.ending is JobEnding.SOCKET_ENDED
    assert facts.sent_bytes == sum(row.result for row in lab.rows(number, Call.SEND) if not row.error)


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda folder: folder / "gone", "ENOENT"),
        (lambda folder: folder, "EISDIR"),
        (lambda folder: Path(os.devnull), "NO_PLAIN_FILE"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_reason(
    lab: Lab, tmp_path: Path, make: Callable[[Path], Path], name: str
) -> None:
    path = make(tmp_path)
    _, number = lab.caller(lab.listen())
    facts = ended(lab, begin(lab, number, str(path)))
    assert (facts.ending, facts.sent_bytes) == (JobEnding.FAILED, 0)
    assert facts.fault is not None
    assert (facts.fault.name, facts.fault.call, facts.fault.about) == (name, "read", str(path))


def test_a_file_that_gets_shorter_while_it_is_read_is_said(lab: Lab, tmp_path: Path) -> None:
    path = tmp_path / "log"
    peer, number = lab.caller(lab.listen())
    job = begin(lab, number, write(path, bytes(20_000_000)))
    lab.until(lambda: told(lab, job)[-1].is_waiting, "the kernel's buffer to be full")
    os.truncate(path, 0)
    reading = threading.Thread(target=read, args=(peer, 20_000_000))
    reading.start()
    facts = ended(lab, job)
    assert facts.fault is not None
    assert (facts.ending, facts.fault.name, facts.fault.count) == (JobEnding.COMPLETE, "FILE_CHANGED", facts.sent_bytes)
    lab.done(lambda id: Close(id, number))
    reading.join()


def test_datagrams_are_of_the_size_and_at_the_times_that_were_chosen(lab: Lab, tmp_path: Path) -> None:
    data = os.urandom(10_500)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.settimeout(10)
        peer.bind((LOOPBACK, 0))
        to = Endpoint(LOOPBACK, peer.getsockname()[1])
        client, bound = lab.connect(to.port, protocol=Protocol.UDP), lab.bind_udp()
        path = write(tmp_path / "data", data)
        job = begin(lab, client, path, 1_000)
        got = [peer.recv(65_536) for _ in range(11)]
        assert (b"".join(got), {len(it) for it in got[:-1]}, len(got[-1])) == (data, {1_000}, 500)
        assert (ended(lab, job).sent, ended(lab, job).ending) == (11, JobEnding.COMPLETE)
        job = begin(lab, bound, path, 3_000, 10 * MS, to)
        assert b"".join(peer.recv(65_536) for _ in range(4)) == data
        ended(lab, job)
    times = [row.time_ns for row in lab.rows(bound, Call.SENDTO)]
    assert median(after - before for before, after in pairwise(times)) >= 9 * MS


def test_what_makes_no_sense_is_refused(lab: Lab) -> None:
    client = lab.connect(9, protocol=Protocol.UDP)
    for path, size, interval_ns, name in (
        ("", 10, 0, "ENOENT"), ("a\0b", 10, 0, "ENOENT"), ("x", 0, 0, "DATAGRAM_SIZE_BAD"),
        ("x", 65_508, 0, "DATAGRAM_SIZE_BAD"), ("x", 10, 5, "INTERVAL_BAD"),
    ):  # fmt: skip
        make = partial(SendFile, socket=client, path=path, datagram_size=size, interval_ns=interval_ns)
        assert lab.refused(make).name == name
