"""What is typed into the forms becomes a command or the faults of every field."""

from __future__ import annotations

import pytest

from core.contract.commands import BindUdp, Connect, Listen, ReplyChoice
from core.contract.endpoints import Protocol
from core.contract.faults import Field
from gui.models.sockets.endpoint_forms import ConnectForm, ListenForm

TCP, UDP = Protocol.TCP, Protocol.UDP


@pytest.mark.parametrize(
    ("form", "command"),
    [
        (ListenForm(TCP, "127.0.0.1", "9000"), Listen(1, "127.0.0.1", 9000)),
        (ListenForm(TCP, "127.0.0.1  this computer only", "0"), Listen(1, "127.0.0.1", 0)),
        (ListenForm(TCP, "::  all addresses (IPv4 and IPv6)", "80"), Listen(1, "::", 80, dual=True)),
        (ListenForm(TCP, " localhost ", " 9000 ", "echo"), Listen(1, "localhost", 9000, ReplyChoice("echo"))),
        (ListenForm(UDP, "::1", "9001", "fixed", "ok\\n"), BindUdp(1, "::1", 9001, ReplyChoice("fixed", b"ok\n"))),
        (ListenForm(TCP, "::1", "9000", "echo", "left over"), Listen(1, "::1", 9000, ReplyChoice("echo"))),
    ],
)  # fmt: skip
def test_a_right_listen_form_becomes_its_command(form: ListenForm, command: object) -> None:
    made = form.parse()
    assert not isinstance(made, tuple)
    assert made(1) == command


@pytest.mark.parametrize(
    ("address", "port", "reply_text", "faults"),
    [
        ("", "9000", "x", [("HOST_EMPTY", Field.HOST)]),
        ("   ", "9000", "x", [("HOST_EMPTY", Field.HOST)]),
        ("127.0.0.1", "", "x", [("PORT_EMPTY", Field.PORT)]),
        ("127.0.0.1", "-1", "x", [("PORT_RANGE", Field.PORT)]),
        ("127.0.0.1", "65536", "x", [("PORT_RANGE", Field.PORT)]),
        ("127.0.0.1", "http", "x", [("PORT_NOT_DIGITS", Field.PORT)]),
        ("127.0.0.1", "٨٠", "x", [("PORT_NOT_DIGITS", Field.PORT)]),
        ("http://a/", "9000", "x", [("HOST_IS_URL", Field.HOST)]),
        ("127.0.0.1:80", "9000", "x", [("HOST_HAS_PORT", Field.HOST)]),
        ("127.0.0.1\0evil", "9000", "x", [("HOST_NUL", Field.HOST)]),
        ("127.0.0.1", "9000", "", [("DATA_EMPTY", Field.DATA)]),
        ("127.0.0.1", "9000", "\\q", [("ESCAPE_UNKNOWN", Field.DATA)]),
        ("", "a", "\\q", [("HOST_EMPTY", Field.HOST), ("PORT_NOT_DIGITS", Field.PORT), ("ESCAPE_UNKNOWN", Field.DATA)]),
    ],
)  # fmt: skip
def test_every_fault_of_a_listen_form_is_told_at_once(
    address: str, port: str, reply_text: str, faults: list[tuple[str, Field]]
) -> None:
    found = ListenForm(TCP, address, port, "fixed", reply_text).parse()
    assert isinstance(found, tuple)
    assert [(fault.name, fault.field) for fault in found] == faults


@pytest.mark.parametrize(
    ("form", "command"),
    [
        (ConnectForm(TCP, "localhost", "9000"), Connect(1, TCP, "localhost", 9000)),
        (ConnectForm(TCP, "::1", "9000", fixed_peer=False), Connect(1, TCP, "::1", 9000)),
        (ConnectForm(UDP, "::1", "9000", fixed_peer=False), Connect(1, UDP, "::1", 9000, fixed_peer=False)),
        (
            ConnectForm(TCP, "a.example", "1", "127.0.0.1", "5000"),
            Connect(1, TCP, "a.example", 1, local_host="127.0.0.1", local_port=5000),
        ),
        (ConnectForm(TCP, "h", "1", "any  the system chooses"), Connect(1, TCP, "h", 1)),
        (ConnectForm(TCP, "h", "1", "10.0.0.2  eth0"), Connect(1, TCP, "h", 1, local_host="10.0.0.2")),
        (ConnectForm(TCP, "::1", "9000", time_limit=" 3 "), Connect(1, TCP, "::1", 9000, timeout_s=3)),
    ],
)
def test_a_right_connect_form_becomes_its_command(form: ConnectForm, command: object) -> None:
    made = form.parse()
    assert not isinstance(made, tuple)
    assert made(1) == command


def test_every_fault_of_a_connect_form_is_told_at_once() -> None:
    found = ConnectForm(TCP, "", "0", "a b", "65536", time_limit="soon").parse()
    assert isinstance(found, tuple)
    assert [(fault.name, fault.field) for fault in found] == [
        ("HOST_EMPTY", Field.HOST),
        ("PORT_ZERO", Field.PORT),
        ("HOST_BAD", Field.LOCAL_HOST),
        ("PORT_RANGE", Field.LOCAL_PORT),
        ("TIME_LIMIT_BAD", Field.TIME_LIMIT),
    ]


@pytest.mark.parametrize(
    ("local_host", "local_port", "words"),
    [
        ("", "", "any local port"),
        ("", "0", "any local port"),
        ("", "5000", "port 5000"),
        ("127.0.0.1", "", "127.0.0.1, any local port"),
        ("127.0.0.1", "5000", "127.0.0.1, port 5000"),
        ("192.168.1.4  eth0", "", "192.168.1.4, any local port"),
        ("any  the system chooses", "5000", "port 5000"),
    ],
)
def test_what_is_folded_away_is_said_in_words(local_host: str, local_port: str, words: str) -> None:
    assert ConnectForm(TCP, "h", "1", local_host, local_port).origin == words
