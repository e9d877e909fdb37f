"""The table for spreadsheets: what goes in comes out, and nothing in it is a formula.

Law: it is read with the standard library's csv module, as any program would, and with a spreadsheet's habits.
"""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.capture.capture import Capture
from core.capture.export.formats import Csv
from core.contract.records import Call, RawRecord
from core.payload.escapes import parse_text
from tests.core.capture.export.files import all_of, capture_of, exported
from tests.core.capture.rows import any_row, row, sample

FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")
NUMBER = re.compile(r"-?\d+")


def table_of(capture: Capture) -> list[dict[str, str]]:
    """The rows by the names of their columns."""
    data = exported(capture, Csv())
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n") == capture.count + 1, "a row is not one line"
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet might compute it: it leaves out blanks of all kinds before it looks."""
    return cell.strip().startswith(FORMULA_SIGNS) and not NUMBER.fullmatch(cell)


def payload_row(payload: bytes) -> RawRecord:
    return row(Call.RECV, payload=payload, result=len(payload))


def test_a_row_has_every_field_under_its_name() -> None:
    with capture_of(sample()) as capture:
        rows = table_of(capture)
    received = rows[4]
    assert re.fullmatch(r"2023-11-1[45] \d\d:\d\d:20\.000000000[+-]\d\d:\d\d", received.pop("time"))
    assert received == {
        "seq": "5", "time_ns": "1700000000000000000", "elapsed_ns": "1200", "socket": "2", "fd": "9", "call": "recv",
        "args": "[65536]", "result": "7", "error": "", "cause": "ready", "command": "0", "address": "",
        "peer": "127.0.0.1:51324", "direction": "in", "size": "7", "text": "hello\\r\\n", "hex": "68 65 6c 6c 6f 0d 0a",
    }  # fmt: skip
    assert (rows[1]["error"], rows[1]["result"], rows[1]["cause"], rows[1]["command"]) == (
        "EADDRINUSE", "-98", "command", "7",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("payload", "text"),
    [
        (b"=1+1", "\\x3d1+1"),
        (b"+1", "\\x2b1"),
        (b"-1", "\\x2d1"),
        (b"@SUM(A1)", "\\x40SUM(A1)"),
        (b"=cmd|' /C calc'!A0", "\\x3dcmd|' /C calc'!A0"),
        (b"   =1", "   \\x3d1"),
        ("\u00a0=1".encode(), "\\u{a0}=1"),
        (b"\t=1", "\\t=1"),
        (b"\r=1", "\\r=1"),
        (b"\n=1", "\\n=1"),
        ("＝1".encode(), "\\u{ff1d}1"),
        (b"a;=1", "a\\x3b=1"),
        (b"a; =1;b", "a\\x3b =1;b"),
        (b'a";=1', 'a"\\x3b=1'),
        (b"a=1", "a=1"),
        ("中文, \"q\"".encode(), "中文, \"q\""),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_compute_stands_as_an_escape(payload: bytes, text: str) -> None:
    with capture_of([payload_row(payload)]) as capture:
        (cells,) = table_of(capture)
    assert cells["text"] == text
    assert parse_text(cells["text"]) == payload == bytes.fromhex(cells["hex"])
    assert not any(map(is_formula, cells.values()))


FORMULAS = st.lists(st.sampled_from([*"=+-@;, \"'\t\r\n\u00a0\u3000＝a1", "\\x3d"]), max_size=12)
PAYLOADS = FORMULAS.map(lambda pieces: "".join(pieces).encode()) | st.binary(max_size=60)


@given(st.lists(PAYLOADS, max_size=10))
@example([b"", b"\xff=", b";\x00=", b"\xc2\xa0;\xe2\x80\x83="])
def test_any_payload_comes_back_and_no_cell_is_a_formula(payloads: list[bytes]) -> None:
    with capture_of(map(payload_row, payloads)) as capture:
        rows = table_of(capture)
    assert [parse_text(cells["text"]) for cells in rows] == payloads
    assert [bytes.fromhex(cells["hex"]) for cells in rows] == payloads
    for cells in rows:
        assert not any(map(is_formula, cells.values()))
        assert not any(is_formula(part) for part in cells["text"].split(";"))


@given(st.lists(any_row, max_size=8))
def test_any_row_comes_back(rows: list[RawRecord]) -> None:
    with capture_of(rows) as capture:
        cells, records = table_of(capture), all_of(capture)
    assert len(cells) == len(records)
    for cell, record in zip(cells, records, strict=True):
        assert not any(map(is_formula, cell.values()))
        numbers = [
            int(cell[name]) for name in ("seq", "time_ns", "elapsed_ns", "socket", "fd", "result", "command", "size")
        ]
        assert numbers == [*record[:2], *record[2:5], record.result, record.cause.command, len(record.payload)]
        assert (cell["call"], cell["cause"]) == (record.call.label, record.cause.kind.name.lower())
        assert tuple(json.loads(cell["args"])) == record.args
        assert [parse_text(cell[name]).decode() for name in ("error", "address")] == [record.error, record.address]
        assert parse_text(cell["text"]) == record.payload
        is_in = cell["call"] in ("recv", "recvfrom", "tls_read")
        assert cell["direction"] == ("" if not record.moved_bytes else "in" if is_in else "out")
