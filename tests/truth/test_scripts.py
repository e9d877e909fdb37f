"""T4: the Python program made of recorded calls makes the same ones, as strace sees it: in order, with their arguments.

What the kernel gives anew each time, descriptors and ports, is compared by the order in which it turns up.
"""

from __future__ import annotations

import re
import socket
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from core.contract.commands import Close, Connect, FinishSending, Listen, Reading, Reset, Send, SetReading
from core.contract.endpoints import Protocol
from core.contract.records import Argument, Call, CallRecord, CauseKind
from core.contract.sockets import State
from core.explain.script import plan, write_python
from core.explain.script.planning import IDLE
from tests.support.lab import ECHO, LOOPBACK, PATIENCE_S, Lab
from tests.support.peers import black_hole, nobody
from tests.support.programs import Running, running
from tests.truth.strace import Seen, parse, program_calls
from tests.truth.tracing import STRACE

EVERY_BYTE = bytes(range(256))
LINES = (b"hello, socket\r\n", b"'quoted' \"twice\" \\ and \0", b"\xff\xfe")


class Names:
    """Descriptors and ports by the order in which they turn up."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], int] = {}

    def of(self, kind: str, number: int) -> int:
        return self._known.setdefault((kind, number), len(self._known)) if number > 0 else number

    def argument(self, it: Argument) -> Argument | None:
        """An endpoint with its port's name; all else as it is."""
        return self.endpoint(it) if isinstance(it, str) else it

    def endpoint(self, text: str | None) -> str | None:
        """The same for what may be no endpoint."""
        found = re.fullmatch(r"(.*):(\d+)", text or "")
        return f"{found[1]}:port {self.of('port', int(found[2]))}" if found else text


def normal(it: CallRecord | Seen, names: Names, *, tells_address: bool) -> tuple[object, ...]:
    """A call without what the kernel gives anew."""
    makes_fd = it.call in (Call.SOCKET, Call.ACCEPT)
    result = names.of("fd", it.result) if makes_fd else it.result
    address = names.endpoint(it.address) if tells_address else None
    return names.of("fd", it.fd), it.call, tuple(map(names.argument, it.args)), result, it.error, address, it.payload


def compare(records: list[CallRecord], seen: list[Seen]) -> None:
    """Hold what the program did against what was recorded."""
    made = [it for it in records if it.call is not Call.GETADDRINFO and not is_idle(it)]
    assert [it.call.label for it in made] == [it.call.label for it in seen]
    then, now = Names(), Names()
    for record, line in zip(made, seen, strict=True):
        tells = line.address is not None and record.cause.kind is not CauseKind.PYTHON
        assert normal(record, then, tells_address=tells) == normal(line, now, tells_address=tells)


def is_idle(record: CallRecord) -> bool:
    """A call that found nothing to do yet, which a program that waits does not make."""
    return record.error in IDLE and record.call is not Call.CONNECT


class Bench:
    """The lab's rows written as a program, and that run under strace."""

    def __init__(self, lab: Lab, folder: Path) -> None:
        self.lab = lab
        self._program = folder / "program.py"
        self._trace = folder / "strace.txt"

    @contextmanager
    def program(self) -> Iterator[Running]:
        """The saved program runs until the end of the block, where it has ended well and its calls are compared."""
        records = self.lab.rows()
        self._program.write_text(write_python(plan(records)).text, encoding="utf-8")
        command = (sys.executable, "-u", "-W", "error", str(self._program))
        with running("strace", *STRACE, "-o", str(self._trace), *command) as program:
            yield program
            assert program.wait() == 0
        compare(records, list(program_calls(parse(self._trace.read_text()))))


@pytest.fixture
def bench(lab: Lab, tmp_path: Path) -> Bench:
    return Bench(lab, tmp_path)


def port_in(program: Running) -> int:
    """The port that the program says it holds on to."""
    found = re.search(r"', (\d+)", program.read_line())
    assert found
    return int(found[1])


def call(port: int) -> socket.socket:
    return socket.create_connection((LOOPBACK, port), PATIENCE_S)


def talk(port: int) -> None:
    """Two callers at once, who each hear their lines back and go, one in order and one not."""
    with call(port) as first, call(port) as second:
        for line in LINES:
            for peer in (first, second):
                peer.sendall(line)
                assert peer.recv(1000) == line
        second.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def test_a_server_of_several_callers(bench: Bench) -> None:
    lab = bench.lab
    listener = lab.listen(reply=ECHO)
    talk(lab.port(listener))
    lab.until(lambda: sum(it.state is State.CLOSED for it in lab.sockets.values()) == 2, "both ends")
    lab.done(lambda id: Close(id, listener))
    with bench.program() as program:
        talk(port_in(program))


