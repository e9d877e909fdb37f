"""A lab that plays one scene in a process of its own, to be watched by strace: `traced_lab.py SCENE CAPTURE [PORT]`.

The peer is the test, in another process. Law: the only sockets made here are the engine's; every line on standard
output is one fact that the other side waits for.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import gettempdir

from core.contract.commands import BindUdp, Close, Connect, FinishSending, Listen, Reset, Send, SendTo
from core.contract.endpoints import Protocol
from core.contract.records import Call
from core.contract.sockets import State
from core.contract.tls import TlsClient, TlsServer
from tests.support.lab import ECHO, LOOPBACK, Lab, open_lab

LARGE = 4 * 1024 * 1024


def tcp_server(lab: Lab, _port: int) -> None:
    """Three callers: one is echoed to and closes, one is closed here, one is reset here; then one that resets."""
    listener = lab.listen(reply=ECHO)
    say(lab.port(listener))
    lab.until(lambda: len([it for it in lab.sockets.values() if it.parent == listener]) == 4, "four callers")
    closes, closed, reset, resets = (it.number for it in lab.sockets.values() if it.parent == listener)
    lab.ended(closes)
    lab.done(lambda id: Send(id, closed, b"goodbye"))
    lab.done(lambda id: Close(id, closed))
    lab.done(lambda id: Reset(id, reset))
    lab.ended(resets)
    lab.done(lambda id: Close(id, listener))


def tcp_client(lab: Lab, port: int) -> None:
    """Asks, sends more than the kernel takes at once, finishes sending, receives the answer until the peer closes."""
    number = lab.connect(port, local_host=LOOPBACK)
    lab.done(lambda id: Send(id, number, b'\0binary\xff\n"quoted"\\'))
    sending = lab.ask(lambda id: Send(id, number, bytes(LARGE)))
    lab.until(lambda: lab.facts(number).waiting_bytes, "bytes that wait")
    say("full")
    lab.done_with(sending)
    lab.done(lambda id: FinishSending(id, number))
    lab.ended(number)


def tls_both_ends(lab: Lab, _port: int) -> None:
    """A caller and a listener of the lab; one that is refused for its plain text, one that is cut off."""
    listener = lab.listen(reply=ECHO, tls=TlsServer())
    client = lab.connect(lab.port(listener), tls=TlsClient(verify=False))
    lab.done(lambda id: Send(id, client, b"hello" * 10_000))
    lab.until(lambda: sum(len(raw[10]) for raw in lab.raw if raw[2:5:2] == (client, Call.TLS_READ)) == 50_000, "echo")
    lab.done(lambda id: FinishSending(id, client))
    lab.ended(client)
    plain = lab.connect(lab.port(listener))
    lab.done(lambda id: Send(id, plain, b"plain text"))
    lab.until_state(plain, State.PEER_FINISHED)
    lab.done(lambda id: Close(id, plain))
    lab.refused(lambda id: Connect(id, Protocol.TCP, LOOPBACK, lab.port(listener), tls=TlsClient()))


def tcp_server_on_both_families(lab: Lab, _port: int) -> None:
    """One IPv4 caller and one IPv6 caller, who finish sending; the lab answers and finishes too."""
    listener = lab.listen("::", dual=True)
    say(lab.port(listener))
    for count in (1, 2):
        lab.until(lambda: len(lab.sockets) == 1 + count, "a caller")  # noqa: B023
        number = max(lab.sockets)
        lab.until_state(number, State.PEER_FINISHED)
        lab.done(lambda id: Send(id, number, b"seen"))  # noqa: B023
        lab.done(lambda id: FinishSending(id, number))  # noqa: B023
        lab.ended(number)


def udp_server(lab: Lab, _port: int) -> None:
    """Echoes an empty datagram and one with every byte, answers the peer by itself, and sends one that is too long."""
    number = lab.bind_udp(reply=ECHO)
    say(lab.port(number))
    lab.until(lambda: lab.count(number, Call.SENDTO, "") == 2, "two echoes")
    (peer,) = lab.peers_heard(number)
    lab.done(lambda id: SendTo(id, number, b"by myself", peer))
    lab.refused(lambda id: SendTo(id, number, bytes(65508), peer))
    lab.done(lambda id: Close(id, number))


def udp_client(lab: Lab, port: int) -> None:
    """Connected to its peer."""
    number = lab.connect(port, protocol=Protocol.UDP)
    lab.done(lambda id: Send(id, number, b"hello"))
    lab.until_received(number, len(b"hello back"))
    lab.done(lambda id: Close(id, number))


def udp_client_without_connect(lab: Lab, port: int) -> None:
    """Names its peer with each datagram."""
    number = lab.connect(port, protocol=Protocol.UDP, fixed_peer=False)
    lab.done(lambda id: Send(id, number, b"hello"))
    lab.until_received(number, len(b"hello back"))
    lab.done(lambda id: Close(id, number))


def udp_unreachable(lab: Lab, port: int) -> None:
    """Nobody holds the port: the answer by ICMP comes with a later call."""
    number = lab.connect(port, protocol=Protocol.UDP)
    lab.done(lambda id: Send(id, number, b"hello?"))
    lab.until(lambda: lab.facts(number).fault, "the answer by ICMP")


def refused(lab: Lab, port: int) -> None:
    """Nobody listens, under either address of this computer's name."""
    lab.refused(lambda id: Connect(id, Protocol.TCP, "localhost", port))


