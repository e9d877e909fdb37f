"""Regular expressions: the same answers as Python's own, without its worst days.

Law: wherever both grammars have an expression, both find the same; Python's $ is written \\Z there.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.capture.filtering.automaton import MOST_STATES, Automaton
from core.capture.filtering.language.expression import needed_text
from core.capture.filtering.language.expression_grammar import MOST_SYMBOLS, parse_expression
from core.contract.faults import BadInput

LETTERS = "abcAB01 \n"
SINGLE = st.sampled_from(
    [*"abcAB01 ", ".", r"\n", r"\d", r"\W", r"\s", r"\x61", "[ab]", "[^a\\n]", "[a-c1]", r"\.", "(?:é)"]
)


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    groups = inner.map(lambda text: f"(?:{text})")
    return (
        st.lists(inner, min_size=1, max_size=4).map("".join)
        | st.lists(inner, min_size=2, max_size=3).map("|".join).map(lambda text: f"({text})")
        | st.tuples(SINGLE | groups, st.sampled_from(["*", "+", "?", "{2}", "{0,2}", "{1,}", "*?", "{0}"])).map("".join)
    )


EXPRESSIONS = st.recursive(SINGLE, _grown, max_leaves=8)
TEXTS = st.text(st.sampled_from(LETTERS + "é"), max_size=12).map(str.encode)


def automaton(expression: str, *, ignore_case: bool = False) -> Automaton:
    """Ready to be looked for."""
    return Automaton(parse_expression(expression, 0, ignore_case=ignore_case))


@given(EXPRESSIONS, TEXTS, st.booleans(), st.sampled_from(["", "^"]), st.sampled_from(["", "$"]))
def test_it_fits_where_pythons_own_does(text: str, data: bytes, ignore_case: bool, start: str, end: str) -> None:
    alternatives = f"(?:{text})"
    python = re.compile((start + alternatives + end.replace("$", r"\Z")).encode(), re.IGNORECASE if ignore_case else 0)
    own = automaton(start + alternatives + end, ignore_case=ignore_case)
    assert own.fits(data) == bool(python.search(data))


def test_a_character_of_several_bytes_is_repeated_as_a_whole() -> None:
    """In Python's own, made for bytes, only its last byte would be."""
    assert automaton("^é+$").fits("ééé".encode())
    assert not automaton("^é+$").fits("é".encode() + b"\xa9")
    assert automaton("É", ignore_case=True).fits("É".encode())


@given(EXPRESSIONS, TEXTS)
def test_what_it_fits_has_the_text_it_needs(text: str, data: bytes) -> None:
    expression = parse_expression(text, 0, ignore_case=False)
    if Automaton(expression).fits(data):
        assert needed_text(expression) in data.lower()


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("hello", b"hello"),
        ("Hello", b"hello"),
        ("he.llo", b"llo"),
        ("(user|pass)word", b"word"),
        ("a+bc", b"bc"),
        ("(hello)?", b""),
        ("(hello){2}x", b"hello"),
        (r"GET /\d+ HTTP", b"get /"),
        ("[hH]i", b"hi"),
        ("", b""),
    ],
)
def test_the_text_it_needs_is_the_longest(text: str, needed: bytes) -> None:
    assert needed_text(parse_expression(text, 0, ignore_case=False)) == needed


@pytest.mark.timeout(20)
@pytest.mark.parametrize("text", ["(a+)+$", "(a|a)*b", "(a*)*b", ".*a.*a.*a.*b", "(a?){30}a{30}b"])
def test_nothing_in_the_bytes_makes_it_slow(text: str) -> None:
    """Python's own takes longer than the age of the universe for the first four of them."""
    assert not automaton(text).fits(b"a" * 200_000 + b"c")


def test_it_keeps_no_more_states_than_it_may() -> None:
    many = automaton("[ab]*a[ab]{12}c")
    data = b"".join(f"{number:014b}".translate({48: "a", 49: "b"}).encode() for number in range(1 << 11))
    assert not many.fits(data)
    assert many.fits(data + b"c") == bool(re.search(rb"a[ab]{12}c", data + b"c"))
    assert len(many._states) <= MOST_STATES


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("(ab", 0),
        ("ab)", 2),
        ("*a", 0),
        ("a**", 2),
        ("a{3,2}", 1),
        ("[ab", 0),
        ("[b-a]", 1),
        ("[a-\\d]", 1),
        ("[é]", 1),
        ("ab\\", 2),
        ("a\\b", 1),
        (r"\x4", 0),
        (r"(a)\1", 3),
        ("(?=a)", 0),
        ("(?P<n>a)", 0),
        ("a|*", 2),
        ("(" * 60, 50),
        ("\ud800", 0),
    ],
)
def test_what_it_cannot_be_is_said_where_it_stands(text: str, position: int) -> None:
    with pytest.raises(BadInput) as caught:
        parse_expression(text, 100, ignore_case=False)
    assert (caught.value.fault.name, caught.value.fault.position) == ("FILTER_EXPRESSION_BAD", 100 + position)


def test_repeats_are_limited_by_what_they_come_to() -> None:
    parse_expression(f"a{{{MOST_SYMBOLS}}}", 0, ignore_case=False)
    for text in (f"a{{{MOST_SYMBOLS + 1}}}", "(a{100}){100}", "((((a{9999}){9999}){9999}){9999}){9999}"):
        with pytest.raises(BadInput, match="FILTER_EXPRESSION_LONG"):
            parse_expression(text, 0, ignore_case=False)
