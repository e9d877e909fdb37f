"""Saved messages in JSON: the same again, and what makes no sense refused with its field."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.payload.checksums import ALGORITHMS, Checksum
from core.payload.composition import Composition, LineEnd
from core.payload.encodings import ENCODINGS
from core.payload.framing import LENGTH_SIZES, Delimiter, FixedSize, LengthPrefix
from core.payload.messages.saved import BadMessage, SavedMessage, from_json, to_json
from core.payload.notation import Notation

orders = st.sampled_from(["big", "little"])
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
framings = (
    st.builds(LengthPrefix, st.sampled_from(LENGTH_SIZES), orders, st.booleans())
    | st.builds(Delimiter, st.binary(min_size=1, max_size=300))
    | st.builds(FixedSize, st.integers(1, 1_000_000))
)
checksums = st.builds(
    Checksum,
    st.sampled_from([each.key for each in ALGORITHMS]), orders, st.booleans(), st.integers(0, 99), st.integers(0, 99),
)  # fmt: skip
compositions = st.builds(
    Composition,
    texts, st.sampled_from(Notation), st.sampled_from([each.key for each in ENCODINGS]), st.sampled_from(LineEnd),
    st.booleans(), st.none() | checksums, st.none() | framings,
)  # fmt: skip
messages = st.builds(
    SavedMessage,
    texts.map(str.strip).filter(bool), compositions, texts, st.none() | st.integers(1, 9), texts, st.booleans(),
)  # fmt: skip


@given(messages)
def test_what_was_written_is_read_back_the_same(message: SavedMessage) -> None:
    assert from_json(json.loads(json.dumps(to_json(message)))) == message


def test_what_stands_at_its_default_is_not_written() -> None:
    assert to_json(SavedMessage("hi", Composition("hello"))) == {"name": "hi", "text": "hello"}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ([], "braces"),
        ({}, "no name"),
        ({"name": " "}, "no name"),
        ({"name": 5}, "“name”"),
        ({"name": "x" * 201}, "“name”"),
        ({"name": "a\ud800"}, "half a character"),
        ({"name": "a", "text": ["b"]}, "“text”"),
        ({"name": "a", "notation": "octal"}, "hex, text"),
        ({"name": "a", "encoding": "rot13"}, "“encoding”"),
        ({"name": "a", "line_end": "\r\n"}, "“line_end”"),
        ({"name": "a", "macros": 1}, "“macros”"),
        ({"name": "a", "key": 0}, "“key”"),
        ({"name": "a", "key": True}, "“key”"),
        ({"name": "a", "key": [1]}, "“key”"),
        ({"name": "a", "checksum": "crc-32"}, "“checksum”"),
        ({"name": "a", "checksum": {"algorithm": "crc-33"}}, "“checksum”"),
        ({"name": "a", "checksum": {"algorithm": "crc-32", "skip_first": -1}}, "“skip_first”"),
        ({"name": "a", "framing": 5}, "“framing”"),
        ({"name": "a", "framing": {}}, "“framing”"),
        ({"name": "a", "framing": {"length": 3}}, "“length”"),
        ({"name": "a", "framing": {"length": [2]}}, "“length”"),
        ({"name": "a", "framing": {"end": ""}}, "“end”"),
        ({"name": "a", "framing": {"end": "\\q"}}, "“end”"),
        ({"name": "a", "framing": {"size": 0}}, "“size”"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_field(fields: Any, words: str) -> None:
    with pytest.raises(BadMessage, match=words):
        from_json(fields)
