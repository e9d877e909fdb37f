"""The table of a measurement: each row a number of ours, its peers' in the same run, and the goal; also kept as JSON.

Law: a goal is a ratio or a bound from one run on one machine; a missed one is shown, never left out.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

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
    """Print the rows, and put them into the JSON file in place of those of the same numbers."""
    for row in rows:
        ratio = f"{row.ratio:6.2f} x {row.peer} ({row.theirs:,.0f})" if row.ratio is not None else ""
        verdict = "met   " if row.met else "MISSED"
        print(f"{row.number:3} {row.what:34} {row.ours:12,.1f} {row.unit:6} {ratio:34} {verdict} {row.goal}")
    known = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else []
    numbers = {row.number for row in rows}
    kept = [row for row in known if row["number"] not in numbers]
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    fresh = RESULTS.with_suffix(".new")
    fresh.write_text(json.dumps(kept + [asdict(row) for row in rows], indent=1), encoding="utf-8")
    os.replace(fresh, RESULTS)


def window_rows(number: str, during: str, diagnostics: dict[str, float]) -> list[Row]:
    """P4 for one load: the time between two ticks of the window, from its own diagnostics."""
    p99, worst = diagnostics["tick_p99_ms"], diagnostics["tick_worst_ms"]
    return [
        Row(number, f"window during {during}, 99 %", p99, "ms", "under 50 ms", p99 < 50),
        Row(number, f"window during {during}, worst", worst, "ms", "under 150 ms", worst < 150),
    ]
