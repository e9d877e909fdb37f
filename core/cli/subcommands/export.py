"""export: a saved capture, or some of its rows, as a file for another program (main thread).

Law: a file is complete or not there; on standard output nothing stands but the export.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.capture.export import Exported, export
from core.capture.export.formats import Csv, Format, JsonLines, Pcapng, Sqlite, Text
from core.cli.arguments import Subparsers, subparser
from core.cli.captured import add_stream, opened, rows_of, stream_of
from core.cli.outcome import DONE, NOT_AS_EXPECTED, Failure, WrongUse
from core.cli.output import Output
from core.contract.faults import fault_of
from core.payload.numbers import counted

FORMATS: dict[str, Format | None] = {
    "text": Text(),
    "csv": Csv(),
    "jsonl": JsonLines(),
    "sqlite": Sqlite(),
    "pcapng": Pcapng(),
    "raw": None,
}
"""None: what it is depends on the socket and the direction."""


def add(subparsers: Subparsers) -> None:
    """What it takes."""
    parser = subparser(
        subparsers, "export", run, "write a saved capture in another format",
        "text to read, csv for a spreadsheet, jsonl for programs, sqlite for questions, pcapng for Wireshark, raw for "
        "the bytes of one socket and nothing else.",
    )  # fmt: skip
    parser.add_argument("file", metavar="FILE", type=Path, help="a capture, as --record and the window keep it")
    parser.add_argument("--format", choices=tuple(FORMATS), required=True, help="the format")
    text = "only the rows that this means, as in the window: 'in size>1KB', 'peer:10.0.0.5 or failed'"
    parser.add_argument("--filter", metavar="FILTER", help=text)
    text = "the file to write (default: standard output)"
    parser.add_argument("-o", "--output", metavar="OUT", type=Path, help=text)
    add_stream(parser, "raw: ")


def run(found: argparse.Namespace, output: Output) -> int:
    """Export; 1 also when the capture is damaged, though all that can be read of it was written."""
    if found.output is None and (found.json or found.format == "sqlite"):
        why = "with --json, standard output tells of the export" if found.json else "a database needs a file"
        raise WrongUse(f"{why}: name the file with -o OUT.")
    with opened(found.file) as capture:
        format_ = FORMATS[found.format] or stream_of(capture, found)
        seqs = rows_of(capture, found.filter)
        if found.output is not None:
            exported = _write(capture, seqs, format_, found.output)
            output.object(event="exported", rows=exported.rows, path=str(exported.path))
            output.say(f"{counted(exported.rows, 'row')} in {exported.path}")
        else:
            with TemporaryDirectory(prefix="socketlab-") as folder:
                exported = _write(capture, seqs, format_, Path(folder) / "export")
                with exported.path.open("rb") as file:
                    shutil.copyfileobj(file, sys.stdout.buffer)
                sys.stdout.buffer.flush()
        if (fault := capture.status.fault) is not None:
            output.fault(fault)
            return NOT_AS_EXPECTED
    return DONE


def _write(capture: Capture, seqs: Sequence[int] | None, format_: Format, path: Path) -> Exported:
    try:
        return export(capture, seqs, format_, path, progress=_no_progress, cancelled=Event())
    except CaptureError as error:
        raise Failure(error.fault, NOT_AS_EXPECTED) from None
    except OSError as error:
        raise Failure(fault_of(error, "open", about=str(path)), NOT_AS_EXPECTED) from None


def _no_progress(_done: int, _all: int) -> None:
    """Ctrl+C ends it at any time."""
