"""Whose a port is, in a sentence: as far as the system tells."""

from __future__ import annotations

import pytest

from core.contract.tcp import TcpState
from core.explain.port_owners import owner_in_words
from core.machine.port_table import PortLine, Told
from core.machine.ports import Owner
from tests.support.port_lines import LAB, PYTHON, conversation, listener

ENDS = "127.0.0.1:9000", "127.0.0.1:50000"
OVER = conversation(*ENDS, state=TcpState.TIME_WAIT, told=Told.NOBODY)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (listener("127.0.0.1:1", LAB), "this lab"),
        (listener("127.0.0.1:1", PYTHON), "python3 (pid 4121) of ann"),
        (listener("127.0.0.1:1", user="root"), "a program of root that the system does not name to you"),
        (listener("127.0.0.1:1"), "a program that the system does not name to you"),
        (listener("127.0.0.1:1", told=Told.NOT_YET), "a program that is being looked for"),
        (conversation(*ENDS, told=Told.NOBODY), "the system, until its program accepts it"),
        (OVER, "the system alone, no program any more"),
        (listener("[::]:80", *(Owner("w", pid) for pid in range(2, 9))), "w (pid 2), w (pid 3), w (pid 4) and 4 more"),
    ],
)  # fmt: skip
def test_an_owner_is_named_as_far_as_it_is_told(line: PortLine, words: str) -> None:
    assert owner_in_words(line) == words
