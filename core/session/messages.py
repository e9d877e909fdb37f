"""The section "messages": what stands in the send rows, and what was sent from them before (any thread).

    {"server": {"text": "hello"}, "client": {"text": "68 69", "notation": "hex", "history": ["first", "second"]}}

How one message is written: compositions.py. Law: what is opened stands in the row; nothing is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.payload.composition import Composition
from core.session.compositions import read_composition, write_composition
from core.session.fields import Fields, Rest, text_of, written

ROWS = ("server", "client")
"""One under each tab."""


@dataclass(frozen=True, slots=True)
class Row:
    """One send row."""

    message: Composition = field(default_factory=lambda: Composition(""))
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
    message = read_composition(fields)
    return Row(message, fields.each("history", text_of), fields.rest)


def _write_row(row: Row) -> dict[str, Any]:
    return write_composition(row.message) | written([("history", list(row.history), [])], row.rest)
