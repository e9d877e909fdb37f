"""What each kind of rule finds, what it refuses to look for, and that it always comes back."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contract.faults import BadInput
from core.replies.rulebook.matching import finder
from core.replies.rulebook.regular import expression
from core.replies.rulebook.rule import Rule, When


def found(when: When, pattern: str, data: bytes, *, ignores_case: bool = False) -> dict[str, bytes] | None:
    return finder(Rule(when, pattern, ignores_case))[0](data)


@pytest.mark.parametrize(
    ("when", "pattern", "matching", "others"),
    [
        (When.EXACT, r"a\x00b", [b"a\x00b"], [b"a\x00bc", b"a", b""]),
        (When.CONTAINS, "an", [b"an", b"banana"], [b"AN", b"a n"]),
        (When.STARTS, "an", [b"an", b"anna"], [b"banana"]),
        (When.ENDS, "na", [b"na", b"banana"], [b"nab"]),
        (When.ANYTHING, "", [b"", b"x"], []),
        (When.REGEX, r"^\d+$", [b"1", b"42"], [b"4 2", b""]),
        (When.REGEX, r"\xff", [b"a\xff"], [b"\xc3\xbf"]),
        (When.REGEX, "é", ["né".encode()], [b"n\xe9"]),
        (When.HEX, "02 ?? 03", [b"\x02\x00\x03", b"\x02\n\x03"], [b"\x02\x03", b"\x02\x00\x03\x00"]),
        (When.HEX, "02*", [b"\x02", b"\x02\n\n"], [b"\x03\x02"]),
        (When.HEX, "0x5?, ?5", [b"\x5a\x15", b"\x50\xf5"], [b"\x4a\x15", b"\x5a\x16"]),
        (When.HEX, "2a 2E", [b"*."], [b"**", b"xx"]),
    ],
)  # fmt: skip
def test_each_kind_finds_what_it_describes(
    when: When, pattern: str, matching: list[bytes], others: list[bytes]
) -> None:
    assert [data for data in matching if found(when, pattern, data) is None] == []
    assert [data for data in others if found(when, pattern, data) is not None] == []


@pytest.mark.parametrize("when", [When.EXACT, When.CONTAINS, When.STARTS, When.ENDS, When.REGEX])
def test_case_counts_unless_it_is_not_to(when: When) -> None:
    assert found(when, "Hello", b"hELLO") is None
    assert found(when, "Hello", b"hELLO", ignores_case=True) is not None


@pytest.mark.parametrize(
    ("when", "pattern", "data", "groups"),
    [
        (When.CONTAINS, "x", b"axb", {"0": b"axb"}),
        (When.REGEX, r"(\w+)=(?P<value>\d+)?", b"set a=", {"0": b"a=", "1": b"a", "2": b"", "value": b""}),
        (When.HEX, "02 ?? ?? 03 *", b"\x02ab\x03rest", {"0": b"\x02ab\x03rest", "1": b"ab", "2": b"rest"}),
    ],
)
def test_what_was_found_is_at_hand(when: When, pattern: str, data: bytes, groups: dict[str, bytes]) -> None:
    assert found(when, pattern, data) == groups
    assert finder(Rule(when, pattern))[1] == groups.keys()


@pytest.mark.parametrize(
    ("when", "pattern", "name", "position"),
    [
        (When.REGEX, "ab(c", "REGEX_BAD", 4),
        (When.REGEX, "é*é**", "REGEX_BAD", 4),
        (When.REGEX, "[", "REGEX_BAD", 1),
        (When.REGEX, r"\ud800"[:1] + "k<no>", "REGEX_BAD", 2),
        (When.REGEX, "a\ud800", "REGEX_BAD", 1),
        (When.REGEX, "((a{1000}){1000}){1000}", "REGEX_TOO_LARGE", None),
        (When.REGEX, "a" * 5000, "REGEX_TOO_LARGE", None),
        (When.HEX, "02 x3", "HEX_WILD", 3),
        (When.HEX, "02 3", "HEX_ODD", 3),
        (When.HEX, "02 3*", "HEX_ODD", 3),
        (When.EXACT, r"ab\q", "ESCAPE_UNKNOWN", 2),
    ],
)
def test_what_can_not_be_looked_for_is_refused_with_its_place(
    when: When, pattern: str, name: str, position: int | None
) -> None:
    with pytest.raises(BadInput) as refused:
        finder(Rule(when, pattern))
    assert (refused.value.fault.name, refused.value.fault.position) == (name, position)


@pytest.mark.parametrize("pattern", ["(a+)+$", "(?:a|aa)+$", "^(([a-z])+.)+[A-Z]([a-z])+$"])
def test_a_pattern_that_would_never_end_is_given_up(pattern: str) -> None:
    with pytest.raises(TimeoutError):
        found(When.REGEX, pattern, b"a" * 30_000 + b"!")


@given(st.text(alphabet="ab(){}[]*+?|\\1,:<>=^$", max_size=30), st.binary(max_size=200))
def test_any_text_is_an_expression_that_comes_back_or_is_refused(text: str, data: bytes) -> None:
    with suppress(BadInput, TimeoutError):
        expression(text).find(data)


@given(st.binary(max_size=40))
def test_the_hex_of_any_bytes_finds_just_those(data: bytes) -> None:
    assert found(When.HEX, data.hex(" "), data) == {"0": data}
    assert found(When.HEX, data.hex(" "), data + b"x") is None
