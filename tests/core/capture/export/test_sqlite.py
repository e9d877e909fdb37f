"""The database: all rows in one table that sqlite3 can query, and the view of the traffic."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.capture.capture import Capture
from core.capture.export.formats import Sqlite
from core.contract.records import RawRecord
from core.payload.escapes import parse_text
from tests.core.capture.export.files import all_of, capture_of, export_to
from tests.core.capture.rows import any_row, echo, sample


def answers(capture: Capture, *queries: str, seqs: Sequence[int] | None = None) -> list[list[tuple[Any, ...]]]:
    """What the database says to each query."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.sqlite")
        export_to(path, capture, Sqlite(), seqs)
        with closing(sqlite3.connect(path)) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            return [database.execute(query).fetchall() for query in queries]


@given(st.lists(any_row, max_size=8))
def test_any_row_is_in_the_table_with_every_field(rows: list[RawRecord]) -> None:
    query = """SELECT seq, time_ns, elapsed_ns, socket, fd, call, result, cause, command, size, payload, args, error,
               address, direction != '' FROM calls ORDER BY seq"""
    with capture_of(rows) as capture:
        (found,), records = answers(capture, query), all_of(capture)
    for (*fields, args, error, address, moved), record in zip(found, records, strict=True):
        assert fields == [
            *record[:5], record.call.label, record.result, record.cause.kind.name.lower(), record.cause.command,
            len(record.payload), record.payload,
        ]  # fmt: skip
        assert tuple(json.loads(args)) == record.args
        assert [parse_text(error).decode(), parse_text(address).decode()] == [record.error, record.address]
        assert moved == record.moved_bytes


def test_the_view_of_the_traffic_is_the_rows_that_moved_bytes() -> None:
    with capture_of(sample()) as capture:
        traffic, sums = answers(
            capture,
            "SELECT seq, socket, direction, peer, size, text FROM traffic ORDER BY seq LIMIT 1",
            "SELECT direction, count(*), sum(size) FROM traffic GROUP BY direction ORDER BY direction",
        )
        totals = capture.overall
    assert traffic == [(5, 2, "in", "127.0.0.1:51324", 7, "hello\r\n")]
    assert sums == [("in", totals.units_in, totals.bytes_in), ("out", totals.units_out, totals.bytes_out)]


def test_the_schema_explains_itself_and_questions_that_are_often_asked_have_an_index() -> None:
    plans = [
        "SELECT * FROM calls WHERE socket = 2 ORDER BY seq",
        "SELECT * FROM calls WHERE time_ns > 5",
        "SELECT * FROM calls WHERE call = 'recv' ORDER BY seq",
        "SELECT * FROM calls WHERE error = 'ECONNRESET' AND error != ''",
    ]
    with capture_of(sample()) as capture:
        (schema,), version, *explained = answers(
            capture,
            "SELECT sql FROM sqlite_master WHERE name = 'calls'",
            "PRAGMA user_version",
            *(f"EXPLAIN QUERY PLAN {plan}" for plan in plans),
        )
    assert "-- what it returned" in schema[0]
    assert version == [(1,)]
    for plan in explained:
        assert "USING INDEX" in plan[0][-1]
        assert len(plan) == 1, "it sorts what the index has in order"


def test_more_rows_than_one_statement_takes_and_only_those_asked_for() -> None:
    with capture_of(echo(1500)) as capture:
        (found,) = answers(capture, "SELECT seq FROM calls", seqs=range(2, 1400))
    assert [seq for (seq,) in found] == list(range(2, 1400))
