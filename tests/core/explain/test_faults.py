"""Faults in words: every one has them, they say the right thing, and they name what only the system knows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contract.faults import Fault, Field
from core.contract.records import Call
from core.explain.faults import explain
from core.explain.words.lookup_words import LOOKUP_WORDS
from core.explain.words.own_words import OWN_WORDS
from core.explain.words.recording_words import RECORDING_WORDS
from core.explain.words.system_words import SYSTEM_WORDS
from core.machine.ports import Owner

ROOT = Path(__file__).parents[3]
WORDS = SYSTEM_WORDS | LOOKUP_WORDS | RECORDING_WORDS | OWN_WORDS
NO_WORDS = "the system’s word for it is"

# POSIX 2018 and the Linux manual pages of socket, bind, listen, accept, connect, send, recv, shutdown, close,
# getsockname, getpeername, setsockopt, getsockopt, socket(7), ip(7), ipv6(7), tcp(7), udp(7); for recordings, of open
# and write too.
ERRNO_NAMES = re.findall(
    r"\w+",
    """
    EACCES EADDRINUSE EADDRNOTAVAIL EAFNOSUPPORT EAGAIN EALREADY EBADF ECONNABORTED ECONNREFUSED ECONNRESET
    EDESTADDRREQ EDOM EDQUOT EEXIST EFAULT EFBIG EHOSTDOWN EHOSTUNREACH EINPROGRESS EINTR EINVAL EIO EISCONN
    EISDIR ELOOP EMFILE EMSGSIZE ENAMETOOLONG ENETDOWN ENETRESET ENETUNREACH ENFILE ENOBUFS ENODEV ENOENT
    ENOMEM ENONET ENOPROTOOPT ENOSPC ENOSR ENOSYS ENOTCONN ENOTDIR ENOTSOCK ENOTSUP ENXIO EOPNOTSUPP EPERM
    EPFNOSUPPORT EPIPE EPROTO EPROTONOSUPPORT EPROTOTYPE EROFS ESHUTDOWN ESOCKTNOSUPPORT ESTALE ETIMEDOUT
    EUNKNOWN EWOULDBLOCK
    """,
)
EAI_NAMES = re.findall(
    r"\w+",
    """
    EAI_ADDRFAMILY EAI_AGAIN EAI_BADFLAGS EAI_BADHINTS EAI_FAIL EAI_FAMILY EAI_MAX EAI_MEMORY EAI_NODATA
    EAI_NONAME EAI_OVERFLOW EAI_PROTOCOL EAI_SERVICE EAI_SOCKTYPE EAI_SYSTEM
    """,
)
OWN_NAMES = re.findall(
    r"\w+",
    """
    HOST_EMPTY HOST_BAD HOST_NUL HOST_IS_URL HOST_HAS_PORT FAMILY_MISMATCH ZONE_UNKNOWN PORT_EMPTY
    PORT_NOT_DIGITS PORT_RANGE PORT_ZERO URL_BAD HEX_ODD HEX_BAD ESCAPE_UNKNOWN ESCAPE_SHORT DATA_EMPTY
    TEXT_NOT_ENCODABLE TEXT_NOT_IN_ENCODING JUMP_BAD JUMP_NO_ROWS
    CONNECT_TIMEOUT LOOKUP_TIMEOUT LOOKUPS_BUSY CANCELLED SOCKET_GONE SEND_QUEUE_FULL
    NOT_SENT PEER_FINISHED NOT_CONNECTED ALREADY_FINISHED WRONG_KIND BROADCAST ENGINE_STOPPING SOCKET_LIMIT
    INTERNAL_ERROR NOT_A_CAPTURE CAPTURE_NEWER CAPTURE_DAMAGED CAPTURE_TORN CAPTURE_REMOVED RECORDER_FAILED
    ROW_GONE CAPTURE_IN_USE FILE_LOCKED
    """,
)
CASES = (
    "held",
    "held here",
    "held by somebody",
    "addresses known",
    "low port",
    "any port",
    "lingering",
    "to many",
    "group",
    "without zone",
    "at",
    "counted",
    "copy",
)


def names_in_the_source() -> set[str]:
    """The first argument of every Fault(...) that is written out."""
    names = set()
    for folder in ("core", "gui"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Fault":
                    given = [*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg == "name")]
                    names |= {value.value for value in given if isinstance(value, ast.Constant)}
    return {name for name in names if isinstance(name, str)}


def without_words(names: Iterable[str]) -> set[str]:
    return {name for name in names if NO_WORDS in explain(Fault(name)).sentence}


def test_every_fault_has_a_sentence_of_its_own() -> None:
    assert without_words([*ERRNO_NAMES, *EAI_NAMES, *OWN_NAMES]) == set()


def test_every_fault_that_the_program_can_make_has_a_sentence_of_its_own() -> None:
    names = names_in_the_source()
    assert "HOST_EMPTY" in names
    assert without_words(names) == set()


@pytest.mark.parametrize("name", ["ENOSPC", "EACCES", "EPERM", "EROFS", "EIO", "ENODEV", "ENXIO", "ESTALE"])
@pytest.mark.parametrize("copying", [False, True])
def test_a_disk_that_takes_no_more_is_never_taken_for_the_network(name: str, copying: bool) -> None:
    words = explain(Fault(name, "write", about="run.socketlab"), copying=copying)
    assert not re.search(r"firewall|interface|port", words.sentence + words.remedy)
    assert copying is not ("Recording has stopped" in words.sentence or "record to another" in words.remedy.lower())


def test_a_fault_nobody_thought_of_still_gets_a_decent_sentence() -> None:
    explanation = explain(Fault("EXFULL", "recv", 54))
    assert explanation.sentence == "recv() did not work; the system’s word for it is EXFULL."
    assert explanation.error == "EXFULL (54)"


def test_every_entry_can_be_reached() -> None:
    calls = "|".join([*(call.label for call in Call), "open", "read", "write"])
    key_form = re.compile(rf"[A-Z_]+( ({calls}))?( ({'|'.join(CASES)}))?")
    assert {key for key in WORDS if not key_form.fullmatch(key)} == set()


def test_words_are_whole_sentences() -> None:
    whole = re.compile(r"[A-Z{“].*\.", re.DOTALL)
    assert [text for words in WORDS.values() for text in words if not whole.fullmatch(text)] == []


@given(
    st.sampled_from(sorted({key.split(" ", 1)[0] for key in WORDS})),
    st.sampled_from(["", *(call.label for call in Call)]),
    st.sampled_from(["", "127.0.0.1:80", "[::1]:9000", "#7", "local\u202ehost", ":", "%", "a:b"])
    | st.text(st.characters(exclude_characters="{")),
    st.none() | st.integers(),
    st.none() | st.integers(0, 10**6),
)
def test_whatever_a_fault_holds_its_words_are_ready_to_be_shown(
    name: str, call: str, about: str, number: int | None, count: int | None
) -> None:
    fault = Fault(name, call, number, about, Field.PORT, position=count, count=count)
    shown = str(explain(fault, owner=Owner(program="\0\u202e"), own_addresses=["10.0.0.1"]))
    assert shown.isprintable()
    assert "{" not in shown.replace("\\u{", "")  # every brace of the templates is filled in


SENTENCES = [
    (Fault("PORT_RANGE", about="70000"), "There is no port 70000.", "from 1 to 65535"),
    (Fault("PORT_NOT_DIGITS", about="80.0"), "“80.0” is not a port", "from 1 to 65535"),
    (Fault("PORT_ZERO"), "Port 0 cannot be a destination", "from 1 to 65535"),
    (Fault("HOST_EMPTY", field=Field.HOST), "The host is empty", "127.0.0.1"),
    (Fault("HOST_BAD", about="a b", position=1), "character 2 cannot be in one", "localhost"),
    (Fault("HOST_HAS_PORT", about="[::1]:80"), "“[::1]:80” is a host and a port", "its own field"),
    (Fault("HOST_IS_URL", about="http://host/"), "“http://host/” is the address of a page", "host name alone"),
    (Fault("ZONE_UNKNOWN", about="nosuch"), "no network interface named “nosuch”", "After the %"),
    (Fault("HEX_ODD", about="c", position=2), "“c” lacks its other half (character 3)", "0a"),
    (Fault("ESCAPE_UNKNOWN", about="\\q", position=0), "“\\q” is not an escape", "\\r \\n \\t \\0 \\xNN \\u{NNNN}"),
    (Fault("EAI_NONAME", "getaddrinfo", -2, "nosuch.example"), "No computer called “nosuch.example”", "spelling"),
    (Fault("EAI_AGAIN", "getaddrinfo", -3, "a.example"), "The name service did not answer", "network connection"),
    (Fault("EADDRINUSE", "bind", 98, "127.0.0.1:9000"), "Port 9000 is already in use.", "another port"),
    (Fault("EADDRINUSE", "bind", 98, "127.0.0.1:0"), "no free port left", "TIME_WAIT"),
    (Fault("EACCES", "bind", 13, "127.0.0.1:80"), "Ports below 1024 need administrator rights", "for example 8080"),
    (Fault("EACCES", "bind", 10013, "127.0.0.1:9000"), "The system does not give port 9000", "reserved"),
    (Fault("EADDRNOTAVAIL", "bind", 99, "192.0.2.1:9000"), "192.0.2.1 is not an address of this", "127.0.0.1"),
    (Fault("EADDRNOTAVAIL", "connect", 99, "192.0.2.1:9000"), "no address or port of its own left", "TIME_WAIT"),
    (Fault("EINVAL", "connect", 22, "[fe80::1]:9000"), "fe80::1 is an address of one link only", "after a %"),
    (Fault("ECONNREFUSED", "connect", 111, "127.0.0.1:9"), "127.0.0.1 answered that nothing listens", "server"),
    (Fault("ECONNREFUSED", "recvfrom", 111, "127.0.0.1:9"), "answered to an earlier datagram", "can still be used"),
    (Fault("ECONNRESET", "recvfrom", 10054, ""), "The other end answered to an earlier datagram", "can still be used"),
    (Fault("ECONNRESET", "recv", 104, "127.0.0.1:9"), "127.0.0.1:9 broke the conversation off", "connect again"),
    (Fault("EPIPE", "send", 32, ""), "The other end broke the conversation off (reset)", "connect again"),
    (Fault("CONNECT_TIMEOUT", "connect", None, "host:9", count=10), "No answer came from host:9 within 10 s", "off"),
    (Fault("ENETUNREACH", "connect", 101, "255.255.255.255:9"), "TCP is one-to-one", "one computer"),
    (Fault("ENETUNREACH", "connect", 101, "224.0.0.1:9"), "TCP is one-to-one", "one computer"),
    (Fault("ENETUNREACH", "connect", 101, "192.0.2.1:9"), "knows no way to the network of 192.0.2.1:9", "IPv6"),
    (Fault("EACCES", "sendto", 13, "192.0.2.255:9"), "192.0.2.255 looks like a broadcast address", "Broadcast on"),
    (Fault("EACCES", "connect", 13, "255.255.255.255:9"), "255.255.255.255 looks like a broadcast", "Broadcast on"),
    (Fault("EMSGSIZE", "sendto", 90, count=65508), "65,508 bytes are too long for one datagram", "several datagrams"),
    (Fault("EMFILE", "accept", 24), "accepting is paused", "by itself"),
    (Fault("SEND_QUEUE_FULL", "send", count=8388608), "8,388,608 bytes wait already", "Nothing of this was sent"),
    (Fault("NOT_SENT", "send", about="#7", count=12), "12 bytes were not sent", "again"),
    (Fault("ENOSPC", "write", 28, "/tmp/a"), "The disk is full. Recording has stopped", "another place"),
    (Fault("EACCES", "open", 13, "/tmp/a"), "You may not write to /tmp/a.", "another place"),
    (Fault("EACCES", "read", 13, "/tmp/a"), "You may not read /tmp/a.", "a copy"),
    (Fault("ENOENT", "read", 2, "/tmp/a"), "There is no file /tmp/a.", "renamed"),
    (Fault("CAPTURE_DAMAGED", about="a.capture", count=12), "a.capture is damaged after row 12.", "The rows before"),
    (Fault("ROW_GONE", about="a.capture", count=12), "Row 12 is no longer kept", "keeps every row"),
    (Fault("SOCKET_GONE", about="#7"), "#7 is gone", "another"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fault", "sentence", "remedy"), SENTENCES, ids=[f"{f.name} {f.call} {f.about}" for f, _, _ in SENTENCES]
)
def test_the_sentence_says_what_happened_and_the_remedy_what_to_try(fault: Fault, sentence: str, remedy: str) -> None:
    explanation = explain(fault)
    assert sentence in explanation.sentence
    assert remedy in explanation.remedy


COPIES = [
    (Fault("ENOSPC", "write", 28, "/tmp/a"), "The disk is too full for /tmp/a.", "Nothing was written"),
    (Fault("EACCES", "write", 13, "/tmp/a"), "You may not write to /tmp/a.", "another place"),
    (Fault("EACCES", "read", 13, "/tmp/a"), "You may not read /tmp/a.", "another file"),
    (Fault("CAPTURE_IN_USE", about="/tmp/a"), "The recording itself is in /tmp/a", "another name"),
    (Fault("ENOENT", "write", 2, "/tmp/a/b"), "There is no file or no folder /tmp/a/b.", "make the folder"),
]


@pytest.mark.parametrize(("fault", "sentence", "remedy"), COPIES, ids=[f"{f.name} {f.call}" for f, _, _ in COPIES])
def test_a_copy_that_failed_is_not_said_to_stop_the_recording(fault: Fault, sentence: str, remedy: str) -> None:
    explanation = explain(fault, copying=True)
    assert sentence in explanation.sentence
    assert remedy in explanation.remedy


@pytest.mark.parametrize(
    ("owner", "sentence"),
    [
        (Owner("python", 4121, "teacher"), "Port 9000 is already held by python (pid 4121)."),
        (Owner("", 4121), "Port 9000 is already held by a program (pid 4121)."),
        (Owner("evil\u202e", 1), "Port 9000 is already held by evil\\u{202e} (pid 1)."),
        (Owner(), "Port 9000 is already held by another user’s program; the system does not say which."),
        (Owner("socketlab", 7, is_this_lab=True), "Port 9000 is already held by this lab itself."),
    ],
)
def test_the_owner_of_a_port_is_named_as_far_as_the_system_tells(owner: Owner, sentence: str) -> None:
    fault = Fault("EADDRINUSE", "bind", 98, "127.0.0.1:9000", Field.PORT)
    assert explain(fault, owner=owner).sentence == sentence


def test_the_whole_of_it_reads_as_one_line_for_a_terminal() -> None:
    fault = Fault("EADDRINUSE", "bind", 98, "127.0.0.1:9000", Field.PORT)
    assert str(explain(fault, owner=Owner("python", 4121, "teacher"))) == (
        "Port 9000 is already held by python (pid 4121). "
        "Pick another port, or stop that program (it runs as teacher). [EADDRINUSE (98)]"
    )


def test_the_addresses_that_can_be_bound_are_listed() -> None:
    fault = Fault("EADDRNOTAVAIL", "bind", 99, "192.0.2.1:9000")
    assert explain(fault, own_addresses=["127.0.0.1", "10.0.0.5"]).remedy == "It has: 127.0.0.1, 10.0.0.5."


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault("EADDRINUSE", "bind", 98), "EADDRINUSE (98)"),
        (Fault("EADDRINUSE", "bind", 10048), "EADDRINUSE (10048)"),
        (Fault("EAI_NONAME", "getaddrinfo", -2), "EAI_NONAME (-2)"),
        (Fault("HOST_EMPTY"), ""),
        (Fault("BROADCAST", "sendto", 13), "EACCES (13)"),
    ],
)
def test_the_systems_own_word_stands_beside_it(fault: Fault, error: str) -> None:
    assert explain(fault).error == error
