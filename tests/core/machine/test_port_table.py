"""Looking again and again: what is kept, what is looked for anew, and what the system does not tell."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from time import thread_time

import pytest

from core.contract.endpoints import Endpoint
from core.contract.tcp import TcpState
from core.machine.port_table import PortLine, PortTable, Told
from core.machine.socket_owners import SocketOwners

_REUSEPORT = 15
"""Linux's number for it, socket(7); Python names it on some systems only."""
ROOT = Path(__file__).parents[3]
HOLDER = """
import ctypes, socket, sys
ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE off: only root may see what this process has open
holder = socket.create_server(("127.0.0.1", 0))
print(holder.getsockname()[1], flush=True)
sys.stdin.read()
"""
ASKER = """
import json, os, psutil, sys
from core.machine.port_table import PortTable
PortTable().look()  # loads what only root may read here
if os.geteuid() == 0:
    os.setuid(65534)
print(json.dumps([
    [line.told.name, len(line.owners), line.user] for line in PortTable().look() if line.local.port == int(sys.argv[1])
]))
"""


def inode_of(it: socket.socket) -> int:
    return os.fstat(it.fileno()).st_ino


def line_of(table: PortTable, it: socket.socket) -> PortLine:
    name = Endpoint(*it.getsockname())
    return next(line for line in table.look() if line.local == name and line.remote is None)


def test_a_socket_that_is_unchanged_is_the_same_line_at_each_look() -> None:
    table = PortTable()
    with socket.create_server(("127.0.0.1", 0)) as held:
        line = line_of(table, held)
        assert line_of(table, held) is line
    assert (line.state, line.told, line.is_bound, line.is_this_lab) == (TcpState.LISTEN, Told.KNOWN, True, True)
    assert line.owners[0].pid == os.getpid()


def test_two_sockets_on_the_same_port_are_two_lines_and_a_conversation_keeps_its_key() -> None:
    table = PortTable()
    with socket.socket() as first, socket.socket() as second:
        for it in (first, second):
            it.setsockopt(socket.SOL_SOCKET, _REUSEPORT, 1)
        first.bind(("127.0.0.1", 0))
        second.bind(first.getsockname())
        first.listen()
        second.listen()
        name = Endpoint(*first.getsockname())
        assert len({line.key for line in table.look() if line.local == name}) == 2
    with socket.create_server(("127.0.0.1", 0)) as listener:
        caller = socket.create_connection(listener.getsockname())
        accepted, _ = listener.accept()
        name, listening = Endpoint(*caller.getsockname()), listener.getsockname()[1]
        before = next(line for line in table.look() if line.local == name and line.remote)
        caller.close()
        after = next(line for line in table.look() if line.local == name and line.remote)
        accepted.close()
    assert before.remote == Endpoint("127.0.0.1", listening)
    assert before.key == after.key
    assert before.state is TcpState.ESTABLISHED
    assert after.state in (TcpState.FIN_WAIT_1, TcpState.FIN_WAIT_2)


def test_the_owner_of_what_only_root_may_see_is_not_told_but_its_user_is() -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        port = holder.stdout.readline().decode().strip()
        asked = subprocess.run(
            [sys.executable, "-c", ASKER, port], capture_output=True, text=True, check=False, cwd=ROOT
        )
        holder.communicate()
    user = subprocess.run(["id", "-un"], capture_output=True, check=True, text=True).stdout.strip()
    assert asked.stdout, asked.stderr
    assert json.loads(asked.stdout) == [["NOT_TOLD", 0, user]]


def test_a_new_socket_of_a_known_program_is_found_at_once_and_a_strangers_when_it_is_due() -> None:
    now = [100.0]
    owners = SocketOwners(lambda: now[0])
    with socket.create_server(("127.0.0.1", 0)) as first, socket.create_server(("127.0.0.1", 0)) as second:
        assert owners.find({inode_of(first)}) == {inode_of(first): (os.getpid(),)}
        both = {inode_of(first): (os.getpid(),), inode_of(second): (os.getpid(),)}
        assert owners.find(both) == both
        stranger = max(both) + 1_000_000
        assert owners.find({*both, stranger}) == {**both, stranger: ()}
        assert owners.find(set()) == {}


def test_after_a_dear_look_there_is_none_for_a_while() -> None:
    """A clock that jumps 0.1 s at each reading: every look is dear."""
    now = [100.0]

    def slow() -> float:
        now[0] += 0.1
        return now[0]

    owners = SocketOwners(slow)
    with socket.create_server(("127.0.0.1", 0)) as first, socket.create_server(("127.0.0.1", 0)) as second:
        owners.find({inode_of(first)})
        owners.find({inode_of(first), 1})
        assert inode_of(second) not in owners.find({inode_of(first), inode_of(second)})
        now[0] += 60
        assert owners.find({inode_of(second)}) == {inode_of(second): (os.getpid(),)}


def test_asked_of_psutil_the_lines_of_this_program_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        socket.create_connection(listener.getsockname()) as caller,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams,
    ):
        datagrams.bind(("127.0.0.1", 0))
        mine = {Endpoint(*it.getsockname()) for it in (listener, caller, datagrams)}
        asked = {
            system: {
                (line.protocol, line.local, line.remote, line.state, line.owners, line.told, line.user)
                for line in look_as(system, monkeypatch)
                if line.local in mine and line.told is not Told.NOBODY and line.owners
            }
            for system in ("linux", "darwin")
        }
    assert len(asked["linux"]) == 3
    assert asked["linux"] == asked["darwin"]


def look_as(system: str, monkeypatch: pytest.MonkeyPatch) -> list[PortLine]:
    with monkeypatch.context() as there:
        there.setattr(sys, "platform", system)
        return PortTable().look()


def test_a_look_every_second_takes_less_than_a_fiftieth_of_a_core() -> None:
    table = PortTable()
    with ExitStack() as held:
        for _ in range(200):
            held.enter_context(socket.create_server(("127.0.0.1", 0)))
        table.look()
        began = thread_time()
        for _ in range(10):
            table.look()
        assert thread_time() - began < 10 * 0.02
