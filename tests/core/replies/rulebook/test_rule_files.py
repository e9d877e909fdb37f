"""Rule books as JSON: what is written is read again, and what is wrong is told with its place."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.contract.faults import BadInput
from core.explain.faults import explain
from core.replies.rulebook import json_form
from core.replies.rulebook.answering import ReadyBook
from core.replies.rulebook.json_form import from_json, to_json
from core.replies.rulebook.rule import EXAMPLE, Rule, RuleBook, Take, Then, When

RULES = st.builds(
    Rule, st.sampled_from(When), st.text(), st.booleans(), st.text(), st.booleans(),
    st.floats(0, 1e6), st.sampled_from(Then), st.text(), st.booleans(),
)  # fmt: skip


@settings(max_examples=40)
@given(st.builds(RuleBook, st.lists(RULES, max_size=4).map(tuple), st.sampled_from(Take), st.text()))
def test_what_is_written_is_read_again(book: RuleBook) -> None:
    assert from_json(to_json(book)) == book


def test_the_example_works() -> None:
    ReadyBook(EXAMPLE)


def test_the_form_that_is_explained_is_the_form_that_is_read() -> None:
    text = str(json_form.__doc__)
    lines = text[text.index("{\n") : text.rindex("}") + 1].splitlines()
    book = from_json("\n".join(map(_without_remark, lines)).encode())
    assert book.rules[0].when is When.REGEX
    assert set(json.loads(to_json(book))["rules"][0]) == {
        "when", "pattern", "ignores-case", "answer", "answers-in-hex", "delay-ms", "then", "name", "is-on",
    }  # fmt: skip


def _without_remark(line: str) -> str:
    """Remarks stand two blanks or more after what they are about."""
    return line.strip().split("  ")[0]


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ('{\n"socketlab-rules": 1,\n"rules": [,]}', "RULES_NOT_JSON", "line 3"),
        ("", "RULES_NOT_JSON", "line 1"),
        ("\x00", "RULES_NOT_JSON", "line 1"),
        ("[1]", "RULES_FOREIGN", "socketlab-rules"),
        ("[" * 100_000, "RULES_FOREIGN", ""),
        ('{"socketlab-rules": 9}', "RULES_NEWER", "format 9"),
        ('{"socketlab-rules": 1, "rules": 3}', "RULE_FIELD", "the file: rules"),
        ('{"socketlab-rules": 1, "rules": [{}, 3]}', "RULE_FIELD", "rule 2"),
        ('{"socketlab-rules": 1, "rules": [{"when": "sometimes"}]}', "RULE_FIELD", "rule 1: when"),
        ('{"socketlab-rules": 1, "rules": [{"when": []}]}', "RULE_FIELD", "rule 1: when"),
        ('{"socketlab-rules": 1, "rules": [{"delay-ms": true}]}', "RULE_FIELD", "rule 1: delay-ms"),
        ('{"socketlab-rules": 1, "rules": [{"answer": 3}]}', "RULE_FIELD", "rule 1: answer"),
        ('{"socketlab-rules": 1, "rules": [{"anwser": ""}]}', "RULE_KEY", "rule 1: anwser"),
        ('{"socketlab-rules": 1, "take": "some"}', "RULE_FIELD", "the file: take"),
        (" " * 2_000_000, "RULES_TOO_LARGE", "1,048,576"),
    ],
)
def test_what_is_no_rule_book_is_told_with_its_place(text: str, name: str, words: str) -> None:
    with pytest.raises(BadInput) as refused:
        from_json(text.encode())
    assert refused.value.fault.name == name
    assert words in str(explain(refused.value.fault))


def test_bytes_that_are_no_text_are_told_with_their_line() -> None:
    with pytest.raises(BadInput) as refused:
        from_json(b'{\n"\xff"}')
    assert refused.value.fault.count == 2
