"""Spans of time as people type and read them: "100 ms", "1.5 s", "8 h" (pure, any thread).

Law: what show_span() writes, parse_span() reads back to the same span; a unit is never guessed but for milliseconds.
"""

from __future__ import annotations

import re
from fractions import Fraction

_UNITS_NS = {
    "us": 1_000, "µs": 1_000, "ms": 1_000_000, "s": 1_000_000_000, "min": 60_000_000_000, "h": 3_600_000_000_000,
    "d": 86_400_000_000_000,
}  # fmt: skip
_SHOWN = ("d", "h", "min", "s", "ms", "µs")
_SPAN = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,9})?) ?([a-zµ]*)", re.ASCII | re.IGNORECASE)


def parse_span(text: str) -> int | None:
    """Nanoseconds; None for what is no span. A number alone is milliseconds."""
    match = _SPAN.fullmatch(text.strip())
    unit = _UNITS_NS.get((match[2] or "ms").lower()) if match else None
    return round(Fraction(match[1]) * unit) if match and unit else None


def show_span(span_ns: int) -> str:
    """In the largest unit that it is one of at least, with as many decimals as it needs: "90 s" is "1.5 min"."""
    unit = next((unit for unit in _SHOWN if span_ns >= _UNITS_NS[unit]), "ms")
    number = Fraction(span_ns, _UNITS_NS[unit])
    if (number * 1000).denominator != 1 and unit != "µs":  # 100 s would be 1.666667 min
        unit = next(
            unit
            for unit in _SHOWN
            if span_ns >= _UNITS_NS[unit] and (Fraction(span_ns, _UNITS_NS[unit]) * 1000).denominator == 1
        )
        number = Fraction(span_ns, _UNITS_NS[unit])
    return f"{float(number):.3f}".rstrip("0").rstrip(".") + f" {unit}"
