"""The words for what can be wrong with what is looked for or gone to in the views: (sentence, what to try).

Pure data, read by core.explain.faults, which says what stands in the braces.
"""

from __future__ import annotations

VIEW_WORDS: dict[str, tuple[str, str]] = {
    "TEXT_NOT_IN_ENCODING": (
        "“{about}” has no bytes in the encoding that text is read in ({place}).",
        "Choose another encoding, or look for hex.",
    ),
    "JUMP_BAD": (
        "“{about}” is neither the number of a call, nor a time, nor seconds since the start.",
        "Write it like 1203, 14:03:11, 2026-07-31 14:03:11.5 or +12.5 s.",
    ),
    "JUMP_NO_ROWS": ("There is no row here to go to.", "Clear the filter, or choose another view."),
}
