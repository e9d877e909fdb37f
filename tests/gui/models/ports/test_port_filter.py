"""Which rows are shown: every word must match, and no text is an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.machine.port_table import PortLine
from core.machine.ports import Owner
from gui.models.ports.port_filter import Kind, PortFilter
from tests.support.port_lines import LAB, PYTHON, conversation, listener, udp

WEB = listener("0.0.0.0:80", Owner("nginx", 443, "www"))
OWN = listener("127.0.0.1:9000", LAB)
CALL = conversation("127.0.0.1:50000", "127.0.0.1:80", PYTHON)
NAMES = udp("[::]:53", Owner("resolver", 12, "root"))
HIDDEN = listener("0.0.0.0:22", user="root")
ALL = [WEB, OWN, CALL, NAMES, HIDDEN]


@pytest.mark.parametrize(
    ("kind", "words", "shown"),
    [
        (Kind.ALL, "", ALL),
        (Kind.BOUND, "", [WEB, OWN, NAMES, HIDDEN]),
        (Kind.TALKING, "", [CALL]),
        (Kind.OWN, "", [OWN]),
        (Kind.ALL, "80", [WEB, CALL]),
        (Kind.ALL, "080", [WEB, CALL]),
        (Kind.ALL, "443", [WEB]),
        (Kind.ALL, "port:443", []),
        (Kind.ALL, "pid:443", [WEB]),
        (Kind.ALL, "50-100", [WEB, NAMES]),
        (Kind.ALL, "NGINX", [WEB]),
        (Kind.ALL, "tcp root", [HIDDEN]),
        (Kind.ALL, "user:root", [NAMES, HIDDEN]),
        (Kind.ALL, "state:listen program:lab", [OWN]),
        (Kind.ALL, "told", [HIDDEN]),
        (Kind.ALL, "127.0.0.1:80", [CALL]),
        (Kind.BOUND, "127.0.0.1", [OWN]),
        (Kind.ALL, "no such thing", []),
    ],
)
def test_these_rows_are_shown(kind: Kind, words: str, shown: list[PortLine]) -> None:
    filter = PortFilter(kind, words)
    assert [line for line in ALL if filter.lets_through(line)] == shown
    assert filter.is_on == (bool(words) or kind is not Kind.ALL)


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_filter(words: str) -> None:
    assert {PortFilter(words=words).lets_through(line) for line in ALL} <= {True, False}
