"""The parts of a call's forms: whatever is pointed at is explained, in both languages."""

from __future__ import annotations

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contract.records import LABS_OWN, Argument, Call, CallRecord, Cause, CauseKind
from core.explain.calls.c_form import c_form
from core.explain.calls.form_parts import Part, c_parts, part_at, python_parts
from core.explain.calls.manual import MANUAL, result_meaning
from core.explain.calls.meanings import CONSTANTS
from core.explain.calls.python_form import python_form


def made(
    call: Call, *args: Argument, result: int = 0, error: str = "", address: str = "", payload: bytes = b""
) -> CallRecord:
    return CallRecord(
        1, 0, 38_000, 3, 8, call, args, result, error, Cause(CauseKind.COMMAND, 1), address, payload
    )  # fmt: skip


def meaning_of(form: str, parts: list[Part], words: str) -> str:
    """What the text says of some words in it when they are pointed at."""
    part = part_at(parts, form.index(words))
    return "" if part is None else part.meaning


POINTED_AT = [
    (made(Call.SOCKET, "AF_INET6", "SOCK_DGRAM", 0, result=9), "AF_INET6", "IPv6", "IPv6"),
    (made(Call.SOCKET, "AF_INET", "SOCK_STREAM", 0, result=9), "SOCK_STREAM", "A stream", "A stream"),
    (made(Call.LISTEN, 4096), "4096", "backlog", "backlog"),
    (made(Call.LISTEN, 4096), "listen", "listen(2)", "switchboard operator"),
    (made(Call.BIND, "127.0.0.1:9000"), "127.0.0.1", "address of this computer", "port 0"),
    (made(Call.CONNECT, "[::1]:9000"), "::1", "The other end", "The other end"),
    (made(Call.SETSOCKOPT, "SOL_SOCKET", "SO_REUSEADDR", 1), "SO_REUSEADDR", "TIME_WAIT", "started again"),
    (made(Call.SETSOCKOPT, "SOL_SOCKET", "SO_REUSEADDR", 1), "1", "1 is on", "1 is on"),
    (made(Call.SEND, 8, result=8, payload=b"a, (b) c"), "a, (b) c", "The bytes themselves", "The bytes"),
    (made(Call.SENDTO, 2, result=2, address="127.0.0.1:9", payload=b"hi"), "127.0.0.1", "The other end", "called"),
    (made(Call.SHUTDOWN, "SHUT_WR"), "SHUT_WR", "FIN", "receiving goes on"),
    (made(Call.GETSOCKOPT, "SOL_SOCKET", "SO_ERROR"), "SO_ERROR", "under way", "under way"),
    (made(Call.GETADDRINFO, "localhost", 9000, "SOCK_STREAM"), "localhost", "name that is looked up", "looked up"),
]


NAMES = [f"{record.call.label} {words}" for record, words, _, _ in POINTED_AT]


@pytest.mark.parametrize(("record", "words", "python", "c"), POINTED_AT, ids=NAMES)
def test_what_is_pointed_at_is_explained_in_both_languages(record: CallRecord, words: str, python: str, c: str) -> None:
    assert python in meaning_of(python_form(record), python_parts(record), words)
    assert c in meaning_of(c_form(record), c_parts(record), words)


def test_the_result_is_explained_where_it_stands() -> None:
    record = made(Call.ACCEPT, result=9, address="127.0.0.1:51324")
    assert meaning_of(python_form(record), python_parts(record), "fd 9") == (
        "The call returned 9: the descriptor of the new socket."
    )
    failed = made(Call.BIND, "127.0.0.1:9", result=-98, error="EADDRINUSE")
    assert "errno says EADDRINUSE" in meaning_of(c_form(failed), c_parts(failed), "-1 EADDRINUSE")


def test_what_only_c_passes_is_explained_too() -> None:
    record = made(Call.ACCEPT, result=9, address="127.0.0.1:51324")
    form, parts = c_form(record), c_parts(record)
    assert "the number by which this program knows the socket" in meaning_of(form, parts, "8")
    assert "Another program that this one starts" in meaning_of(form, parts, "SOCK_CLOEXEC")
    blocking = made(Call.SETBLOCKING, 0)
    assert "do not" in meaning_of(c_form(blocking), c_parts(blocking), "FIONBIO")


@pytest.mark.parametrize("call", Call)
def test_every_call_has_its_page_its_prototype_and_its_result(call: Call) -> None:
    manual = MANUAL[call]
    assert f" {manual.name}(" in manual.prototype
    assert manual.prototype.endswith(");")
    assert manual.page in (f"{manual.name}(2)", f"{manual.name}(3)")
    assert manual.purpose.endswith(".")
    assert result_meaning(made(call))
    failed = result_meaning(made(call, error="EBADF"))
    assert ("errno says EBADF" in failed) is (call not in LABS_OWN | {Call.GETADDRINFO})


def test_the_constants_are_those_of_the_socket_module_or_of_c_alone() -> None:
    only_c = {
        "FIONBIO",
        "NULL",
        "SO_MEMINFO",
        "SK_MEMINFO_DROPS",
        "SO_TIMESTAMP",
        "SO_EXCLUSIVEADDRUSE",
        "TCP_KEEPALIVE",
    }
    assert {name for name in CONSTANTS if not hasattr(socket, name)} <= only_c
    assert all(meaning.endswith(".") for meaning in CONSTANTS.values())


@given(
    st.sampled_from(list(Call)),
    st.lists(st.integers() | st.text(max_size=12), max_size=4),
    st.text(max_size=30),
    st.sampled_from(["", "EAGAIN", "E(", "x, y)"]),
    st.binary(max_size=40),
)
def test_whatever_a_record_holds_its_parts_stand_in_order(
    call: Call, args: list[Argument], address: str, error: str, payload: bytes
) -> None:
    record = made(call, *args, error=error, address=address, payload=payload)
    for form, parts in ((python_form(record), python_parts(record)), (c_form(record), c_parts(record))):
        edges = [place for part in parts for place in (part.start, part.end)]
        assert edges == sorted(edges)
        assert not edges or edges[-1] <= len(form)
        assert all(part.meaning for part in parts)
