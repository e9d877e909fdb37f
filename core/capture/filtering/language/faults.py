"""How the filter language says what is wrong: a fault with the place in the typed text (pure, any thread).

Law: the position is always that of a character that was typed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from core.contract.faults import BadInput, Fault, Field
from core.payload.escapes import show_name

_T = TypeVar("_T")


def bad(name: str, position: int, about: str = "", count: int | None = None) -> BadInput:
    """What to raise for the character at `position`."""
    return BadInput(Fault(name, about=show_name(about), field=Field.FILTER, position=position, count=count))


def parse_part(parse: Callable[[str], _T], text: str, at: int) -> _T:
    """What a parser of forms makes of a part that begins at `at`; its complaints become those of the filter."""
    try:
        return parse(text)
    except BadInput as error:
        position = at + (error.fault.position or 0)
        raise BadInput(replace(error.fault, field=Field.FILTER, position=position)) from None
