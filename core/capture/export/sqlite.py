"""An SQLite database with one table, for those who want to query (a worker thread's).

Law: the schema explains itself; sqlite3's own .schema shows the comments in it.

sqlite3 drops the interpreter lock for every row it steps, and beside a busy thread waits for it each time: hence many
rows in one INSERT, which steps once.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from core.capture.capture import Capture
from core.capture.export.clock import Clock
from core.capture.export.words import CALLS, CAUSES, Names, direction_of, size_of
from core.capture.stories.stories import Stories
from core.contract.records import CallRecord

if TYPE_CHECKING:
    import sqlite3

_TABLE = """
CREATE TABLE calls (             -- one POSIX call on one of Socket Lab's sockets
    seq        INTEGER PRIMARY KEY, -- the order in which the calls returned
    time       TEXT NOT NULL,       -- local wall clock at the start of the call, and its distance to UTC
    time_ns    INTEGER NOT NULL,    -- the same, ns since the epoch
    elapsed_ns INTEGER NOT NULL,    -- how long the call took
    socket     INTEGER NOT NULL,    -- the lab's number of the socket; never used again, as descriptors are
    fd         INTEGER NOT NULL,    -- the descriptor; -1 where there is none yet
    call       TEXT NOT NULL,       -- 'recv', 'accept'...
    args       TEXT NOT NULL,       -- JSON array: what was passed, without descriptor and payload
    result     INTEGER NOT NULL,    -- what it returned; with an error, minus the error's number
    error      TEXT NOT NULL,       -- '' or the error's name
    cause      TEXT NOT NULL,       -- why it was made: command, ready, reply, lookup, python, timer
    command    INTEGER NOT NULL,    -- the command it was part of, else 0
    address    TEXT NOT NULL,       -- the endpoint the call gave back or sent to
    peer       TEXT NOT NULL,       -- the other end of the datagram or connection
    direction  TEXT NOT NULL,       -- 'in' or 'out' for a row that moved bytes, else ''
    size       INTEGER NOT NULL,    -- bytes that it moved
    payload    BLOB NOT NULL        -- those of them that the capture kept: the first ones
)
"""
_AFTERWARDS = (
    "CREATE INDEX calls_by_socket ON calls (socket, seq)",
    "CREATE INDEX calls_by_time ON calls (time_ns)",
    "CREATE INDEX calls_by_call ON calls (call, seq)",
    "CREATE INDEX calls_that_failed ON calls (error, seq) WHERE error != ''",
    """CREATE VIEW traffic AS -- the rows that moved bytes; text cuts the payload at its first zero byte
    SELECT seq, time, socket, direction, peer, size, CAST(payload AS TEXT) AS text, payload
    FROM calls WHERE direction != ''""",
    "PRAGMA user_version = 1",
)
_COLUMNS = 17


def write_sqlite(path: Path, capture: Capture, stories: Stories, pages: Iterable[list[CallRecord]]) -> int:
    """Make the database; how many rows. OSError when the disk refuses."""
    import sqlite3

    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            return _fill(database, capture, stories, pages)
    except sqlite3.Error as error:
        full = error.sqlite_errorname == "SQLITE_FULL"
        raise OSError(errno.ENOSPC if full else errno.EIO, str(error), str(path)) from error


def _fill(database: sqlite3.Connection, capture: Capture, stories: Stories, pages: Iterable[list[CallRecord]]) -> int:
    database.execute("PRAGMA journal_mode = OFF")  # until it is complete nobody knows its name
    database.execute("PRAGMA synchronous = OFF")
    database.execute(_TABLE)
    database.execute("BEGIN")
    rows, names, clock = 0, Names(stories), Clock()
    for page in pages:
        groups = ",".join([f"({','.join('?' * _COLUMNS)})"] * len(page))
        values = chain.from_iterable([_values(record, size_of(record, capture), names, clock) for record in page])
        database.execute(f"INSERT INTO calls VALUES {groups}", tuple(values))
        rows += len(page)
    for statement in _AFTERWARDS:
        database.execute(statement)
    database.execute("COMMIT")
    return rows


def _values(record: CallRecord, size: int, names: Names, clock: Clock) -> tuple[int | str | bytes, ...]:
    return (
        record.seq,
        clock.text(record.time_ns),
        record.time_ns,
        record.elapsed_ns,
        record.socket,
        record.fd,
        CALLS[record.call],
        names.arguments_of(record),
        record.result,
        names.show(record.error),
        CAUSES[record.cause.kind],
        record.cause.command,
        names.show(record.address),
        names.peer_of(record),
        direction_of(record),
        size,
        record.payload,
    )
