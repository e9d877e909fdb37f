"""What is typed into a send row, and when it can be sent at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.contract.commands import Send, SendTo
from core.contract.endpoints import Endpoint, Protocol
from core.contract.faults import BadInput
from core.contract.sockets import Ending, Role, SocketSnapshot, State
from core.payload.composition import Composition
from core.payload.macros import Moment
from core.payload.notation import Notation
from gui.models.sending.send_form import Target, parse_data, why_not

NOW = Moment(datetime.now(UTC))
CONNECTION = SocketSnapshot(3, Role.ACCEPTED, Protocol.TCP, "", State.CONNECTED, 0)


@pytest.mark.parametrize(
    ("text", "notation", "data"),
    [
        ("hello\\r\\n", Notation.TEXT, b"hello\r\n"),
        ("\\x00\\0\\t\\\\", Notation.TEXT, b"\0\0\t\\"),
        ("ä", Notation.TEXT, "ä".encode()),
        ("68 65 6C", Notation.HEX, b"hel"),
        ("", Notation.TEXT, b""),
        ("  ", Notation.HEX, b""),
    ],
)
def test_text_and_hex_become_bytes(text: str, notation: Notation, data: bytes) -> None:
    assert parse_data(Composition(text, notation), NOW, empty_allowed=True) == data


@pytest.mark.parametrize(
    ("text", "notation", "name", "position"),
    [
        ("abc", Notation.HEX, "HEX_ODD", 2),
        ("0x", Notation.HEX, "HEX_BAD", 1),
        ("zz", Notation.HEX, "HEX_BAD", 0),
        ("68 6", Notation.HEX, "HEX_ODD", 3),
        ("٣٣", Notation.HEX, "HEX_BAD", 0),
        ("a\\q", Notation.TEXT, "ESCAPE_UNKNOWN", 1),
        ("a\\", Notation.TEXT, "ESCAPE_SHORT", 1),
        ("a\\x4", Notation.TEXT, "ESCAPE_SHORT", 1),
        ("", Notation.TEXT, "DATA_EMPTY", None),
    ],
)
def test_what_cannot_be_bytes_says_where(text: str, notation: Notation, name: str, position: int | None) -> None:
    with pytest.raises(BadInput) as caught:
        parse_data(Composition(text, notation), NOW, empty_allowed=False)
    assert (caught.value.fault.name, caught.value.fault.position) == (name, position)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ""),
        ({"role": Role.LISTENER, "state": State.LISTENING}, "A listener only answers calls."),
        ({"state": State.CLOSED, "ending": Ending.PEER_CLOSED}, "#3 has ended"),
        ({"state": State.FINISHED_SENDING}, "#3 has finished sending"),
        ({"state": State.CONNECTING}, "#3 is still connecting"),
    ],
)
def test_send_says_why_it_cannot(changes: dict[str, object], words: str) -> None:
    reason = why_not([replace(CONNECTION, remote=Endpoint("::1", 2), **changes)])  # type: ignore[arg-type]
    assert reason.startswith(words)
    assert bool(reason) == bool(words)


def test_one_that_can_is_enough_and_nobody_is_not() -> None:
    gone = replace(CONNECTION, state=State.CLOSED)
    assert why_not([gone, CONNECTION]) == ""
    assert why_not([]) == "Select a connection first."


def test_a_connection_and_a_peer_get_different_commands() -> None:
    peer = Endpoint("127.0.0.1", 5)
    assert Target(3).command(1, b"x") == Send(1, 3, b"x")
    assert Target(3, peer).command(1, b"x") == SendTo(1, 3, b"x", peer)
