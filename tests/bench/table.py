"""The table of a measurement: each row a number of ours, its peers' in the same run, and the goal; also kept as JSON.

Law: a goal is a ratio or a bound from one run on one machine; a missed one is shown, never left out.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

RESULTS = Path(__file__).resolve().parents[2] / "build" / "work" / "bench.json"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    number: str
    """The number in the list of goals: "P1"."""
    what: str
    ours: float
    unit: str
    goal: str
    met: bool
    peer: str = ""
    theirs: float = 0.0

    @property
    def ratio(self) -> float | None:
        """Ours to theirs."""
        return self.ours / self.theirs if self.theirs else None


def report(rows: list[Row]) -> None:
    """Print the rows, and put them into the JSON file in place of those of the same numbers.

    With each goes how many programs wanted a core just then (on average of a minute): the lab, its load and a peer are
    two or three, and whoever finds more there knows that others worked on the machine too.
    """
    load = round(psutil.getloadavg()[0], 1)
    fresh = [{**asdict(row), "ratio": row.ratio, "load_average": load} for row in rows]
    for entry in fresh:
        print(_line(entry))
    numbers = {row.number for row in rows}
    kept = [entry for entry in _known() if entry["number"] not in numbers]
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    part = RESULTS.with_suffix(".new")
    part.write_text(json.dumps(sorted(kept + fresh, key=_number), indent=1), encoding="utf-8")
    os.replace(part, RESULTS)


def print_all(since: float) -> None:
    """All that was measured since then, as one table; `since`: time.time()."""
    if not RESULTS.exists() or RESULTS.stat().st_mtime < since:
        return
    entries = _known()
    print(f"\n{RESULTS}, the newest of each measurement:")
    for entry in entries:
        print(_line(entry))
    missed = sum(not entry["met"] for entry in entries)
    print(f"{len(entries) - missed} goals met, {missed} missed; {os.cpu_count()} cores; load average {_loads(entries)}")


def _known() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else []
    return found


def _number(entry: dict[str, Any]) -> str:
    return str(entry["number"])


def _loads(entries: list[dict[str, Any]]) -> str:
    loads = [entry["load_average"] for entry in entries if "load_average" in entry]
    return f"{min(loads)} to {max(loads)}" if loads else "unknown"


def _line(entry: dict[str, Any]) -> str:
    ratio = ""
    if entry["theirs"]:
        ratio = f"{entry['ours'] / entry['theirs']:6.2f} x {entry['peer']} ({entry['theirs']:,.0f})"
    verdict = "met   " if entry["met"] else "MISSED"
    number = f"{entry['ours']:12,.1f} {entry['unit']:6}"
    return f"{entry['number']:4} {entry['what']:42} {number} {ratio:32} {verdict} {entry['goal']}"


def window_rows(number: str, during: str, rounds: Sequence[Mapping[str, float]]) -> list[Row]:
    """P4 for one load: the time between two ticks of the window, from its own diagnostics of each round.

    The quietest round counts: what other programs take of the machine can only make it worse.
    """
    p99 = min(diagnostics["tick_p99_ms"] for diagnostics in rounds)
    worst = min(diagnostics["tick_worst_ms"] for diagnostics in rounds)
    return [
        Row(number, f"window during {during}, 99 %", p99, "ms", "under 50 ms", p99 < 50),
        Row(number, f"window during {during}, worst", worst, "ms", "under 150 ms", worst < 150),
    ]
