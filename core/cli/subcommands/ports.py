"""ports: who holds which port of this computer, as a table or as JSON lines (main thread).

Law: one look, sorted by port; what the system does not tell is said in the place where it would stand.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence

from core.cli.arguments import Subparsers, checked, subparser
from core.cli.outcome import DONE, NOT_AS_EXPECTED
from core.cli.output import Output
from core.explain.port_owners import program_of, state_of
from core.machine.port_table import PortLine, PortTable
from core.payload.addresses import parse_port
from core.payload.escapes import show_name

_HEADINGS = ("PROTOCOL", "LOCAL", "REMOTE", "STATE", "PROGRAM", "PID", "USER")
_GAP = "  "


def add(subparsers: Subparsers) -> None:
    """What it takes."""
    parser = subparser(
        subparsers, "ports", run, "who holds which port of this computer",
        "Every port that is held and every conversation, with program, pid and user, as far as the system tells. "
        "Status 1: nobody has the port that was named.",
    )  # fmt: skip
    parser.add_argument("port", metavar="PORT", nargs="?", type=checked(parse_port), help="this local port only")
    parser.add_argument("--held", action="store_true", help="only listeners and bound UDP sockets, no conversations")


def run(found: argparse.Namespace, output: Output) -> int:
    """Look once, and write what there is."""
    lines = [line for line in PortTable().look() if _is_wanted(line, found)]
    lines.sort(key=lambda it: it.place)
    if found.json:
        for line in lines:
            output.object(**_as_object(line))
    elif lines:
        for row in _aligned([_HEADINGS, *map(_cells, lines)]):
            output.line(row)
    if lines or found.port is None:
        return DONE
    output.say(f"Nobody {'holds' if found.held else 'has'} port {found.port}.")
    return NOT_AS_EXPECTED


def _is_wanted(line: PortLine, found: argparse.Namespace) -> bool:
    return (found.port is None or line.local.port == found.port) and (line.is_bound or not found.held)


def _cells(line: PortLine) -> tuple[str, ...]:
    pids = ",".join(str(owner.pid) for owner in line.owners)
    ends = str(line.local), str(line.remote or "")
    return line.protocol.name, *ends, state_of(line), program_of(line), pids, show_name(line.user)


def _as_object(line: PortLine) -> dict[str, object]:
    """`owners` is empty where `told` is not "known"."""
    owners = [{"pid": it.pid, "program": it.program, "user": it.user} for it in line.owners]
    ends = {"local": str(line.local), "remote": str(line.remote or "")}
    state = {"state": state_of(line), "held": line.is_bound}
    return {
        "event": "port", "protocol": line.protocol.value, **ends, **state,
        "told": line.told.value, "user": line.user, "owners": owners,
    }  # fmt: skip


def _aligned(rows: Sequence[tuple[str, ...]]) -> Iterable[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield _GAP.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
