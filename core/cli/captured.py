"""A saved capture as a subcommand takes it: opened, with the rows or the bytes of it that are meant (main thread).

Law: which bytes are meant is never guessed at; where several sockets have some, a person is told which and asked.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.capture.export.formats import Raw
from core.capture.filtering.language.grammar import parse_filter
from core.capture.filtering.rows import FilteredRows
from core.cli.outcome import NOT_AS_EXPECTED, Failure, WrongUse
from core.contract.endpoints import Endpoint
from core.contract.faults import BadInput
from core.explain.faults import explain
from core.payload.numbers import show_size

DIRECTIONS = ("sent", "received")
_MOST_LISTED = 20


def add_stream(parser: Any, what_for: str = "") -> None:
    """--socket, --direction and --peer; `what_for` says when they count."""
    text = f"{what_for}the socket whose bytes are meant, by its number; may be left out when only one has any"
    parser.add_argument("--socket", metavar="N", type=_number, help=text)
    text = f"{what_for}what it sent, or what it received (default: sent)"
    parser.add_argument("--direction", choices=DIRECTIONS, default=DIRECTIONS[0], help=text)
    text = f"{what_for}of a UDP socket, only the datagrams of this peer"
    parser.add_argument("--peer", metavar="ADDRESS:PORT", type=_peer, help=text)


@contextmanager
def opened(path: Path) -> Iterator[Capture]:
    """The capture in a file, open to the end of the block. Raises Failure, also when the block can't read a row."""
    try:
        with closing(Capture.open(path)) as capture:
            yield capture
    except CaptureError as error:
        raise Failure(error.fault, NOT_AS_EXPECTED) from None


def stream_of(capture: Capture, found: argparse.Namespace) -> Raw:
    """The socket and the direction that the options mean. WrongUse when no socket has such bytes, or several have."""
    incoming = found.direction == "received"
    if found.socket is not None:
        return Raw(found.socket, incoming, found.peer or "")
    sizes = _sizes(capture, incoming=incoming)
    if len(sizes) == 1:
        return Raw(next(iter(sizes)), incoming, found.peer or "")
    if not sizes:
        raise WrongUse(f"no socket in {found.file} {found.direction} anything.")
    listed = ", ".join(f"#{number} ({show_size(size)})" for number, size in list(sizes.items())[:_MOST_LISTED])
    more = f" and {len(sizes) - _MOST_LISTED} more" if len(sizes) > _MOST_LISTED else ""
    raise WrongUse(f"several sockets {found.direction} something: {listed}{more}. Name one with --socket N.")


def rows_of(capture: Capture, line: str | None) -> Sequence[int] | None:
    """The rows that a filter means, as the window's filter line does; None without one: all. WrongUse."""
    if line is None:
        return None
    try:
        rows = FilteredRows(capture, parse_filter(line, capture.header.start_ns))
    except BadInput as refused:
        words = explain(refused.fault)
        raise WrongUse(f"{words.sentence} {words.remedy}".strip()) from None
    while rows.step():
        pass
    return rows.found[:]


def _sizes(capture: Capture, *, incoming: bool) -> dict[int, int]:
    """The sockets that moved bytes this way, and how many."""
    sockets = sorted({capture.columns.socket[seq - 1] for seq in capture.traffic[:]})
    totals = {number: capture.totals(number) for number in sockets}
    return {it: total.bytes_in if incoming else total.bytes_out for it, total in totals.items()
            if (total.units_in if incoming else total.units_out)}  # fmt: skip


def _number(text: str) -> int:
    digits = text.removeprefix("#")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 9:  # more than any capture has
        raise argparse.ArgumentTypeError(f"{text} is no socket’s number; as 2 or #2.")
    return int(digits)


def _peer(text: str) -> str:
    try:
        return str(Endpoint.from_text(text))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no address and port; as 127.0.0.1:9000.") from None
