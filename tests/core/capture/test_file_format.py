"""The file is what core.capture.format says of it, and a file that is not is noticed.

Law: the reader here is written from that description alone, and shares no code with the capture.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.contract.records import Call, RawRecord
from tests.core.capture.rows import as_raw, sample

MAGIC = bytes.fromhex("89 53 4C 41 42 0D 0A 1A")


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A capture of two blocks."""
    path = tmp_path / "saved.socketlab"
    with closing(Capture.create(path)) as capture:
        for raw in sample():
            capture.append(raw)
        assert capture.flush()
        for raw in sample():
            capture.append(raw)
    return path


def plain_rows(data: bytes) -> Iterator[RawRecord]:
    """Read a capture as somebody would who has only the description."""
    magic, version, length = struct.unpack_from("<8sHH", data)
    assert (magic, version) == (MAGIC, 2)
    about = json.loads(data[12 : 12 + length])
    assert set(about) == {"start_ns", "lab", "platform", "first", "payload_most"}
    assert struct.unpack_from("<I", data, 12 + length)[0] == zlib.crc32(data[: 12 + length])
    at = 12 + length + 4
    while at < len(data):
        marker, rows, sums, length, check, guard = struct.unpack_from("<4sIIIII", data, at)
        assert marker == b"ROWS"
        assert guard == zlib.crc32(struct.pack("<q", about["start_ns"]) + data[at : at + 20])
        assert check == zlib.crc32(data[at + 24 : at + 24 + 27 * rows + sums])
        yield from plain_block(data[at + 24 : at + length], rows, sums, about["payload_most"])
        at += length


def plain_block(data: bytes, rows: int, sums: int, payload_most: int) -> Iterator[RawRecord]:
    """The rows of a block, from its columns and bodies."""
    columns = struct.unpack_from("<" + "".join(f"{rows}{kind}" for kind in "qIIIIBBB"), data)
    totals: Counter[tuple[int, int, str, str]] = Counter()
    at = 27 * rows + sums
    for row in range(rows):
        time_ns, socket, size, length, check, call, failed, moved = columns[row::rows]
        body = data[at : at + length]
        assert check == zlib.crc32(body)
        elapsed_ns, result, command, fd, cause = struct.unpack_from("<qqqiB", body)
        payload_at = length - min(size, payload_most)
        error, address, *args = json.loads(body[29:payload_at])
        assert failed == bool(error)
        key = socket, call, address if call in (Call.SENDTO, Call.RECVFROM) else ""
        totals[*key, "bytes"] += size * moved
        totals[*key, "rows"] += moved
        why = (cause, command)
        yield time_ns, elapsed_ns, socket, fd, call, tuple(args), result, error, why, address, body[payload_at:]  # type: ignore[misc]
        at += length
    assert at == len(data)
    for socket, call, address, size, units in json.loads(data[27 * rows : 27 * rows + sums]):
        assert totals.pop((socket, call, address, "bytes")) == size
        assert totals.pop((socket, call, address, "rows")) == units
    assert not any(totals.values())


def test_cut_at_any_byte_it_gives_all_whole_rows_before_the_cut(saved: Path) -> None:
    data, rows = saved.read_bytes(), sample() * 2
    first_block = data.index(b"ROWS")
    with closing(Capture.open(saved)) as whole:
        ends = [start + length for start, length in zip(whole.columns.offset, whole.columns.length, strict=True)]
    for cut in range(len(data)):
        saved.write_bytes(data[:cut])
        if cut < first_block:
            assert refusal(saved)[0] in {"NOT_A_CAPTURE", "CAPTURE_DAMAGED"}
            continue
        with closing(Capture.open(saved)) as torn:
            assert torn.count == sum(end <= cut for end in ends)
            assert [as_raw(record) for record in torn.records(range(1, torn.count + 1))] == rows[: torn.count]
            fault = torn.status.fault
            assert (fault is None) == data.startswith(b"ROWS", cut)
            assert fault is None or fault.name == "CAPTURE_TORN"


def test_a_flipped_bit_is_noticed_wherever_it_is(saved: Path) -> None:
    data = bytearray(saved.read_bytes())
    for at in range(len(data)):
        for bit in 1, 16, 128:
            data[at] ^= bit
            saved.write_bytes(data)
            data[at] ^= bit
            assert is_noticed(saved), f"bit {bit} of byte {at}"


def is_noticed(path: Path) -> bool:
    """Whether something in the file is said to be wrong."""
    try:
        with closing(Capture.open(path)) as capture:
            capture.records(range(1, capture.count + 1))
            return capture.status.fault is not None
    except CaptureError:
        return True


def refusal(path: Path) -> tuple[str, int | None]:
    """Why a file can't be opened as a capture."""
    with pytest.raises(CaptureError) as refused:
        Capture.open(path)
    assert refused.value.fault.about == str(path)
    return refused.value.fault.name, refused.value.fault.count


@pytest.mark.parametrize("content", [b"", b"\x89SLAB", b"hello\r\n" * 9, b"SQLite format 3\0" + bytes(100)])
def test_a_file_that_is_no_capture_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.socketlab"
    path.write_bytes(content)
    assert refusal(path) == ("NOT_A_CAPTURE", None)


def test_a_capture_of_a_newer_version_is_refused_with_its_version(saved: Path) -> None:
    saved.write_bytes(MAGIC + struct.pack("<H", 3) + saved.read_bytes()[10:])
    assert refusal(saved) == ("CAPTURE_NEWER", 3)


def test_a_file_that_is_not_there_and_a_folder_are_refused_with_the_systems_error(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nowhere.socketlab") == ("ENOENT", None)
    assert refusal(tmp_path) == ("EISDIR", None)


def checked_block(header: bytes, body: bytes, *, call: int, size: int, totals: bytes = b"[]") -> bytes:
    """A block of one row whose check sums are right, whatever the row says."""
    packed = struct.pack("<qIIIIBBB", 0, 1, size, len(body), zlib.crc32(body), call, 0, 1) + totals
    counts = struct.pack("<4sIIII", b"ROWS", 1, len(totals), 24 + len(packed) + len(body), zlib.crc32(packed))
    start_ns = json.loads(header[12:-4])["start_ns"]
    return counts + struct.pack("<I", zlib.crc32(struct.pack("<q", start_ns) + counts)) + packed + body


START = struct.pack("<qqqiB", 0, 0, 0, 9, 2)


@pytest.mark.parametrize(
    ("body", "call", "size"),
    [
        (START + b'["",""]', 99, 0),
        (START + b'["",""]', Call.RECV, 4000),
        (START + b'["",""]', Call.RECVFROM, 4000),
        (START + b'[""', Call.RECV, 0),
        (START + b"[]", Call.RECV, 0),
        (START + b"7", Call.RECVFROM, 0),
        (START + b"[" * 100_000, Call.RECV, 0),
        (START[:-1] + b'\x63["",""]', Call.RECV, 0),
        (b"", Call.RECV, 0),
    ],
)
def test_a_row_that_no_lab_wrote_is_damage_though_it_is_checked(saved: Path, body: bytes, call: int, size: int) -> None:
    data = saved.read_bytes()
    header = data[: data.index(b"ROWS")]
    saved.write_bytes(header + checked_block(header, body, call=call, size=size))
    with closing(Capture.open(saved)) as capture:
        fault = capture.status.fault
        if fault is None:
            with pytest.raises(CaptureError) as refused:
                capture.record(1)
            fault = refused.value.fault
        assert (fault.name, fault.count) == ("CAPTURE_DAMAGED", 0)
