"""The three ways to say a call record: as Python writes it, as C does, and as a sentence (pure, any thread)."""

from __future__ import annotations

from core.contract.records import CallRecord


def python_form(record: CallRecord) -> str:
    """As Python writes it."""
    return f"{record.call.label}({', '.join(map(str, record.args))}) -> {record.error or record.result}"


def c_form(record: CallRecord) -> str:
    """As strace prints it."""
    return f"{record.call.label}({record.fd}, {', '.join(map(str, record.args))}) = {record.error or record.result}"


def sentence(record: CallRecord) -> str:
    """What it did."""
    return python_form(record)
