"""The terms that need the bodies of rows: errors by name, bytes that were moved (one worker thread).

Law: what a row moved is looked for in its payload only, never in what stands around it in the file.
"""

from __future__ import annotations

from collections.abc import Container
from itertools import compress, repeat
from operator import ge

from core.capture.filtering import masks
from core.capture.filtering.automaton import Automaton
from core.capture.stretch import Stretch
from core.contract.records import CauseKind


def with_error(name: str, rows: Stretch, wanted: bytes) -> bytes:
    """The rows that gave this error. CaptureError, as all here."""
    mask = bytearray(len(rows))
    answers: dict[bytes, bool] = {}  # most rows that failed did so in the same words
    for position in compress(range(len(rows)), masks.both(wanted, rows.failed)):
        texts = rows.packed_texts(position)
        if texts not in answers:
            answers[texts] = rows.texts(position)[0] == name
        mask[position] = answers[texts]
    return bytes(mask)


def caused_by(kinds: Container[CauseKind], rows: Stretch, wanted: bytes) -> bytes:
    """The rows that were made for one of these reasons; 4 us a row, so let cheaper terms go first."""
    mask = bytearray(len(rows))
    for record in rows.records(wanted):
        mask[record.seq - rows.first] = record.cause.kind in kinds
    return bytes(mask)


def containing(data: bytes, rows: Stretch, *, ignore_case: bool) -> bytes:
    """The rows whose payload holds these bytes."""
    where, data = (rows.lowered, data.lower()) if ignore_case else (rows.bodies, data)
    if data not in where:  # whatever else stands there: with most stretches that is the end of it
        return masks.none_of(len(rows))
    return bytes(map(ge, map(where.find, repeat(data), rows.starts, rows.ends), repeat(0)))


def fitting(automaton: Automaton, rows: Stretch, wanted: bytes) -> bytes:
    """The rows whose payload the expression fits."""
    mask = bytearray(len(rows))
    for position in compress(range(len(rows)), wanted):
        mask[position] = automaton.fits(rows.payload(position))
    return bytes(mask)