def timed_out(lab: Lab, port: int) -> None:
    """Nobody answers."""
    lab.refused(lambda id: Connect(id, Protocol.TCP, LOOPBACK, port, timeout_s=0.2))


def port_in_use(lab: Lab, port: int) -> None:
    """Somebody else holds the port."""
    lab.refused(lambda id: Listen(id, LOOPBACK, port))
    lab.done(lambda id: BindUdp(id, LOOPBACK, port))


def unix_sockets(lab: Lab, _port: int) -> None:
    """Both kinds, by a file and by a name that makes none; callers of the lab's own, and one of the test's."""
    for path in (f"{gettempdir()}/lab-{os.getpid()}.sock", f"@lab-{os.getpid()}"):
        listener = lab.listen(path, reply=ECHO)
        say(path)
        lab.until(lambda: len([it for it in lab.sockets.values() if it.parent == listener]) == 1, "the test")  # noqa: B023
        number = lab.connect(0, path)
        lab.done(lambda id: Send(id, number, b"hello"))  # noqa: B023
        lab.until_received(number, 5)
        lab.ended(max(it.number for it in lab.sockets.values() if it.parent == listener and it.number < number))
        lab.done(lambda id: Close(id, number))  # noqa: B023
        lab.done(lambda id: Close(id, listener))  # noqa: B023
        bound = lab.bind_udp(path, reply=ECHO)
        lab.refused(lambda id: BindUdp(id, path, 0))  # noqa: B023
        client = lab.done(lambda id: Connect(id, Protocol.UDP, path, 0, local_host=f"{path}2"))  # noqa: B023
        lab.done(lambda id: Send(id, client, b"hello"))  # noqa: B023
        lab.until_received(client, 5)
        lab.done(lambda id: Close(id, client))  # noqa: B023
        lab.done(lambda id: Close(id, bound))  # noqa: B023


def no_socket(lab: Lab, _port: int) -> None:
    """The system makes no socket."""
    say(lab.refused(lambda id: Listen(id, LOOPBACK, 0)).name)
    say(lab.refused(lambda id: BindUdp(id, LOOPBACK, 0)).name)
    say(lab.refused(lambda id: Connect(id, Protocol.TCP, LOOPBACK, 9)).name)


def no_listener(lab: Lab, _port: int) -> None:
    """The system does not listen."""
    say(lab.refused(lambda id: Listen(id, LOOPBACK, 0)).name)


SCENES: dict[str, Callable[[Lab, int], None]] = {
    scene.__name__: scene
    for scene in (
        *(
            tcp_server,
            tcp_client,
            tls_both_ends,
            tcp_server_on_both_families,
            udp_server,
            udp_client,
            udp_client_without_connect,
        ),
        *(udp_unreachable, unix_sockets, refused, timed_out, port_in_use, no_socket, no_listener),
    )
}


def say(fact: object) -> None:
    """Tell the other side."""
    print(fact, flush=True)


def main(scene: str, path: str, port: str = "0") -> None:
    """Play it."""
    with open_lab(Path(path), keep=True) as lab:
        SCENES[scene](lab, int(port))


if __name__ == "__main__":
    main(*sys.argv[1:])
