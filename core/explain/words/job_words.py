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
    "PACE_BAD": (
        "“{about}” is no time between datagrams.",
        "Enter a number with its unit, such as 1 ms; or 0: as fast as the system takes them.",
    ),
    "STEPS_MISSING": ("There are no steps.", "Write one a line, such as: send hello"),
    "STEPS_TOO_MANY": ("There are more than {about} steps.", "Let “repeat” do some of them."),
    "STEP_UNKNOWN": ("“{about}” begins no step.", "A line begins with send, hex, wait, expect, within, or repeat."),
    "STEP_AFTER_REPEAT": ("“repeat” is the last line: nothing can stand behind it.", "Move it to the end."),
    "SPAN_BAD": ("“{about}” is not a time.", "Write a number and its unit: 200 ms, 1.5 s, 2 min."),
    "WITHIN_BAD": ("A time and “expect” follow on “within”.", "Write it like: within 2 s expect OK"),
    "PATTERN_MISSING": ("Nothing is named that is to be expected.", "Write it like: expect OK|READY"),
    "NO_ANSWER": (
        "Nothing came in time that fits “{about}” (line {count}).",
        "Look in Follow at what came instead, or allow more time.",
    ),
    "NO_MORE_ANSWERS": (
        "The other end has finished sending, and nothing that came fits “{about}” (line {count}).",
        "Look in Follow at what came instead.",
    ),
    "ENDED_EARLY": (
        "The conversation ended after {count} messages of those that were to be sent.",
        "Look at how the other end closed it, and connect again.",
    ),
    "NO_PLAIN_FILE": ("{About} is a pipe or a device, not a file.", "Choose a file."),
    "FILE_EMPTY_NAME": ("No file is named.", "Choose one, or type its path."),
    "FILE_CHANGED": (
        "The file changed while it was read: {count} bytes of it were sent.",
        "Send it again once nobody writes to it.",
    ),
    "DATAGRAM_SIZE_BAD": (
        "“{about}” is not the size of a datagram.",
        "Enter a number from 1 to 65507; up to 1472 bytes mostly go over in one piece.",
    ),
}
