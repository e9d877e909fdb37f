"""A rule book that is being written: its rules as forms, in order, one of them in hand (window thread).

Law: what is typed is kept whatever is wrong with it; only a book without faults is given away.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from core.contract.faults import BadInput, Fault, Field
from core.explain.faults import explain
from core.payload.escapes import show_text
from core.replies.rulebook.answering import ReadyBook, Step
from core.replies.rulebook.matching import parse_pattern
from core.replies.rulebook.rule import Rule, RuleBook, Take, Then
from gui.models.replies.rule_form import THENS, RuleForm

_MOST_JUDGED = 4096


class Wrong(NamedTuple):
    """What keeps a book from being used: faults, and the rule that they are in (None: in none)."""

    at: int | None
    faults: tuple[Fault, ...]


@dataclass
class RuleEditing:
    """The editor's contents."""

    rules: list[RuleForm] = field(default_factory=list)
    take: Take = Take.FIRST
    ends_with: str = ""
    at: int | None = None
    """The rule in hand."""
    _judged: dict[RuleForm, Rule | tuple[Fault, ...]] = field(default_factory=dict)
    """Reading a pattern takes a while: each form once."""

    @classmethod
    def of(cls, book: RuleBook) -> RuleEditing:
        """Begin with a book, and its first rule in hand."""
        return cls([RuleForm.of(rule) for rule in book.rules], book.take, book.ends_with, 0 if book.rules else None)

    @property
    def in_hand(self) -> RuleForm | None:
        """The rule whose fields are shown."""
        return None if self.at is None else self.rules[self.at]

    def add(self) -> None:
        """A new rule after the one in hand, which is then in hand."""
        self.at = len(self.rules) if self.at is None else self.at + 1
        self.rules.insert(self.at, RuleForm())

    def remove(self) -> None:
        """Take the one in hand away; the next one comes to hand."""
        if self.at is not None:
            del self.rules[self.at]
            self.at = min(self.at, len(self.rules) - 1) if self.rules else None

    def can_move(self, by: int) -> bool:
        """Whether there is a place for the one in hand, that much further down."""
        return self.at is not None and 0 <= self.at + by < len(self.rules)

    def move(self, by: int) -> None:
        """Another place for the one in hand."""
        if self.at is not None and self.can_move(by):
            self.rules.insert(self.at + by, self.rules.pop(self.at))
            self.at += by

    def change(self, form: RuleForm) -> None:
        """The one in hand as its fields stand now."""
        if self.at is not None:
            self.rules[self.at] = form

    def faults_at(self, at: int) -> tuple[Fault, ...]:
        """What is wrong with a rule."""
        parsed = self._parsed(at)
        return () if isinstance(parsed, Rule) else parsed

    def book(self) -> RuleBook | Wrong:
        """The book, or the first rule that is at fault."""
        try:
            parse_pattern(self.ends_with)
        except BadInput as error:
            return Wrong(None, (error.fault,))
        rules: list[Rule] = []
        for at in range(len(self.rules)):
            parsed = self._parsed(at)
            if not isinstance(parsed, Rule):
                return Wrong(at, parsed)
            rules.append(parsed)
        if not rules:
            return Wrong(None, (Fault("RULES_EMPTY", field=Field.RULES),))
        return RuleBook(tuple(rules), self.take, self.ends_with)

    def _parsed(self, at: int) -> Rule | tuple[Fault, ...]:
        form = self.rules[at]
        if form not in self._judged:
            if len(self._judged) > _MOST_JUDGED:
                self._judged.clear()
            self._judged[form] = form.parse(at + 1)
        return self._judged[form]


def try_out(book: RuleBook, message: str) -> list[Step] | Fault:
    """What a message would be answered with, or what is wrong with how it is typed; for a worker thread."""
    try:
        return list(ReadyBook(book).answers(parse_pattern(message), None))
    except BadInput as error:
        return error.fault


def outcome(steps: list[Step]) -> str:
    """That in words."""
    said = []
    for step in steps:
        if step.fault is not None:
            said.append(explain(step.fault).sentence)
            continue
        after = f" after {step.delay_s * 1000:g} ms" if step.delay_s else ""
        then = f", then {THENS[step.then]}" if step.then is not Then.NOTHING else ""
        said.append((f"“{show_text(step.data, 200)}”" if step.data else "nothing") + after + then)
    return "Answered with " + "; ".join(said) if said else "No rule matches: nothing is answered."
