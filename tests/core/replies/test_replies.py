"""What a listener does with what it hears."""

from __future__ import annotations

import importlib

import pytest

from core.contract.commands import ReplyChoice
from core.replies import NAMES, make


def test_none_is_silent_and_keeps_the_connection_open() -> None:
    reply = make(ReplyChoice())
    assert reply.answer(b"hello") == b""
    assert not reply.finishes


@pytest.mark.parametrize("data", [b"", b"hello", bytes(range(256))])
def test_echo_gives_back_what_came_in(data: bytes) -> None:
    reply = make(ReplyChoice("echo"))
    assert reply.answer(data) is data
    assert reply.finishes


def test_a_fixed_text_answers_everything_alike() -> None:
    reply = make(ReplyChoice("fixed", b"\x00always\xff"))
    assert [reply.answer(data) for data in (b"", b"a", b"b")] == [b"\x00always\xff"] * 3
    assert reply.finishes


@pytest.mark.parametrize("name", NAMES)
def test_every_reply_has_its_file_and_its_help_text(name: str) -> None:
    text = importlib.import_module(f"core.replies.{name}").__doc__
    assert text is not None
    assert len(text.split()) > 10
    make(ReplyChoice(name))


def test_an_unknown_name_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="shout"):
        make(ReplyChoice("shout"))
