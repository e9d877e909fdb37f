"""The section "messages": what stands in the send rows, and what was sent from them before (any thread).

    {"server": {"text": "hello"}, "client": {"text": "68 69", "notation": "hex", "history": ["first", "second"]}}

A message is written as a kept one is, in core/payload/messages/saved.py, without a name.
Law: what is opened stands in the row; nothing is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.contract.faults import Fault
from core.payload.composition import Composition
from core.payload.messages.saved import (
    COMPOSITION_FIELDS,
    BadMessage,
    composition_from_json,
    composition_to_json,
)
from core.session.errors import SessionError
from core.session.fields import Fields, Rest, text_of, written

ROWS = ("server", "client")
"""One under each tab."""


@dataclass(frozen=True, slots=True)
class Row:
    """One send row."""

    message: Composition = field(default_factory=lambda: Composition(""))
    is_steps: bool = False
    """Whether its text is a sequence, a step a line."""
    history: tuple[str, ...] = ()
    """Oldest first."""
    rest: Rest = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Messages:
    """Both of them."""

    rows: Mapping[str, Row] = field(default_factory=dict)
    """By the tab's name; one that is not there is left as it is."""
    rest: Rest = field(default_factory=dict)


def read_messages(fields: Fields) -> Messages:
    """What stands in the section. SessionError."""
    rows = {name: _read_row(fields.object(name)) for name in ROWS if fields.has(name)}
    return Messages(rows, fields.rest)


def write_messages(messages: Messages) -> dict[str, Any]:
    """The section again."""
    return {name: _write_row(row) for name, row in messages.rows.items()} | dict(messages.rest)


def _read_row(fields: Fields) -> Row:
    is_steps, history = fields.take("steps", False), fields.each("history", text_of)
    rest = dict(fields.rest)
    composed = {name: rest.pop(name) for name in COMPOSITION_FIELDS if name in rest}
    try:
        return Row(composition_from_json(composed), is_steps, history, rest)
    except BadMessage as error:
        raise SessionError(Fault("SESSION_MESSAGE", about=str(error)), fields.place) from None


def _write_row(row: Row) -> dict[str, Any]:
    return composition_to_json(row.message) | written(
        [("steps", row.is_steps, False), ("history", list(row.history), [])], row.rest
    )
