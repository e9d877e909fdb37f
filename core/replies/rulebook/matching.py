"""Whether a message is what a rule looks for, and what of it the answer may use (pure, any thread).

Law: it comes back within the time limit of regular.py, or says that it did not, whatever the message is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from core.contract.faults import BadInput, Field
from core.payload.escapes import parse_text
from core.replies.rulebook.hex_pattern import as_regular
from core.replies.rulebook.regular import Expression, expression
from core.replies.rulebook.rule import Rule, When

Groups: TypeAlias = dict[str, bytes]
"""What was found, by number and by name; "0" is all of it."""

Find: TypeAlias = Callable[[bytes], Groups | None]
"""What a message has of what is looked for; None: nothing. TimeoutError: it took too long."""

_WHOLE = frozenset({"0"})


def finder(rule: Rule) -> tuple[Find, frozenset[str]]:
    """How to look for it, and the groups that there will be. Raises BadInput: what is wrong with the pattern."""
    match rule.when:
        case When.ANYTHING:
            return _anything, _WHOLE
        case When.REGEX:
            return _by(expression(rule.pattern, ignores_case=rule.ignores_case))
        case When.HEX:
            return _by(expression(as_regular(rule.pattern), ignores_case=False))
        case _:
            return _plain(rule), _WHOLE


def parse_pattern(text: str) -> bytes:
    """Text with escapes, as parse_text() reads it, at fault as a pattern."""
    try:
        return parse_text(text)
    except BadInput as error:
        raise BadInput(replace(error.fault, field=Field.PATTERN)) from None


def _by(expression: Expression) -> tuple[Find, frozenset[str]]:
    return expression.find, expression.groups


def _plain(rule: Rule) -> Find:
    wanted = parse_pattern(rule.pattern)
    compare = _COMPARE[rule.when]
    if rule.ignores_case:
        low = wanted.lower()
        return lambda data: {"0": data} if compare(data.lower(), low) else None
    return lambda data: {"0": data} if compare(data, wanted) else None


def _anything(data: bytes) -> Groups:
    return {"0": data}


_COMPARE: dict[When, Callable[[bytes, bytes], bool]] = {
    When.EXACT: bytes.__eq__,
    When.CONTAINS: bytes.__contains__,
    When.STARTS: bytes.startswith,
    When.ENDS: bytes.endswith,
}
