"""replay: the bytes that one socket of a capture sent or received go to a peer once more, at their times (main thread).

Law: each call's bytes go over as one send() (UDP: one datagram), never before their time, and none is left out.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from time import monotonic

from core.capture.capture import Capture
from core.capture.export.formats import Raw
from core.capture.pages import Pages
from core.cli.answer import LEAVE_S, Answer
from core.cli.arguments import Subparsers, add_answer, add_record, add_timeout, speed, subparser, url
from core.cli.captured import add_stream, opened, stream_of
from core.cli.driver import Driver, driving
from core.cli.outcome import NETWORK_FAILURE, WrongUse
from core.cli.output import Output
from core.cli.tls_arguments import add_tls, tls_client
from core.contract.commands import Connect, FinishSending, Send
from core.contract.endpoints import Protocol
from core.contract.events import Done, Failed
from core.contract.records import INCOMING_CALLS, INSIDE_CALLS
from core.payload.addresses import Target
from core.payload.numbers import counted


def add(subparsers: Subparsers) -> None:
    """What it takes."""
    parser = subparser(
        subparsers, "replay", run, "send the bytes of a saved capture again, with the pauses they had",
        "What is answered goes to standard output. After the last bytes it goes on as send does: sending is finished, "
        "and the peer is waited for at most a second, unless --wait or --expect says otherwise.",
    )  # fmt: skip
    parser.add_argument("file", metavar="FILE", type=Path, help="a capture, as --record and the window keep it")
    parser.add_argument(
        "url", metavar="URL", type=url(*Protocol), help="to whom: as tcp://localhost:9000, tls:// or udp://"
    )
    add_stream(parser)
    text = "how many times as fast; 0: without pauses (default: 1)"
    parser.add_argument("--speed", metavar="FACTOR", type=speed, default=1.0, help=text)
    add_answer(parser)
    add_timeout(parser, "to connect, and after the last bytes to find --expect (default: 10)")
    add_record(parser)
    add_tls(parser, listens=False)


def run(found: argparse.Namespace, output: Output) -> int:
    """Connect, send everything at its time, listen to the answer."""
    target: Target = found.url
    with opened(found.file) as capture:
        stream = stream_of(capture, found)
        seqs = _rows(capture, stream)
        if not seqs:
            raise WrongUse(f"#{stream.socket} {found.direction} nothing in {found.file}.")
        most = capture.header.payload_most
        if any(capture.columns.size[seq - 1] > most for seq in seqs):
            raise WrongUse(f"{found.file} kept only the first {counted(most, 'byte')} of each call.")
        with driving(found.record, tells_sent=found.json, is_tls=target.is_tls) as driver:
            number = driver.carry_out(
                lambda id: Connect(
                    id, target.protocol, target.host, target.port, timeout_s=found.timeout, tls=tls_client(found)
                )
            ).number
            answer = Answer(output, number, found.expect, first_is_enough=False)
            sender = _Sender(driver, output, number, answer)
            if not all(sender.send(*it) for it in _at_their_times(capture, stream, seqs, found.speed)):
                output.say(f"{sender.sent} of {counted(len(seqs), 'send')} went over")
                return NETWORK_FAILURE
            if found.wait is None and found.expect is None and target.protocol is Protocol.TCP:
                driver.ask(lambda id: FinishSending(id, number))
            return answer.wait(driver, monotonic() + _patience_s(found))


def _rows(capture: Capture, stream: Raw) -> list[int]:
    """The rows that moved such bytes; an empty datagram is one. Of which peer, only the row itself tells.

    Of a conversation inside TLS the text: its records mean nothing to anybody else.
    """
    socket, call = capture.columns.socket, capture.columns.call
    seqs = [
        seq
        for seq in capture.traffic[:]
        if socket[seq - 1] == stream.socket and (call[seq - 1] in INCOMING_CALLS) is stream.incoming
    ]
    return [seq for seq in seqs if call[seq - 1] in INSIDE_CALLS] or seqs


def _at_their_times(capture: Capture, stream: Raw, seqs: list[int], speed: float) -> Iterator[tuple[bytes, float]]:
    """The bytes of each call, and when they are due, by time.monotonic(): the first of them now."""
    first_ns, began = None, monotonic()
    for page in Pages(capture, seqs, _no_progress, Event()):
        for record in page:
            if stream.peer in ("", record.address):
                first_ns = record.time_ns if first_ns is None else first_ns
                after_s = (record.time_ns - first_ns) / 1e9
                yield record.payload, began + (after_s / speed if speed else 0.0)


def _no_progress(_done: int, _all: int) -> None:
    """The bytes themselves are the progress."""


def _patience_s(found: argparse.Namespace) -> float:
    if found.wait is not None:
        return float(found.wait)
    return LEAVE_S if found.expect is None else float(found.timeout)


class _Sender:
    def __init__(self, driver: Driver, output: Output, number: int, answer: Answer) -> None:
        self.sent = 0
        self._driver = driver
        self._output = output
        self._number = number
        self._answer = answer

    def send(self, data: bytes, due: float) -> bool:
        """Send at that time, and wait until the kernel took it; whether it did."""
        while monotonic() < due and (news := self._driver.next(due)) is not None:
            self._answer.take(news)
        command = self._driver.ask(lambda id: Send(id, self._number, data))
        while (news := self._driver.next()) is not None:
            match news:
                case Done(id) if id == command:
                    self.sent += 1
                    return True
                case Failed(id, fault) if id == command:
                    if self._answer.is_open:
                        self._output.fault(fault)
                    return False
            self._answer.take(news)
        return False
