"""The bound ports and their owners: against ss for the whole machine, and against ports made here."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.contract.endpoints import Endpoint, Protocol
from core.machine import ports
from core.machine.ports import Owner, bound_ports, owner_of
from tests.support.ss import Listed, agree

KINDS = {Protocol.TCP: socket.SOCK_STREAM, Protocol.UDP: socket.SOCK_DGRAM}
ROOT = Path(__file__).parents[3]

HOLDER = """
import ctypes, socket, sys
ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE off: only root may see what this process has open
holder = socket.create_server(("127.0.0.1", 0))
print(holder.getsockname()[1], flush=True)
sys.stdin.read()
"""
NEIGHBOUR = """
import socket, sys
neighbour = socket.create_server(("127.0.0.2", int(sys.argv[1])))
print(flush=True)
sys.stdin.read()
"""
ASKER = """
import json, os, psutil, sys
from dataclasses import asdict
from core.contract.endpoints import Endpoint, Protocol
from core.machine.ports import owner_of
if os.geteuid() == 0:
    os.setuid(65534)
print(json.dumps(asdict(owner_of(Protocol.TCP, Endpoint("127.0.0.1", int(sys.argv[1]))))))
"""


@contextmanager
def held(protocol: Protocol, address: str, port: int = 0, *, dual: bool = False) -> Iterator[Endpoint]:
    """A port that this process holds."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, KINDS[protocol]) as bound:
        if family is socket.AF_INET6:
            bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0 if dual else 1)
        bound.bind((address, port))
        if protocol is Protocol.TCP:
            bound.listen()
        yield Endpoint(*bound.getsockname()[:2])


def who_i_am() -> str:
    """The name of this process's user, from the tool that should know."""
    return subprocess.run(["id", "-un"], capture_output=True, check=True, text=True).stdout.strip()


def listed_by_the_lab() -> set[Listed]:
    """As ss lists them: each port once, with all that hold it."""
    pids: dict[tuple[str, str], set[int]] = {}
    for bound in bound_ports():
        end = str(Endpoint(bound.endpoint.address.partition("%")[0], bound.endpoint.port))
        pids.setdefault((bound.protocol.value, end), set()).update([] if bound.pid is None else [bound.pid])
    return {(protocol, end, "", frozenset(found)) for (protocol, end), found in pids.items()}


def test_the_bound_ports_of_this_computer_are_those_that_ss_lists() -> None:
    with (
        held(Protocol.TCP, "127.0.0.1") as one,
        held(Protocol.TCP, "0.0.0.0"),
        held(Protocol.TCP, "::", dual=True),
        held(Protocol.UDP, "::1"),
        held(Protocol.UDP, "0.0.0.0"),
    ):
        # Of a socket that a program has handed on to its children, bound_ports() names one owner, ss all.
        both = agree(listed_by_the_lab, "-l", pid=os.getpid())
    assert ("tcp", str(one), "", frozenset({os.getpid()})) in both
    assert len([pids for *_, pids in both if pids == {os.getpid()}]) >= 5


def test_a_port_made_here_is_listed_once_with_this_program() -> None:
    with held(Protocol.TCP, "127.0.0.1") as endpoint:
        mine = [bound for bound in bound_ports() if bound.endpoint == endpoint]
    assert [(bound.protocol, bound.pid) for bound in mine] == [(Protocol.TCP, os.getpid())]
    assert mine[0].program


def test_conversations_are_not_bound_ports() -> None:
    with (
        held(Protocol.TCP, "127.0.0.1") as endpoint,
        socket.create_connection((endpoint.address, endpoint.port)) as tcp,
        held(Protocol.UDP, "127.0.0.1") as peer,
        socket.socket(type=socket.SOCK_DGRAM) as udp,
    ):
        udp.connect((peer.address, peer.port))
        clients = {Endpoint(*tcp.getsockname()), Endpoint(*udp.getsockname())}
        listed = {bound.endpoint for bound in bound_ports()}
    assert listed >= {endpoint, peer}
    assert not listed & clients


@pytest.mark.parametrize("protocol", Protocol)
@pytest.mark.parametrize(
    ("holds", "wanted"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("0.0.0.0", "127.0.0.1"),
        ("127.0.0.1", "0.0.0.0"),
        ("::1", "::1"),
        ("::", "::1"),
        ("::1", "::"),
    ],
)
def test_a_wildcard_stands_for_every_address_of_its_family(protocol: Protocol, holds: str, wanted: str) -> None:
    with held(protocol, holds) as endpoint:
        owner = owner_of(protocol, Endpoint(wanted, endpoint.port))
    assert owner is not None
    assert (owner.pid, owner.is_this_lab, owner.user) == (os.getpid(), True, who_i_am())


def test_an_ipv6_wildcard_may_hold_the_ipv4_port_too() -> None:
    with held(Protocol.TCP, "::", dual=True) as endpoint:
        assert owner_of(Protocol.TCP, Endpoint("127.0.0.1", endpoint.port)) is not None


def test_another_address_port_or_protocol_is_not_held() -> None:
    with held(Protocol.TCP, "127.0.0.1") as endpoint:
        assert owner_of(Protocol.UDP, endpoint) is None
        assert owner_of(Protocol.TCP, Endpoint("127.0.0.2", endpoint.port)) is None
        assert owner_of(Protocol.TCP, Endpoint("::1", endpoint.port)) is None
    assert owner_of(Protocol.TCP, endpoint) is None


def test_programs_on_the_same_port_of_different_addresses_are_told_apart() -> None:
    with held(Protocol.TCP, "127.0.0.1") as endpoint:
        arguments = [sys.executable, "-c", NEIGHBOUR, str(endpoint.port)]
        with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
            assert other.stdout is not None
            other.stdout.readline()
            owners = [
                owner_of(Protocol.TCP, Endpoint(address, endpoint.port)) for address in ("127.0.0.1", "127.0.0.2")
            ]
            other.communicate()
    assert [owner and owner.pid for owner in owners] == [os.getpid(), other.pid]
    assert owners[1] is not None
    assert (owners[1].program.startswith("python"), owners[1].is_this_lab) == (True, False)


def test_the_owner_is_unknown_where_the_system_does_not_tell() -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        port = holder.stdout.readline().decode().strip()
        arguments = [sys.executable, "-c", ASKER, port]
        asked = subprocess.run(arguments, capture_output=True, text=True, check=False, cwd=ROOT)
        holder.communicate()
    assert asked.stdout, asked.stderr
    assert Owner(**json.loads(asked.stdout)) == Owner()


def test_asking_one_process_after_the_other_finds_the_same_ports_of_this_program() -> None:
    with held(Protocol.TCP, "127.0.0.1"), held(Protocol.UDP, "::1"):
        mine = {entry.laddr for entry, pid in ports.inet_entries() if pid == os.getpid()}
        assert {entry.laddr for entry, pid in ports._entries_by_process() if pid == os.getpid()} == mine
    assert len(mine) == 2
