"""The pieces of a stream: read from the capture, with the lengths that were recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.capture.capture import Capture
from core.contract.records import Call
from gui.models.pictures.stream_pieces import Piece, StreamPieces
from tests.core.capture.rows import CONNECTION, OTHER_PEER, PEER, UDP, row

WaitUntil = Callable[..., None]


@pytest.fixture
def capture(tmp_path: Path) -> Iterator[Capture]:
    with closing(Capture.create(tmp_path / "x.socketlab")) as capture:
        yield capture


def record(capture: Capture, *calls: tuple[Call, int, bytes, str]) -> None:
    for call, socket, payload, address in calls:
        capture.append(row(call, socket=socket, result=len(payload), payload=payload, address=address))
    assert capture.flush()


def follow(pieces: StreamPieces, wait_until: WaitUntil, count: int, socket: int = CONNECTION, peer: str = "") -> None:
    def found() -> bool:
        pieces.follow(socket, peer)
        return len(pieces) == count

    wait_until(found, what=f"{count} pieces")


def test_pieces_of_one_direction_follow_each_other(capture: Capture, wait_until: WaitUntil) -> None:
    record(
        capture,
        (Call.SEND, CONNECTION, b"hello", ""),
        (Call.RECV, CONNECTION, b"no", ""),
        (Call.SEND, CONNECTION + 1, b"another", ""),
        (Call.SEND, CONNECTION, b", socket", ""),
    )
    with closing(StreamPieces(capture, "out")) as pieces:
        follow(pieces, wait_until, 2)
        assert pieces.length == 13
        assert pieces.within(0, 100, 10) == [Piece(1, 0, 5), Piece(4, 5, 13)]
        assert pieces.within(6, 7, 10) == [Piece(4, 5, 13)]
        assert pieces.within(0, 100, 1) == [Piece(1, 0, 5)]
        assert pieces.piece_of(4) == Piece(4, 5, 13)
        assert pieces.piece_of(2) is None
        record(capture, (Call.SEND, CONNECTION, b"!", ""))
        follow(pieces, wait_until, 3)
        assert pieces.length == 14
        follow(pieces, wait_until, 1, CONNECTION + 1)
        assert pieces.length == 7


def test_datagrams_of_one_peer_stand_where_they_were_sent_though_cut(capture: Capture, wait_until: WaitUntil) -> None:
    record(
        capture,
        (Call.SEND, CONNECTION, b"hello, socket", PEER),
        (Call.RECVFROM, UDP, b"hello", PEER),
        (Call.RECVFROM, UDP, b"other", OTHER_PEER),
        (Call.SEND, CONNECTION, b"next", PEER),
        (Call.RECVFROM, UDP, b"next", PEER),
    )
    with closing(StreamPieces(capture, "out")) as sent, closing(StreamPieces(capture, "in")) as received:
        follow(sent, wait_until, 2)
        follow(received, wait_until, 2, UDP, PEER)
        assert received.beside(sent, 0, 100, 10) == [Piece(2, 0, 5), Piece(5, 13, 17)]
