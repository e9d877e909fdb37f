"""A conversation's messages, above the calls that moved them: found whatever the cuts, each with its call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.capture.capture import Capture
from core.capture.recording.retention import Retention
from core.contract.records import Call, RawRecord
from core.payload.framing import Delimiter, Framing, LengthPrefix, frame
from gui.models.follow.conversation import Conversation
from gui.models.follow.split import Split
from gui.models.follow.split_rows import SplitRows, summary
from gui.models.records.reading import Reading
from gui.models.records.record_rows import GONE
from tests.core.capture.rows import CONNECTION, PEER, START_NS, UDP, row

LINES = Delimiter(b"\n")
FRAMINGS = st.sampled_from([LINES, Delimiter(b"\r\n"), LengthPrefix(1), LengthPrefix(4, "little", True)])


@pytest.fixture
def capture(tmp_path: Path) -> Iterator[Capture]:
    with closing(Capture.create(tmp_path / "capture")) as made:
        yield made


def moved(call: Call, data: bytes) -> RawRecord:
    return row(call, result=len(data), payload=data)


def split_of(capture: Capture, framing: Framing, which: Conversation | None = None) -> Split:
    assert capture.flush()
    split = Split(capture, which or Conversation(CONNECTION), framing)
    while split.step():
        pass
    return split


def said(split: Split, *, incoming: bool) -> list[bytes]:
    numbers = [number for number in range(split.count) if split.message(number).is_incoming is incoming]
    return [split.data(number, 1 << 20) for number in numbers if split.message(number).is_whole]


@settings(max_examples=30)
@given(
    FRAMINGS,
    st.lists(st.tuples(st.booleans(), st.binary(max_size=20)), max_size=10),
    st.lists(st.integers(1, 15), min_size=1, max_size=10),
)
def test_what_each_side_said_is_found_whatever_the_cuts_and_each_message_names_its_call(
    framing: Framing, wanted: list[tuple[bool, bytes]], cuts: list[int]
) -> None:
    messages = [(incoming, data.replace(b"\n", b"").replace(b"\r", b"")) for incoming, data in wanted]
    streams = {way: b"".join(frame(data, framing) for it, data in messages if it is way) for way in (True, False)}
    begins: dict[bool, list[int]] = {True: [], False: []}
    with TemporaryDirectory() as folder, closing(Capture.create(Path(folder) / "capture")) as capture:
        seq, turn, at = 0, 0, {True: 0, False: 0}
        while any(at[way] < len(streams[way]) for way in at):
            way = bool(turn % 2) if at[bool(turn % 2)] < len(streams[bool(turn % 2)]) else not turn % 2
            piece = streams[way][at[way] : at[way] + cuts[turn % len(cuts)]]
            capture.append(moved(Call.RECV if way else Call.SEND, piece))
            seq, turn = seq + 1, turn + 1
            begins[way] += [seq] * len(piece)
            at[way] += len(piece)
        split = split_of(capture, framing)
        for way in (True, False):
            assert said(split, incoming=way) == [data for it, data in messages if it is way]
        for number in range(split.count):
            found = split.message(number)
            if found.size:
                data = split.data(number, found.size)
                assert data in streams[found.is_incoming]
            assert found.seq in begins[found.is_incoming]
        assert split.rests == (0, 0)


def test_what_is_not_complete_waits_and_comes_when_the_rest_does(capture: Capture) -> None:
    capture.append(moved(Call.RECV, b"one\ntw"))
    split = split_of(capture, LINES)
    assert (said(split, incoming=True), split.rests) == ([b"one"], (0, 2))
    assert summary(split) == "1 message, 2 bytes of an unfinished one received"
    capture.append(moved(Call.SEND, b"reply\n"))
    capture.append(moved(Call.RECV, b"o\nthree\n"))
    assert capture.flush()
    while split.step():
        pass
    assert said(split, incoming=True) == [b"one", b"two", b"three"]
    assert [split.message(number).seq for number in range(split.count)] == [1, 2, 1, 3]
    assert [split.number_of(seq) for seq in (1, 2, 3, 4)] == [0, 1, 3, None]
    assert summary(split) == "4 messages"


def test_a_datagram_ends_its_messages(capture: Capture) -> None:
    for data in (b"a\nb", b"c\n"):
        capture.append(row(Call.RECVFROM, socket=UDP, result=len(data), payload=data, address=PEER))
    split = split_of(capture, LINES, Conversation(UDP, PEER))
    whole = [split.message(number).is_whole for number in range(split.count)]
    assert ([split.data(number, 9) for number in range(split.count)], whole) == (
        [b"a", b"b", b"c"],
        [True, False, True],
    )


def test_rows_say_when_which_way_how_much_and_what_and_that_one_is_not_whole(capture: Capture) -> None:
    capture.append(moved(Call.SEND, b"caf\xc3\xa9\x1b\n\n"))
    capture.append(moved(Call.RECV, b"\x00\x01\x00"))
    rows = SplitRows(capture, split_of(capture, LINES), Reading(START_NS))
    assert [(tag, (cells[0], *cells[2:])) for tag, cells in rows.rows(0, 10)] == [
        ("out", ("1", "→ out", "6 B", r"café\x1b")),
        ("out", ("2", "→ out", "0 B", "(empty)")),
    ]
    assert [rows.seq_at(number) for number in (0, 1, 2)] == [1, 1, None]
    broken = SplitRows(capture, split_of(capture, LengthPrefix(2, "big", True)), Reading(START_NS))
    assert broken.rows(0, 9)[-1][1][2:] == ("← in", "0 B", "(not whole) ")


def test_where_bytes_were_not_kept_a_message_breaks_off_and_the_next_begins_anew(tmp_path: Path) -> None:
    with closing(Capture.create(tmp_path / "some", payload_most=4)) as capture:
        for data in (b"ab\ncdefgh", b"i\nj\n"):
            capture.append(moved(Call.RECV, data))
        split = split_of(capture, LINES)
        found = [(split.data(number, 9), split.message(number).is_whole) for number in range(split.count)]
    assert found == [(b"ab", True), (b"c", False), (b"i", True), (b"j", True)]


def test_messages_whose_calls_went_say_so_and_the_others_are_there(tmp_path: Path) -> None:
    with closing(Capture.create_live(tmp_path / "live", retention=Retention(rows=800))) as capture:
        split = Split(capture, Conversation(CONNECTION), LINES)
        for number in range(3_000):
            capture.append(moved(Call.RECV, b"%d\n" % number))
            if number % 100 == 99:
                assert capture.flush()
                while split.step():
                    pass
        rows = SplitRows(capture, split, Reading(START_NS))
        assert len(rows) == 3_000
        assert rows.rows(0, 1) == [("muted", ("1", "", "", "", GONE))]
        assert rows.rows(2_999, 5)[0][1][-1] == "2999"
        assert rows.seq_at(0) is None
