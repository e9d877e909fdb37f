"""The programs work: C compiles without a warning and talks to a plain peer, the lines of ncat and socat do too."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from core.contract.commands import Close, Connect, FinishSending, ReplyChoice, Send
from core.contract.endpoints import Protocol
from core.contract.records import Call
from core.contract.sockets import State
from core.explain.script import plan, write_c, write_netcat, write_plain_python, write_python
from tests.support.kernel import is_held
from tests.support.lab import ECHO, LOOPBACK, PATIENCE_S, Lab
from tests.support.peers import black_hole, free_port, nobody
from tests.support.programs import Running, output_of, running

EVERY_BYTE = bytes(range(256))
TRICKY = b"100%s 'quoted' \"twice\" \\n ??/ \0001\r\n"


def built(lab: Lab, folder: Path) -> str:
    """The lab's calls as a C program, compiled."""
    source, program = folder / "program.c", folder / "program"
    source.write_text(write_c(plan(lab.rows())).text, encoding="utf-8")
    output_of("cc", "-Wall", "-Werror", "-o", str(program), str(source))
    return str(program)


def port_in(program: Running) -> int:
    return int(program.read_line().rpartition(" ")[2])


def test_a_server_in_c_answers_a_plain_peer(lab: Lab, tmp_path: Path) -> None:
    listener = lab.listen(reply=ECHO)
    peer, number = lab.caller(listener)
    for data in (b"hello", TRICKY):
        peer.sendall(data)
        assert peer.recv(1000) == data
    lab.done(lambda id: Send(id, number, TRICKY + EVERY_BYTE))
    peer.shutdown(socket.SHUT_WR)
    lab.ended(number)
    lab.done(lambda id: Close(id, listener))
    with running("stdbuf", "-oL", built(lab, tmp_path)) as program:
        with socket.create_connection((LOOPBACK, port_in(program)), PATIENCE_S) as again:
            for data in (b"hello", TRICKY):
                again.sendall(data)
                assert again.recv(1000) == data
            assert again.recv(1000) == TRICKY + EVERY_BYTE
            again.shutdown(socket.SHUT_WR)
            assert again.recv(1) == b""
        assert program.wait() == 0


def test_every_kind_of_call_compiles_and_runs_in_c(lab: Lab, tmp_path: Path) -> None:
    server = lab.bind_udp(reply=ECHO)
    client = lab.connect(lab.port(server), protocol=Protocol.UDP, fixed_peer=False)
    lab.done(lambda id: Send(id, client, EVERY_BYTE))
    lab.until_received(client, 256)
    both = lab.listen("::", dual=True)
    caller = lab.connect(lab.port(both), "::1")
    lab.done(lambda id: Send(id, caller, b"x" * 1000))
    lab.until(lambda: lab.count(max(lab.sockets), Call.RECV, ""), "the bytes")
    lab.done(lambda id: Close(id, caller))
    lab.until_state(max(lab.sockets), State.PEER_FINISHED)
    with nobody() as port, black_hole() as hole:
        lab.refused(lambda id: Connect(id, Protocol.TCP, "localhost", port))
        lab.refused(lambda id: Connect(id, Protocol.TCP, LOOPBACK, hole, timeout_s=0.1))
        for number in [it.number for it in lab.sockets.values() if it.is_open]:
            lab.done(lambda id: Close(id, number))  # noqa: B023
        output_of(built(lab, tmp_path))


def test_a_large_message_goes_out_whole_though_the_kernel_takes_it_in_pieces(lab: Lab, tmp_path: Path) -> None:
    size = 6 * 1024 * 1024
    with socket.create_server((LOOPBACK, 0)) as server:
        number = lab.connect(server.getsockname()[1])
        sending = lab.ask(lambda id: Send(id, number, bytes(size)))
        lab.until(lambda: lab.facts(number).waiting_bytes, "bytes that wait")
        hear(server, size)
        lab.done_with(sending)
        lab.done(lambda id: Close(id, number))
        (tmp_path / "program.py").write_text(write_python(plan(lab.rows())).text, encoding="utf-8")
        for program in ("python3", str(tmp_path / "program.py")), (built(lab, tmp_path),):
            with running(*program) as again:
                hear(server, size)
                assert again.wait() == 0


