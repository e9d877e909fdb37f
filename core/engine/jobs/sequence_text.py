r"""Sequences as people write them, a step a line (pure, any thread).

    send TEXT                       a message, made as the send row makes it: line end, macros, check sum...
    hex 01 03 ff                    the same, of bytes
    wait 200 ms                     a pause
    expect PATTERN                  wait until this has come in since the last message, 5 s at the most
    within 2 s expect PATTERN       the same, with another limit
    repeat 10                       as the last line: all of it so many times; without a number: until stopped

Blank lines and lines that begin with # are passed over. A pattern is a regular expression as in the filter line: it is
judged in a time that grows with the number of bytes only, whatever a peer sends.

Law: what is no step is refused with its line and place, before anything is sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from core.capture.filtering.automaton import Automaton
from core.capture.filtering.language.expression_grammar import parse_expression
from core.contract.faults import BadInput, Fault, Field
from core.contract.jobs import LONGEST_INTERVAL_NS, Message
from core.contract.steps import ExpectStep, SendStep, SequenceStep, WaitStep
from core.payload.notation import Notation
from core.payload.spans import parse_span

WITHIN_NS = 5_000_000_000
MOST_STEPS = 10_000
_WITHIN = re.compile(r"(.+?)\s+expect(?:\s(.*))?", re.IGNORECASE)
_TIMES = re.compile(r"[0-9]{1,9}")

MakeMessage = Callable[[str, Notation], Message]
"""Makes a message of what is typed; BadInput with a place in it when that cannot be."""


class BadStep(BadInput):
    """A line that is no step; the fault's position is a place in the line."""

    def __init__(self, line: int, fault: Fault) -> None:
        super().__init__(fault)
        self.line = line
        """From 1."""


class Written(NamedTuple):
    """What a text says."""

    steps: tuple[SequenceStep, ...]
    times: int | None
    """None: until stopped."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without the blanks round it."""

    number: int
    text: str
    start: int
    """Characters before it in the line as written."""

    def part(self, at: int) -> _Line:
        """What stands from there on, without the blanks before it."""
        rest = self.text[at:]
        return _Line(self.number, rest.strip(), self.start + at + len(rest) - len(rest.lstrip()))

    def bad(self, name: str, about: str = "") -> BadStep:
        return BadStep(self.number, Fault(name, about=about, field=Field.DATA, position=self.start))

    def moved(self, error: BadInput) -> BadStep:
        """The same complaint with its place in the line as written."""
        position = self.start + (error.fault.position or 0)
        return BadStep(self.number, replace(error.fault, position=position))


def read_sequence(text: str, make: MakeMessage) -> Written:
    """The steps. Raises BadStep."""
    steps: list[SequenceStep] = []
    times: int | None = 1
    ended: _Line | None = None
    for line in _lines(text):
        word, _, _ = line.text.partition(" ")
        rest = line.part(len(word))
        if ended is not None:
            raise line.bad("STEP_AFTER_REPEAT")
        if word.lower() == "repeat":
            times, ended = _times(rest), line
        else:
            steps.append(_step(word.lower(), line, rest, make))
        if len(steps) > MOST_STEPS:
            raise line.bad("STEPS_TOO_MANY", str(MOST_STEPS))
    if not steps:
        raise BadStep(1, Fault("STEPS_MISSING", field=Field.DATA))
    return Written(tuple(steps), times)


def _lines(text: str) -> Iterator[_Line]:
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        if bare and not bare.startswith("#"):
            yield _Line(number, bare, len(line) - len(line.lstrip()))


def _step(word: str, line: _Line, rest: _Line, make: MakeMessage) -> SequenceStep:
    match word:
        case "send" | "hex":
            try:
                return SendStep(make(rest.text, Notation.TEXT if word == "send" else Notation.HEX), line.number)
            except BadInput as error:
                raise rest.moved(error) from None
        case "wait":
            return WaitStep(_span(rest), line.number)
        case "expect":
            return _expect(rest, WITHIN_NS)
        case "within":
            found = _WITHIN.fullmatch(rest.text)
            if found is None:
                raise line.bad("WITHIN_BAD")
            limit = _Line(line.number, found[1], rest.start)
            return _expect(rest.part(found.start(2) if found[2] is not None else len(rest.text)), _span(limit))
        case _:
            raise line.bad("STEP_UNKNOWN", word)


def _expect(pattern: _Line, within_ns: int) -> ExpectStep:
    if not pattern.text:
        raise pattern.bad("PATTERN_MISSING")
    try:
        automaton = Automaton(parse_expression(pattern.text, 0, ignore_case=False))
    except BadInput as error:
        raise pattern.moved(error) from None
    return ExpectStep(pattern.text, automaton.watch, within_ns, pattern.number)


def _span(typed: _Line) -> int:
    span_ns = parse_span(typed.text)
    if span_ns is None or span_ns > LONGEST_INTERVAL_NS:
        raise typed.bad("SPAN_BAD", typed.text)
    return span_ns


def _times(typed: _Line) -> int | None:
    if not typed.text:
        return None
    if not _TIMES.fullmatch(typed.text) or not typed.text.isascii() or not int(typed.text):
        raise typed.bad("REPEAT_COUNT_BAD", typed.text)
    return int(typed.text)
