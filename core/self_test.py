"""Does this installation work? Loopback TCP and UDP echo through the real engine into a real capture (any thread).

Law: needs no window, no network and no rights; one line a check, and the exit status says it all.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic

from core.capture.capture import Capture
from core.contract.commands import BindUdp, Command, Connect, Listen, ReplyChoice, Send, Stop
from core.contract.endpoints import Protocol
from core.contract.events import Done, Failed, SocketChanged
from core.contract.records import INCOMING_CALLS, INSIDE_CALLS, Call, RawRecord
from core.contract.sockets import SocketSnapshot, State
from core.contract.tls import TlsClient, TlsServer
from core.engine.loop import Engine

PATIENCE_S = 10.0
TEXT = b"hello, socket\r\n"


NO_IPV6 = frozenset({"EAFNOSUPPORT", "EADDRNOTAVAIL", "EPROTONOSUPPORT"})


class CheckFailed(Exception):
    """A check did not come out as it must; the message says how."""


class NotHere(Exception):
    """This computer has not got what the check needs; that is no failure of the lab."""


@dataclass
class Driver:
    """Gives commands and waits for what comes of them."""

    engine: Engine
    capture: Capture
    made: SimpleQueue[Call]
    """One entry for each call record, as it is made."""
    ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    sockets: dict[int, SocketSnapshot] = field(default_factory=dict)

    def carry_out(self, make: Callable[[int], Command]) -> SocketSnapshot | None:
        """Submit a command and wait for its Done; the socket it names."""
        command = make(next(self.ids))
        self.engine.submit(command)
        give_up = monotonic() + PATIENCE_S
        while (left := give_up - monotonic()) > 0:
            try:
                event = self.engine.events.get(timeout=left)
            except Empty:
                break
            match event:
                case SocketChanged(snapshot):
                    self.sockets[snapshot.number] = snapshot
                case Done(id, number) if id == command.id:
                    return self.sockets.get(number) if number is not None else None
                case Failed(id, fault) if id == command.id:
                    said = f"{fault.call or 'the lab'} said {fault.name} about {fault.about}"
                    raise NotHere(said) if fault.name in NO_IPV6 else CheckFailed(said)
        raise CheckFailed(f"{type(command).__name__} was not answered within {PATIENCE_S:.0f} s")

    def received(self, socket: int, size: int, *, inside: bool) -> bytes:
        """Wait until that many bytes of a socket have been received (inside TLS), as the capture holds them."""
        calls = INCOMING_CALLS & INSIDE_CALLS if inside else INCOMING_CALLS - INSIDE_CALLS
        give_up = monotonic() + PATIENCE_S
        while True:
            self.capture.flush()
            rows = self.capture.records(range(1, self.capture.count + 1))
            data = b"".join(row.payload for row in rows if row.socket == socket and row.call in calls)
            if len(data) >= size or (left := give_up - monotonic()) <= 0:
                return data
            with suppress(Empty):
                self.made.get(timeout=left)


class Watched:
    """A capture whose driver hears of each record: a window looks 30 times a second, a driver without one waits."""

    def __init__(self, capture: Capture) -> None:
        self._capture = capture
        self.made: SimpleQueue[Call] = SimpleQueue()

    def append(self, raw: RawRecord) -> None:
        """Hand it on, then tell."""
        self._capture.append(raw)
        self.made.put(raw[4])

    @property
    def pending_bytes(self) -> int:
        """As the capture says."""
        return self._capture.pending_bytes


def run(say: Callable[[str], None] = print) -> int:
    """Make every check, say a line for each; 0 when all passed, 1 when not."""
    checks: list[tuple[str, Callable[[Driver], str]]] = [
        ("TCP echo over IPv4", lambda lab: _echo(lab, Protocol.TCP, "127.0.0.1")),
        ("UDP echo over IPv4", lambda lab: _echo(lab, Protocol.UDP, "127.0.0.1")),
        ("TCP echo over IPv6", lambda lab: _echo(lab, Protocol.TCP, "::1")),
        ("UDP echo over IPv6", lambda lab: _echo(lab, Protocol.UDP, "::1")),
        ("TLS echo over IPv4", lambda lab: _echo(lab, Protocol.TCP, "127.0.0.1", inside_tls=True)),
        ("every call recorded", _recorded),
    ]
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="socketlab-") as folder, _lab(Path(folder) / "self-test.socketlab") as lab:
        for name, check in checks:
            try:
                say(f"ok      {name}: {check(lab)}")
                passed += 1
            except NotHere as missing:
                say(f"absent  {name}: {missing}")
            except (CheckFailed, OSError) as error:
                failed += 1
                say(f"FAILED  {name}: {error}")
    say(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


@contextmanager
def _lab(path: Path) -> Iterator[Driver]:
    capture = Capture.create(path)
    watched = Watched(capture)
    engine = Engine(watched)
    engine.start()
    driver = Driver(engine, capture, watched.made)
    try:
        yield driver
    finally:
        engine.submit(Stop(next(driver.ids)))
        engine.join(PATIENCE_S)
        capture.close()


def _echo(lab: Driver, protocol: Protocol, host: str, *, inside_tls: bool = False) -> str:
    echo = ReplyChoice("echo")
    tls = (TlsServer(), TlsClient(verify=False)) if inside_tls else (None, None)
    if protocol is Protocol.TCP:
        server = lab.carry_out(lambda id: Listen(id, host, 0, echo, tls=tls[0]))
    else:
        server = lab.carry_out(lambda id: BindUdp(id, host, 0, echo))
    if server is None or server.local is None:
        raise CheckFailed("no port was bound")
    port = server.local.port
    client = lab.carry_out(lambda id: Connect(id, protocol, host, port, tls=tls[1]))
    if client is None or client.state is not State.CONNECTED:
        raise CheckFailed("the client is not connected")
    number = client.number
    lab.carry_out(lambda id: Send(id, number, TEXT))
    answer = lab.received(number, len(TEXT), inside=inside_tls)
    if answer != TEXT:
        raise CheckFailed(f"sent {TEXT!r}, got {answer!r} back")
    return f"port {port}, {len(answer)} bytes there and back"


def _recorded(lab: Driver) -> str:
    lab.capture.flush()
    rows = lab.capture.records(range(1, lab.capture.count + 1))
    made = {row.call for row in rows}
    wanted = {Call.SOCKET, Call.BIND, Call.LISTEN, Call.ACCEPT, Call.CONNECT, Call.SEND, Call.RECV}
    wanted |= {Call.SENDTO, Call.RECVFROM, Call.GETSOCKNAME}
    if missing := wanted - made:
        raise CheckFailed("not in the capture: " + ", ".join(sorted(call.label for call in missing)))
    return f"{len(rows)} calls in the capture"
