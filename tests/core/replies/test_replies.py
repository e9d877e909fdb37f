"""What a listener does with what it hears."""

from __future__ import annotations

import importlib
from collections.abc import Sequence

import pytest

from core.contract.commands import ReplyChoice
from core.contract.records import RawRecord
from core.replies import NAMES, make
from core.replies.reply import Ends, Reply, Talk
from tests.support.voices import Ear


class Nobody:
    """A company of one, of whom nothing is known."""

    listener = None
    conversations = ()

    def calls(self, _socket: int) -> Sequence[RawRecord]:
        return ()


ENDS = Ends(2, 9, None, None)


def begun(choice: ReplyChoice) -> tuple[Reply, Talk]:
    """A reply, and its part in a conversation."""
    reply = make(choice)
    return reply, reply.begin(ENDS, Nobody(), Ear())


def test_none_is_silent_and_keeps_the_connection_open() -> None:
    reply, talk = begun(ReplyChoice())
    assert talk.answer(b"hello") == b""
    assert not reply.finishes


@pytest.mark.parametrize("data", [b"", b"hello", bytes(range(256))])
def test_echo_gives_back_what_came_in(data: bytes) -> None:
    reply, talk = begun(ReplyChoice("echo"))
    assert talk.answer(data) is data
    assert reply.finishes


def test_a_fixed_text_answers_everything_alike() -> None:
    reply, talk = begun(ReplyChoice("fixed", b"\x00always\xff"))
    assert [talk.answer(data) for data in (b"", b"a", b"b")] == [b"\x00always\xff"] * 3
    assert reply.finishes


@pytest.mark.parametrize("name", NAMES)
def test_every_reply_has_its_file_and_its_help_text(name: str) -> None:
    text = importlib.import_module(f"core.replies.{name.replace('-', '_')}").__doc__
    assert text is not None
    assert len(text.split()) > 10
    make(ReplyChoice(name, b"tcp://127.0.0.1:9000" if name == "forward" else b""))


def test_an_unknown_name_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="shout"):
        make(ReplyChoice("shout"))
