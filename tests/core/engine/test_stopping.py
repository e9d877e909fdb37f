"""The end of the engine: everything closed, every command answered, soon."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from pathlib import Path
from time import monotonic

from core.contract.commands import Listen, Send, Stop
from core.contract.endpoints import Protocol
from core.contract.events import Done, Stopped
from core.contract.sockets import Ending
from core.engine.loop import COMMANDS_A_TURN
from tests.support.kernel import is_held
from tests.support.lab import ECHO, LOOPBACK, Lab, open_lab
from tests.support.limits import room_for_descriptors

CLIENTS = 1000


def flood(peer: socket.socket) -> None:
    """Send as fast as can be, read nothing, until the other end is gone."""
    with suppress(OSError):
        while True:
            peer.sendall(bytes(65536))


def test_with_a_thousand_clients_it_takes_less_than_two_seconds(tmp_path: Path) -> None:
    with room_for_descriptors(3 * CLIENTS), open_lab(tmp_path / "run.socketlab") as lab:
        listener = lab.listen()
        port = lab.port(listener)
        for _ in range(CLIENTS):
            lab.peer(socket.socket()).connect((LOOPBACK, port))
        lab.until(lambda: len(lab.sockets) == 1 + CLIENTS, "all clients")
        began = monotonic()
        lab.stop()
        assert monotonic() - began < 2.0
        assert {facts.ending for facts in lab.sockets.values()} == {Ending.ENGINE_STOPPED}
        assert not is_held(Protocol.TCP, port)
        with open_lab(tmp_path / "next.socketlab") as next_lab:
            assert next_lab.port(next_lab.listen(port=port)) == port


def test_the_thread_is_gone_afterwards(lab: Lab) -> None:
    lab.stop()
    assert lab.engine.join(0.0)


def test_commands_given_before_it_are_carried_out(lab: Lab) -> None:
    _peer, number = lab.caller(lab.listen())
    before = [lab.ask(lambda id: Send(id, number, b"x")) for _ in range(3 * COMMANDS_A_TURN)]
    lab.stop()
    assert all(lab.done_with(command) == number for command in before)


def test_commands_given_after_it_are_refused(lab: Lab) -> None:
    stopping = lab.ask(Stop)
    late = [lab.ask(lambda id: Listen(id, LOOPBACK, 0)) for _ in range(10)]
    lab.done_with(stopping)
    lab.until(lambda: lab.heard(Stopped), "the engine's last word")
    assert {lab.fault_of(command).name for command in late} == {"ENGINE_STOPPING"}


def test_commands_given_when_it_is_long_over_are_refused(lab: Lab) -> None:
    lab.stop()
    assert lab.refused(lambda id: Listen(id, LOOPBACK, 0)).name == "ENGINE_STOPPING"
    assert lab.refused(Stop).name == "ENGINE_STOPPING"


def test_its_last_word_is_stopped(lab: Lab) -> None:
    lab.listen()
    lab.stop()
    assert isinstance(lab.events[-1], Stopped)
    assert isinstance(lab.events[-2], Done)


def test_bytes_that_wait_do_not_hold_it_up(lab: Lab) -> None:
    _peer, number = lab.caller(lab.listen())
    sending = lab.ask(lambda id: Send(id, number, bytes(8 * 1024 * 1024)))
    lab.until(lambda: lab.facts(number).waiting_bytes, "bytes that wait")
    lab.stop()
    assert lab.fault_of(sending).name == "NOT_SENT"


def test_while_flooded_it_takes_less_than_two_seconds(lab: Lab) -> None:
    listener = lab.listen(reply=ECHO)
    peers = [lab.caller(listener)[0] for _ in range(20)]
    floods = [threading.Thread(target=flood, args=(peer,)) for peer in peers]
    for thread in floods:
        thread.start()
    lab.until(lambda: any(facts.reading_paused for facts in lab.sockets.values()), "a queue that is full")
    began = monotonic()
    lab.stop()
    assert monotonic() - began < 2.0
    for thread in floods:
        thread.join()
