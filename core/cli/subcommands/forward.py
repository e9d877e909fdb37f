"""forward: each caller is put through to another address, and what goes over is told of (main thread).

Law: one line of standard output for each piece, in the order in which it was heard; what it says can't move the cursor.
"""

from __future__ import annotations

import argparse

from core.cli.arguments import Subparsers, add_record, checked, subparser, url
from core.cli.driver import Moved, driving
from core.cli.outcome import NETWORK_FAILURE, Failure, WrongUse, status_of
from core.cli.output import Output
from core.cli.tls_arguments import add_tls, tls_server
from core.contract.commands import Listen, ReplyChoice
from core.contract.endpoints import Protocol
from core.contract.events import InternalError, SocketChanged
from core.contract.sockets import SocketSnapshot
from core.payload.addresses import Target
from core.payload.escapes import show_text
from core.payload.numbers import show_size
from core.replies.forward import UNCHECKED, onward


def add(subparsers: Subparsers) -> None:
    """What it takes."""
    parser = subparser(
        subparsers, "forward", run, "put callers through to another address, and tell what goes over",
        "For each caller the other address is called. Finishing, resets and slow reading are passed on. With tls:// on "
        "one side or both, what goes over inside is told. It goes on until it is interrupted.",
    )  # fmt: skip
    text = "where callers come in, as tcp://127.0.0.1:8080; port 0 is any free port"
    parser.add_argument("url", metavar="URL", type=url(Protocol.TCP, any_port=True), help=text)
    text = "where they are put through to, as tcp://192.168.1.20:80 or tls://example.org:443"
    parser.add_argument("to", metavar="URL2", type=_address, help=text)
    parser.add_argument("--insecure", action="store_true", help="do not check the certificate of URL2")
    add_record(parser)
    add_tls(parser, listens=True)


def run(found: argparse.Namespace, output: Output) -> int:
    """Forward until the end."""
    target: Target = found.url
    if found.insecure and not found.to.startswith("tls://"):
        raise WrongUse("--insecure is for tls:// as URL2 only.")
    reply = ReplyChoice("forward", f"{found.to} {UNCHECKED if found.insecure else ''}".encode())
    tls = tls_server(found)
    with driving(found.record, tells_sent=found.json, is_tls=None) as driver:
        dual = target.host == "::"
        try:
            listener = driver.carry_out(lambda id: Listen(id, target.host, target.port, reply, dual, tls=tls))
        except Failure as failure:
            output.fault(failure.fault, bound=target.protocol)
            return failure.status
        telling = _Telling(output)
        while (news := driver.next()) is not None:
            match news:
                case Moved():
                    telling.moved(news)
                case SocketChanged(now):
                    telling.changed(now)
                    if now.number == listener.number and not now.is_open:
                        return status_of(now)
                case InternalError(report):
                    output.say(report)
        return NETWORK_FAILURE


def _address(text: str) -> str:
    checked(onward)(text)
    return text


class _Telling:
    """Who says what to whom."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._sockets: dict[int, SocketSnapshot] = {}

    def changed(self, now: SocketSnapshot) -> None:
        """Something happened to a socket."""
        before = self._sockets.get(now.number)
        self._output.socket_changed(now)
        if now.fault is not None and (before is None or before.fault != now.fault) and now.partner is None:
            self._output.fault(now.fault)
        if now.is_open:
            self._sockets[now.number] = now
        else:
            self._sockets.pop(now.number, None)

    def moved(self, moved: Moved) -> None:
        """Bytes came in on one side, to go out on the other."""
        here = self._sockets.get(moved.socket)
        if here is None or (here.tls is not None and not moved.is_inside):
            return  # what goes over the wire of TLS nobody can read
        if self._output.as_json:
            self._output.moved(moved)
            return
        there = self._sockets.get(here.partner or 0)
        whom = there.remote if there is not None else "nobody"
        said = show_text(moved.data)
        self._output.line(f"{here.remote} → {whom}  {show_size(len(moved.data))}  {said}")
