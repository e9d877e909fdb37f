"""What a filter line means, and what is said of one that means nothing.

Law: the tables here are the language; each name of a mistake is met at least once.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import core.capture.filtering
from core.capture.filtering.language.grammar import DEEPEST, parse_filter
from core.capture.filtering.language.terms import (
    EVERYTHING,
    AllOf,
    AnyOf,
    CallIs,
    ConnectionIs,
    Contains,
    ErrorIs,
    Failed,
    Matches,
    Not,
    SizeWithin,
    SocketIs,
    Term,
)
from core.capture.filtering.language.vocabulary import FIELDS, HELP
from core.contract.faults import BadInput, Field
from core.contract.records import INCOMING_CALLS, Call
from core.explain.words.filter_words import FILTER_WORDS
from tests.core.capture.rows import START_NS

IN = CallIs(INCOMING_CALLS)
OUT = CallIs(frozenset({Call.SEND, Call.SENDTO, Call.TLS_WRITE}))


def text(words: str) -> Contains:
    """What a bare word means."""
    return Contains(words.encode(), ignore_case=True)


@pytest.mark.parametrize(
    ("line", "term"),
    [
        ("", EVERYTHING),
        ("  \t ", EVERYTHING),
        ("socket:3", SocketIs(3)),
        ("socket=#3", SocketIs(3)),
        ("#3", SocketIs(3)),
        ("#3x", text("#3x")),
        ("connection:12", ConnectionIs(12)),
        ("in", IN),
        ("OUT", OUT),
        ("dir:in", IN),
        ("dir:Out", OUT),
        ("call:recv", CallIs(frozenset({Call.RECV}))),
        ("CALL:Accept", CallIs(frozenset({Call.ACCEPT}))),
        ("errno:econnrefused", ErrorIs("ECONNREFUSED")),
        ("failed", Failed()),
        ("size:0", SizeWithin(0, 0)),
        ("size>100", SizeWithin(101, None)),
        ("size > 100", SizeWithin(101, None)),
        ("size >= 4KB", SizeWithin(4000, None)),
        ("size<1m", SizeWithin(None, 999_999)),
        ("size<=0", SizeWithin(None, 0)),
        ("size:10..20", SizeWithin(10, 20)),
        ("size=10..", SizeWithin(10, None)),
        ("size:..20", SizeWithin(None, 20)),
        ("hello", text("hello")),
        ("text:hello", text("hello")),
        ("text:in", text("in")),
        ('"in"', text("in")),
        ('"two words"', text("two words")),
        ('text:"two words"', text("two words")),
        (r'"say \"hi\"\r\n"', Contains(b'say "hi"\r\n', ignore_case=True)),
        (r'"a\\"', Contains(b"a\\", ignore_case=True)),
        (r"GET\x20/", Contains(b"GET /", ignore_case=True)),
        ("größe", text("größe")),
        ("hex:0d", Contains(b"\r")),
        ("hex:0d 0a ff", Contains(b"\r\n\xff")),
        ("hex:0x0d, 0x0a in", AllOf((Contains(b"\r\n"), IN))),
        ('hex:"0d 0a" be', AllOf((Contains(b"\r\n"), text("be")))),
        ("in size>3", AllOf((IN, SizeWithin(4, None)))),
        ("in AND size>3", AllOf((IN, SizeWithin(4, None)))),
        ("in or out", AnyOf((IN, OUT))),
        ("in a or out b", AnyOf((AllOf((IN, text("a"))), AllOf((OUT, text("b")))))),
        ("in (a or b)", AllOf((IN, AnyOf((text("a"), text("b")))))),
        ("not in", Not(IN)),
        ("not in out", AllOf((Not(IN), OUT))),
        ("not (in or out)", Not(AnyOf((IN, OUT)))),
        ("not not in", Not(Not(IN))),
        ("((in))", IN),
        ("call:recv(in)", AllOf((CallIs(frozenset({Call.RECV})), IN))),
    ],
)
def test_a_line_means(line: str, term: Term) -> None:
    assert parse_filter(line, START_NS) == term


def test_an_expression_ends_at_a_slash_that_no_backslash_precedes() -> None:
    one = parse_filter(r"/a\/b/ in", START_NS)
    assert isinstance(one, AllOf)
    assert isinstance(one.terms[0], Matches)
    assert one.terms[1] == IN


def test_an_expression_in_capital_or_small_letters_is_another_one() -> None:
    assert parse_filter("/a/i", START_NS) != parse_filter("/a/", START_NS)


MISTAKES = [
    # line, name, where the position points, what it is about
    ('in "abc', "FILTER_QUOTE_OPEN", '"', '"abc'),
    ('text:"abc', "FILTER_QUOTE_OPEN", '"', '"abc'),
    ("in /index.html", "FILTER_SLASH_OPEN", "/", "/index.html"),
    ("in (out", "FILTER_PARENTHESIS_OPEN", "(", "("),
    ("in) out", "FILTER_PARENTHESIS_EXTRA", ")", ")"),
    ("()", "FILTER_TERM_MISSING", ")", ")"),
    ("in and", "FILTER_TERM_MISSING", "and", "and"),
    ("or in", "FILTER_TERM_MISSING", "or", "or"),
    ("in or or out", "FILTER_TERM_MISSING", "or out", "or"),
    ("not", "FILTER_TERM_MISSING", "not", "not"),
    ("(", "FILTER_TERM_MISSING", "(", "("),
    ("(" * 60 + "in" + ")" * 60, "FILTER_TOO_DEEP", "(" * 9 + "in", ""),
    ("in sockt:3", "FILTER_NAME_UNKNOWN", "sockt", "sockt"),
    ("http://host", "FILTER_NAME_UNKNOWN", "http", "http"),
    ("in socket>3", "FILTER_NOT_ORDERED", "socket", "socket"),
    ("in socket:", "FILTER_VALUE_MISSING", ":", "socket"),
    ("size>", "FILTER_VALUE_MISSING", ">", "size"),
    ('text:""', "FILTER_VALUE_MISSING", '"', "text"),
    ('in ""', "FILTER_VALUE_MISSING", '"', "text"),
    ("in //", "FILTER_VALUE_MISSING", "//", "//"),
    ("hex:,", "FILTER_VALUE_MISSING", ",", ","),
    ("socket:x", "FILTER_NUMBER_BAD", "x", "x"),
    ("connection:-1", "FILTER_NUMBER_BAD", "-", "-1"),
    ("#9999999999999999999", "FILTER_NUMBER_BAD", "#", "#9999999999999999999"),
    ("size:4.2KB", "FILTER_SIZE_BAD", "4", "4.2KB"),
    ("size:٣", "FILTER_SIZE_BAD", "٣", "٣"),
    ("time:25:00", "FILTER_TIME_BAD", "25", "25:00"),
    ("time>14", "FILTER_TIME_BAD", "14", "14"),
    ("time:2026-02-30T10:00", "FILTER_TIME_BAD", "2026", "2026-02-30T10:00"),
    ("time:14:03..later", "FILTER_TIME_BAD", "later", "later"),
    ("since>soon", "FILTER_SECONDS_BAD", "soon", "soon"),
    ("size>1..2", "FILTER_RANGE_BAD", "..", "1..2"),
    ("size:..", "FILTER_RANGE_BAD", "..", ".."),
    ("peer:localhost", "FILTER_PEER_BAD", "localhost", "localhost"),
    ("peer:10.0.0.1;", "FILTER_PEER_BAD", ";", "10.0.0.1;"),
    ("peer::http", "PORT_NOT_DIGITS", "http", "http"),
    ("peer:127.0.0.1:65536", "PORT_RANGE", "65536", "65536"),
    ("call:receive", "FILTER_CALL_UNKNOWN", "receive", "receive"),
    ("errno:-11", "FILTER_ERROR_BAD", "-", "-11"),
    ("dir:up", "FILTER_DIRECTION_UNKNOWN", "up", "up"),
    ("/a/x", "FILTER_LETTER_UNKNOWN", "x", "x"),
    ("in /a(b/", "FILTER_EXPRESSION_BAD", "(b", "("),
    ("/a{1001}/", "FILTER_EXPRESSION_LONG", "a", "a{1001}"),
    ("hex:0d 0", "HEX_ODD", "0", "0"),
    ("hex:zz", "HEX_BAD", "z", "z"),
    (r"in a\q", "ESCAPE_UNKNOWN", "\\", r"\q"),
    (r'"ab\"c\x4"', "ESCAPE_SHORT", r"\x", r"\x"),
]


@pytest.mark.parametrize(("line", "name", "pointed_at", "about"), MISTAKES)
def test_a_mistake_is_named_where_it_is(line: str, name: str, pointed_at: str, about: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_filter(line, START_NS)
    fault = caught.value.fault
    assert (fault.name, fault.field, fault.about) == (name, Field.FILTER, about)
    assert fault.position is not None
    assert line[fault.position :].startswith(pointed_at)


def test_as_many_parentheses_as_are_allowed_are_read() -> None:
    assert parse_filter("(" * DEEPEST + "in" + ")" * DEEPEST, START_NS) == IN


def test_every_mistake_is_documented_explained_and_tried() -> None:
    documented = set(re.findall(r"FILTER_[A-Z_]+", core.capture.filtering.__doc__ or ""))
    assert documented == set(FILTER_WORDS)
    assert documented == {name for _, name, _, _ in MISTAKES if name.startswith("FILTER_")}


def test_every_example_of_the_help_is_a_line() -> None:
    for example_line, _meaning in HELP:
        assert parse_filter(example_line, START_NS) != EVERYTHING


def test_every_field_is_in_the_reference() -> None:
    reference = core.capture.filtering.__doc__ or ""
    assert all(f'"{name}"' in reference for name in FIELDS)


SIGNS = 'in out not and or () "" // \\ :=<> .. # 0123456789 abcdefx {}[]*+?|^$ é'
PARTS = [
    *(
        "in",
        "and",
        "or",
        "not",
        "(",
        ")",
        '"',
        "/",
        " ",
        "\\",
        "\\x",
        "\0",
        "#",
        "3",
        ":",
        "size",
        ">",
        "..",
        "socket:",
    ),
    *("time:14:03", "since<", "2.5s", "peer:", "127.0.0.1", "[::1]", "hex:", "0d", "text:", "errno:", "a(b|c)*"),
]
ANY_LINE = st.text(st.sampled_from(SIGNS)) | st.lists(st.sampled_from(PARTS)).map("".join) | st.text()


@given(ANY_LINE)
@example("#")
@example("in\\")
@example("time:0001-01-01T00:00")
@example("time:9999-12-31T23:59:59")
def test_any_line_is_read_or_refused_at_a_place_in_it(line: str) -> None:
    try:
        parse_filter(line, START_NS)
    except BadInput as refused:
        fault = refused.fault
    else:
        return
    assert fault.field is Field.FILTER
    assert fault.position is not None
    assert 0 <= fault.position < len(line)
