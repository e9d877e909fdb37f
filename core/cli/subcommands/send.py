"""send: one text to one peer, and what it answers (main thread).

Law: the text is sent whole before the answer is judged; status 0 means that both were as they should be.
"""

from __future__ import annotations

import argparse
import re
from time import monotonic

from core.cli.arguments import (
    Subparsers,
    add_record,
    add_timeout,
    milliseconds,
    pattern,
    subparser,
    url,
)  # fmt: skip
from core.cli.driver import Driver, Moved, driving
from core.cli.outcome import DONE, NETWORK_FAILURE, NOT_AS_EXPECTED, WrongUse, status_of
from core.cli.output import Output
from core.contract.commands import Connect, FinishSending, Send
from core.contract.endpoints import Protocol
from core.contract.events import InternalError, SocketChanged
from core.contract.faults import BadInput
from core.contract.sockets import SocketSnapshot, State
from core.explain.faults import explain
from core.payload.addresses import Target
from core.payload.escapes import parse_text
from core.payload.hexadecimal import parse_hex

LEAVE_S = 1.0
"""How long an answer is waited for when nobody asked for one: who closes at once would often reset what still comes."""
HEARD_MOST = 1 << 20
"""The newest bytes of the answer, in which --expect is looked for."""


def add(subparsers: Subparsers) -> None:
    """What it takes."""
    parser = subparser(
        subparsers, "send", run, "send a text, and write what is answered to standard output",
        "Without --wait and --expect, sending is finished after the text, and the answer is waited for until the peer "
        "finishes too (UDP: until the first answer), at most a second.",
    )  # fmt: skip
    parser.add_argument("url", metavar="URL", type=url(*Protocol), help="as tcp://localhost:9000")
    parser.add_argument("text", metavar="TEXT", help=r"with escapes: \r \n \t \0 \\ \xNN \u{NNNN}")
    parser.add_argument("--hex", action="store_true", help="TEXT is bytes in hexadecimal digits")
    text = "wait so long for answers, with this end open for sending"
    parser.add_argument("--wait", metavar="MS", type=milliseconds, help=text)
    text = "status 1 unless this stands in what is answered within --timeout (or --wait)"
    parser.add_argument("--expect", metavar="REGEX", type=pattern, help=text)
    add_timeout(parser, "to connect, to send and to find --expect (default: 10)")
    add_record(parser)


def run(found: argparse.Namespace, output: Output) -> int:
    """Connect, send, listen to the answer."""
    target: Target = found.url
    data = _bytes_of(found.text, is_hex=found.hex)
    deadline = monotonic() + found.timeout
    with driving(found.record, tells_sent=found.json) as driver:
        peer = driver.carry_out(
            lambda id: Connect(id, target.protocol, target.host, target.port, timeout_s=found.timeout)
        )
        number = peer.number
        driver.carry_out(lambda id: Send(id, number, data), deadline)
        is_open_ended = found.wait is not None or found.expect is not None
        if not is_open_ended and target.protocol is Protocol.TCP:
            driver.ask(lambda id: FinishSending(id, number))
        if found.wait is not None or found.expect is None:
            deadline = monotonic() + (LEAVE_S if found.wait is None else found.wait)
        answer = _Answer(found.expect, first_is_enough=not is_open_ended and target.protocol is Protocol.UDP)
        return answer.hear(driver, output, peer, deadline)


class _Answer:
    """What comes back, and whether it is what was expected."""

    def __init__(self, expected: re.Pattern[bytes] | None, *, first_is_enough: bool) -> None:
        self._expected = expected
        self._first_is_enough = first_is_enough
        self._heard = bytearray()

    def hear(self, driver: Driver, output: Output, peer: SocketSnapshot, until: float) -> int:
        """Listen until enough has come, the peer finishes or it is time; the exit status."""
        while (news := driver.next(until)) is not None:
            match news:
                case Moved():
                    output.moved(news)
                    if news.incoming and self._is_enough(news.data):
                        return DONE
                case SocketChanged(now) if now.number == peer.number:
                    output.socket_changed(now)
                    if (status := _status_at(now)) == NETWORK_FAILURE:
                        if now.fault is not None:
                            output.fault(now.fault)
                        return status
                    if status is not None:
                        break
                case SocketChanged(now):
                    output.socket_changed(now)
                case InternalError(report):
                    output.say(report)
                    return NETWORK_FAILURE
        return self._at_the_end(output)

    def _is_enough(self, data: bytes) -> bool:
        if self._expected is None:
            return self._first_is_enough
        self._heard += data
        is_met = self._expected.search(self._heard) is not None
        del self._heard[:-HEARD_MOST]
        return is_met

    def _at_the_end(self, output: Output) -> int:
        if self._expected is None:
            return DONE
        shown = self._expected.pattern.decode()
        output.object(event="not as expected", expected=shown)
        output.say(f"nothing that was answered matches {shown}")
        return NOT_AS_EXPECTED


def _status_at(now: SocketSnapshot) -> int | None:
    """The status once the peer has no more to say; None while it may go on."""
    if not now.is_open:
        return status_of(now)
    if now.protocol is Protocol.UDP:  # an ICMP answer: nobody holds on to that port
        return NETWORK_FAILURE if now.fault is not None and now.fault.name == "ECONNREFUSED" else None
    return DONE if now.state is State.PEER_FINISHED else None


def _bytes_of(text: str, *, is_hex: bool) -> bytes:
    try:
        return parse_hex(text) if is_hex else parse_text(text)
    except BadInput as error:
        raise WrongUse(str(explain(error.fault))) from None
