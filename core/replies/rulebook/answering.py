"""A rule book put to use: from a message to the answers of the rules that it matches (any one thread at a time).

Law: rules are tried in order; one that takes too long is passed over, and said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import NamedTuple

from core.contract.endpoints import Endpoint
from core.contract.faults import BadInput, Fault, Field
from core.payload.composition import Composition, compose
from core.payload.macros import Moment
from core.payload.notation import Notation
from core.replies.rulebook.matching import Groups, finder
from core.replies.rulebook.regular import TIME_LIMIT_S
from core.replies.rulebook.rule import LONGEST_DELAY_MS, Rule, RuleBook, Take, Then, When

MOST_ANSWER = 65_536
"""Bytes; a pattern that finds much could otherwise be told to repeat it without end."""


class Step(NamedTuple):
    """What comes of one rule."""

    data: bytes
    delay_s: float
    then: Then
    fault: Fault | None = None
    """Why there is nothing: what a person should know of."""


class ReadyRule:
    """A rule that makes sense, ready to be asked."""

    def __init__(self, rule: Rule, number: int) -> None:
        """`number`: from 1, for who reads of it. Raises BadInput with the field and the place of what is wrong."""
        self.rule = rule
        self.title = f"{number} ({rule.name})" if rule.name else str(number)
        if not rule.pattern and rule.when is not When.ANYTHING:
            raise BadInput(Fault("PATTERN_EMPTY", field=Field.PATTERN))
        if not 0 <= rule.delay_ms <= LONGEST_DELAY_MS:
            raise BadInput(Fault("DELAY_BAD", about=f"{rule.delay_ms:g}", field=Field.DELAY))
        self._find, groups = finder(rule)
        self._composition = Composition(
            rule.answer, Notation.HEX if rule.answers_in_hex else Notation.TEXT, has_macros=True
        )
        self._counts = count(1)
        compose(self._composition, Moment(datetime.now().astimezone(), groups=dict.fromkeys(groups, b"")))

    def answer(self, message: bytes, peer: Endpoint | None) -> Step | None:
        """What is answered to a message; None when it is none of this rule's."""
        try:
            found = self._find(message)
        except TimeoutError:
            limit = round(TIME_LIMIT_S * 1000)
            return Step(b"", 0, Then.NOTHING, Fault("RULE_TOO_SLOW", about=self.title, count=limit))
        if found is None:
            return None
        return Step(self._compose(found, peer)[:MOST_ANSWER], self.rule.delay_ms / 1000, self.rule.then)

    def _compose(self, groups: Groups, peer: Endpoint | None) -> bytes:
        moment = Moment(datetime.now().astimezone(), next(self._counts), peer, groups=groups)
        return compose(self._composition, moment)


class ReadyBook:
    """All rules that are on."""

    def __init__(self, book: RuleBook) -> None:
        """Raises BadInput, as ReadyRule() does, with the rule that it is in."""
        self._takes_all = book.take is Take.ALL
        self._rules = [_ready(rule, number) for number, rule in enumerate(book.rules, 1) if rule.is_on]

    def answers(self, message: bytes, peer: Endpoint | None) -> Iterator[Step]:
        """What is to be done about a message, in order."""
        for rule in self._rules:
            step = rule.answer(message, peer)
            if step is None:
                continue
            yield step
            if step.then is not Then.NOTHING or (step.fault is None and not self._takes_all):
                return


def _ready(rule: Rule, number: int) -> ReadyRule:
    try:
        return ReadyRule(rule, number)
    except BadInput as error:
        raise BadInput(replace(error.fault, within=f"rule {number}")) from None
