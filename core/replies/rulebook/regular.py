"""Regular expressions for bytes that nobody can trust: bounded when read, and each time they look (any thread).

The standard library's `re` has no time limit and holds Python's lock while it looks: a message like aaaa...b could stop
the whole lab. `regex` has one, and lets go of the lock. What it does not bound is memory for repeats within repeats,
which it writes out: that is counted here first. Law: whatever comes in, find() comes back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import regex

from core.contract.faults import BadInput, Fault, Field

TIME_LIMIT_S = 0.1
MOST_CHARACTERS = 4096
MOST_PARTS = 20_000
"""Of a pattern with all its counted repeats written out: about 15 MB [measured]."""

_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{\d*,?\d*\}|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Expression:
    """One that can be used."""

    _compiled: regex.Pattern

    @property
    def groups(self) -> frozenset[str]:
        """The names and numbers that an answer may use: 0 is all of what was found."""
        return frozenset({*map(str, range(self._compiled.groups + 1)), *self._compiled.groupindex})

    def find(self, data: bytes) -> dict[str, bytes] | None:
        """Each group's bytes ("" for one that took no part), or None. TimeoutError after TIME_LIMIT_S."""
        found = self._compiled.search(data, timeout=TIME_LIMIT_S)
        if found is None:
            return None
        numbered = {str(at): found[at] or b"" for at in range(self._compiled.groups + 1)}
        return numbered | {name: found[name] or b"" for name in self._compiled.groupindex}


def expression(text: str, *, ignores_case: bool = False) -> Expression:
    """Read one. Raises BadInput: REGEX_BAD with the place and the reason, REGEX_TOO_LARGE."""
    if len(text) > MOST_CHARACTERS or _size(text) > MOST_PARTS:
        raise BadInput(Fault("REGEX_TOO_LARGE", field=Field.PATTERN, count=MOST_PARTS))
    try:
        pattern = text.encode()
        return Expression(regex.compile(pattern, regex.IGNORECASE if ignores_case else 0))
    except UnicodeEncodeError as error:
        raise _bad("half a surrogate pair", error.start) from None
    except regex.error as error:
        at = len(pattern[: error.pos or 0].decode("utf-8", "ignore"))
        raise _bad(error.msg, at) from None
    except (OverflowError, RecursionError, ValueError) as error:
        raise _bad(str(error), 0) from None


def _bad(reason: str, position: int) -> BadInput:
    return BadInput(Fault("REGEX_BAD", about=reason, field=Field.PATTERN, position=position))


def _size(text: str) -> int:
    """How many parts it has once counted repeats are written out; what is not well-formed is read somehow."""
    sizes = [0]  # of each group that is open, without its last part
    last = 0
    for token in _TOKEN.findall(text):
        if token == "(":
            sizes[-1] += last
            sizes.append(0)
            last = 0
        elif token == ")" and len(sizes) > 1:
            last += sizes.pop()
        elif token[0] == "{" and (counts := re.findall(r"\d+", token)):
            last *= max(map(int, counts)) or 1
        else:
            sizes[-1] += last
            last = 1
    return sum(sizes) + last
