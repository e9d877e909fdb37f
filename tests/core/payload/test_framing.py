"""Messages on a stream: how their edges are marked, and what cannot be."""

from __future__ import annotations

import pytest

from core.contract.faults import BadInput
from core.payload.framing import Delimiter, FixedSize, Framing, LengthPrefix, frame


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        (LengthPrefix(1), b"abc", b"\x03abc"),
        (LengthPrefix(2, "little"), b"abc", b"\x03\x00abc"),
        (LengthPrefix(4, counts_itself=True), b"abc", b"\x00\x00\x00\x07abc"),
        (Delimiter(b"\r\n"), b"abc", b"abc\r\n"),
        (FixedSize(3), b"abc", b"abc"),
    ],
)
def test_edges_are_marked(kind: Framing, data: bytes, expected: bytes) -> None:
    assert frame(data, kind) == expected


@pytest.mark.parametrize(
    ("kind", "data", "name"),
    [
        (LengthPrefix(1), bytes(256), "FRAME_TOO_LONG"),
        (LengthPrefix(1, counts_itself=True), bytes(255), "FRAME_TOO_LONG"),
        (Delimiter(b"\n"), b"a\nb", "FRAME_HOLDS_END"),
        (FixedSize(3), b"abcd", "FRAME_SIZE"),
    ],
)
def test_what_cannot_be_framed_is_refused(kind: Framing, data: bytes, name: str) -> None:
    with pytest.raises(BadInput) as caught:
        frame(data, kind)
    assert caught.value.fault.name == name
