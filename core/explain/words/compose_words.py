"""The words for what cannot be composed: a message's macros, its check sum, its edges: (sentence, what to try).

Pure data, read by core.explain.faults, which says what stands in the braces.
"""

from __future__ import annotations

COMPOSE_WORDS: dict[str, tuple[str, str]] = {
    "MACRO_UNKNOWN": (
        "There is no macro “{about}”: see {place}.",
        "Write one from the list, such as {{{{time}}}}, or switch macros off to send the braces as they are.",
    ),
    "MACRO_ARGUMENT": ("What follows the colon makes no sense: see {place}.", "Write it as {about}."),
    "MACRO_OPEN": (
        "Two braces begin a macro that does not end: see {place}.",
        "End it with }}}}, or switch macros off to send the braces as they are.",
    ),
    "BYTES_BAD": ("“{about}” is not a number of bytes.", "Enter {count} or more, with the digits 0 to 9."),
    "FRAME_END_EMPTY": ("There are no bytes to end a message.", r"Enter some: \r\n, ; or \x03."),
    "CHECKSUM_UNKNOWN": ("There is no check sum “{about}”.", "Choose one from the list."),
    "CHECKSUM_RANGE": (
        "The check sum has nothing to count: the message has {count} bytes, and all of them are left out.",
        "Leave out fewer bytes at its start or its end.",
    ),
    "FRAME_TOO_LONG": (
        "A length of {about} bytes cannot tell {count}.",
        "Take more bytes for the length, or a shorter message.",
    ),
    "FRAME_HOLDS_END": (
        "The message holds the bytes that end it, at byte {count}: it would arrive as two.",
        "Take other bytes for the end, or a length instead.",
    ),
    "FRAME_SIZE": (
        "The message has {count} bytes; each is to have {about}.",
        "Make it as long as that, or mark its edges in another way.",
    ),
}
