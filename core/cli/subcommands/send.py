"""send: one text to one peer, and what it answers (main thread).

Law: the text is sent whole before the answer is judged; status 0 means that both were as they should be.
"""

from __future__ import annotations

import argparse
from time import monotonic

from core.cli.answer import LEAVE_S, Answer
from core.cli.arguments import Subparsers, add_answer, add_record, add_timeout, bytes_of, subparser, url
from core.cli.driver import driving
from core.cli.output import Output
from core.cli.tls_arguments import add_tls, tls_client
from core.contract.commands import Connect, FinishSending, Send
from core.contract.endpoints import Protocol
from core.payload.addresses import Target


def add(subparsers: Subparsers) -> None:
    """What it takes."""
    parser = subparser(
        subparsers, "send", run, "send a text, and write what is answered to standard output",
        "Without --wait and --expect, sending is finished after the text, and the answer is waited for until the peer "
        "finishes too (UDP: until the first answer), at most a second.",
    )  # fmt: skip
    parser.add_argument("url", metavar="URL", type=url(*Protocol), help="as tcp://localhost:9000, tls:// or udp://")
    parser.add_argument("text", metavar="TEXT", help=r"with escapes: \r \n \t \0 \\ \xNN \u{NNNN}")
    parser.add_argument("--hex", action="store_true", help="TEXT is bytes in hexadecimal digits")
    add_answer(parser)
    add_timeout(parser, "to connect, to send and to find --expect (default: 10)")
    add_record(parser)
    add_tls(parser, listens=False)


def run(found: argparse.Namespace, output: Output) -> int:
    """Connect, send, listen to the answer."""
    target: Target = found.url
    data = bytes_of(found.text, is_hex=found.hex)
    deadline = monotonic() + found.timeout
    with driving(found.record, tells_sent=found.json, is_tls=target.is_tls) as driver:
        peer = driver.carry_out(
            lambda id: Connect(
                id, target.protocol, target.host, target.port, timeout_s=found.timeout, tls=tls_client(found)
            )
        )
        number = peer.number
        driver.carry_out(lambda id: Send(id, number, data), deadline)
        is_open_ended = found.wait is not None or found.expect is not None
        if not is_open_ended and target.protocol is Protocol.TCP:
            driver.ask(lambda id: FinishSending(id, number))
        if found.wait is not None or found.expect is None:
            deadline = monotonic() + (LEAVE_S if found.wait is None else found.wait)
        first_is_enough = not is_open_ended and target.protocol is Protocol.UDP
        return Answer(output, number, found.expect, first_is_enough=first_is_enough).wait(driver, deadline)
