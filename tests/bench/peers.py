"""What the lab is compared with: the same work done by other programs, each a context that yields when it listens.

Law: a peer is used as its own manual tells; nothing is done to slow it down or to speed it up.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.bench.load import Load
from tests.bench.screen import virtual_screen

PATIENCE_S = 20.0

ASYNCIO_ECHO = """
import asyncio, sys
async def echo(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()
async def main():
    async with await asyncio.start_server(echo, "127.0.0.1", int(sys.argv[1]), backlog=1024) as server:
        await server.serve_forever()
asyncio.run(main())
"""

PYTHON_TO_FILE = """
import socket, sys
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
with open(sys.argv[2], "wb", buffering=0) as file:
    while True:
        connection, _ = listener.accept()
        with connection:
            while data := connection.recv(262144):
                file.write(data)
"""


def free_port() -> int:
    """A loopback port that nobody holds just now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def wait_until_bound(port: int, process: subprocess.Popen[bytes], protocol: str = "tcp") -> None:
    """Until somebody holds it, told by the kernel's table: a trial connection would end a server for one client."""
    wanted = f"0100007F:{port:04X}"
    pause, deadline = threading.Event(), time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and process.poll() is None:
        lines = Path(f"/proc/net/{protocol}").read_text(encoding="ascii").splitlines()
        if any(line.split()[1] == wanted for line in lines[1:]):
            return
        pause.wait(0.01)
    raise RuntimeError(f"nothing holds port {port}: {process.args!r}")


@contextmanager
def running(command: Sequence[str], port: int) -> Iterator[None]:
    """A server process, ended afterwards."""
    process = subprocess.Popen(
        list(command), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_until_bound(port, process)
        yield
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE_S)


@contextmanager
def echo_server(name: str, load: Load) -> Iterator[int]:
    """One of "C epoll", "asyncio", "ncat", "socat" as an echo server; yields its port."""
    port = free_port()
    commands = {
        "C epoll": [str(load.program), "serve", str(port)],
        "asyncio": [sys.executable, "-c", ASYNCIO_ECHO, str(port)],
        "ncat": ["ncat", "-l", "-k", "-m", "1000", "-e", "/bin/cat", "127.0.0.1", str(port)],
        "socat": ["socat", f"TCP-LISTEN:{port},bind=127.0.0.1,fork,reuseaddr,backlog=1024", "EXEC:cat"],
    }
    with running(commands[name], port):
        yield port


@contextmanager
def stream_to_file(name: str) -> Iterator[int]:
    """One of "ncat > file", "recv > file", writing what comes in to a file in the temporary folder; yields its port."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="socketlab-bench-") as folder:
        file = Path(folder) / "stream"
        commands = {
            "ncat > file": ["sh", "-c", f"exec ncat -l 127.0.0.1 {port} --recv-only > {file}"],
            "recv > file": [sys.executable, "-c", PYTHON_TO_FILE, str(port), str(file)],
        }
        with running(commands[name], port):
            yield port


def _udp_entry(port: int) -> list[str]:
    """What the kernel's table says of a bound UDP port: proc_net_udp(5)."""
    lines = Path("/proc/net/udp").read_text(encoding="ascii").splitlines()[1:]
    return next(line.split() for line in lines if line.split()[1].endswith(f":{port:04X}"))


def wait_until_taken(port: int) -> None:
    """Until the kernel holds no datagram for that port that its owner has not taken."""
    pause, deadline = threading.Event(), time.monotonic() + PATIENCE_S
    while not _udp_entry(port)[4].endswith(":00000000"):
        if time.monotonic() > deadline:
            raise RuntimeError("they are never taken")
        pause.wait(0.01)


@dataclass
class Usage:
    """What a process takes of the machine."""

    pid: int

    def cpu_seconds(self) -> float:
        """Time on a processor so far, its own and the kernel's for it."""
        times = psutil.Process(self.pid).cpu_times()
        return float(times.user + times.system)

    def resident_bytes(self) -> int:
        """Memory it holds now."""
        return int(psutil.Process(self.pid).memory_info().rss)


@dataclass
class PacketSender(Usage):
    """Its window, open on a screen of its own, with the UDP server that it begins with."""

    port: int

    def dropped(self) -> int:
        """Datagrams that the kernel dropped because it did not take them in time: the last column of its table."""
        return int(_udp_entry(self.port)[-1])


@contextmanager
def packet_sender() -> Iterator[PacketSender]:
    """Packet Sender as it comes, with a home of its own."""
    with tempfile.TemporaryDirectory(prefix="socketlab-bench-") as home, virtual_screen() as display:
        process = subprocess.Popen(
            ["packetsender"],
            env={**os.environ, "DISPLAY": display, "HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield PacketSender(process.pid, _udp_port_of(process))
        finally:
            process.terminate()
            process.wait(PATIENCE_S)


def _udp_port_of(process: subprocess.Popen[bytes]) -> int:
    pause, deadline = threading.Event(), time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and process.poll() is None:
        for connection in psutil.Process(process.pid).net_connections("udp"):
            return int(connection.laddr.port)
        pause.wait(0.1)
    raise RuntimeError("Packet Sender opened no UDP port")
