"""How the sockets of an opened capture are said in rows."""

from __future__ import annotations

import pytest

from core.capture.stories.stories import SocketStory
from core.contract.endpoints import Endpoint, Protocol
from core.contract.sockets import Ending, Role
from gui.models.files.story_rows import beginning_text, end_text

TCP, UDP = Protocol.TCP, Protocol.UDP


@pytest.mark.parametrize(
    ("story", "beginning"),
    [
        (SocketStory(3, 1, Role.ACCEPTED, TCP, parent=1, connected=True), "accepted by #1"),
        (SocketStory(1, 1, Role.LISTENER, TCP), "bound, then listen()"),
        (SocketStory(1, 1, Role.BOUND, UDP), "bound"),
        (SocketStory(1, 1, Role.CLIENT, UDP, called=True), "connect() fixed its peer"),
        (SocketStory(1, 1, Role.CLIENT, TCP, called=True, connected=True), "connected"),
        (SocketStory(1, 1, Role.CLIENT, TCP, called=True), "connect()"),
        (SocketStory(1, 1, Role.CLIENT, TCP, called=True, error="ECONNREFUSED"), "connect(): ECONNREFUSED"),
        (SocketStory(1, 1, None, TCP, error="EADDRINUSE"), "never became one: EADDRINUSE"),
        (SocketStory(1, 1, None, TCP), "socket() only"),
        (SocketStory(1, 9, None, TCP, connected=True), "before the first row"),
        (SocketStory(1), "before the first row"),
    ],
)
def test_how_a_socket_began_is_said_as_the_records_tell_it(story: SocketStory, beginning: str) -> None:
    assert beginning_text(story) == beginning


@pytest.mark.parametrize("ending", Ending)
def test_how_it_ended_is_said_with_the_error_if_there_was_one(ending: Ending) -> None:
    ends = Endpoint("127.0.0.1", 9000)
    assert end_text(SocketStory(1, 1, Role.CLIENT, TCP, ends, ending=ending, ended=9)) == ending.value
    story = SocketStory(1, 1, Role.CLIENT, TCP, ends, ending=ending, ended=9, error="ECONNRESET")
    assert end_text(story) == f"{ending.value}  ECONNRESET"


def test_what_had_not_ended_was_open_at_the_last_row_and_odd_names_are_escaped() -> None:
    assert end_text(SocketStory(1, 1, Role.CLIENT, TCP)) == "open at the last row"
    assert "\x1b" not in end_text(SocketStory(1, 1, ended=2, ending=Ending.FAILED, error="E\x1b[31m"))