def hear(server: socket.socket, size: int) -> None:
    """Hears so many bytes of the next caller."""
    peer, _ = server.accept()
    with peer:
        peer.settimeout(PATIENCE_S)
        while size:
            more = len(peer.recv(1 << 20))
            assert 0 < more <= size
            size -= more


def test_a_textbook_program_says_and_hears_the_same(lab: Lab, tmp_path: Path) -> None:
    listener = lab.listen(reply=ECHO)
    client = lab.connect(lab.port(listener))
    udp = lab.bind_udp(reply=ECHO)
    sender = lab.connect(lab.port(udp), protocol=Protocol.UDP)
    for number in (client, sender):
        for count in (1, 2, 3):
            lab.done(lambda id: Send(id, number, TRICKY))  # noqa: B023
            lab.until_received(number, count * len(TRICKY))
    with nobody() as port:
        lab.refused(lambda id: Connect(id, Protocol.TCP, LOOPBACK, port))
        lab.done(lambda id: FinishSending(id, client))
        lab.ended(client)
        (tmp_path / "program.py").write_text(write_plain_python(plan(lab.rows())).text, encoding="utf-8")
        with running("python3", "-u", str(tmp_path / "program.py")) as program:
            said = [program.read_line() for _ in range(18)]
            program.write(b"\n")
            assert program.wait() == 0
    assert said.count(f"#{client} received {TRICKY!r}") == 3
    assert sum(line.startswith(f"#{sender} received {TRICKY!r} from") for line in said) == 3
    assert f"#{client} received b''" in said


@pytest.mark.parametrize("program", ["ncat", "socat"])
def test_the_line_of_a_client_says_what_the_client_said(lab: Lab, program: str) -> None:
    listener = lab.listen(reply=ECHO)
    number = lab.connect(lab.port(listener))
    for data in (TRICKY, EVERY_BYTE):
        lab.done(lambda id: Send(id, number, data))  # noqa: B023
    lab.done(lambda id: FinishSending(id, number))
    lab.ended(number)
    line = line_of(lab, program, f"#{number} ")
    assert output_of("sh", "-c", f"{line} | base64 --wrap=0") == _base64(TRICKY + EVERY_BYTE)


@pytest.mark.parametrize("program", ["ncat", "socat"])
@pytest.mark.parametrize("reply", [ECHO, ReplyChoice("fixed", TRICKY)], ids=lambda it: it.name)
def test_the_line_of_a_listener_answers_as_the_listener_did(
    lab: Lab, program: str, reply: ReplyChoice, wait_until: object
) -> None:
    port = free_port()
    listener = lab.listen(port=port, reply=reply)
    peer, number = lab.caller(listener)
    answer = b"hello" if reply is ECHO else TRICKY
    ask(peer, answer)
    lab.ended(number)
    lab.done(lambda id: Close(id, listener))
    with running("sh", "-c", f"exec {line_of(lab, program, f'#{listener} ')}"):
        assert callable(wait_until)
        wait_until(lambda: is_held(Protocol.TCP, port), what=f"{program} to listen")
        with socket.create_connection((LOOPBACK, port), PATIENCE_S) as again:
            ask(again, answer)


def ask(peer: socket.socket, answer: bytes) -> None:
    """Says hello, hears the answer, and finishes."""
    peer.sendall(b"hello")
    heard = b""
    while len(heard) < len(answer) and (more := peer.recv(1000)):
        heard += more
    assert heard == answer
    peer.shutdown(socket.SHUT_WR)


def line_of(lab: Lab, program: str, socket_name: str) -> str:
    """The command line for a socket."""
    lines = [line.text for line in write_netcat(lab.rows()).lines]
    at = next(at for at, line in enumerate(lines) if line.startswith(f"# {socket_name}"))
    return next(line for line in lines[at + 1 :] if f"{program} " in line)


def _base64(data: bytes) -> str:
    from base64 import b64encode

    return b64encode(data).decode()
