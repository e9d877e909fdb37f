"""What is offered at a place in a filter line.

Law: "|" marks the cursor in the lines of these tests.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.capture.filtering.language.completion import MOST_CHOICES, Completion, Known, complete

KNOWN = Known(
    sockets={3: "127.0.0.1:51324", 12: "listens on 127.0.0.1:9000", 31: ""},
    peers=("127.0.0.1:51324", "127.0.0.1:51330", "[::1]:9000"),
    errors=("EWHATEVER", "ECONNRESET"),
)


def at(line: str) -> Completion:
    """What is offered at the mark."""
    cursor = line.index("|")
    return complete(line.replace("|", "", 1), cursor, KNOWN)


@pytest.mark.parametrize(
    ("line", "start", "offered"),
    [
        ("so|", 0, ["socket:"]),
        ("si|", 0, ["size>", "since>"]),
        ("in S|", 3, ["socket:", "size>", "since>"]),
        ("fail|", 0, ["failed"]),
        ("in a|", 3, ["and"]),
        ("a|", 0, []),
        ("in or no|", 6, ["not"]),
        ("in (o|", 4, ["out"]),
        ("in o|ut", 3, ["out", "or"]),
        ("socket:|", 7, ["3", "12", "31"]),
        ("socket:3|", 7, ["3", "31"]),
        ("socket:#3|", 7, ["3", "31"]),
        ("connection:1|", 11, ["12"]),
        ("#3|", 1, ["3", "31"]),
        ("peer:127.0.0.1:5133|", 5, ["127.0.0.1:51330"]),
        ("peer:[|", 5, ["[::1]:9000"]),
        ("in call:se|", 8, ["send", "sendto", "setsockopt", "setblocking"]),
        ("errno:eco|", 6, ["ECONNRESET", "ECONNREFUSED"]),
        ("errno:EW|", 6, ["EWHATEVER"]),
        ("dir:|", 4, ["in", "out"]),
        ("size>|", 5, []),
        ("hello wo|", 6, []),
        ('"so|', 3, []),
        ('text:"so|', 8, []),
        ('"so"|', 4, []),
        ("/so|", 3, []),
        ("(in)|", 4, []),
    ],
)
def test_at_the_cursor_are_offered(line: str, start: int, offered: list[str]) -> None:
    completion = at(line)
    assert (completion.start, completion.end) == (start, line.index("|"))
    assert [choice.text for choice in completion.choices] == offered


def test_at_the_beginning_all_terms_are_offered_but_nothing_that_joins_two() -> None:
    offered = [choice.text for choice in at("|").choices]
    assert {"socket:", "peer:", "size>", "in", "failed", "not"} <= set(offered)
    assert not {"and", "or"} & set(offered)
    assert [choice.text for choice in at("in and (|").choices] == offered


def test_after_a_term_and_a_blank_all_is_offered() -> None:
    assert {"and", "or", "not", "size>"} <= {choice.text for choice in at("in |").choices}


def test_what_is_known_of_a_socket_stands_beside_it() -> None:
    assert at("#12|").choices[0].meaning == "listens on 127.0.0.1:9000"


def test_a_long_list_is_cut() -> None:
    many = Known(sockets=dict.fromkeys(range(1000), ""))
    assert len(complete("socket:", 7, many).choices) == MOST_CHOICES


@given(st.text(st.sampled_from('in out not (")/:=>#3 socket peer \\')), st.integers(0, 40))
def test_a_choice_goes_on_with_what_was_typed(text: str, cursor: int) -> None:
    cursor = min(cursor, len(text))
    completion = complete(text, cursor, KNOWN)
    assert 0 <= completion.start <= completion.end == cursor
    typed = text[completion.start : cursor].lower().removeprefix("#")
    assert all(choice.text.lower().startswith(typed) for choice in completion.choices)
