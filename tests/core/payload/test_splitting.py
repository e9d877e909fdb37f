"""Messages in a stream: their edges, found again however the stream was cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contract.faults import BadInput
from core.payload import splitting
from core.payload.framing import Delimiter, FixedSize, Framing, LengthPrefix, frame
from core.payload.splitting import Message, Splitter

FRAMINGS = st.one_of(
    st.builds(LengthPrefix, st.sampled_from([2, 4, 8]), st.sampled_from(["big", "little"]), st.booleans()),
    st.sampled_from([Delimiter(b"\n"), Delimiter(b"\r\n"), Delimiter(b"abab")]),
    st.just(FixedSize(3)),
)


def split(framing: Framing, *pieces: bytes) -> list[Message]:
    splitter = Splitter(framing)
    return [message for piece in pieces for message in splitter.feed(piece)]


@given(FRAMINGS, st.lists(st.binary(max_size=40), max_size=12), st.lists(st.integers(0, 300), max_size=20))
def test_what_was_framed_is_found_again_whatever_the_cuts(
    kind: Framing, messages: list[bytes], cuts: list[int]
) -> None:
    sent: list[bytes] = []
    stream = b""
    for message in messages:
        try:
            stream += frame(message, kind)
        except BadInput:
            continue
        sent.append(message)
    edges = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    found = split(kind, *(stream[a:b] for a, b in pairwise(edges)))
    assert [message.data for message in found if message.is_whole] == sent
    assert all(one.end == other.start for one, other in pairwise(found))


def test_what_is_not_complete_is_told_as_the_rest() -> None:
    splitter = Splitter(Delimiter(b"\n"))
    assert [message.data for message in splitter.feed(b"one\ntw")] == [b"one"]
    assert splitter.rest() == Message(4, 4, 6, b"tw", is_whole=False)
    assert [message.data for message in splitter.feed(b"o\n")] == [b"two"]
    assert splitter.rest() is None


def test_a_length_that_does_not_count_itself_is_no_message() -> None:
    found = split(LengthPrefix(2, counts_itself=True), b"\x00\x01\x00\x03a")
    assert found == [Message(0, 2, 2, b"", is_whole=False), Message(2, 4, 5, b"a")]


@pytest.mark.parametrize(
    ("kind", "stream"),
    [
        (LengthPrefix(2), b"\x00\x19" + b"x" * 25 + b"\x00\x01a"),
        (Delimiter(b"\r\n"), b"x" * 27 + b"\r\na\r\n"),
    ],
)
@pytest.mark.parametrize("step", [1, 3, 100])
def test_a_message_longer_than_is_kept_comes_in_parts_and_the_next_is_found(
    kind: Framing, stream: bytes, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(splitting, "MOST", 10)
    found = split(kind, *(stream[at : at + step] for at in range(0, len(stream), step)))
    assert found[-1].data == b"a"
    assert found[-1].is_whole
    assert not any(message.is_whole for message in found[:-1])
    assert [message.start for message in found][1:] == [message.end for message in found][:-1]
    assert found[0].start == 0
    assert all(len(message.data) <= 10 for message in found)
    assert found == split(kind, stream)


def test_a_length_of_a_petabyte_takes_no_memory() -> None:
    assert split(LengthPrefix(8), b"\x00\x04" + bytes(6) + bytes(100)) == []


def test_where_a_stream_goes_on_elsewhere_the_next_message_begins_anew() -> None:
    splitter = Splitter(LengthPrefix(1))
    assert [*splitter.feed(b"\x02ab\x05cd")] == [Message(0, 1, 3, b"ab")]
    assert splitter.cut() == Message(3, 3, 6, b"\x05cd", is_whole=False)
    assert splitter.cut() is None
    assert [*splitter.feed(b"\x01e")] == [Message(6, 7, 8, b"e")]
