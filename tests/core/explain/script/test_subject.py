"""Which rows a program is made of."""

from __future__ import annotations

import pytest

from core.contract.commands import Close, Send
from core.contract.records import Call
from core.explain.script import plan, write_python
from core.explain.script import subject as subject_module
from core.explain.script.subject import conversation_of, rows_of
from tests.support.lab import ECHO, Lab


def converse(lab: Lab) -> tuple[int, int, int, int, int]:
    """A listener, a caller in the lab and its connection, the connection of a plain peer, and a bound UDP socket."""
    listener = lab.listen(reply=ECHO)
    client = lab.connect(lab.port(listener))
    lab.done(lambda id: Send(id, client, b"hello"))
    lab.until_received(client, 5)
    accepted = max(lab.sockets)
    peer, other = lab.caller(listener)
    peer.sendall(b"plain")
    assert peer.recv(10) == b"plain"
    peer.close()
    lab.ended(other)
    lab.done(lambda id: Close(id, client))
    udp = lab.bind_udp()
    assert lab.capture.flush()
    return listener, client, accepted, other, udp


def test_a_conversation_has_both_ends_when_both_are_here(lab: Lab) -> None:
    listener, client, accepted, other, udp = converse(lab)
    for number, together in (
        (client, {client, accepted}),
        (accepted, {client, accepted}),
        (other, {other}),
        (listener, {listener, accepted, other}),
        (udp, {udp}),
    ):
        row = lab.rows(number)[-1]
        assert conversation_of(lab.capture, row.seq) == together


def test_an_accepted_socket_brings_what_made_it_and_no_other_caller(lab: Lab) -> None:
    listener, _, _, other, _ = converse(lab)
    rows = rows_of(lab.capture, {other})
    of_listener = [record.call for record in rows.records if record.socket == listener]
    assert of_listener[:2] == [Call.SOCKET, Call.SETBLOCKING]
    assert Call.LISTEN in of_listener
    assert of_listener.count(Call.ACCEPT) == 1
    made = plan(rows.records)
    assert made.sockets == {listener, other}
    assert made.unknown == {}


def test_all_rows_are_those_of_the_capture(lab: Lab) -> None:
    converse(lab)
    assert list(rows_of(lab.capture, None).records) == lab.rows()


def test_of_a_long_capture_only_the_beginning_is_read_and_the_rest_counted(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    converse(lab)
    monkeypatch.setattr(subject_module, "MOST_CALLS", 10)
    count = len(lab.rows())
    rows = rows_of(lab.capture, None)
    assert (len(rows.records), rows.not_read) == (10, count - 10)
    text = write_python(plan(rows.records, rows.not_read)).text
    assert f"The program ends here: {count - 10} calls more would make it too long." in text
