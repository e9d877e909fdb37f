"""The classic services, and upper case: what they say, without a socket."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from core.contract.commands import ReplyChoice
from core.contract.endpoints import Endpoint
from core.replies import make
from core.replies.daytime import line
from core.replies.quote import QUOTES, quote_of
from core.replies.reply import Ends, Talk
from core.replies.time import four_bytes
from tests.core.replies.test_replies import Nobody
from tests.support.voices import Ear

CALLER = Endpoint("127.0.0.1", 50000)


def talk(name: str, remote: Endpoint | None = CALLER) -> Talk:
    return make(ReplyChoice(name)).begin(Ends(2, 9, None, remote), Nobody(), Ear())


def test_upper_case_changes_the_26_letters_and_nothing_else() -> None:
    changed = talk("upper").answer(bytes(range(256)))
    assert {(before, after) for before, after in enumerate(changed) if before != after} == {
        (letter, letter - 32) for letter in range(ord("a"), ord("z") + 1)
    }


def test_discard_says_nothing_to_anything() -> None:
    assert talk("discard").answer(bytes(range(256))) == b""


def test_daytime_is_the_line_of_rfc_867() -> None:
    at = datetime(1982, 2, 22, 17, 37, 43, tzinfo=UTC)
    assert line(at) == b"Monday, February 22, 1982 17:37:43-UTC\r\n"


@pytest.mark.parametrize(
    ("since_1970", "number"),
    # The RFC's own examples, and the moment in February 2036 when the number starts again.
    [(0, 2_208_988_800), (-2_208_988_799, 1), (454_464_000, 2_663_452_800), (2_085_978_496, 0)],
)
def test_time_is_the_number_of_rfc_868(since_1970: int, number: int) -> None:
    assert int.from_bytes(four_bytes(since_1970), "big") == number


def test_every_quote_is_short_enough_for_rfc_865_and_each_day_has_the_next() -> None:
    quotes = [quote_of(day) for day in range(len(QUOTES))]
    assert len(set(quotes)) == len(QUOTES)
    assert all(len(quote) < 512 and quote.endswith(b"\r\n") for quote in quotes)
    assert quote_of(len(QUOTES)) == quotes[0]


@pytest.mark.parametrize("name", ["daytime", "time", "quote"])
def test_a_caller_is_told_once_and_each_datagram_is_answered(name: str) -> None:
    to_caller = talk(name)
    assert to_caller.greet()
    assert to_caller.is_over
    assert to_caller.answer(b"more?") == b""
    to_anybody = talk(name, None)
    assert all(to_anybody.answer(b"") for _ in range(2))
    assert not to_anybody.is_over


def test_the_character_generator_shows_each_character_in_each_column() -> None:
    stream = talk("chargen")
    assert stream.has_more
    lines = (stream.more() * 2).split(b"\r\n")[:-1]
    assert {len(each) for each in lines} == {72}
    assert lines[1] == lines[0][1:] + b"h"
    for before, after in pairwise(lines):  # from piece to piece as well
        assert after[:-1] == before[1:]
    datagrams = talk("chargen", None)
    assert [datagrams.answer(b"")[:-2] for _ in range(95)] == lines[:95]
