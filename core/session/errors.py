"""How a session file says that it can't be read: one exception that carries a fault and its place (any thread).

Law: whoever opens a session catches SessionError; nothing else comes of a file, whatever stands in it.
"""

from __future__ import annotations

from core.contract.faults import Fault


class SessionError(Exception):
    """A session can't be read or written.

    `place` says where: "line 3, column 7", or the way to a value as in "listeners[2].url", from 1; "" for the whole
    file. Faults beside the system's and those of URLs, escapes and compositions: NOT_A_SESSION, SESSION_NEWER (count:
    its version), SESSION_SYNTAX, SESSION_KIND (about: what is wanted), SESSION_CHOICE (about: what is possible),
    SESSION_MISSING (about: the field), SESSION_MESSAGE (about: what is wrong with it), SESSION_TOO_LARGE (count: the
    most bytes).
    """

    def __init__(self, fault: Fault, place: str = "") -> None:
        super().__init__(f"{place}: {fault.name} {fault.about}".removeprefix(": "))
        self.fault = fault
        self.place = place
