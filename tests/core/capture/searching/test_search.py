"""Bytes found in what was moved: in one row, or in several pieces of one stream.

Law: what is expected is found by a plain search through each stream as one piece.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.capture import stretch
from core.capture.capture import Capture
from core.capture.searching.follower import Follower
from core.capture.searching.search import Hit, Search
from core.contract.records import DATAGRAM_CALLS, STREAM_CALLS, Call, CallRecord, RawRecord
from tests.core.capture.rows import CONNECTION, OTHER_PEER, PEER, UDP, echo, row


@pytest.fixture
def capture(tmp_path: Path) -> Iterator[Capture]:
    """A capture in an empty folder."""
    with closing(Capture.create(tmp_path / "searched.socketlab")) as running:
        yield running


def record(capture: Capture, rows: Sequence[RawRecord]) -> None:
    """Append rows, and wait until they can be read."""
    for raw in rows:
        capture.append(raw)
    assert capture.flush()


def hits(capture: Capture, needle: bytes, *, ignore_case: bool = False) -> list[Hit]:
    """All hits of a search."""
    search = Search(capture, needle, ignore_case=ignore_case)
    while search.step():
        pass
    return found_by(search)


def found_by(search: Search) -> list[Hit]:
    """Its hits until now."""
    return [search[index] for index in range(len(search))]


def received(payload: bytes, socket: int = CONNECTION) -> RawRecord:
    """One piece of a stream."""
    return row(Call.RECV, socket=socket, payload=payload)


def plain_hits(records: Sequence[CallRecord], needle: bytes, *, ignore_case: bool) -> list[Hit]:
    """In each stream as one piece, and in each datagram: for each row the first that ends in it."""
    found: dict[int, Hit] = {}
    for pieces in _streams(records):
        whole = b"".join(payload for _, payload in pieces)
        places = [(seq, index) for seq, payload in pieces for index in range(len(payload))]
        if ignore_case:
            whole, needle = whole.lower(), needle.lower()
        at = whole.find(needle)
        while at >= 0:
            last, _ = places[at + len(needle) - 1]
            found.setdefault(last, Hit(last, *places[at]))
            at = whole.find(needle, at + 1)
    return [found[seq] for seq in sorted(found)]


def _streams(records: Sequence[CallRecord]) -> Iterator[list[tuple[int, bytes]]]:
    streams: defaultdict[tuple[int, Call], list[tuple[int, bytes]]] = defaultdict(list)
    for each in records:
        if each.call in STREAM_CALLS and not each.address:
            streams[each.socket, each.call].append((each.seq, each.payload))
        elif each.call in DATAGRAM_CALLS | STREAM_CALLS:
            yield [(each.seq, each.payload)]
    yield from streams.values()


def _row(call: Call, socket: int, payload: bytes) -> RawRecord:
    """Socket UDP is a connected UDP socket: what it sends has an address."""
    is_datagram = call in DATAGRAM_CALLS or (call is Call.SEND and socket == UDP)
    return row(call, socket=socket, address=PEER if is_datagram else "", payload=payload)


PIECES = st.text("abA", max_size=4).map(str.encode)
ROWS = st.lists(
    st.builds(
        _row,
        st.sampled_from([Call.RECV, Call.RECV, Call.SEND, Call.RECVFROM, Call.SENDTO]),
        st.sampled_from([CONNECTION, CONNECTION + 10, UDP]),
        PIECES,
    )
    | st.just(row(Call.CLOSE)),
    min_size=1,
    max_size=30,
)


@settings(max_examples=60)
@given(ROWS, st.lists(st.text("abA", min_size=1, max_size=7).map(str.encode), min_size=4), st.booleans())
@example(
    [_row(Call.RECV, CONNECTION, piece) for piece in (b"a", b"a", b"b", b"", b"a", b"b")], [b"abab", b"aabab"], False
)
def test_a_search_finds_what_a_plain_one_finds(rows: list[RawRecord], needles: list[bytes], ignore_case: bool) -> None:
    rows = [raw if raw[4] is not Call.RECV or raw[2] != UDP else row(Call.CLOSE, socket=UDP) for raw in rows]
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setattr(stretch, "STRETCH_ROWS", 4)
        with closing(Capture.create(Path(folder) / "any.socketlab")) as capture:
            record(capture, rows)
            records = capture.records(range(1, len(rows) + 1))
            found = [hits(capture, needle, ignore_case=ignore_case) for needle in needles]
    assert found == [plain_hits(records, needle, ignore_case=ignore_case) for needle in needles]


def test_a_hit_names_its_row_and_place(capture: Capture) -> None:
    record(capture, [received(b"hello"), received(b"say hello")])
    assert hits(capture, b"hello") == [Hit(1, 1, 0), Hit(2, 2, 4)]


def test_a_hit_may_be_cut_by_a_receive(capture: Capture) -> None:
    record(capture, [received(b"say he"), received(b"llo"), received(b"o hel", 7), received(b"lo", 7)])
    assert hits(capture, b"hello") == [Hit(2, 1, 4), Hit(4, 3, 2)]


def test_a_hit_may_come_in_many_pieces_with_others_between(capture: Capture) -> None:
    pieces = [raw for letter in b"hello" for raw in (received(bytes([letter])), received(b"l", 7), row(Call.CLOSE))]
    record(capture, pieces)
    assert hits(capture, b"hello") == [Hit(13, 1, 0)]


def test_what_came_in_and_what_went_out_are_two_streams(capture: Capture) -> None:
    record(capture, [received(b"he"), row(Call.SEND, payload=b"llo")])
    assert hits(capture, b"hello") == []


def test_two_datagrams_make_no_stream(capture: Capture) -> None:
    for call in (Call.RECVFROM, Call.SENDTO, Call.SEND):
        record(capture, [row(call, socket=UDP, address=OTHER_PEER, payload=part) for part in (b"he", b"llo")])
    assert hits(capture, b"hello") == []


def test_what_stands_around_the_payload_is_not_searched(capture: Capture) -> None:
    record(capture, [row(Call.SENDTO, args=(3,), address=PEER, payload=b"ROW"), received(b"S")])
    assert hits(capture, b"51324") == []
    assert hits(capture, b"ROWS") == []


def test_bytes_of_any_kind_are_found(capture: Capture) -> None:
    record(capture, [received(bytes(range(256))), received(b"\0\0")])
    assert hits(capture, b"\xfe\xff\0") == [Hit(2, 1, 254)]
    assert hits(capture, b"\xc3\xa4") == []


def test_letters_are_alike_only_if_that_is_asked_for(capture: Capture) -> None:
    record(capture, [received(b"HeL"), received(b"Lo \xc4")])
    assert hits(capture, b"hello") == []
    assert hits(capture, b"hELLO", ignore_case=True) == [Hit(2, 1, 0)]
    assert hits(capture, b"\xe4", ignore_case=True) == []


def test_a_search_goes_on_while_the_capture_grows_also_in_another_file(capture: Capture, tmp_path: Path) -> None:
    search = Search(capture, b"hello")
    record(capture, [received(b"hello he")])
    assert not search.step()
    assert found_by(search) == [Hit(1, 1, 0)]
    capture.record_elsewhere(tmp_path / "elsewhere.socketlab")
    record(capture, [received(b"l")])
    assert not search.step()
    record(capture, [received(b"lo hello")])
    assert not search.step()
    assert found_by(search) == [Hit(1, 1, 0), Hit(3, 1, 6)]
    assert search.progress == 1.0


def test_the_next_and_the_one_before_are_those_around_a_row(capture: Capture) -> None:
    record(capture, [received(text) for text in (b"hello", b"no", b"hello", b"no", b"hello")])
    search = Search(capture, b"hello")
    assert search.after(0) is None
    assert not search.step()
    assert [search.after(seq) for seq in (0, 1, 2, 5)] == [Hit(1, 1, 0), Hit(3, 3, 0), Hit(3, 3, 0), None]
    assert [search.before(seq) for seq in (1, 3, 4, 6)] == [None, Hit(1, 1, 0), Hit(3, 3, 0), Hit(5, 5, 0)]
    assert len(search) == 3


def test_a_search_in_a_thread_ends_when_it_is_told_to(capture: Capture) -> None:
    record(capture, echo(20_000))
    search = Search(capture, b"x")
    follower = Follower(search.step, "search")
    follower.stop()
    assert follower.join()
    assert follower.fault is None


def test_a_file_cut_short_by_somebody_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "short.socketlab"
    with closing(Capture.create(path)) as capture:
        record(capture, echo(10))
        with path.open("r+b") as stream:
            stream.truncate(300)
        follower = Follower(Search(capture, b"x").step, "search")
        assert follower.join()
        assert follower.fault is not None
        assert follower.fault.name == "CAPTURE_DAMAGED"
