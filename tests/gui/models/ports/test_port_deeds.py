"""What can be done with a port: something to do, or a sentence that says why not."""

from __future__ import annotations

import pytest

from core.contract.commands import BindUdp, Connect, Listen
from core.contract.endpoints import Protocol
from core.contract.tcp import TcpState
from core.machine.port_table import PortLine, Told
from core.machine.ports import Owner
from gui.models.ports.port_deeds import Subject, connect_to, held_besides, listen_there, program_to_end
from tests.support.port_lines import LAB, PYTHON, conversation, listener, udp

SERVER = listener("127.0.0.1:9000", PYTHON)
CALLER = conversation("127.0.0.1:50000", "127.0.0.1:9000", LAB)
ANY_UDP = udp("0.0.0.0:53", PYTHON)
LINES = [SERVER, CALLER, ANY_UDP]
CHOOSE = "Select a row or click a port in the map first."


@pytest.mark.parametrize(
    ("subject", "deed"),
    [
        (Subject(), CHOOSE),
        (Subject(port=8000), Listen(0, "127.0.0.1", 8000)),
        (Subject(port=9000), "Port 9000 is held by python3 (pid 4121) of ann."),
        (Subject(SERVER), "Port 9000 is held by python3 (pid 4121) of ann."),
        (Subject(listener("0.0.0.0:9000", PYTHON)), "Port 9000 is held by python3 (pid 4121) of ann."),
        (Subject(CALLER), Listen(0, "127.0.0.1", 50000)),
        (Subject(udp("127.0.0.1:9000", remote="127.0.0.1:1")), BindUdp(0, "127.0.0.1", 9000)),
        (Subject(ANY_UDP), "Port 53 is held by python3 (pid 4121) of ann."),
    ],
)
def test_a_port_that_is_free_can_be_listened_on(subject: Subject, deed: object) -> None:
    assert listen_there(subject, LINES) == deed


@pytest.mark.parametrize(
    ("subject", "deed"),
    [
        (Subject(), CHOOSE),
        (Subject(port=8000), "Nobody holds that port."),
        (Subject(SERVER), Connect(0, Protocol.TCP, "127.0.0.1", 9000)),
        (Subject(CALLER), Connect(0, Protocol.TCP, "127.0.0.1", 9000)),
        (Subject(ANY_UDP), Connect(0, Protocol.UDP, "127.0.0.1", 53)),
        (Subject(listener("[::]:80", PYTHON)), Connect(0, Protocol.TCP, "::1", 80)),
    ],
)
def test_whoever_listens_or_the_far_end_can_be_called(subject: Subject, deed: object) -> None:
    assert connect_to(subject) == deed


@pytest.mark.parametrize(
    ("line", "deed"),
    [
        (SERVER, 4121),
        (CALLER, "That is this lab itself: close the socket in its tab."),
        (listener("0.0.0.0:22", user="root"), "The system does not tell which program holds it."),
        (listener("0.0.0.0:22", told=Told.NOT_YET), "Its program is being looked for."),
        (
            conversation("127.0.0.1:1", "127.0.0.1:2", state=TcpState.TIME_WAIT, told=Told.NOBODY),
            "No program holds it any more; the system forgets it by itself.",
        ),
        (
            conversation("127.0.0.1:1", "127.0.0.1:2", told=Told.NOBODY),
            "No program has accepted it yet; the listener’s row has its program.",
        ),
        (listener("0.0.0.0:80", PYTHON, Owner("b", 9)), "2 programs share it: end them where they were started."),
        (listener("0.0.0.0:111", Owner("systemd", 1, "root")), "That is the system itself."),
    ],
)
def test_one_other_program_can_be_ended(line: PortLine, deed: int | str) -> None:
    assert program_to_end(Subject(line)) == deed


def test_without_a_row_there_is_no_program() -> None:
    assert program_to_end(Subject()) == CHOOSE
    assert program_to_end(Subject(port=8000)) == "No program holds that port."


def test_what_else_goes_with_a_program_is_counted() -> None:
    lines = [SERVER, ANY_UDP, CALLER, conversation("127.0.0.1:9000", "127.0.0.1:50000", PYTHON)]
    assert held_besides(4121, lines) == "It holds 2 ports and has 1 conversation."
