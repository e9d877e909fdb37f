"""Rules as data: what a message must look like, what is answered, when, and what happens then (any thread).

Law: a rule stands here as it was typed; whether it makes sense, matching.py and answering.py say.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

LONGEST_DELAY_MS = 86_400_000
"""A day."""


class When(Enum):
    """How a message is compared; the value stands in rule files."""

    EXACT = "exact"
    CONTAINS = "contains"
    STARTS = "starts"
    ENDS = "ends"
    REGEX = "regex"
    HEX = "hex"
    ANYTHING = "anything"


class Then(Enum):
    """What happens once the answer has gone out; the value stands in rule files."""

    NOTHING = "nothing"
    CLOSE = "close"
    RESET = "reset"


class Take(Enum):
    """Which of the rules that match are obeyed; the value stands in rule files."""

    FIRST = "first"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule."""

    when: When = When.CONTAINS
    pattern: str = ""
    r"""Text with escapes, a regular expression, or hex digits with ?? and *."""
    ignores_case: bool = False
    """For ASCII letters, as bytes have no others."""
    answer: str = ""
    """With escapes, macros and groups: {{1}}, {{name}}; empty: nothing is sent."""
    answers_in_hex: bool = False
    delay_ms: float = 0
    """0..LONGEST_DELAY_MS, from when the message came in."""
    then: Then = Then.NOTHING
    name: str = ""
    """For the reader alone."""
    is_on: bool = True


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules of one listener, in order."""

    rules: tuple[Rule, ...] = ()
    take: Take = Take.FIRST
    ends_with: str = ""
    """With escapes: the bytes that end a message on a stream, which do not belong to it; "": one recv() is one."""


EXAMPLE = RuleBook(
    (
        Rule(When.EXACT, "ping", answer=r"pong\r\n", name="a fixed question"),
        Rule(When.REGEX, r"set (\w+)=(\d+)", answer=r"{{1}} is now {{2}}\r\n", name="parts of it come back"),
        Rule(When.HEX, "02 ?? 03", answer="06", answers_in_hex=True, delay_ms=200, name="a device that thinks first"),
        Rule(When.STARTS, "bye", True, answer=r"good bye\r\n", then=Then.CLOSE, name="and hangs up"),
        Rule(When.ANYTHING, answer=r"what is “{{0}}”?\r\n", name="all else"),
    ),
    ends_with=r"\n",
)
"""What the editor begins with."""
