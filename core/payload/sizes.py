"""Sizes as people type them, and exact ones to be typed again (pure, any thread).

Law: 1 KB is 1,000 bytes and 1 KiB is 1,024; what exact_size() writes, parse_size() reads as the same number.
"""

from __future__ import annotations

import re

_UNITS = {
    "b": 1, "byte": 1, "bytes": 1,
    "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12,
    "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30, "tib": 1 << 40,
}  # fmt: skip
_SHOWN = ("TiB", "TB", "GiB", "GB", "MiB", "MB", "KiB", "KB")
_SIZE = re.compile(r"([0-9]{1,15})(?:\.([0-9]{1,3}))? *([a-z]*)")


def parse_size(text: str) -> int | None:
    """Bytes: "1000", "500 MB", "2GiB", "1.5 gb"; None for what is no size."""
    found = _SIZE.fullmatch(text.strip().lower())
    if found is None:
        return None
    whole, thousandths, unit = found[1], (found[2] or "").ljust(3, "0"), found[3] or "b"
    return int(whole + thousandths) * _UNITS[unit] // 1000 if unit in _UNITS else None


def exact_size(size: int) -> str:
    """In the largest unit of which it is a whole number: "2 GiB", "500 MB", "1234 B"."""
    for unit in _SHOWN:
        if size and not size % _UNITS[unit.lower()]:
            return f"{size // _UNITS[unit.lower()]} {unit}"
    return f"{size} B"
