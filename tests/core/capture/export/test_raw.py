"""The bytes of one direction of one socket, and nothing else."""

from __future__ import annotations

import pytest

from core.capture.export.formats import Raw
from core.contract.records import Call, RawRecord
from tests.core.capture.export.files import capture_of, exported
from tests.core.capture.rows import CONNECTION, OTHER_PEER, PEER, UDP, echo, row

ROWS: list[RawRecord] = [
    row(Call.RECV, payload=b"GET /\r\n"),
    row(Call.RECVFROM, socket=UDP, address=PEER, payload=b"one"),
    row(Call.RECVFROM, socket=UDP, address=OTHER_PEER, payload=b"two"),
    row(Call.SEND, payload=b"\0\xff"),
    row(Call.RECV, error="EAGAIN"),
    row(Call.RECV, payload=b"\r\n"),
    row(Call.SENDTO, socket=UDP, address=PEER, payload=b"answer"),
    row(Call.RECVFROM, socket=UDP, address=PEER),
    row(Call.RECV),
]


@pytest.mark.parametrize(
    ("choice", "data"),
    [
        (Raw(CONNECTION, incoming=True), b"GET /\r\n\r\n"),
        (Raw(CONNECTION, incoming=False), b"\0\xff"),
        (Raw(UDP, incoming=True), b"onetwo"),
        (Raw(UDP, incoming=True, peer=PEER), b"one"),
        (Raw(UDP, incoming=False, peer=PEER), b"answer"),
        (Raw(UDP, incoming=False, peer=OTHER_PEER), b""),
        (Raw(99, incoming=True), b""),
    ],
)
def test_only_the_bytes_of_that_socket_direction_and_peer(choice: Raw, data: bytes) -> None:
    with capture_of(ROWS) as capture:
        assert exported(capture, choice) == data


def test_only_the_rows_asked_for() -> None:
    with capture_of(ROWS) as capture:
        assert exported(capture, Raw(CONNECTION, incoming=True), [6, 9]) == b"\r\n"


def test_a_long_stream_keeps_its_order() -> None:
    rows = [row(Call.RECV, payload=bytes([number % 256]) * 900) for number in range(3000)]
    with capture_of([*rows, *echo(5)]) as capture:
        expected = b"".join(raw[10] for raw in rows) + b"x" * 64 * 3
        assert exported(capture, Raw(CONNECTION, incoming=True)) == expected


def test_where_tls_was_spoken_the_text_inside_is_what_was_said() -> None:
    talk = [
        row(Call.RECV, payload=b"\x17\x03\x03\x00\x03..."),
        row(Call.TLS_READ, payload=b"asked"),
        row(Call.TLS_WRITE, payload=b"answered"),
        row(Call.SEND, payload=b"\x17\x03\x03\x00\x03,,,"),
    ]
    with capture_of(talk) as capture:
        assert exported(capture, Raw(CONNECTION, incoming=True)) == b"asked"
        assert exported(capture, Raw(CONNECTION, incoming=False)) == b"answered"
