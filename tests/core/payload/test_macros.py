"""Macros: what each is worked out to, that it is the same for the same moment, and what is refused."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contract.endpoints import Endpoint
from core.contract.faults import BadInput
from core.payload.macros import MACROS, Moment, pieces

NOON = datetime(2026, 11, 26, 14, 3, 11, tzinfo=timezone(timedelta(hours=1)))


def moment(count: int = 7, peer: Endpoint | None = None) -> Moment:
    return Moment(NOON, count, peer, Random(1))


def worked_out(text: str, at: Moment | None = None) -> list[str | bytes]:
    return [piece.text if piece.value is None else piece.value for piece in pieces(text, at or moment())]


@pytest.mark.parametrize(
    ("macro", "expected"),
    [
        ("{{time}}", "14:03:11"),
        ("{{TIME}}", "14:03:11"),
        ("{{ time : %H.%M }}", "14.03"),
        ("{{date}}", "2026-11-26"),
        ("{{date:%d.%m.%Y}}", "26.11.2026"),
        ("{{unixtime}}", str(int(NOON.timestamp()))),
        ("{{counter}}", "7"),
        ("{{counter:4}}", "0007"),
        ("{{counter:u8}}", b"\x07"),
        ("{{counter:u16}}", b"\x00\x07"),
        ("{{counter:u16le}}", b"\x07\x00"),
        ("{{counter:u64be}}", b"\x00\x00\x00\x00\x00\x00\x00\x07"),
        ("{{random:3..3}}", "3"),
        ("{{randombytes:0}}", b""),
    ],
)
def test_each_is_worked_out(macro: str, expected: str | bytes) -> None:
    assert worked_out(macro) == [expected]


def test_a_counter_of_one_byte_begins_again_at_nothing() -> None:
    assert worked_out("{{counter:u8}}", moment(256)) == [b"\x00"]


def test_chance_keeps_to_its_bounds_and_sizes() -> None:
    for _ in range(20):
        (number,) = worked_out("{{random:-2..6}}", Moment(NOON))
        assert -2 <= int(number) <= 6
    (data,) = worked_out("{{randombytes:16}}")
    assert len(data) == 16
    (name,) = worked_out("{{uuid}}")
    assert isinstance(name, str)
    assert UUID(name).version == 4
    assert worked_out("{{unique}}") == [name]


def test_whom_it_goes_to_is_known_when_it_goes_to_somebody() -> None:
    there = moment(peer=Endpoint("::1", 9000))
    assert worked_out("{{peer}} {{peer:address}} {{peer:port}}", there) == ["[::1]:9000", " ", "::1", " ", "9000"]
    assert worked_out("{{peer}}") == ["?"]


def test_what_stands_between_is_left_as_it_is_with_its_place() -> None:
    found = list(pieces("a{b {{counter}}}", moment()))
    assert [(piece.start, piece.text, piece.value) for piece in found] == [
        (0, "a{b ", None),
        (4, "{{counter}}", "7"),
        (15, "}", None),
    ]


@pytest.mark.parametrize(
    ("text", "name", "position"),
    [
        ("ab {{nothing}}", "MACRO_UNKNOWN", 3),
        ("{{}}", "MACRO_UNKNOWN", 0),
        ("ab {{time", "MACRO_OPEN", 3),
        ("{{time}} {{", "MACRO_OPEN", 9),
        ("x{{counter:many}}", "MACRO_ARGUMENT", 1),
        ("{{counter:u24}}", "MACRO_ARGUMENT", 0),
        ("{{random:6..1}}", "MACRO_ARGUMENT", 0),
        ("{{random:six}}", "MACRO_ARGUMENT", 0),
        ("{{randombytes}}", "MACRO_ARGUMENT", 0),
        ("{{randombytes:-1}}", "MACRO_ARGUMENT", 0),
        ("{{randombytes:65508}}", "MACRO_ARGUMENT", 0),
        ("{{randombytes:99999999999999999999}}", "MACRO_ARGUMENT", 0),
        ("{{uuid:1}}", "MACRO_ARGUMENT", 0),
        ("{{unixtime:x}}", "MACRO_ARGUMENT", 0),
    ],
)
def test_what_is_no_macro_is_refused_with_its_place(text: str, name: str, position: int) -> None:
    with pytest.raises(BadInput) as caught:
        worked_out(text)
    assert (caught.value.fault.name, caught.value.fault.position) == (name, position)


def test_a_wrong_part_of_the_peer_is_refused() -> None:
    with pytest.raises(BadInput):
        worked_out("{{peer:name}}", moment(peer=Endpoint("127.0.0.1", 1)))


@given(st.text(alphabet="{}a:time ", max_size=30))
def test_every_text_is_taken_apart_whole_or_refused(text: str) -> None:
    try:
        found = list(pieces(text, moment()))
    except BadInput as error:
        refused = error.fault
    else:
        assert "".join(piece.text for piece in found) == text
        return
    assert refused.position is not None
    assert text[refused.position :].startswith("{{")


def test_each_macro_tells_how_it_is_written() -> None:
    for macro in MACROS:
        for use in re.findall(r"\{\{[^}]*\}\}", macro.use):
            assert worked_out(use, moment(peer=Endpoint("127.0.0.1", 1)))
