"""What a row offers to the filter line: terms that mean it and its like (window thread).

Law: every term that is offered can be parsed, and means the row it was made from.
"""

from __future__ import annotations

from typing import NamedTuple

from core.capture.filtering.language.grammar import parse_filter
from core.capture.filtering.language.tokens import Kind, tokens
from core.contract.faults import BadInput
from core.contract.records import INCOMING_CALLS, CallRecord
from core.payload.numbers import counted

_MOST_BYTES = 32
"""A payload that is offered as a filter: a longer line nobody can read."""


class Offer(NamedTuple):
    """One line of a menu."""

    words: str
    term: str


def offers_of(record: CallRecord, remote: str, listener: int | None) -> list[Offer]:
    """What can be asked for; `remote` is who is at the other end ("" for nobody), `listener` whoever accepted it."""
    peer = record.address if record.moved_bytes and record.address else remote
    direction = ("in" if record.call in INCOMING_CALLS else "out") if record.moved_bytes else ""
    offers = [
        Offer(f"This socket: #{record.socket}", f"socket:{record.socket}"),
        Offer(f"All connections of listener #{listener}", f"connection:{listener}" if listener else ""),
        Offer(f"This peer: {peer}", f"peer:{peer}" if peer else ""),
        Offer(f"This call: {record.call.label}()", f"call:{record.call.label}"),
        Offer("What came in" if direction == "in" else "What went out", direction),
        Offer(f"This error: {record.error}", f"errno:{record.error}" if record.error else ""),
        Offer(f"This size: {counted(record.size, 'byte')}", f"size:{record.size}" if direction else ""),
        Offer("These bytes", _hex(record.payload)),
    ]
    return [offer for offer in offers if offer.term and _can_be_parsed(offer.term)]


def narrowed(line: str, term: str) -> str:
    """The filter line with one more term; a line that is wrong as it is, and cannot get right by that, is replaced."""
    line = line.strip()
    if not line or not _can_be_parsed(line):
        return term
    parts = list(tokens(line))
    if any(part.kind is Kind.OR for part in parts):
        line = f"({line})"
    elif term in (line[part.at : part.end] for part in parts) or line == term:
        return line
    return f"{line} {term}"


def _hex(payload: bytes) -> str:
    return f"hex:{payload.hex()}" if 0 < len(payload) <= _MOST_BYTES else ""


def _can_be_parsed(line: str) -> bool:
    try:
        parse_filter(line, 0)
    except BadInput:
        return False
    return True
