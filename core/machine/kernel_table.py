"""What only Linux' own table of TCP sockets tells: how full a backlog is, how long TIME_WAIT still lasts (any thread).

Law: on other systems there is no such table, and nothing is told. Source: proc(5), net/ipv4/tcp_ipv4.c.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from core.contract.endpoints import Endpoint

_TABLES = (Path("/proc/thread-self/net/tcp"), Path("/proc/thread-self/net/tcp6"))
"""Of the thread that asks: /proc/net is the first thread's, which may live in another network namespace."""
_TICKS_A_SECOND = 100
"""USER_HZ, in which the kernel tells times to programs; the same on every machine."""


class KernelRow(NamedTuple):
    """One line of the table."""

    local: Endpoint
    remote: Endpoint
    """0.0.0.0:0 or [::]:0 for a listener."""
    waiting: int
    """A listener: callers in its backlog that are not accepted yet; else: bytes received and not read yet."""
    timer_s: float
    """Until its timer runs out: in TIME_WAIT that is its end."""


def kernel_rows() -> Iterator[KernelRow]:
    """Every TCP socket of this thread's network namespace; none where the system has no such table."""
    for table in _TABLES:
        with suppress(OSError):  # no Linux, or no IPv6
            for line in table.read_text().splitlines()[1:]:
                yield _row(line)


def _row(line: str) -> KernelRow:
    _, local, remote, _, queues, timer, *_ = line.split()
    return KernelRow(
        _endpoint(local),
        _endpoint(remote),
        int(queues.partition(":")[2], 16),
        int(timer.partition(":")[2], 16) / _TICKS_A_SECOND,
    )


def _endpoint(text: str) -> Endpoint:
    """0100007F:1F90 is 127.0.0.1:8080: each 32 bits of the address as a number of this machine."""
    address, _, port = text.partition(":")
    raw = b"".join(struct.pack("=I", int(address[at : at + 8], 16)) for at in range(0, len(address), 8))
    family = socket.AF_INET if len(raw) == 4 else socket.AF_INET6
    return Endpoint(socket.inet_ntop(family, raw), int(port, 16))
