"""What the kernel itself says of sockets: its own lists and states (any thread).

Law: nothing here is asked of the lab.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

from core.contract.endpoints import Protocol


class TcpState(IntEnum):
    """include/net/tcp_states.h"""

    ESTABLISHED = 1
    SYN_SENT = 2
    SYN_RECV = 3
    FIN_WAIT1 = 4
    FIN_WAIT2 = 5
    TIME_WAIT = 6
    CLOSE = 7
    CLOSE_WAIT = 8
    LAST_ACK = 9
    LISTEN = 10
    CLOSING = 11


class KernelSocket(NamedTuple):
    """A line of /proc/net/tcp, tcp6, udp or udp6."""

    local_port: int
    remote_port: int
    state: int


def kernel_sockets(protocol: Protocol) -> Iterator[KernelSocket]:
    """All sockets of this network namespace, both families."""
    for name in (protocol.value, protocol.value + "6"):
        for line in Path("/proc/net", name).read_text().splitlines()[1:]:
            _number, local, remote, state, *_rest = line.split()
            yield KernelSocket(_port(local), _port(remote), int(state, 16))


def tcp_states(local_port: int, remote_port: int) -> list[TcpState]:
    """The state of the end point at `local_port` of the conversation with `remote_port`; none when it is forgotten.

    Both, because the kernel gives a port again while an older conversation of it is still in TIME_WAIT.
    """
    found = (it for it in kernel_sockets(Protocol.TCP) if (it.local_port, it.remote_port) == (local_port, remote_port))
    return [TcpState(it.state) for it in found]


def is_held(protocol: Protocol, port: int) -> bool:
    """Whether a TCP listener, or any UDP socket, holds on to the port."""
    held = (it for it in kernel_sockets(protocol) if it.local_port == port)
    return any(protocol is Protocol.UDP or it.state == TcpState.LISTEN for it in held)


def state_of(fd: int) -> TcpState:
    """TCP_INFO's first byte (tcp(7)), asked through a duplicate of the descriptor."""
    if sys.platform != "linux":
        raise NotImplementedError("TCP_INFO is laid out otherwise there")
    with socket.socket(fileno=os.dup(fd)) as same:
        return TcpState(same.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0])


def _port(endpoint: str) -> int:
    return int(endpoint.rpartition(":")[2], 16)
