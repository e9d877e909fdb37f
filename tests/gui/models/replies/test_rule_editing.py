"""Rules being written: forms, order, what is wrong, and trying them out."""

from __future__ import annotations

import pytest

from core.contract.faults import Fault
from core.replies.rulebook.rule import EXAMPLE, Rule, RuleBook, Then, When
from gui.models.replies.rule_editing import RuleEditing, Wrong, outcome, try_out
from gui.models.replies.rule_form import RuleForm


def patterns(editing: RuleEditing) -> list[str]:
    return [form.pattern for form in editing.rules]


def test_a_book_that_nobody_changes_stays_as_it_is() -> None:
    assert RuleEditing.of(EXAMPLE).book() == EXAMPLE


def test_a_rule_is_added_after_the_one_in_hand_and_moved_and_removed() -> None:
    editing = RuleEditing()
    for pattern in "ac":
        editing.add()
        editing.change(RuleForm(pattern=pattern))
    editing.at = 0
    editing.add()
    editing.change(RuleForm(pattern="b"))
    assert (patterns(editing), editing.at) == (["a", "b", "c"], 1)
    editing.move(1)
    assert (patterns(editing), editing.at) == (["a", "c", "b"], 2)
    assert not editing.can_move(1)
    editing.remove()
    assert (patterns(editing), editing.at) == (["a", "c"], 1)
    editing.remove()
    editing.remove()
    assert (patterns(editing), editing.in_hand) == ([], None)
    assert isinstance(editing.book(), Wrong)


def test_every_field_at_fault_is_told_with_the_rule_it_is_in() -> None:
    editing = RuleEditing([RuleForm(pattern="a"), RuleForm(When.REGEX, "(", delay="soon")], at=0)
    wrong = editing.book()
    assert isinstance(wrong, Wrong)
    assert wrong.at == 1
    assert [fault.name for fault in wrong.faults] == ["DELAY_BAD", "REGEX_BAD"]
    editing.at = 1
    editing.change(RuleForm(When.REGEX, "(", is_on=False))
    assert isinstance(editing.book(), RuleBook), "one that is off may stay unfinished"


@pytest.mark.parametrize("delay", ["", "0", " 1.5 ", "86400000"])
def test_a_delay_is_in_milliseconds(delay: str) -> None:
    rule = RuleForm(pattern="a", delay=delay).parse(1)
    assert isinstance(rule, Rule)
    assert rule.delay_ms == float(delay or 0)


@pytest.mark.parametrize("delay", ["-1", "1_0", "nan", "inf", "1e99", "٣", "86400001"])
def test_what_is_no_delay_is_told(delay: str) -> None:
    assert RuleForm(pattern="a", delay=delay).parse(1) != Rule(pattern="a")
    assert not isinstance(RuleForm(pattern="a", delay=delay).parse(1), Rule)


def test_bytes_that_end_a_message_are_judged_too() -> None:
    wrong = RuleEditing([RuleForm(pattern="a")], ends_with=r"\q").book()
    assert isinstance(wrong, Wrong)
    assert (wrong.at, wrong.faults[0].name) == (None, "ESCAPE_UNKNOWN")


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("ping", r"Answered with “pong\r\n”"),
        (r"\x02A\x03", "Answered with “\\x06” after 200 ms"),
        ("Bye!", r"Answered with “good bye\r\n”, then close"),
    ],
)
def test_a_message_can_be_tried(message: str, said: str) -> None:
    steps = try_out(EXAMPLE, message)
    assert isinstance(steps, list)
    assert outcome(steps) == said


def test_what_matches_nothing_or_takes_too_long_is_said() -> None:
    assert outcome([]) == "No rule matches: nothing is answered."
    steps = try_out(RuleBook((Rule(When.REGEX, "(a+)+$"), Rule(When.ANYTHING, then=Then.RESET))), "a" * 4000 + "!")
    assert isinstance(steps, list)
    assert "Rule 1 was given up" in outcome(steps)
    assert outcome(steps).endswith("nothing, then reset")
    assert isinstance(try_out(EXAMPLE, r"\q"), Fault)


def test_rules_are_said_in_words() -> None:
    form = RuleForm(When.STARTS, "x", delay="20", then=Then.CLOSE)
    assert (form.condition, form.consequence) == ("begins with “x”", "after 20 ms, close")
    assert (RuleForm(When.ANYTHING).condition, RuleForm().consequence) == ("is anything", "")
