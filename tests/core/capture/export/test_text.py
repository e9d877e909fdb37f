"""The log to read: one row a line, whatever the row holds."""

from __future__ import annotations

import re
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from core.capture.export.formats import Text
from core.contract.records import Call, RawRecord
from core.payload.escapes import parse_text
from tests.core.capture.export.files import all_of, capture_of, exported
from tests.core.capture.rows import PEER, START_NS, UDP, any_row, row, sample

LINE = re.compile(r"\d+  (?P<time>\S+ \S+)  #\d+  (?P<what>.*)")


def lines_of(data: bytes) -> list[str]:
    """The lines after the first, which says what the others are."""
    first, *lines, last = data.decode().split("\n")
    assert first.startswith("# Socket Lab")
    assert last == ""
    return lines


def what(lines: list[str]) -> list[str]:
    """What each line says after number, time and socket."""
    matches = [LINE.fullmatch(line) for line in lines]
    return [match["what"] for match in matches if match]


def test_traffic_shows_direction_peer_size_and_data_and_calls_show_what_came_of_them() -> None:
    with capture_of(sample(), lab="1.2.3") as capture:
        data = exported(capture, Text())
    assert data.startswith(b"# Socket Lab 1.2.3:")
    assert what(lines_of(data)) == [
        "socket(AF_INET, SOCK_STREAM, 0) = 8",
        "bind(127.0.0.1:9000) = -1 EADDRINUSE",
        "accept() = 9  127.0.0.1:51324",
        "recv(65536) = -1 EAGAIN",
        "<-  127.0.0.1:51324  7 B  hello\\r\\n",
        "->  127.0.0.1:51324  7 B  hello\\r\\n",
        "recv(65536) = 0",
        "<-  127.0.0.1:51324  3 B  a\\0b",
        "<-  [::1]:9001  0 B",
        "->  [::1]:9001  2 B  ok",
        "close() = 0",
    ]


def test_traffic_alone_when_that_was_asked_for() -> None:
    with capture_of(sample()) as capture:
        lines = lines_of(exported(capture, Text(traffic_only=True)))
        assert [int(line.split()[0]) for line in lines] == list(capture.traffic)
        assert lines == lines_of(exported(capture, Text(), capture.traffic))


def test_a_time_is_that_of_the_row_to_the_nanosecond() -> None:
    with capture_of([row(Call.CLOSE)]) as capture:
        (line,) = lines_of(exported(capture, Text()))
    match = LINE.fullmatch(line)
    assert match
    seconds, ns, zone = re.fullmatch(r"(.*)\.(\d{9})(.*)", match["time"]).groups()  # type: ignore[union-attr]
    assert int(datetime.fromisoformat(seconds + zone).timestamp()) * 1_000_000_000 + int(ns) == START_NS


def test_terminal_commands_and_text_that_runs_backwards_are_only_shown() -> None:
    nasty = "\x1b]0;title\x07\x9b2J\u202egnp.exe\r\n12  2026-11-23 forged\x00\b".encode()
    with capture_of([row(Call.RECVFROM, socket=UDP, payload=nasty, address=f"{PEER}\x1b[2J")]) as capture:
        (line,) = lines_of(exported(capture, Text()))
    assert line.isprintable()
    assert line.startswith("1  ")
    assert "\\x1b[2J" in line
    assert parse_text(line.split(" B  ", 1)[1]) == nasty


@given(st.lists(any_row, max_size=8))
def test_any_row_is_one_line_that_is_safe_to_show(rows: list[RawRecord]) -> None:
    with capture_of(rows) as capture:
        lines = lines_of(exported(capture, Text()))
        assert [int(line.split()[0]) for line in lines] == [record.seq for record in all_of(capture)]
    assert all(line.isprintable() for line in lines)


def test_what_is_inside_tls_is_told_from_the_bytes_on_the_wire() -> None:
    talk = [row(Call.SEND, payload=b"\x17"), row(Call.TLS_WRITE, payload=b"hello"), row(Call.TLS_READ, payload=b"yes")]
    with capture_of(talk) as capture:
        assert what(lines_of(exported(capture, Text()))) == [
            "->  -  1 B  \\x17",
            "->  TLS  -  5 B  hello",
            "<-  TLS  -  3 B  yes",
        ]
