"""The words for what can be wrong with a filter line: (sentence, what to try).

Pure data, read by core.explain.faults, which says what stands in the braces. Source: core.capture.filtering.
"""

from __future__ import annotations

_EXAMPLES = "Write it like size>100, peer:127.0.0.1 or text:hello; the help has them all."
_PUT_IN_QUOTES = "To look for this as text, put it in quotes."

FILTER_WORDS: dict[str, tuple[str, str]] = {
    # The line as a whole
    "FILTER_QUOTE_OPEN": ("The quote at {place} is never closed.", 'Write another " where the text ends.'),
    "FILTER_SLASH_OPEN": (
        "The expression that begins at {place} is never closed.",
        "Write another / where it ends. To look for text that begins with a slash, put it in quotes.",
    ),
    "FILTER_PARENTHESIS_OPEN": ("The parenthesis at {place} is never closed.", "Write a ) where the group ends."),
    "FILTER_PARENTHESIS_EXTRA": ("The ) at {place} closes nothing.", "Take it out, or write a ( where it begins."),
    "FILTER_TERM_MISSING": ("Something is missing beside “{about}” ({place}).", _EXAMPLES),
    "FILTER_TOO_DEEP": ("More than {count} parentheses stand within each other.", "Take some out."),
    # A name and a sign
    "FILTER_NAME_UNKNOWN": (
        "A filter knows no “{about}” ({place}).",
        f"It knows socket, connection, peer, call, errno, size, time, since, text, hex and dir. {_PUT_IN_QUOTES}",
    ),
    "FILTER_NOT_ORDERED": (
        "“{about}” is neither more nor less than anything: only size, time and since can be compared.",
        "Write a colon: {about}:…",
    ),
    "FILTER_VALUE_MISSING": ("There is nothing to look for after “{about}” ({place}).", _EXAMPLES),
    # A value
    "FILTER_NUMBER_BAD": ("“{about}” is not the number of a socket.", "Write it like 3 or #3."),
    "FILTER_SIZE_BAD": ("“{about}” is not a size.", "Write a whole number of bytes: 120, 4KB or 1MB."),
    "FILTER_TIME_BAD": (
        "“{about}” is not a time of day.",
        "Write it like 14:03, 14:03:11.5 or, with a day, 2026-07-31T14:03.",
    ),
    "FILTER_SECONDS_BAD": ("“{about}” is not a number of seconds.", "Write it like 2.5, 90s, 5min or 1h."),
    "FILTER_RANGE_BAD": (
        "“{about}” is not a range here ({place}).",
        "A range has a beginning or an end and follows a colon: size:10..20, time:14:03..14:05.",
    ),
    "FILTER_PEER_BAD": (
        "“{about}” is not an address that a peer can have.",
        "Write numbers, not names: 127.0.0.1, 127.0.0.1:9000, [::1]:9000, 192.168.*, 10.0.0.0/8.",
    ),
    "FILTER_CALL_UNKNOWN": (
        "The lab makes no call named “{about}”.",
        "Choose one of those it makes: accept, bind, close, connect, listen, recv, send, socket…",
    ),
    "FILTER_ERROR_BAD": ("“{about}” is not the name of an error.", "Write it like ECONNREFUSED, or write failed."),
    "FILTER_DIRECTION_UNKNOWN": ("“{about}” is no direction.", "Write in or out."),
    # A regular expression
    "FILTER_LETTER_UNKNOWN": (
        "The letters “{about}” after an expression mean nothing ({place}).",
        "Only i may stand there: in capital or small letters.",
    ),
    "FILTER_EXPRESSION_BAD": (
        "“{about}” cannot stand there in an expression ({place}).",
        "Put a backslash before a sign that is meant as such. There are no look-arounds and no back references.",
    ),
    "FILTER_EXPRESSION_LONG": (
        "With its repeats written out the expression has {count} signs: too many.",
        "Ask for fewer repeats.",
    ),
}
