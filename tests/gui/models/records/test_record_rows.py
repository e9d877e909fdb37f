"""What the Traffic and Calls views say of a record, and that nothing a peer sent reaches the screen raw."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.capture.capture import Capture
from core.contract.records import Call, Cause, CauseKind
from gui.models.records.detail import detail_of
from gui.models.records.reading import Reading
from gui.models.records.record_index import RecordIndex
from gui.models.records.record_list import RecordList
from gui.models.records.record_rows import GONE, UNREADABLE, CallRows, TrafficRows
from gui.models.records.selection import Scope, Selection
from gui.models.sockets.sockets import Sockets

READY = Cause(CauseKind.READY)
READING = Reading(0)
NOON = 1_700_000_000_123_456_789


@pytest.fixture
def capture(tmp_path: Path) -> Iterator[Capture]:
    capture = Capture.create(tmp_path / "capture")
    yield capture
    capture.close()


def append(
    capture: Capture, call: Call, data: bytes = b"", *, address: str = "", error: str = "", result: int = 0
) -> None:
    capture.append((NOON, 38_000, 3, 9, call, (), result or len(data), error, READY, address, data))
    capture.flush()


def test_what_came_in_and_what_went_out_are_told_apart_in_words(capture: Capture) -> None:
    append(capture, Call.RECV, b"hello\r\n")
    append(capture, Call.SEND, b"hi")
    append(capture, Call.RECVFROM, b"", address="127.0.0.1:5")
    rows = TrafficRows(capture, READING, lambda number: f"peer of {number}").read([1, 2, 3])
    assert [(tag, cells[1:6]) for tag, cells in rows] == [
        ("in", ("#3", "← in", "peer of 3", "7 B", "hello\\r\\n")),
        ("out", ("#3", "→ out", "peer of 3", "2 B", "hi")),
        ("in", ("#3", "← in", "127.0.0.1:5", "0 B", "(empty datagram)")),
    ]
    assert rows[0][1][0].endswith(".123456")


@pytest.mark.parametrize("data", [b"\0", b"\x1b[31m", "\u202e".encode(), b"\xff\xfe", "\u200b".encode(), b"a\rb"])
def test_what_a_peer_sent_is_shown_by_visible_escapes(capture: Capture, data: bytes) -> None:
    append(capture, Call.RECV, data)
    ((_, cells),) = TrafficRows(capture, READING, lambda _: "").read([1])
    assert cells[5].isprintable()
    assert "\\" in cells[5]


def test_a_huge_payload_makes_a_short_row(capture: Capture) -> None:
    append(capture, Call.RECV, b"x" * 1_000_000)
    ((_, cells),) = TrafficRows(capture, READING, lambda _: "").read([1])
    assert len(cells[5]) < 300
    assert cells[4] == "1.0 MB"


@pytest.mark.parametrize(
    ("call", "error", "tag"),
    [(Call.CONNECT, "ECONNREFUSED", "error"), (Call.RECV, "EAGAIN", ""), (Call.LISTEN, "", "")],
)
def test_only_a_real_error_looks_like_one(capture: Capture, call: Call, error: str, tag: str) -> None:
    append(capture, call, error=error, result=-1 if error else 0)
    ((found, cells),) = CallRows(capture, READING, lambda _: "").read([1])
    assert found == tag
    assert cells[5] == (error or "0")


@pytest.mark.parametrize(("count", "tag"), [(0, ""), (7, "warning")])
def test_datagrams_that_the_system_dropped_make_a_loud_row(capture: Capture, count: int, tag: str) -> None:
    args = ("SOL_SOCKET", "SO_MEMINFO", "SK_MEMINFO_DROPS")
    capture.append((NOON, 1, 3, 9, Call.GETSOCKOPT, args, count, "", READY, "", b""))
    assert capture.flush()
    ((found, cells),) = CallRows(capture, READING, lambda _: "").read([1])
    assert (found, cells[5]) == (tag, str(count))
    assert "DROPS" in cells[4]


def test_a_command_is_named_as_long_as_it_is_known(capture: Capture) -> None:
    raw = (NOON, 0, 3, 9, Call.LISTEN, (128,), 0, "", Cause(CauseKind.COMMAND, 7), "", b"")
    capture.append(raw)
    capture.flush()
    ((_, known),) = CallRows(capture, READING, {7: "Listen"}.__getitem__).read([1])
    ((_, unknown),) = CallRows(capture, READING, lambda _: "").read([1])
    assert (known[7], unknown[7]) == ("┌ your command: Listen", "┌ your command 7")


def test_a_damaged_record_says_so_in_its_own_row_only(capture: Capture) -> None:
    append(capture, Call.RECV, b"first")
    append(capture, Call.RECV, b"second")
    content = capture.status.path.read_bytes()
    capture.status.path.write_bytes(content.replace(b"second", b"sEcond"))
    rows = TrafficRows(capture, READING, lambda _: "").read([1, 2])
    assert [cells[5] for _, cells in rows] == ["first", UNREADABLE]
    assert detail_of(capture, 2, lambda _: "").sentence == UNREADABLE
    assert detail_of(capture, 1, lambda _: "").payload == b"first"


def test_a_row_that_a_limit_let_go_says_so(capture: Capture) -> None:
    append(capture, Call.RECV, b"kept")
    rows = TrafficRows(capture, READING, lambda _: "").read([0, 1])
    assert [cells[5] for _, cells in rows] == [GONE, "kept"]
    index = RecordIndex(lambda _: [0, 1], lambda: capture.count, capture.columns.socket)
    records = RecordList(index, TrafficRows(capture, READING, lambda _: "").read, Selection(Sockets()))
    records.advance(0)
    assert (records.seq_at(0), records.seq_at(1)) == (None, 1)


def test_a_list_keeps_the_rows_it_wrote_last(capture: Capture) -> None:
    for _ in range(5):
        append(capture, Call.RECV, b"x")
    asked: list[list[int]] = []
    rows = TrafficRows(capture, READING, lambda _: "")

    def read(seqs: list[int]) -> list[tuple[str, tuple[str, ...]]]:
        asked.append(seqs)
        return rows.read(seqs)

    index = RecordIndex(lambda last: range(1, last + 1), lambda: capture.count, capture.columns.socket)
    records = RecordList(index, read, Selection(Sockets()))  # type: ignore[arg-type]
    records.advance(0)
    assert records.rows(0, 3) == records.rows(0, 3)
    records.rows(1, 4)
    assert asked == [[1, 2, 3], [4, 5]]


def test_a_list_follows_the_scope(capture: Capture) -> None:
    append(capture, Call.RECV, b"x")
    selection = Selection(Sockets())
    index = RecordIndex(lambda last: range(1, last + 1), lambda: capture.count, capture.columns.socket)
    records = RecordList(index, TrafficRows(capture, READING, lambda _: "").read, selection)
    records.advance(0)
    assert (len(records), records.narrow()) == (1, False)
    selection.choose_scope(Scope.SOCKET)
    assert (records.narrow(), records.is_narrow) == (True, True)
