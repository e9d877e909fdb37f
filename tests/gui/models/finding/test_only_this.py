"""What a row offers to the filter line."""

from __future__ import annotations

import pytest

from core.capture.filtering.language.grammar import parse_filter
from core.contract.records import Call, CallRecord
from gui.models.finding.only_this import narrowed, offers_of
from tests.core.capture.rows import row

RECEIVED = CallRecord(5, *row(Call.RECV, result=3, payload=b"a\0b"))
FAILED = CallRecord(6, *row(Call.CONNECT, error="ECONNREFUSED", result=-111))
DATAGRAM = CallRecord(7, *row(Call.RECVFROM, address="[fe80::1%eth0]:53", payload=b""))


def terms(record: CallRecord, remote: str = "", listener: int | None = None) -> list[str]:
    return [offer.term for offer in offers_of(record, remote, listener)]


def test_a_row_that_moved_bytes_offers_its_socket_peer_direction_size_and_bytes() -> None:
    assert terms(RECEIVED, "127.0.0.1:51324", 1) == [
        "socket:2", "connection:1", "peer:127.0.0.1:51324", "call:recv", "in", "size:3", "hex:610062",
    ]  # fmt: skip


def test_a_call_that_failed_offers_its_error() -> None:
    assert terms(FAILED) == ["socket:2", "call:connect", "errno:ECONNREFUSED"]


def test_a_datagram_offers_whom_it_came_from() -> None:
    assert "size:0" in terms(DATAGRAM)
    assert all(parse_filter(term, 0) for term in terms(DATAGRAM))


@pytest.mark.parametrize(
    ("line", "term", "becomes"),
    [
        ("", "socket:3", "socket:3"),
        ("in", "socket:3", "in socket:3"),
        ("in or out", "socket:3", "(in or out) socket:3"),
        ("(in or out) size>3", "not call:recv", "((in or out) size>3) not call:recv"),
        ("in socket:3", "socket:3", "in socket:3"),
        ("not call:recv", "not call:recv", "not call:recv"),
        ('size>x "', "socket:3", "socket:3"),
    ],
)
def test_a_term_is_added_to_the_line(line: str, term: str, becomes: str) -> None:
    assert narrowed(line, term) == becomes
    parse_filter(becomes, 0)
