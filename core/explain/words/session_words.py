"""The words for what can be wrong with a session file: (sentence, what to try).

Pure data, read by core.explain.faults, which says what stands in the braces; the place stands before the sentence.
"""

from __future__ import annotations

_BY_HAND = "Mend it in any text editor, and open the file again."

SESSION_WORDS: dict[str, tuple[str, str]] = {
    "NOT_A_SESSION": ("{About} is not a session of Socket Lab.", "Choose another file."),
    "SESSION_NEWER": (
        "It was made by a newer Socket Lab (file version {count}).",
        "Open it with that version or a later one; nothing of it was changed.",
    ),
    "SESSION_TOO_LARGE": ("{About} is larger than any session ({count} bytes).", "Choose another file."),
    "SESSION_SYNTAX": ("This can’t be read as JSON: {about}.", _BY_HAND),
    "SESSION_KIND": ("Here {about} has to stand.", _BY_HAND),
    "SESSION_CHOICE": ("Here one of these has to stand: {about}.", _BY_HAND),
    "SESSION_MESSAGE": ("This is no message: {about}.", _BY_HAND),
    "SESSION_MISSING": ("Here “{about}” is missing.", _BY_HAND),
}
