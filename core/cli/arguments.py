"""The arguments that several subcommands take, each checked as it is read (main thread).

Law: what is wrong with what was typed is said in the words that the window has for it, with status 2.
"""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from core.cli.outcome import WrongUse
from core.contract.commands import CONNECT_TIMEOUT_S, ReplyChoice
from core.contract.endpoints import Protocol
from core.contract.faults import BadInput, Fault
from core.contract.jobs import LONGEST_INTERVAL_NS, SHORTEST_INTERVAL_NS
from core.explain.faults import explain
from core.payload.addresses import Target, parse_url
from core.payload.escapes import parse_text
from core.payload.hexadecimal import parse_hex
from core.payload.spans import parse_span

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

_Read = TypeVar("_Read")

LONGEST_WAIT_S = 86_400.0
_MOST_DIGITS = 12
"""Of a number of times."""
FASTEST = 1_000_000.0


def subparser(subparsers: Subparsers, name: str, run: Callable[..., int], text: str, more: str = "") -> Any:
    """A subcommand's own parser; `more` is told by its --help only."""
    made = subparsers.add_parser(
        name, help=text, description=f"{text[0].upper()}{text[1:]}. {more}", allow_abbrev=False
    )
    made.set_defaults(run=run)
    made.add_argument("--json", action="store_true", help="write one JSON object a line")
    return made


def add_record(parser: Any) -> None:
    """--record FILE."""
    parser.add_argument("--record", metavar="FILE", type=Path, help="keep every call in this new file")


def add_timeout(parser: Any, text: str) -> None:
    """--timeout S."""
    parser.add_argument("--timeout", metavar="S", type=seconds, default=CONNECT_TIMEOUT_S, help=text)


def add_answer(parser: Any) -> None:
    """--wait MS and --expect REGEX."""
    text = "wait so long for answers, with this end open for sending"
    parser.add_argument("--wait", metavar="MS", type=milliseconds, help=text)
    text = "status 1 unless this stands in what is answered within --timeout (or --wait)"
    parser.add_argument("--expect", metavar="REGEX", type=pattern, help=text)


def checked(read: Callable[[str], _Read]) -> Callable[[str], _Read]:
    """`read` as argparse wants it: what is wrong with the text becomes the message."""

    def checked_(text: str) -> _Read:
        try:
            return read(text)
        except BadInput as error:
            words = explain(error.fault)
            raise argparse.ArgumentTypeError(f"{words.sentence} {words.remedy}".strip()) from None

    return checked_


def url(*protocols: Protocol, any_port: bool = False) -> Callable[[str], Target]:
    """Reads a URL of one of these protocols; `any_port`: port 0 is allowed."""

    def read(text: str) -> Target:
        target = parse_url(text, allow_zero=any_port)
        if target.protocol not in protocols:
            wanted = " or ".join(f"{it.value}://" + " or tls://" * (it is Protocol.TCP) for it in protocols)
            raise argparse.ArgumentTypeError(f"{text} is not {wanted}.")
        return target

    return checked(read)


def reply(text: str) -> ReplyChoice:
    """A reply's name, with what it is given if it needs that, or a text. As the window's --reply."""
    from core.replies.typed import choice_of

    return checked(choice_of)(text)


def seconds(text: str) -> float:
    """Seconds, more than 0 and at most a day."""
    return _number(text, LONGEST_WAIT_S, may_be_zero=False)


def milliseconds(text: str) -> float:
    """Milliseconds, at most a day, as seconds."""
    return _number(text, LONGEST_WAIT_S * 1000, may_be_zero=True) / 1000


def span(text: str) -> int:
    """A span of time as nanoseconds: 100 (milliseconds), 1.5s, 2min."""
    span_ns = parse_span(text)
    if span_ns is None or not SHORTEST_INTERVAL_NS <= span_ns <= LONGEST_INTERVAL_NS:
        words = explain(Fault("INTERVAL_BAD", about=text))
        raise argparse.ArgumentTypeError(f"{words.sentence} {words.remedy}")
    return span_ns


def times(text: str) -> int:
    """How many times: 1 or more."""
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS and int(text)):
        words = explain(Fault("REPEAT_COUNT_BAD", about=text))
        raise argparse.ArgumentTypeError(f"{words.sentence} {words.remedy}")
    return int(text)


def speed(text: str) -> float:
    """How many times as fast; 0: without any pause."""
    return _number(text, FASTEST, may_be_zero=True)


def pattern(text: str) -> re.Pattern[bytes]:
    """A regular expression to look for in bytes."""
    try:
        return re.compile(text.encode(), re.DOTALL)
    except re.error as error:
        raise argparse.ArgumentTypeError(f"{text} is no regular expression: {error}.") from None


def bytes_of(text: str, *, is_hex: bool) -> bytes:
    """The bytes that a text with escapes, or digits, stand for. WrongUse."""
    try:
        return parse_hex(text) if is_hex else parse_text(text)
    except BadInput as error:
        raise WrongUse(str(explain(error.fault))) from None


def _number(text: str, most: float, *, may_be_zero: bool) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not (0 <= number <= most) or (number == 0 and not may_be_zero):
        least = "0" if may_be_zero else "more than 0"
        raise argparse.ArgumentTypeError(f"{text} is no number from {least} to {most:,.0f}.")
    return number