def serve(server: socket.socket) -> None:
    """Hears everything out, then answers and closes."""
    peer, _ = server.accept()
    with peer:
        peer.settimeout(PATIENCE_S)
        heard = b""
        while more := peer.recv(1000):
            heard += more
        assert heard == b"".join((*LINES, EVERY_BYTE))
        peer.sendall(b"goodbye")


def test_a_client_that_finishes_sending_first(bench: Bench) -> None:
    lab = bench.lab
    with socket.create_server((LOOPBACK, 0)) as server:
        number = lab.connect(server.getsockname()[1], local_host=LOOPBACK)
        for data in (*LINES, EVERY_BYTE):
            lab.done(lambda id: Send(id, number, data))  # noqa: B023
        lab.done(lambda id: FinishSending(id, number))
        serve(server)
        lab.ended(number)
        with bench.program():
            serve(server)


def test_both_ends_of_conversations_in_one_program(bench: Bench) -> None:
    lab = bench.lab
    listener = lab.listen(reply=ECHO)
    for how in (Close, Reset):
        number = lab.connect(lab.port(listener))
        for count in (1, 2):
            lab.done(lambda id: Send(id, number, EVERY_BYTE))  # noqa: B023
            lab.until_received(number, 256 * count)
        accepted = max(it.number for it in lab.sockets.values() if it.parent == listener)
        lab.done(lambda id: how(id, number))  # noqa: B023
        lab.ended(accepted)
    lab.done(lambda id: Close(id, listener))
    with bench.program():
        pass


def test_both_ends_of_unix_sockets(bench: Bench, tmp_path: Path) -> None:
    lab = bench.lab
    for path in (str(tmp_path / "lab.sock"), f"@{tmp_path}"):
        listener = lab.listen(path, reply=ECHO)
        number = lab.connect(0, path)
        lab.done(lambda id: Send(id, number, EVERY_BYTE))  # noqa: B023
        lab.until_received(number, 256)
        accepted = max(it.number for it in lab.sockets.values() if it.parent == listener)
        lab.done(lambda id: Close(id, number))  # noqa: B023
        lab.ended(accepted)
        lab.done(lambda id: Close(id, listener))  # noqa: B023
        bound = lab.bind_udp(path, reply=ECHO)
        client = lab.done(lambda id: Connect(id, Protocol.UDP, path, 0, local_host=f"{path}2"))  # noqa: B023
        lab.done(lambda id: Send(id, client, b"hello"))  # noqa: B023
        lab.until_received(client, 5)
        lab.done(lambda id: Close(id, client))  # noqa: B023
        lab.done(lambda id: Close(id, bound))  # noqa: B023
    with bench.program():
        pass
    assert not [*tmp_path.glob("*.sock"), *tmp_path.glob("*.sock2")]


def test_one_message_taken_in_small_pieces(bench: Bench) -> None:
    lab = bench.lab
    listener = lab.listen()
    with call(lab.port(listener)) as peer:
        number = lab.accepted_from(peer)
        lab.done(lambda id: SetReading(id, number, Reading(most=5)))
        peer.sendall(b"hello, socket!!")
        assert lab.until_received(number, 15) == b"hello, socket!!"
    lab.until_state(number, State.PEER_FINISHED)
    lab.done(lambda id: Close(id, number))
    lab.done(lambda id: Close(id, listener))
    assert [len(row.payload) for row in lab.rows(number, Call.RECV)] == [5, 5, 5, 0]
    with bench.program() as program, call(port_in(program)) as peer:
        peer.sendall(b"hello, socket!!")


def test_datagrams(bench: Bench) -> None:
    lab = bench.lab
    server = lab.bind_udp(reply=ECHO)
    client = lab.connect(lab.port(server), protocol=Protocol.UDP)
    nameless = lab.connect(lab.port(server), protocol=Protocol.UDP, fixed_peer=False)
    for number in (client, nameless):
        for data in (b"", EVERY_BYTE):
            before = lab.count(number, Call.RECVFROM, "")
            lab.done(lambda id: Send(id, number, data))  # noqa: B023
            lab.until(lambda: lab.count(number, Call.RECVFROM, "") > before, "the echo")  # noqa: B023
    assert lab.refused(lambda id: Send(id, client, bytes(65508))).name == "EMSGSIZE"
    for number in (client, nameless, server):
        lab.done(lambda id: Close(id, number))  # noqa: B023
    with bench.program():
        pass


def test_errors_come_again(bench: Bench) -> None:
    lab = bench.lab
    with nobody() as port, black_hole() as hole, socket.create_server((LOOPBACK, 0)) as holder:
        asked: list[Callable[[int], Any]] = [
            lambda id: Connect(id, Protocol.TCP, LOOPBACK, port),
            lambda id: Connect(id, Protocol.TCP, LOOPBACK, hole, timeout_s=0.1),
            lambda id: Listen(id, LOOPBACK, holder.getsockname()[1]),
            lambda id: Listen(id, "192.0.2.1", 0),
        ]
        for make in asked:
            lab.refused(make)
        with bench.program():
            pass
