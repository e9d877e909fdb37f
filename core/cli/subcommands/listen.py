"""listen: accept callers (TCP) or bind to a port (UDP), and answer them as chosen, or by what is typed (main thread).

Law: standard input is read only while there is somebody to send it to.
"""

from __future__ import annotations

import argparse

from core.cli.arguments import Subparsers, add_record, reply, subparser, url
from core.cli.conversation import converse
from core.cli.driver import Driver, Moved, Typed, driving
from core.cli.outcome import NETWORK_FAILURE, Failure, WrongUse, status_of
from core.cli.output import Output
from core.cli.standard_input import Typing
from core.cli.tls_arguments import add_tls, tls_server
from core.contract.commands import NO_REPLY, BindUdp, Command, FinishSending, Listen, SetAccepting
from core.contract.endpoints import Protocol
from core.contract.events import Done, Failed, InternalError, SocketChanged
from core.contract.sockets import Role, SocketSnapshot, State
from core.payload.addresses import Target
from core.replies.catalogue import KINDS


def add(subparsers: Subparsers) -> None:
    """What it takes."""
    parser = subparser(
        subparsers, "listen", run, "accept callers at an address, or receive datagrams there",
        "What they send goes to standard output. Without --reply, what is typed goes to every caller. It goes on until "
        "it is interrupted.",
    )  # fmt: skip
    help_ = "as tcp://127.0.0.1:9000, tls:// or udp://; port 0 is any free port"
    parser.add_argument("url", metavar="URL", type=url(*Protocol, any_port=True), help=help_)
    help_ = f"{', '.join(kind.use for kind in KINDS)}; or the text to answer, with escapes"
    parser.add_argument("--reply", metavar="NAME|TEXT", type=reply, default=NO_REPLY, help=help_)
    help_ = "take one caller, and end with that conversation, as ncat -l does"
    parser.add_argument("--once", action="store_true", help=help_)
    add_record(parser)
    add_tls(parser, listens=True)


def run(found: argparse.Namespace, output: Output) -> int:
    """Listen until the end."""
    target: Target = found.url
    if found.once and target.protocol is Protocol.UDP:
        raise WrongUse("--once is for tcp://: datagrams make no conversation that could end.")
    with driving(found.record, tells_sent=found.json, is_tls=target.is_tls) as driver:
        try:
            listener = driver.carry_out(lambda id: _command(id, found))
        except Failure as failure:
            output.fault(failure.fault, bound=target.protocol)
            return failure.status
        if found.once:
            return _listen_once(driver, output, listener, is_typed=found.reply is NO_REPLY)
        types = found.reply is NO_REPLY and target.protocol is Protocol.TCP
        return _Switchboard(driver, output, Typing(driver) if types else None).serve()


def _command(id: int, found: argparse.Namespace) -> Command:
    target: Target = found.url
    dual = target.host == "::"
    if target.protocol is Protocol.UDP:
        return BindUdp(id, target.host, target.port, found.reply, dual=dual)
    return Listen(id, target.host, target.port, found.reply, dual=dual, tls=tls_server(found))


def _listen_once(driver: Driver, output: Output, listener: SocketSnapshot, *, is_typed: bool) -> int:
    """Take the first caller; later ones wait in the backlog, and are refused when the listener closes at the end."""
    while (news := driver.next()) is not None:
        match news:
            case SocketChanged(now):
                output.socket_changed(now)
                if now.role is Role.ACCEPTED:
                    driver.ask(lambda id: SetAccepting(id, listener.number, by_hand=True))
                    return converse(driver, output, now.number, typing=Typing(driver) if is_typed else None)
                if not now.is_open:
                    return status_of(now)
    return NETWORK_FAILURE


class _Switchboard:
    """Many callers at a time."""

    def __init__(self, driver: Driver, output: Output, typing: Typing | None) -> None:
        self._driver = driver
        self._output = output
        self._typing = typing

    def serve(self) -> int:
        """Go on until the listener itself ends."""
        while (news := self._driver.next()) is not None:
            match news:
                case Moved():
                    self._output.moved(news)
                case SocketChanged(now) if now.role in (Role.LISTENER, Role.BOUND) and not now.is_open:
                    self._output.socket_changed(now)
                    return status_of(now)
                case SocketChanged(now):
                    self._output.socket_changed(now)
                    self._mind(now)
                case Typed(data) if self._typing is not None:
                    self._typing.send(data, self._listening_ones())
                case Done() | Failed() if self._typing is not None:
                    self._typing.answered(news)
                case InternalError(report):
                    self._output.say(report)
        return NETWORK_FAILURE

    def _mind(self, now: SocketSnapshot) -> None:
        """Somebody came, or has finished: who finished and gets no reply is taken leave of."""
        if now.role is not Role.ACCEPTED or self._typing is None:
            return
        if now.state is State.CONNECTED:
            self._typing.input.start()
        elif now.state is State.PEER_FINISHED:
            self._driver.ask(lambda id: FinishSending(id, now.number))

    def _listening_ones(self) -> list[int]:
        """The callers that may still be sent to."""
        return [it.number for it in self._driver.sockets.values() if it.role is Role.ACCEPTED and it.can_write]
