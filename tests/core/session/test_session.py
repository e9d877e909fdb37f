"""A session's file: read back as written; what a person writes by hand is understood, or refused with its place."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contract.commands import BindUdp, Connect, Listen, ReplyChoice
from core.contract.endpoints import Protocol
from core.contract.option_commands import OptionValue
from core.contract.tls import TlsClient, TlsServer, TlsVersion
from core.payload.addresses import Target
from core.payload.checksums import Checksum
from core.payload.composition import Composition, LineEnd
from core.payload.framing import Delimiter, FixedSize, LengthPrefix
from core.payload.notation import Notation
from core.replies.catalogue import BY_NAME, FILED
from core.replies.rulebook.json_form import from_json
from core.replies.rulebook.rule import Rule, When
from core.session.clients import Client, client_of
from core.session.errors import SessionError
from core.session.listeners import Listener, listener_of
from core.session.messages import Messages, Row
from core.session.session import FORMAT, Session, read_session, write_session

BY_HAND = r"""{
  "format": "socketlab-session",
  "about": "A device and who asks it",
  "listeners": [
    {"url": "tcp://127.0.0.1:9000", "reply": "fixed", "text": "OK\r\n"},
    {"url": "udp://[::]:0", "colour": "green"}
  ],
  "clients": [{"url": "udp://localhost:9001", "local": "127.0.0.1:5000", "fixed_peer": false, "timeout_s": 3}],
  "messages": {
    "client": {"text": "01 03", "notation": "hex", "checksum": {"algorithm": "crc-16-modbus", "order": "little"}}
  },
  "window": {"tab": "client", "splitter": 0.5, "no such thing yet": true},
  "rules": [{"when": "status?"}]
}"""


def file_of(**fields: object) -> bytes:
    return json.dumps({"format": FORMAT, "version": 1} | fields).encode()


def test_what_a_person_wrote_becomes_the_commands_that_it_says() -> None:
    session = read_session(BY_HAND.encode())
    assert [it.make(7) for it in session.listeners] == [
        Listen(7, "127.0.0.1", 9000, ReplyChoice("fixed", b"OK\r\n")),
        BindUdp(7, "::", 0, dual=True),
    ]
    assert [it.make(7) for it in session.clients] == [
        Connect(7, Protocol.UDP, "localhost", 9001, "127.0.0.1", 5000, fixed_peer=False, timeout_s=3)
    ]
    message = session.messages.rows["client"].message
    assert message == Composition("01 03", Notation.HEX, checksum=Checksum("crc-16-modbus", "little"))
    assert session.look == {"tab": "client", "splitter": 0.5, "no such thing yet": True}


def test_fields_that_this_version_does_not_know_are_written_back() -> None:
    written = json.loads(write_session(read_session(BY_HAND.encode())))
    assert written["rules"] == [{"when": "status?"}]
    assert written["listeners"][1]["colour"] == "green"
    assert written["window"]["no such thing yet"] is True


TEXTS = st.text(max_size=20)
HOSTS = st.sampled_from(["127.0.0.1", "::1", "::", "localhost", "fe80::1%eth0", "xn--mnchen-3ya.example"])
PORTS = st.integers(1, 65535)
TARGETS = st.builds(Target, st.sampled_from(Protocol), HOSTS, PORTS, st.just(False))
TLS_TARGETS = st.builds(Target, st.just(Protocol.TCP), HOSTS, PORTS, st.just(True))
RESTS = st.dictionaries(
    st.text(min_size=3, max_size=4).map("x ".__add__), st.none() | TEXTS | st.integers(), max_size=2
)
OPTIONS = st.sampled_from([(), (OptionValue("TCP_NODELAY", 1), OptionValue("SO_LINGER", -1))])
VERSIONS = st.sampled_from(TlsVersion)
TLS_SERVERS = st.builds(TlsServer, TEXTS, TEXTS, TEXTS, st.lists(TEXTS, max_size=2).map(tuple), VERSIONS, VERSIONS)
TLS_CLIENTS = st.builds(
    TlsClient, st.booleans(), TEXTS, st.just(()), TEXTS, TEXTS, TEXTS, st.just(("h2",)), VERSIONS, VERSIONS
)
LISTENERS = st.builds(
    Listener,
    TARGETS,
    st.builds(ReplyChoice, st.sampled_from(sorted({*BY_NAME} - {"rules"} - FILED)), st.binary(max_size=8))
    | st.builds(ReplyChoice, st.sampled_from(sorted(FILED)), TEXTS.map(str.encode)),
    TEXTS,
    st.integers(0, 4096),
    OPTIONS,
    st.none(),
    RESTS,
) | st.builds(Listener, TLS_TARGETS, options=OPTIONS, tls=TLS_SERVERS)
CLIENTS = st.builds(
    Client, TARGETS, st.sampled_from(["", "127.0.0.1", "::1"]), st.integers(0, 65535), st.booleans(),
    st.integers(1, 86400).map(float), TEXTS, OPTIONS, st.none(), RESTS,
) | st.builds(Client, TLS_TARGETS, options=OPTIONS, tls=TLS_CLIENTS)  # fmt: skip
COMPOSITIONS = st.builds(
    Composition,
    TEXTS,
    st.sampled_from(Notation),
    st.sampled_from(["utf-8", "latin-1"]),
    st.sampled_from(LineEnd),
    st.booleans(),
    st.none()
    | st.builds(Checksum, st.sampled_from(["lrc", "crc-32"]), st.sampled_from(["big", "little"]), st.booleans()),
    st.none()
    | st.builds(LengthPrefix, st.sampled_from([1, 2, 4, 8]), st.sampled_from(["big", "little"]), st.booleans())
    | st.builds(Delimiter, st.binary(min_size=1, max_size=4))
    | st.builds(FixedSize, st.integers(1, 100)),
)
ROWS = st.builds(Row, COMPOSITIONS, st.booleans(), st.lists(TEXTS, max_size=3).map(tuple), RESTS)
SESSIONS = st.builds(
    Session,
    TEXTS,
    st.lists(LISTENERS, max_size=3).map(tuple),
    st.lists(CLIENTS, max_size=3).map(tuple),
    st.builds(Messages, st.dictionaries(st.sampled_from(["server", "client"]), ROWS), RESTS),
    st.dictionaries(TEXTS, TEXTS | st.booleans() | st.integers() | st.floats(0, 1), max_size=3),
    RESTS,
)


@given(SESSIONS)
def test_every_session_is_read_back_as_it_was_written(session: Session) -> None:
    assert read_session(write_session(session)) == session


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_a_session_or_are_refused(text: bytes) -> None:
    with pytest.raises(SessionError):
        read_session(text)


@given(st.integers(0, len(BY_HAND) - 1), st.integers(0, 127))
def test_a_damaged_file_is_read_or_refused_and_never_anything_else(at: int, byte: int) -> None:
    damaged = bytearray(BY_HAND.encode())
    damaged[at] = byte
    for text in (bytes(damaged), bytes(damaged[:at])):
        with suppress(SessionError):
            read_session(text)


@pytest.mark.parametrize(
    ("text", "fault", "place"),
    [
        (b"", "SESSION_SYNTAX", "line 1, column 1"),
        (b'{\n  "format": "socketlab-session",\n}', "SESSION_SYNTAX", "line 3, column 1"),
        (b'{\n\n "format": "\xff"}', "SESSION_SYNTAX", "line 3"),
        (b"[" * 100_000, "SESSION_SYNTAX", ""),
        (b'{"format": "socketlab-session", "x": NaN}', "SESSION_SYNTAX", ""),
        (b'{"format": "socketlab-session", "clients": [], "clients": []}', "SESSION_SYNTAX", ""),
        (b"[1, 2]", "NOT_A_SESSION", ""),
        (b'{"format": "something else"}', "NOT_A_SESSION", ""),
        (file_of(version=2), "SESSION_NEWER", ""),
        (file_of(version="1"), "SESSION_KIND", "version"),
        (file_of(listeners={}), "SESSION_KIND", "listeners"),
        (file_of(listeners=["tcp://127.0.0.1:1"]), "SESSION_KIND", "listeners[1]"),
        (file_of(listeners=[{"url": "tcp://127.0.0.1:1"}, {}]), "SESSION_MISSING", "listeners[2]"),
        (file_of(listeners=[{"url": "tcp://127.0.0.1:70000"}]), "PORT_RANGE", "listeners[1].url"),
        (file_of(listeners=[{"url": "tcp://h:1", "reply": "Echo"}]), "SESSION_CHOICE", "listeners[1].reply"),
        (file_of(listeners=[{"url": "tcp://h:1", "text": "\\q"}]), "ESCAPE_UNKNOWN", "listeners[1].text"),
        (
            file_of(listeners=[{"url": "tcp://h:1", "reply": "rules", "rules": {"socketlab-rules": 1, "x": 1}}]),
            "RULE_KEY",
            "listeners[1].rules",
        ),
        (file_of(listeners=[{"url": "tcp://h:1", "reply": "python"}]), "SESSION_MISSING", "listeners[1]"),
        (file_of(listeners=[{"url": "tcp://h:1", "reply": "python", "file": 1}]), "SESSION_KIND", "listeners[1].file"),
        (file_of(clients=[{"url": "tcp://h:0"}]), "PORT_ZERO", "clients[1].url"),
        (file_of(clients=[{"url": "tcp://h:1", "timeout_s": -1}]), "TIME_LIMIT_BAD", "clients[1].timeout_s"),
        (file_of(clients=[{"url": "tcp://h:1", "local": "h:1"}]), "HOST_BAD", "clients[1].local"),
        (file_of(messages={"server": {"text": 1}}), "SESSION_MESSAGE", "messages.server"),
        (
            file_of(listeners=[{"url": "udp://h:1", "options": {"SO_X": 1}}]),
            "SESSION_CHOICE",
            "listeners[1].options.SO_X",
        ),
        (file_of(clients=[{"url": "tls://h:1", "tls": {"lowest": "4"}}]), "SESSION_CHOICE", "clients[1].tls.lowest"),
        (file_of(messages={"server": {"checksum": {"algorithm": "md5"}}}), "SESSION_MESSAGE", "messages.server"),
        (file_of(messages={"client": {"history": [1]}}), "SESSION_KIND", "messages.client.history[1]"),
        (file_of(window={"tab": []}), "SESSION_KIND", "window.tab"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: bytes, fault: str, place: str) -> None:
    with pytest.raises(SessionError) as refused:
        read_session(text)
    assert (refused.value.fault.name, refused.value.place) == (fault, place)


def test_rules_stand_in_the_file_as_objects_and_not_as_a_text() -> None:
    book = {"socketlab-rules": 1, "rules": [{"when": "exact", "pattern": "ping", "answer": "pong"}]}
    session = read_session(file_of(listeners=[{"url": "tcp://h:1", "reply": "rules", "rules": book}]))
    (listener,) = session.listeners
    assert from_json(listener.reply.data).rules == (Rule(When.EXACT, "ping", answer="pong"),)
    assert json.loads(write_session(session))["listeners"][0]["rules"]["rules"][0]["pattern"] == "ping"
    assert read_session(write_session(session)) == session


def test_what_runs_becomes_an_entry_that_starts_the_same_again() -> None:
    secure = Listen(1, "127.0.0.1", 9443, options=(OptionValue("TCP_NODELAY", 1),), tls=TlsServer("a.pem"))
    for command in (Listen(1, "::", 9000, ReplyChoice("echo"), dual=True), BindUdp(1, "127.0.0.1", 0), secure):
        assert listener_of(command).make(1) == command
    called = Connect(1, Protocol.TCP, "localhost", 80, "127.0.0.1", 5000, timeout_s=3)
    assert client_of(called).make(1) == called
