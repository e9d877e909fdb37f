"""Where the bytes of a hit lie, in one row or in several."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.capture.capture import Capture
from core.capture.searching.hit_pieces import Piece, pieces_of
from core.capture.searching.search import Search
from core.contract.records import Call, RawRecord
from tests.core.capture.rows import row

OTHER = 77


@pytest.fixture
def capture(tmp_path: Path) -> Iterator[Capture]:
    """A capture in an empty folder."""
    with closing(Capture.create(tmp_path / "searched.socketlab")) as running:
        yield running


def pieces(capture: Capture, needle: bytes, *rows: RawRecord) -> list[tuple[Piece, ...]]:
    """Of all hits, each checked to be what was looked for."""
    for raw in rows:
        capture.append(raw)
    assert capture.flush()
    search = Search(capture, needle)
    while search.step():
        pass
    found = [pieces_of(capture, search[index], len(needle)) for index in range(len(search))]
    for each in found:
        parts = [capture.record(piece.seq).payload[piece.bytes.start : piece.bytes.stop] for piece in each]
        assert b"".join(parts) == needle
    return found


def test_a_hit_in_one_row_is_one_piece(capture: Capture) -> None:
    assert pieces(capture, b"lo", row(Call.RECV, payload=b"hello")) == [(Piece(1, range(3, 5)),)]


def test_a_split_hit_goes_through_the_pieces_of_its_own_stream_only(capture: Capture) -> None:
    found = pieces(
        capture,
        b"needle",
        row(Call.RECV, payload=b"a nee"),
        row(Call.SEND, payload=b"noise"),
        row(Call.RECV, socket=OTHER, payload=b"noise"),
        row(Call.RECV, payload=b"d"),
        row(Call.RECV, error="EAGAIN", result=-11),
        row(Call.RECV, payload=b"le and more"),
    )
    assert found == [(Piece(1, range(2, 5)), Piece(4, range(1)), Piece(6, range(2)))]


def test_pieces_far_apart_are_found(capture: Capture) -> None:
    between = [row(Call.RECV, socket=OTHER, payload=b"x")] * 20_000
    found = pieces(capture, b"ab", row(Call.RECV, payload=b"a"), *between, row(Call.RECV, payload=b"b"))
    assert found == [(Piece(1, range(1)), Piece(20_002, range(1)))]
