"""What a row says, and the answer to "who holds port ...?": an owner that is not told is said not to be."""

from __future__ import annotations

import pytest

from core.contract.tcp import TcpState
from core.machine.port_table import PortLine, Told
from core.machine.ports import Owner
from gui.models.ports.port_changes import Mark, MarkedLine
from gui.models.ports.port_words import port_row, who_holds
from tests.support.port_lines import LAB, PYTHON, conversation, listener, udp

ENDS = "127.0.0.1:9000", "127.0.0.1:50000"
OVER = conversation(*ENDS, state=TcpState.TIME_WAIT, told=Told.NOBODY)


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        (listener("127.0.0.1:9000", PYTHON), ("TCP", "127.0.0.1:9000", "", "LISTEN", "python3", "4121", "ann")),
        (listener("[::1]:9000", LAB), ("TCP", "[::1]:9000", "", "LISTEN", "this lab", "5000", "ann")),
        (conversation(*ENDS, PYTHON), ("TCP", *ENDS, "ESTABLISHED", "python3", "4121", "ann")),
        (udp("0.0.0.0:53", PYTHON), ("UDP", "0.0.0.0:53", "", "bound", "python3", "4121", "ann")),
        (udp("127.0.0.1:5000", PYTHON, remote=ENDS[0]), ("UDP", "127.0.0.1:5000", ENDS[0], "one peer", "python3",
                                                         "4121", "ann")),
        (listener("0.0.0.0:22", user="root"), ("TCP", "0.0.0.0:22", "", "LISTEN", "can’t be told", "", "root")),
        (OVER, ("TCP", *ENDS, "TIME-WAIT", "nobody", "", "")),
        (conversation(*ENDS, told=Told.NOBODY), ("TCP", *ENDS, "ESTABLISHED", "not accepted", "", "")),
        (listener("0.0.0.0:80", told=Told.NOT_YET), ("TCP", "0.0.0.0:80", "", "LISTEN", "…", "", "")),
        (listener("0.0.0.0:80", Owner("nginx", 90), Owner("nginx", 12), Owner("nginx", 33)),
         ("TCP", "0.0.0.0:80", "", "LISTEN", "nginx", "12 +2", "")),
        (listener("0.0.0.0:80", Owner("bad\x1b[2J\u202e", 7, "x\ny")),
         ("TCP", "0.0.0.0:80", "", "LISTEN", "bad\\x1b[2J\\u{202e}", "7", "x\\ny")),
    ],
)  # fmt: skip
def test_a_row_says_whose_socket_it_is(line: PortLine, cells: tuple[str, ...]) -> None:
    row = port_row(MarkedLine(line, Mark.NONE))
    assert row.cells == ("", *cells)
    assert len(row.sort) == len(row.cells)


def test_a_mark_is_a_sign_a_word_and_a_colour() -> None:
    line = listener("127.0.0.1:9000", LAB)
    rows = {mark: port_row(MarkedLine(line, mark)) for mark in Mark}
    assert [row.cells[0] for row in rows.values()] == ["", "+ new", "≠ changed", "− gone"]
    assert [row.tag for row in rows.values()] == ["out", "ok", "warning", "error"]


def test_ports_are_sorted_as_numbers() -> None:
    lines = [listener(f"127.0.0.1:{port}", PYTHON) for port in (443, 22, 8080, 80)]
    rows = sorted((port_row(MarkedLine(line, Mark.NONE)) for line in lines), key=lambda row: row.sort[2])
    assert [row.cells[2] for row in rows] == [f"127.0.0.1:{port}" for port in (22, 80, 443, 8080)]


def test_the_answer_about_a_port_names_both_protocols() -> None:
    lines = [
        listener("127.0.0.1:9000", PYTHON),
        conversation(*ENDS, PYTHON),
        conversation("127.0.0.1:50000", ENDS[0], LAB),
        udp("0.0.0.0:53"),
    ]
    assert who_holds(9000, lines) == (
        "Port 9000.  TCP 127.0.0.1:9000: python3 (pid 4121) of ann; 1 conversation from that port.  UDP: nobody."
    )
    assert who_holds(53, lines) == (
        "Port 53.  TCP: nobody.  UDP 0.0.0.0:53: a program that the system does not name to you."
    )
    assert who_holds(1, lines) == "Port 1.  TCP: nobody.  UDP: nobody."
