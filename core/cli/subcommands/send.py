"""send: one text to one peer, once or again and again, and what it answers (main thread).

Law: the text is sent whole before the answer is judged; status 0 means that both were as they should be.
"""

from __future__ import annotations

import argparse
from datetime import datetime
from time import monotonic

from core.cli.answer import LEAVE_S, Answer
from core.cli.arguments import Subparsers, add_answer, add_record, add_timeout, bytes_of, span, subparser, times, url
from core.cli.driver import Driver, driving
from core.cli.outcome import NETWORK_FAILURE, NOT_AS_EXPECTED, Failure, WrongUse
from core.cli.output import Output
from core.cli.tls_arguments import add_tls, tls_client
from core.contract.commands import Connect, FinishSending, Send
from core.contract.endpoints import Protocol
from core.contract.events import Failed, JobChanged
from core.contract.faults import BadInput, Fault
from core.contract.job_commands import Repeat
from core.contract.jobs import JobEnding, JobSnapshot, Message
from core.contract.sockets import SocketSnapshot
from core.explain.faults import explain
from core.payload.addresses import Target
from core.payload.composition import Composition, compose
from core.payload.macros import Moment
from core.payload.notation import Notation


def add(subparsers: Subparsers) -> None:
    """What it takes."""
    parser = subparser(
        subparsers, "send", run, "send a text, and write what is answered to standard output",
        "Without --wait and --expect, sending is finished after the text, and the answer is waited for until the peer "
        "finishes too (UDP: until the first answer), at most a second. With --every it is sent until --count, until "
        "--expect is found, or until interrupted.",
    )  # fmt: skip
    parser.add_argument("url", metavar="URL", type=url(*Protocol), help="as tcp://localhost:9000, tls:// or udp://")
    parser.add_argument("text", metavar="TEXT", help=r"with escapes: \r \n \t \0 \\ \xNN \u{NNNN}")
    parser.add_argument("--hex", action="store_true", help="TEXT is bytes in hexadecimal digits")
    text = "work out {{counter}}, {{time}}, {{random:1..6}}... in TEXT, anew for each message"
    parser.add_argument("--macros", action="store_true", help=text)
    text = "send it again and again, each in its exact time: 100 (ms), 0.5ms, 1.5s, 2min, 8h"
    parser.add_argument("--every", metavar="TIME", type=span, help=text)
    parser.add_argument("--count", metavar="N", type=times, help="with --every: so many times")
    add_answer(parser)
    add_timeout(parser, "to connect, to send and to find --expect (default: 10)")
    add_record(parser)
    add_tls(parser, listens=False)


def run(found: argparse.Namespace, output: Output) -> int:
    """Connect, send, listen to the answer."""
    target: Target = found.url
    if found.count is not None and found.every is None:
        raise WrongUse("--count goes with --every.")
    _message(found, None)  # what is wrong with it is said before anything is begun
    deadline = monotonic() + found.timeout
    with driving(found.record, tells_sent=found.json, is_tls=target.is_tls) as driver:
        peer = driver.carry_out(
            lambda id: Connect(
                id, target.protocol, target.host, target.port, timeout_s=found.timeout, tls=tls_client(found)
            )
        )
        is_open_ended = found.wait is not None or found.expect is not None
        first_is_enough = not is_open_ended and found.every is None and target.protocol is Protocol.UDP
        answer = Answer(output, peer.number, found.expect, first_is_enough=first_is_enough)
        if found.every is None:
            _send(driver, peer, found, deadline)
        else:
            _repeat(driver, peer, found, answer, deadline if found.expect is not None else None)
        if not is_open_ended and target.protocol is Protocol.TCP:
            driver.ask(lambda id: FinishSending(id, peer.number))
        if found.wait is not None or found.expect is None:
            deadline = monotonic() + (LEAVE_S if found.wait is None else found.wait)
        return answer.wait(driver, deadline)


def _send(driver: Driver, peer: SocketSnapshot, found: argparse.Namespace, deadline: float) -> None:
    message = _message(found, peer)
    data = message if isinstance(message, bytes) else message(1)
    driver.carry_out(lambda id: Send(id, peer.number, data), deadline)


def _repeat(
    driver: Driver, peer: SocketSnapshot, found: argparse.Namespace, answer: Answer, until: float | None
) -> None:
    """Send until there were enough, or the answer is as expected; what comes meanwhile is heard. Raises Failure."""
    message = _message(found, peer)
    job = driver.ask(lambda id: Repeat(id, peer.number, message, found.every, found.count))
    while not answer.is_met and (news := driver.next(until)) is not None:
        match news:
            case Failed(id, fault) if id == job:
                raise Failure(fault, NETWORK_FAILURE)
            case JobChanged(now) if now.number == job and not now.is_running:
                _judge(now)
                return
            case _:
                answer.take(news)


def _judge(job: JobSnapshot) -> None:
    """Whether it ended as it should. Raises Failure."""
    match job.ending:
        case JobEnding.FAILED if job.fault is not None:
            raise Failure(job.fault, NETWORK_FAILURE if job.fault.call else NOT_AS_EXPECTED)
        case JobEnding.SOCKET_ENDED:
            raise Failure(Fault("ENDED_EARLY", count=job.sent), NETWORK_FAILURE)


def _message(found: argparse.Namespace, peer: SocketSnapshot | None) -> Message:
    if not found.macros:
        return bytes_of(found.text, is_hex=found.hex)
    composition = Composition(found.text, Notation.HEX if found.hex else Notation.TEXT, has_macros=True)

    def make(count: int) -> bytes:
        return compose(composition, Moment(datetime.now().astimezone(), count, peer.remote if peer else None))

    try:
        make(1)
    except BadInput as error:
        raise WrongUse(str(explain(error.fault))) from None
    return make
