"""What the diagnostics panel says, line by line: how the window, the recording and the program fare (window thread).

Law: every number of it stands in the report that can be copied, under a name of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from core.payload.numbers import show_age, show_count, show_size
from gui.models.lab.diagnostics import TICK_MS, Report

SMOOTH_MS = 50
"""A window that comes round so often is felt to answer at once."""


class Line(NamedTuple):
    """One measure."""

    what: str
    now: str
    most: str = ""
    """The highest since measuring began."""
    tag: str = ""
    """"ok", "warning", or "" where there is nothing to judge."""


class Group(NamedTuple):
    """Some lines under a heading."""

    heading: str
    lines: tuple[Line, ...]


def groups_of(report: Report, *, tells_drops: bool) -> Iterator[Group]:
    """`tells_drops`: whether this system tells how many datagrams it dropped."""
    smooth = "" if not report["ticks"] else "ok" if report["tick_p99_ms"] < SMOOTH_MS else "warning"
    yield Group(
        f"The window’s loop, asked for every {TICK_MS} ms",
        (
            Line("half of the ticks within", f"{report['tick_median_ms']:.1f} ms"),
            Line("99 % of the ticks within", f"{report['tick_p99_ms']:.1f} ms", tag=smooth),
            Line("the longest wait", f"{report['tick_worst_ms']:.1f} ms"),
        ),
    )
    yield Group(
        "The recording",
        (
            Line("rows a second", _rate(report["rows_per_s"]), _rate(report["rows_per_s_peak"])),
            Line("waiting to be written", show_size(report["pending_bytes"]), show_size(report["pending_bytes_peak"])),
            Line("rows recorded", show_count(report["rows"])),
            Line("rows not recorded", show_count(report["unrecorded"]), tag=_bad(report["unrecorded"])),
            Line("oldest rows let go by a limit", show_count(report["rows_let_go"])),
            Line("bytes of payload not kept", show_count(report["bytes_not_kept"])),
            Line(
                "datagrams dropped by the system",
                show_count(report["datagrams_dropped"]) if tells_drops else "this system does not tell",
                tag=_bad(report["datagrams_dropped"]),
            ),
        ),
    )
    yield Group(
        "The program",
        (
            Line("memory", show_size(report["memory_bytes"]), show_size(report["memory_peak_bytes"])),
            Line("measured for", show_age(report["running_s"])),
        ),
    )


def _rate(rows_per_s: float) -> str:
    return f"{rows_per_s:,.0f}"


def _bad(count: int) -> str:
    return "warning" if count else ""
