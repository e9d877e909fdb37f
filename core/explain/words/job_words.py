"""The words for what goes on sending by itself: how often, how long, and what stops it: (sentence, what to try).

Pure data, read by core.explain.faults, which says what stands in the braces.
"""

from __future__ import annotations

JOB_WORDS: dict[str, tuple[str, str]] = {
    "INTERVAL_BAD": (
        "“{about}” is not an interval.",
        "Enter a number with its unit, such as 500 ms, 2 s, 1.5 min, 1 h; from 0.1 ms to 30 days.",
    ),
    "REPEAT_COUNT_BAD": ("“{about}” is not a number of times.", "Enter a whole number from 1 on."),
    "DURATION_BAD": (
        "“{about}” is not a time.",
        "Enter a number with its unit, such as 30 s, 5 min, 8 h; from 0.1 ms to 30 days.",
    ),
}
