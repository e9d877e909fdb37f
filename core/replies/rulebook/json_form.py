"""A rule book as JSON and back: what files hold, and what a reply is given (pure, any thread).

    {
     "socketlab-rules": 1,
     "messages-end-with": "\\\\n",        with escapes; "" or left out: each recv() is a message
     "take": "first",                   or "all": every rule that matches answers
     "rules": [
      {
       "when": "regex",                 exact, contains, starts, ends, regex, hex, anything
       "pattern": "set (\\\\w+)=(\\\\d+)",   text with escapes, a regular expression, or hex digits with ?? and *
       "ignores-case": false,
       "answer": "{{1}} = {{2}}\\\\r\\\\n",  text with escapes, macros and groups
       "answers-in-hex": false,         the answer is hex digits, macros and groups
       "delay-ms": 0,
       "then": "nothing",               or "close", "reset"
       "name": "",                      for the reader
       "is-on": true
      }
     ]
    }

All but the first line and "rules" may be left out. Law: what is wrong is refused with its place (which rule, which
line), and nothing that is not known here is thrown away in silence.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from enum import Enum
from typing import Any, TypeVar

from core.contract.faults import BadInput, Fault, Field
from core.payload.escapes import show_name
from core.replies.rulebook.rule import Rule, RuleBook, Take, Then, When

VERSION = 1
MOST_BYTES = 1024 * 1024
_MARK = "socketlab-rules"
_KEYS = {it.name: it.name.replace("_", "-") for it in fields(Rule)}
_BOOK_KEYS = frozenset({_MARK, "messages-end-with", "take", "rules"})

_Choice = TypeVar("_Choice", bound=Enum)


def to_json(book: RuleBook) -> bytes:
    """As UTF-8, indented for people."""
    rules = [_rule_to_json(rule) for rule in book.rules]
    whole = {_MARK: VERSION, "messages-end-with": book.ends_with, "take": book.take.value, "rules": rules}
    return (json.dumps(whole, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


def from_json(data: bytes) -> RuleBook:
    """Raises BadInput: RULES_NOT_JSON, RULES_FOREIGN, RULES_NEWER, RULES_TOO_LARGE, RULE_FIELD, RULE_KEY."""
    if len(data) > MOST_BYTES:
        raise BadInput(Fault("RULES_TOO_LARGE", field=Field.RULES, count=MOST_BYTES))
    whole = _parse(data)
    if not isinstance(whole, dict) or not isinstance(whole.get(_MARK), int):
        raise BadInput(Fault("RULES_FOREIGN", field=Field.RULES))
    if whole[_MARK] > VERSION:
        raise BadInput(Fault("RULES_NEWER", field=Field.RULES, count=whole[_MARK]))
    _only(whole, _BOOK_KEYS, "the file")
    listed = whole.get("rules", [])
    if not isinstance(listed, list):
        raise _bad("rules", "the file")
    return RuleBook(
        tuple(_rule(each, f"rule {number}") for number, each in enumerate(listed, 1)),
        _choice(Take, whole.get("take", Take.FIRST.value), "take", "the file"),
        _of_kind(str, whole.get("messages-end-with", ""), "messages-end-with", "the file"),
    )


def _parse(data: bytes) -> object:
    try:
        found: object = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadInput(Fault("RULES_NOT_JSON", about="no UTF-8", field=Field.RULES, count=line)) from None
    except json.JSONDecodeError as error:
        fault = Fault(
            "RULES_NOT_JSON", about=f"{error.msg}, column {error.colno}", field=Field.RULES, count=error.lineno
        )
        raise BadInput(fault) from None
    except RecursionError:
        raise BadInput(Fault("RULES_FOREIGN", field=Field.RULES)) from None
    return found


def _rule_to_json(rule: Rule) -> dict[str, Any]:
    values = {key: getattr(rule, name) for name, key in _KEYS.items()}
    return {key: value.value if isinstance(value, Enum) else value for key, value in values.items()}


def _rule(found: object, where: str) -> Rule:
    if not isinstance(found, dict):
        raise _bad("{...}", where)
    _only(found, frozenset(_KEYS.values()), where)
    usual = Rule()
    values: dict[str, Any] = {}
    for name, key in _KEYS.items():
        default = getattr(usual, name)
        value = found.get(key, default.value if isinstance(default, Enum) else default)
        match default:
            case When() | Then():
                values[name] = _choice(type(default), value, key, where)
            case bool() | str():
                values[name] = _of_kind(type(default), value, key, where)
            case _:
                values[name] = _number(value, key, where)
    return Rule(**values)


def _choice(kind: type[_Choice], value: object, key: str, where: str) -> _Choice:
    try:
        return kind(value)
    except ValueError:
        raise _bad(key, where) from None


def _of_kind(kind: type[Any], value: object, key: str, where: str) -> Any:
    if not isinstance(value, kind):
        raise _bad(key, where)
    return value


def _number(value: object, key: str, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _bad(key, where)
    return value


def _only(found: Mapping[str, object], known: frozenset[str], where: str) -> None:
    """A misspelt name would otherwise leave a default in force that nobody meant."""
    for key in found:
        if key not in known:
            raise BadInput(Fault("RULE_KEY", about=f"{where}: {show_name(key)}", field=Field.RULES))


def _bad(key: str, where: str) -> BadInput:
    return BadInput(Fault("RULE_FIELD", about=f"{where}: {key}", field=Field.RULES))
