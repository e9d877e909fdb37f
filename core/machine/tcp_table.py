"""What the kernel says of a TCP conversation: its state, its queues, how long it will still wait (worker thread).

Law: read from the system's own table, never by a call on the lab's sockets, so that looking changes no capture.
Linux: /proc/net/tcp and tcp6 (proc(5)), 2 ms for 1,000 lines. Elsewhere psutil tells states, but no queues, no times.
"""

from __future__ import annotations

import os
import socket
import struct
import sys
from collections.abc import Iterator
from ipaddress import IPv6Address
from pathlib import Path
from typing import NamedTuple

from core.contract.endpoints import Endpoint
from core.contract.tcp import TcpState

_TIME_WAIT_TIMER = "03"
_PSUTIL_NAMES = {
    "ESTABLISHED": TcpState.ESTABLISHED,
    "SYN_SENT": TcpState.SYN_SENT,
    "SYN_RECV": TcpState.SYN_RECEIVED,
    "FIN_WAIT1": TcpState.FIN_WAIT_1,
    "FIN_WAIT2": TcpState.FIN_WAIT_2,
    "TIME_WAIT": TcpState.TIME_WAIT,
    "CLOSE": TcpState.CLOSED,
    "CLOSE_WAIT": TcpState.CLOSE_WAIT,
    "LAST_ACK": TcpState.LAST_ACK,
    "LISTEN": TcpState.LISTEN,
    "CLOSING": TcpState.CLOSING,
}


class KernelTcp(NamedTuple):
    """One line of the table."""

    local: Endpoint
    remote: Endpoint | None
    """None for a listener."""
    state: TcpState
    send_queue: int | None = None
    """Bytes sent that the peer has not acknowledged yet."""
    receive_queue: int | None = None
    """Bytes that came in and nobody took yet; of a listener: connections that wait for accept()."""
    seconds_left: float | None = None
    """In TIME-WAIT: until the kernel forgets it."""


def tcp_table() -> list[KernelTcp]:
    """All TCP sockets that the system tells of."""
    return list(_linux_table() if sys.platform == "linux" else _psutil_table())


def _linux_table() -> Iterator[KernelTcp]:
    if sys.platform == "win32":
        return
    ticks = os.sysconf("SC_CLK_TCK")
    for name in ("tcp", "tcp6"):
        try:
            lines = Path("/proc/net", name).read_text(encoding="ascii").splitlines()[1:]
        except OSError:  # IPv6 is switched off, or /proc is not there
            continue
        for line in lines:
            _, local, remote, state, queues, timer, *_rest = line.split()
            sent, _, received = queues.partition(":")
            kind, _, when = timer.partition(":")
            far = proc_endpoint(remote)
            yield KernelTcp(
                proc_endpoint(local),
                far if far.port else None,
                proc_state(state),
                int(sent, 16),
                int(received, 16),
                int(when, 16) / ticks if kind == _TIME_WAIT_TIMER else None,
            )


_NEW_SYN_RECV = 12
"""Linux's own name for SYN-RECEIVED while the connection has no socket yet."""


def proc_state(text: str) -> TcpState:
    """From "0A"."""
    number = int(text, 16)
    return TcpState.SYN_RECEIVED if number == _NEW_SYN_RECV else TcpState(number)


def psutil_state(status: str) -> TcpState | None:
    """From psutil's word for it; None for one that TCP does not have."""
    return _PSUTIL_NAMES.get(status)


def proc_endpoint(text: str) -> Endpoint:
    """From "0100007F:2328": the address as words of the machine's byte order, the port as a number."""
    digits, _, port = text.partition(":")
    words = [int(digits[at : at + 8], 16) for at in range(0, len(digits), 8)]
    data = struct.pack(f"={len(words)}I", *words)
    if len(data) == 4:
        return Endpoint(socket.inet_ntoa(data), int(port, 16))
    mapped = IPv6Address(data).ipv4_mapped
    return Endpoint(str(mapped or IPv6Address(data)), int(port, 16))


def _psutil_table() -> Iterator[KernelTcp]:
    import psutil  # 15 ms that the start of the program need not wait for

    try:
        entries = [(it.status, it.laddr, it.raddr) for it in psutil.net_connections("tcp")]
    except psutil.AccessDenied:  # macOS, unless root: our own are enough
        entries = [(it.status, it.laddr, it.raddr) for it in psutil.Process().net_connections("tcp")]
    for status, local, remote in entries:
        state = psutil_state(status)
        if state is not None and local:
            yield KernelTcp(Endpoint(*local), Endpoint(*remote) if remote else None, state)
