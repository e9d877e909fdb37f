"""connect: a conversation with a TCP server, by standard input and standard output, as ncat holds it (main thread)."""

from __future__ import annotations

import argparse

from core.cli.arguments import Subparsers, add_record, add_timeout, subparser, url
from core.cli.conversation import converse
from core.cli.driver import driving
from core.cli.output import Output
from core.cli.standard_input import Typing
from core.cli.tls_arguments import add_tls, tls_client
from core.contract.commands import Connect
from core.contract.endpoints import Protocol
from core.payload.addresses import Target


def add(subparsers: Subparsers) -> None:
    """What it takes."""
    parser = subparser(
        subparsers, "connect", run, "call a server: standard input goes to it, standard output is what it sends",
        "The end of standard input finishes sending; the conversation ends when the peer has finished too.",
    )  # fmt: skip
    parser.add_argument(
        "url", metavar="URL", type=url(Protocol.TCP), help="as tcp://localhost:9000, or tls://localhost:9443"
    )
    add_timeout(parser, "to connect (default: 10)")
    add_record(parser)
    add_tls(parser, listens=False)


def run(found: argparse.Namespace, output: Output) -> int:
    """Connect and converse."""
    target: Target = found.url
    with driving(found.record, tells_sent=found.json, is_tls=target.is_tls) as driver:
        peer = driver.carry_out(
            lambda id: Connect(
                id, Protocol.TCP, target.host, target.port, timeout_s=found.timeout, tls=tls_client(found)
            )
        )
        return converse(driver, output, peer.number, typing=Typing(driver))
