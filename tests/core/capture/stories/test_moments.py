"""How things stood at any row: ports, connections, bytes; forwards, backwards, and at the end."""

from __future__ import annotations

from threading import Event

import pytest

from core.capture.errors import CaptureError
from core.capture.stories.conversations import read_stories
from core.capture.stories.moments import Moments, Moved
from core.contract.commands import Close, FinishSending, Send
from core.contract.records import Call
from core.contract.sockets import Ending, Role
from tests.support.fixtures import lab
from tests.support.lab import Lab

__all__ = ["lab"]


def conversation(lab: Lab) -> tuple[int, int, int]:
    """A listener, a client and the connection between: five bytes over, and all ended but the listener."""
    listener = lab.listen()
    client = lab.connect(lab.port(listener))
    lab.until(lambda: len(lab.sockets) == 3, "the accepted connection")
    server = max(lab.sockets)
    lab.done(lambda id: Send(id, client, b"hello"))
    lab.until_received(server, 5)
    lab.done(lambda id: FinishSending(id, client))
    lab.done(lambda id: Close(id, server))
    lab.ended(client)
    return listener, client, server


def row_of(lab: Lab, number: int, call: Call) -> int:
    return next(row.seq for row in lab.rows(number, call) if not row.error)


def test_at_each_row_it_is_as_it_was(lab: Lab) -> None:
    listener, client, server = conversation(lab)
    lab.rows()
    moments, nobody = Moments(lab.capture), Event()
    before = moments.at(row_of(lab, listener, Call.LISTEN) - 1, nobody)
    assert before.stories[listener].role is not Role.LISTENER
    listening = moments.at(row_of(lab, listener, Call.LISTEN), nobody)
    assert listening.stories[listener].role is Role.LISTENER
    assert client not in listening.stories
    sent = moments.at(row_of(lab, client, Call.SEND), nobody)
    assert sent.moved == {client: Moved(0, 5)}
    assert sent.stories[client].ending is None
    received = moments.at(row_of(lab, server, Call.RECV), nobody)
    assert received.moved == {client: Moved(0, 5), server: Moved(5, 0)}
    again = moments.at(row_of(lab, client, Call.SEND), nobody)  # back
    assert again.moved == {client: Moved(0, 5)}
    end = moments.at(lab.capture.count + 1000, nobody)
    assert end.seq == lab.capture.count
    assert end.stories == read_stories(lab.capture, nobody)
    assert end.stories[server].ending is Ending.CLOSED_HERE


def test_it_can_be_cancelled_and_asked_again(lab: Lab) -> None:
    conversation(lab)
    lab.rows()
    moments, cancelled = Moments(lab.capture), Event()
    cancelled.set()
    with pytest.raises(CaptureError):
        moments.at(lab.capture.count, cancelled)
    assert moments.at(lab.capture.count, Event()).stories == read_stories(lab.capture, Event())
