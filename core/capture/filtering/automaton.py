"""Does an expression fit somewhere in some bytes? Answered by an automaton, in one step per byte (one thread each).

Law: the time grows with the bytes, and with nothing that is in them. Python's own re tries one way after the other
instead, and holds the interpreter lock until it is done: (a+)+$ on thirty times "a" and a "b" stops the window for
minutes [measured: 20 times 0.06 s, 24 times 1 s, and twice as long for each more].

Each symbol of the expression has a number (V. M. Glushkov's construction); a set of them is a number with these bits.
A state is the set of symbols that may come next; states and the steps between them are made when they are first needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import getitem
from typing import NamedTuple

from core.capture.filtering.language.expression import END, START, Choice, Node, Repeat, Sequence, Symbol

MOST_STATES = 1000
"""Kept at a time, about 10 MB at worst: an expression can have 2 to the power of its length."""


class Automaton:
    """One expression, ready to be looked for."""

    def __init__(self, expression: Node) -> None:
        self._sets: list[int] = []
        self._following: list[int] = []
        whole = self._build(expression)
        self._first = whole.first
        self._last = whole.last
        self._fits_all = whole.can_be_empty
        self._by_symbol: dict[int, int] = {}
        self._states: dict[int, State] = {}
        self._fits = State(self, 0)
        self._begin = State(self, self._first)

    def fits(self, data: bytes) -> bool:
        """Whether it fits anywhere in these bytes."""
        if self._fits_all:
            return True
        state = reduce(getitem, data, self._begin[START])
        return state is self._fits or state[END] is self._fits

    def watch(self) -> Watch:
        """Begin to look for it in bytes that come piece by piece."""
        return Watch(None if self._fits_all else self._begin[START], self._fits)

    def step(self, state: State, symbol: int) -> State:
        """The state after this symbol; once the expression fitted, that remains so."""
        if state is self._fits:
            return state
        taken = state.expected & self._accepting(symbol)
        if taken & self._last:
            return self._fits
        expected = self._first  # it may begin anywhere
        for number in _numbers(taken):
            expected |= self._following[number]
        return self._state(expected)

    def _state(self, expected: int) -> State:
        found = self._states.get(expected)
        if found is None:
            if len(self._states) >= MOST_STATES:
                self._states.clear()
                self._begin.clear()
            found = self._states[expected] = State(self, expected)
        return found

    def _accepting(self, symbol: int) -> int:
        """The numbers of the expression's symbols that this one can be."""
        found = self._by_symbol.get(symbol)
        if found is None:
            found = sum(1 << number for number, allowed in enumerate(self._sets) if allowed >> symbol & 1)
            self._by_symbol[symbol] = found
        return found

    def _build(self, node: Node) -> _Part:
        """Number the symbols of a part, and note which can follow which within it."""
        match node:
            case Symbol(allowed):
                self._sets.append(allowed)
                self._following.append(0)
                number = 1 << len(self._sets) - 1
                return _Part(False, number, number)
            case Sequence(items):
                whole = _NOTHING
                for item in items:
                    whole = self._after(whole, self._build(item))
                return whole
            case Choice(options):
                parts = [self._build(option) for option in options]
                first, last = reduce(int.__or__, [p.first for p in parts]), reduce(int.__or__, [p.last for p in parts])
                return _Part(any(part.can_be_empty for part in parts), first, last)
            case Repeat(item, least, most):
                return self._repeat(item, least, most)

    def _repeat(self, item: Node, least: int, most: int | None) -> _Part:
        """Written out: a{2,3} is a a a?, and a{2,} is a a+."""
        whole = _NOTHING
        times = max(1, least) if most is None else most
        for time in range(times):
            part = self._build(item)
            if most is None and time == times - 1:
                self._connect(part.last, part.first)
            whole = self._after(whole, part._replace(can_be_empty=part.can_be_empty or time >= least))
        return whole

    def _after(self, before: _Part, part: _Part) -> _Part:
        self._connect(before.last, part.first)
        return _Part(
            before.can_be_empty and part.can_be_empty,
            before.first | part.first if before.can_be_empty else before.first,
            before.last | part.last if part.can_be_empty else part.last,
        )

    def _connect(self, last: int, first: int) -> None:
        for number in _numbers(last):
            self._following[number] |= first


class State(dict[int, "State"]):
    """Where one can be; as a mapping: the next state by symbol."""

    def __init__(self, automaton: Automaton, expected: int) -> None:
        super().__init__()
        self._automaton = automaton
        self.expected = expected
        """The numbers of the symbols that may come next."""

    def __missing__(self, symbol: int) -> State:
        """Find the step when it is first taken."""
        following = self[symbol] = self._automaton.step(self, symbol)
        return following


class Watch:
    """Where one look through bytes stands that come piece by piece; ^ is their beginning, $ the end of any piece."""

    def __init__(self, state: State | None, fits: State) -> None:
        self._state = state
        self._fits = fits

    def take(self, data: bytes) -> int | None:
        """The next piece: its bytes up to the end of what was looked for; None: it has not come yet."""
        state = self._state
        if state is None:
            return 0
        for at, byte in enumerate(data, 1):
            state = state[byte]
            if state is self._fits:
                return at
        self._state = state
        return len(data) if state[END] is self._fits else None


class _Part(NamedTuple):
    """Of a part of the expression: whether it fits on nothing, and the symbols it can begin and end with."""

    can_be_empty: bool
    first: int
    last: int


_NOTHING = _Part(True, 0, 0)


def _numbers(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
