r"""udp: one UDP socket that hears from anybody and sends to whom each line of standard input names (main thread).

A line is one datagram, as text with escapes (--hex: as digits), without its line end. It goes to the peer of --to, to
that of the last "@ADDRESS:PORT" line, or to whom was heard from last; "@ADDRESS:PORT text" sends to that peer once.
Law: each datagram that came in is one piece of standard output, ended by a line end; what was not sent is said.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from functools import partial
from time import monotonic
from typing import NamedTuple

from core.cli.answer import LEAVE_S
from core.cli.arguments import Subparsers, add_record, bytes_of, checked, milliseconds, subparser, url
from core.cli.driver import Driver, Moved, News, Typed, driving
from core.cli.outcome import DONE, NETWORK_FAILURE, NOT_AS_EXPECTED, Failure, WrongUse, status_of
from core.cli.output import Output
from core.cli.standard_input import Typing
from core.contract.commands import BindUdp, SendTo
from core.contract.endpoints import Endpoint, Protocol
from core.contract.events import Done, Failed, InternalError, SocketChanged
from core.payload.addresses import Target, numeric_endpoint, parse_url

LONGEST_LINE = 1 << 20
"""Bytes; the largest datagram takes a quarter of that in escapes. A line without an end must not fill the memory."""


class Line(NamedTuple):
    """What one line of standard input says."""

    peer: Endpoint | None
    """Named by it."""
    data: bytes | None
    """To be sent; None when it only names a peer."""


def add(subparsers: Subparsers) -> None:
    """What it takes."""
    parser = subparser(
        subparsers, "udp", run, "send a datagram for each line of standard input, and write those that come in",
        "A line goes to the peer of --to; a line @ADDRESS:PORT names another one from there on, @ADDRESS:PORT TEXT "
        "only for that text; without any, it goes to whom was heard from last. The end of standard input ends it, "
        "after --wait.",
    )  # fmt: skip
    text = "the end here, as udp://0.0.0.0:9001; port 0 is any free port"
    parser.add_argument("url", metavar="URL", type=url(Protocol.UDP, any_port=True), help=text)
    parser.add_argument("--to", metavar="ADDRESS:PORT", type=peer_of, help="to whom lines go")
    parser.add_argument("--hex", action="store_true", help="lines are bytes in hexadecimal digits")
    text = "go on so long after the end of standard input (default: 1000)"
    parser.add_argument("--wait", metavar="MS", type=milliseconds, default=LEAVE_S, help=text)
    add_record(parser)


def run(found: argparse.Namespace, output: Output) -> int:
    """Bind, and go on until the end of standard input."""
    target: Target = found.url
    with driving(found.record, tells_sent=found.json) as driver:
        try:
            bound = driver.carry_out(lambda id: BindUdp(id, target.host, target.port, dual=target.host == "::"))
        except Failure as failure:
            output.fault(failure.fault, bound=Protocol.UDP)
            return failure.status
        return _Exchange(driver, output, bound.number, found).run()


def peer_of(text: str) -> Endpoint:
    """A peer's numeric address and port."""
    return checked(_peer)(text)


def read_line(line: bytes, *, is_hex: bool) -> Line:
    """What a line without its end says. WrongUse."""
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        raise WrongUse(f"byte {error.start + 1} of the line is no UTF-8; --hex takes any bytes.") from None
    named = None
    if text.startswith("@"):
        name, _, text = text[1:].partition(" ")
        try:
            named = peer_of(name)
        except argparse.ArgumentTypeError as error:
            raise WrongUse(f"{error} (A text that begins with @ is written \\x40...)") from None
        if not text:
            return Line(named, None)
    return Line(named, bytes_of(text, is_hex=is_hex))


def _peer(text: str) -> Endpoint:
    target = parse_url(f"udp://{text}")
    found = numeric_endpoint(target.host, target.port)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text} is no numeric address and port, as 192.168.1.20:5000.")
    return found


class _Exchange:
    def __init__(self, driver: Driver, output: Output, number: int, found: argparse.Namespace) -> None:
        self._driver = driver
        self._output = output
        self._number = number
        self._is_hex: bool = found.hex
        self._wait_s: float = found.wait
        self._named: Endpoint | None = found.to
        self._heard_last = ""
        self._typing = Typing(driver)
        self._begun = b""
        """The line whose end has not come yet."""
        self._status = DONE

    def run(self) -> int:
        """Go on until the end of standard input, and a little longer."""
        self._typing.input.start()
        until: float | None = None
        while (until is None or monotonic() < until) and (news := self._driver.next(until)) is not None:
            status = self._hear(news)
            if status is not None:
                return status
            if until is None and self._typing.is_settled:
                until = monotonic() + self._wait_s
        return self._status

    def _hear(self, news: News) -> int | None:
        match news:
            case Moved():
                self._moved(news)
            case Typed(data):
                self._type(data)
            case Done() | Failed():
                self._typing.answered(news)
                if isinstance(news, Failed):
                    self._output.fault(news.fault)
                    self._status = NETWORK_FAILURE
            case SocketChanged(now):
                self._output.socket_changed(now)
                return None if now.is_open else status_of(now)
            case InternalError(report):
                self._output.say(report)
                return NETWORK_FAILURE
        return None

    def _moved(self, moved: Moved) -> None:
        if moved.incoming and moved.address != self._heard_last:
            self._heard_last = moved.address
            if not self._output.as_json:
                self._output.say(f"from {moved.address}:")
        self._output.moved(moved, end=b"" if moved.data.endswith(b"\n") else b"\n")

    def _type(self, data: bytes) -> None:
        if data:
            *lines, self._begun = (self._begun + data).split(b"\n")
            if len(self._begun) > LONGEST_LINE:
                self._refuse("a line is longer than any datagram")
                self._begun = b""
        else:
            lines, self._begun = [self._begun] if self._begun else [], b""
            self._typing.has_ended = True
        self._typing.give(self._datagrams(lines))

    def _datagrams(self, lines: list[bytes]) -> Iterator[partial[SendTo]]:
        for line in lines:
            try:
                said = read_line(line.removesuffix(b"\r"), is_hex=self._is_hex)
            except WrongUse as wrong:
                self._refuse(str(wrong))
                continue
            if said.data is None:
                self._named = said.peer
            elif (to := said.peer or self._named or self._sender()) is not None:
                yield partial(SendTo, socket=self._number, data=said.data, peer=to)
            else:
                self._refuse("nobody to send to yet: @ADDRESS:PORT names a peer")

    def _sender(self) -> Endpoint | None:
        """Whom was heard from last."""
        return Endpoint.from_text(self._heard_last) if self._heard_last else None

    def _refuse(self, why: str) -> None:
        """A line that can't be sent: a script learns of it by the status, a person at once."""
        self._output.say(why)
        self._output.object(event="not sent", reason=why)
        self._status = max(self._status, NOT_AS_EXPECTED)
