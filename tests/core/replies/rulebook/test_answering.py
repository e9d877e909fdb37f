"""From a message to its answers: order, groups, macros, delays, and what is wrong with an answer."""

from __future__ import annotations

import pytest

from core.contract.endpoints import Endpoint
from core.contract.faults import BadInput
from core.explain.faults import explain
from core.replies.rulebook.answering import MOST_ANSWER, ReadyBook, ReadyRule, Step
from core.replies.rulebook.rule import Rule, RuleBook, Take, Then, When

PEER = Endpoint("192.0.2.1", 4711)


def steps(*rules: Rule, message: bytes = b"get a=1", take: Take = Take.FIRST) -> list[Step]:
    return list(ReadyBook(RuleBook(rules, take)).answers(message, PEER))


def answered(rule: Rule, message: bytes = b"get a=1") -> bytes:
    return b"".join(step.data for step in steps(rule, message=message))


@pytest.mark.parametrize(
    ("rule", "answer"),
    [
        (Rule(When.ANYTHING, answer=r"yes\r\n"), b"yes\r\n"),
        (Rule(When.ANYTHING, answer="{{0}}"), b"get a=1"),
        (Rule(When.REGEX, r"(\w)=(?<n>\d)", answer="{{n}}={{1}} {{ 2 }}"), b"1=a 1"),
        (Rule(When.REGEX, r"(\w)=(\d)", answer="02 {{2}} 03", answers_in_hex=True), b"\x021\x03"),
        (Rule(When.ANYTHING, answer="{{peer}} {{counter}}"), b"192.0.2.1:4711 1"),
        (Rule(When.ANYTHING), b""),
    ],
)
def test_an_answer_may_use_what_was_found(rule: Rule, answer: bytes) -> None:
    assert answered(rule) == answer


def test_the_first_rule_that_matches_answers_alone_unless_all_are_to() -> None:
    rules = (
        Rule(When.CONTAINS, "x", answer="1"),
        Rule(When.CONTAINS, "a", answer="2"),
        Rule(When.ANYTHING, answer="3"),
    )
    assert [step.data for step in steps(*rules)] == [b"2"]
    assert [step.data for step in steps(*rules, take=Take.ALL)] == [b"2", b"3"]


def test_a_rule_that_is_off_is_passed_over_whatever_stands_in_it() -> None:
    assert steps(Rule(When.REGEX, "(", is_on=False), Rule(When.ANYTHING, answer="x"))[0].data == b"x"


def test_nothing_comes_after_a_rule_that_closes() -> None:
    rules = (Rule(When.ANYTHING, answer="bye", then=Then.CLOSE), Rule(When.ANYTHING, answer="more"))
    assert steps(*rules, take=Take.ALL) == [Step(b"bye", 0, Then.CLOSE)]


def test_a_rule_that_takes_too_long_is_said_and_the_next_one_answers() -> None:
    slow, other = steps(
        Rule(When.REGEX, "(a+)+$", answer="x", name="slow"), Rule(When.ANYTHING, answer="y"), message=b"a" * 5000 + b"!"
    )
    assert slow.fault is not None
    assert "Rule 1 (slow)" in explain(slow.fault).sentence
    assert other.data == b"y"


def test_each_rule_counts_its_own_answers() -> None:
    ready = ReadyRule(Rule(When.CONTAINS, "a", answer="{{counter}}"), 1)
    assert [step and step.data for step in (ready.answer(it, None) for it in (b"a", b"b", b"a"))] == [b"1", None, b"2"]


def test_what_is_found_can_not_be_told_to_grow_without_end() -> None:
    assert len(answered(Rule(When.ANYTHING, answer="{{0}}" * 100), b"x" * 60_000)) == MOST_ANSWER


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        (Rule(When.ANYTHING, answer=r"\q"), "ESCAPE_UNKNOWN"),
        (Rule(When.ANYTHING, answer="{{1}}"), "MACRO_UNKNOWN"),
        (Rule(When.ANYTHING, answer="{{"), "MACRO_OPEN"),
        (Rule(When.ANYTHING, answer="0", answers_in_hex=True), "HEX_ODD"),
        (Rule(When.CONTAINS, ""), "PATTERN_EMPTY"),
        (Rule(When.ANYTHING, delay_ms=-1), "DELAY_BAD"),
        (Rule(When.ANYTHING, delay_ms=float("nan")), "DELAY_BAD"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_comes_in(rule: Rule, name: str) -> None:
    with pytest.raises(BadInput) as refused:
        ReadyRule(rule, 1)
    assert refused.value.fault.name == name
