"""What --reply may be given, in the window's start options and on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.contract.commands import NO_REPLY, ReplyChoice
from core.contract.faults import BadInput
from core.explain.faults import explain
from core.replies import make
from core.replies.rulebook.json_form import to_json
from core.replies.rulebook.rule import EXAMPLE, Rule, RuleBook, When
from core.replies.rulebook.rule_file import read_rules, write_rules
from core.replies.typed import choice_of


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("none", NO_REPLY),
        ("web-page", ReplyChoice("web-page")),
        ("fixed:echo", ReplyChoice("fixed", b"echo")),
        (r"fixed:a:b\r\n", ReplyChoice("fixed", b"a:b\r\n")),
        (r"HTTP/1.1 204 No Content\r\n", ReplyChoice("fixed", b"HTTP/1.1 204 No Content\r\n")),
        ("Answer: 42", ReplyChoice("fixed", b"Answer: 42")),
    ],
)
def test_a_name_or_a_text_is_taken(text: str, choice: ReplyChoice) -> None:
    assert choice_of(text) == choice
    make(choice)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ehco", "do you mean echo?"),
        ("Echo", "do you mean echo?"),
        ("webpage", "do you mean web-page?"),
        ("hello", "fixed:hello"),
        ("rulse:my.json", "do you mean rules"),
        ("rules", "rules:FILE"),
        ("fixed", "fixed:TEXT"),
        ("echo:hello", "Write its name alone"),
        (r"a\q", "not an escape"),
        ("rules:/nowhere/at/all.json", "There is no file /nowhere/at/all.json"),
        ("rules:/", "is a folder"),
        ("rules:a\0b", "There is no file"),
    ],
)
def test_what_is_mistyped_is_told_with_what_may_be_meant(text: str, words: str) -> None:
    with pytest.raises(BadInput) as refused:
        choice_of(text)
    assert words in str(explain(refused.value.fault))


def test_rules_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "device.json"
    write_rules(file, EXAMPLE)
    assert read_rules(file) == EXAMPLE
    assert choice_of(f"rules:{file}") == ReplyChoice("rules", to_json(EXAMPLE))


def test_a_rule_that_makes_no_sense_is_told_with_its_number(tmp_path: Path) -> None:
    file = tmp_path / "device.json"
    write_rules(file, RuleBook((*EXAMPLE.rules, Rule(When.REGEX, "a(b"))))
    with pytest.raises(BadInput) as refused:
        choice_of(f"rules:{file}")
    assert str(explain(refused.value.fault)).startswith(
        "Rule 6: That is no regular expression: missing ) (character 4)"
    )


def test_a_file_that_can_not_be_written_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        write_rules(tmp_path / "no folder" / "device.json", EXAMPLE)
    assert refused.value.fault.name == "ENOENT"
    (tmp_path / "taken").mkdir()
    with pytest.raises(BadInput):
        write_rules(tmp_path / "taken", EXAMPLE)
    assert [it.name for it in tmp_path.iterdir()] == ["taken"]
