"""One conversation as a sheet: what is shown of it is what was recorded, from above, from below, from anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.capture.capture import Capture
from core.capture.recording.retention import Retention
from core.contract.records import Call, RawRecord
from core.payload.encodings import encoding_of
from core.payload.escapes import parse_text
from gui.models.follow.conversation import Conversation
from gui.models.follow.followed import Directions, Followed
from gui.models.follow.sheet import EMPTY, Place, Sheet, SheetRow
from gui.models.follow.sheet_parts import Margin, copied, parts_of
from gui.models.follow.sheet_rows import HexLayout
from gui.models.follow.text_rows import TextLayout
from gui.models.records.reading import clock_text
from tests.core.capture.rows import CONNECTION, OTHER_PEER, PEER, START_NS, UDP, row

MOVED = st.tuples(
    st.sampled_from([Call.RECV, Call.SEND]),
    st.binary(min_size=1, max_size=30) | st.just(b"a line, and a little more of it\r\n" * 70),
)
STREAM = Conversation(CONNECTION)
WITH_PEER = Conversation(UDP, PEER)


@pytest.fixture
def capture(tmp_path: Path) -> Iterator[Capture]:
    with closing(Capture.create(tmp_path / "capture")) as made:
        yield made


def record(capture: Capture, *raws: RawRecord) -> None:
    for raw in raws:
        capture.append(raw)
    assert capture.flush()


def sheet_of(
    capture: Capture, which: Conversation = STREAM, directions: Directions = Directions.BOTH, *, width: int = 80
) -> Sheet:
    followed = Followed(capture, which, directions)
    while followed.step():
        pass
    return Sheet(capture, followed, TextLayout(width))


def shown(sheet: Sheet) -> list[SheetRow]:
    return list(sheet.rows_from(sheet.begin))


def as_bytes(rows: list[SheetRow], *, incoming: bool) -> bytes:
    return b"".join(parse_text(row.text) for row in rows if row.incoming is incoming and not row.is_note)


@settings(max_examples=20)
@given(st.lists(MOVED, max_size=12), st.integers(16, 90))
def test_what_is_shown_is_what_was_recorded(moved: list[tuple[Call, bytes]], width: int) -> None:
    with TemporaryDirectory() as folder, closing(Capture.create(Path(folder) / "capture")) as capture:
        for call, data in moved:
            noise = row(Call.SEND, socket=77, result=5, payload=b"noise")
            for raw in (row(call, result=len(data), payload=data), noise, row(Call.RECV, error="EAGAIN")):
                capture.append(raw)
        assert capture.flush()
        sheet = sheet_of(capture, width=width)
        rows = shown(sheet)
        for call, incoming in ((Call.RECV, True), (Call.SEND, False)):
            assert as_bytes(rows, incoming=incoming) == b"".join(data for made, data in moved if made is call)
        blocks = [incoming for (_, incoming), _ in groupby(rows, lambda row: (row.place.block, row.incoming))]
        assert blocks == [call is Call.RECV for call, _ in groupby(call for call, _ in moved)]
        assert list(sheet.rows_before(sheet.end)) == rows[::-1]
        for index, some in [*enumerate(rows)][::29]:
            assert next(sheet.rows_from(some.place)) == some
            assert next(sheet.rows_before(some.place), None) == (rows[index - 1] if index else None)
            span = sheet.span_of(some.seq)
            assert span is not None
            assert some.place.block == span[0]
            assert some.place.offset in span[1]


def test_a_line_in_two_pieces_is_one_row_and_a_click_on_it_tells_them_apart(capture: Capture) -> None:
    record(capture, row(Call.RECV, payload=b"hel", result=3), row(Call.RECV, payload=b"lo\n", result=3))
    sheet = sheet_of(capture)
    (only,) = shown(sheet)
    assert only.text == "hello\\n"
    assert [sheet.seq_at(Place(0, sheet.layout.byte_at(only.bytes, column))) for column in range(7)] == [1] * 3 + [
        2
    ] * 4


@pytest.mark.parametrize(
    ("codec", "text", "both", "one"),
    [
        ("utf-8", "a世b", ["a\\xe4", "ok", "\\xb8\\x96b"], "a世b"),
        ("utf-16-be", "世b\n", ["\\x4e", "ok", "\\x16b\\n"], "世b\\n"),
        ("latin-1", "für", ["fü", "ok", "r"], "für"),
    ],
)
def test_a_character_is_read_whole_unless_the_direction_changed_in_it_and_what_follows_is_read_right(
    capture: Capture, codec: str, text: str, both: list[str], one: str
) -> None:
    data, cut = text.encode(codec), 1 if codec == "utf-16-be" else 2
    record(
        capture,
        *(row(Call.RECV, payload=data[at : at + 1], result=1) for at in range(cut)),
        row(Call.SEND, payload="ok".encode(codec), result=2),
        *(row(Call.RECV, payload=data[at : at + 1], result=1) for at in range(cut, len(data))),
    )
    for directions, texts in ((Directions.BOTH, both), (Directions.IN, [one])):
        sheet = sheet_of(capture, directions=directions)
        sheet.layout = TextLayout(80, encoding_of(codec))
        assert [row.text for row in shown(sheet)] == texts


def test_each_datagram_begins_with_a_character_of_its_own(capture: Capture) -> None:
    for data in (b"\x00", "世".encode("utf-16-be")):
        record(capture, row(Call.RECVFROM, socket=UDP, address=PEER, payload=data, result=len(data)))
    sheet = sheet_of(capture, WITH_PEER)
    sheet.layout = TextLayout(80, encoding_of("utf-16-be"))
    assert [row.text for row in shown(sheet)] == ["\\x00", "世"]


def test_one_direction_alone_is_one_block(capture: Capture) -> None:
    record(
        capture,
        row(Call.RECV, payload=b"a", result=1),
        row(Call.SEND, payload=b"B", result=1),
        row(Call.RECV, payload=b"c\n", result=2),
    )
    assert [row.text for row in shown(sheet_of(capture, directions=Directions.IN))] == ["ac\\n"]
    assert [row.text for row in shown(sheet_of(capture, directions=Directions.OUT))] == ["B"]
    assert [(row.text, row.offset) for row in shown(sheet_of(capture))] == [("a", 0), ("B", 0), ("c\\n", 1)]


def test_datagrams_of_one_peer_keep_their_edges_also_the_empty_ones(capture: Capture) -> None:
    for address, data in ((PEER, b"one"), (OTHER_PEER, b"not this"), (PEER, b""), (PEER, b"two")):
        record(capture, row(Call.RECVFROM, socket=UDP, address=address, payload=data, result=len(data)))
    record(capture, row(Call.SENDTO, socket=UDP, args=(PEER,), address=PEER, payload=b"ok", result=2))
    sheet = sheet_of(capture, WITH_PEER)
    rows = shown(sheet)
    assert [(row.text, row.incoming, row.is_note) for row in rows] == [
        ("one", True, False),
        (EMPTY, True, True),
        ("two", True, False),
        ("ok", False, False),
    ]
    assert list(sheet.rows_before(sheet.end)) == rows[::-1]


def test_what_was_not_kept_of_a_call_is_said(tmp_path: Path) -> None:
    with closing(Capture.create(tmp_path / "capture", payload_most=4)) as capture:
        record(capture, row(Call.RECV, payload=b"abcdefgh", result=8), row(Call.RECV, payload=b"xy", result=2))
        sheet = sheet_of(capture)
        rows = shown(sheet)
        assert [row.text for row in rows] == ["abcd", "(4 more bytes of this call: not kept)", "xy"]
        assert list(sheet.rows_before(sheet.end)) == rows[::-1]


def test_a_sheet_begins_with_what_a_limit_left(tmp_path: Path) -> None:
    limits = Retention(rows=800)
    with closing(Capture.create_live(tmp_path / "live", retention=limits)) as capture:
        for number in range(12):
            record(capture, *(row(Call.RECV, payload=b"%05d\n" % (number * 100 + at), result=6) for at in range(100)))
        sheet = sheet_of(capture)
        rows = shown(sheet)
        assert capture.first > 1
        assert rows[0].text == f"{capture.first - 1:05d}\\n"
        assert rows[-1].text == "01199\\n"
        assert sheet.place_at(0) == sheet.begin == rows[0].place
        assert list(sheet.rows_before(sheet.end)) == rows[::-1]


def test_the_scroll_bar_is_true(capture: Capture) -> None:
    record(capture, *(row(Call.RECV, payload=b"x" * 79 + b"\n", result=80) for _ in range(500)))
    sheet = sheet_of(capture, width=81)
    rows = shown(sheet)
    for part in (0.0, 0.25, 0.5, 0.75):
        assert abs(rows.index(sheet.row_at(sheet.place_at(part)) or rows[-1]) - part * len(rows)) <= 2
    weights = [sheet.weight(row.place) for row in rows]
    assert weights == sorted(weights)
    assert weights[-1] < sheet.weight(sheet.end)


def test_it_grows_while_it_is_read(capture: Capture) -> None:
    followed = Followed(capture, STREAM)
    sheet = Sheet(capture, followed, TextLayout(80))
    assert shown(sheet) == []
    assert sheet.row_at(sheet.begin) is None
    for data, texts in ((b"a", ["a"]), (b"b\r", ["ab\\r"]), (b"\nc", ["ab\\r\\n", "c"])):
        record(capture, row(Call.RECV, payload=data, result=len(data)))
        followed.step()
        assert [row.text for row in shown(sheet)] == texts


def test_the_record_before_and_after_can_be_stepped_to(capture: Capture) -> None:
    record(capture, *(row(Call.RECV, payload=b"x", result=1) for _ in range(3)), row(Call.CLOSE))
    sheet = sheet_of(capture)
    assert [sheet.step(2, -1), sheet.step(2, 1), sheet.step(3, 1), sheet.step(4, 1)] == [1, 3, 3, 4]


def test_every_row_has_a_sign_and_the_time_stands_where_it_changes(capture: Capture) -> None:
    record(
        capture,
        row(Call.RECV, payload=b"a\nb\n", result=4),
        row(Call.SEND, payload=b"c", result=1),
        row(Call.SEND, payload=b"d", result=1),
    )
    sheet = sheet_of(capture)
    rows = shown(sheet)
    parts = list(parts_of(rows, sheet.layout, Margin(6, with_time=True), (1, range(1, 2))))
    lines = ["".join(text for text, _ in row) for row in parts]
    time = clock_text(START_NS)
    assert lines == [
        f"{time}  ←       0  a\\n\n",
        f"{'':17}←       2  b\\n\n",
        f"{time}  →       0  cd\n",
    ]
    assert [text for text, tags in parts[2] if "mark" in tags] == ["d"]
    assert all("in" in tags for row in parts[:2] for _, tags in row)
    assert Margin(6, with_time=True).width == lines[0].index("a\\n")


def test_copied_lines_are_the_sender_s_lines(capture: Capture) -> None:
    record(capture, row(Call.RECV, payload=b"0123456789abcdefghij\nend", result=24))
    sheet = sheet_of(capture, width=16)
    rows = shown(sheet)
    assert [row.text for row in rows] == ["0123456789abcdef", "ghij\\n", "end"]
    assert copied(rows, sheet.layout, 2, 3) == "23456789abcdefghij\\n\nend"
    assert copied(rows[:1], sheet.layout, -5, 4) == "0123"


def test_hex_rows_show_the_bytes_of_each_block(capture: Capture) -> None:
    record(capture, row(Call.RECV, payload=bytes(20), result=20), row(Call.SEND, payload=b"Hi\n", result=3))
    sheet = sheet_of(capture)
    sheet.layout = HexLayout(16)
    assert [" ".join(row.text.split()) for row in shown(sheet)] == [
        " ".join(["00"] * 16 + ["·" * 16]),
        "00 00 00 00 ····",
        "48 69 0a Hi·",
    ]
