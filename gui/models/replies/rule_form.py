"""One rule as its fields stand on the screen, turned into a rule or into what is wrong with it (window thread).

Law: every field at fault is reported at once, and what was typed is never changed.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.contract.faults import BadInput, Fault, Field
from core.replies.rulebook.answering import ReadyRule
from core.replies.rulebook.rule import Rule, Then, When

WHENS: dict[When, str] = {
    When.CONTAINS: "contains",
    When.EXACT: "is exactly",
    When.STARTS: "begins with",
    When.ENDS: "ends with",
    When.REGEX: "matches (regex)",
    When.HEX: "is, in hex",
    When.ANYTHING: "is anything",
}
THENS: dict[Then, str] = {Then.NOTHING: "go on", Then.CLOSE: "close", Then.RESET: "reset"}
PATTERN_HELP: dict[When, str] = {
    When.REGEX: "A regular expression, found anywhere in it; ^ and $ are its ends. {{1}} is the first group",
    When.HEX: "All of its bytes: 02 ff; ?? is any byte, 5? any with that digit, * any number. {{1}}: the first such",
    When.ANYTHING: "Every message is",
}
PLAIN_HELP = r"Text with escapes: \r \n \t \0 \xNN"
ANSWER_HELP = (
    r"With escapes, or hex digits. {{0}} is what came in, {{1}} the first group, {{name}} a named one; macros as in "
    r"what you send: {{time}}, {{counter}}... Empty: nothing is sent"
)


@dataclass(frozen=True, slots=True)
class RuleForm:
    """The fields of one rule; texts as they are typed."""

    when: When = When.CONTAINS
    pattern: str = ""
    ignores_case: bool = False
    answer: str = ""
    answers_in_hex: bool = False
    delay: str = "0"
    then: Then = Then.NOTHING
    name: str = ""
    is_on: bool = True

    @classmethod
    def of(cls, rule: Rule) -> RuleForm:
        """A rule as a person would have typed it."""
        return cls(
            rule.when, rule.pattern, rule.ignores_case, rule.answer, rule.answers_in_hex, f"{rule.delay_ms:.10g}",
            rule.then, rule.name, rule.is_on,
        )  # fmt: skip

    def parse(self, number: int) -> Rule | tuple[Fault, ...]:
        """The rule, or every fault there is; one that is off may stay unfinished."""
        faults: list[Fault] = []
        delay_ms = 0.0
        try:
            delay_ms = float(self.delay.strip() or "0")
            in_order = self.delay.isascii() and "_" not in self.delay
        except ValueError:
            in_order = False
        if not in_order:
            faults.append(Fault("DELAY_BAD", about=self.delay, field=Field.DELAY))
            delay_ms = 0.0
        rule = Rule(
            self.when, self.pattern, self.ignores_case, self.answer, self.answers_in_hex, delay_ms,
            self.then, self.name, self.is_on,
        )  # fmt: skip
        try:
            if self.is_on:
                ReadyRule(rule, number)
        except BadInput as error:
            faults.append(error.fault)
        return tuple(faults) or rule

    @property
    def condition(self) -> str:
        """What it looks for, in words."""
        return WHENS[self.when] if self.when is When.ANYTHING else f"{WHENS[self.when]} “{self.pattern}”"

    @property
    def consequence(self) -> str:
        """What comes of it besides the answer, in words."""
        said = [f"after {self.delay.strip()} ms"] if self.delay.strip().strip("0.") else []
        return ", ".join(said + ([THENS[self.then]] if self.then is not Then.NOTHING else []))
