"""Step by step as a lesson: what the next call may return, and what it did return (window thread).

Law: the guess changes nothing; what happened is read from the call's record.
"""

from __future__ import annotations

from typing import NamedTuple

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.contract.records import Call, CallRecord
from core.explain.calls.forms import python_form, sentence


class Outcome(NamedTuple):
    """Something that a call may return."""

    name: str
    title: str


_ERROR = Outcome("error", "an error")
_DONE = (Outcome("done", "0: it is done"), _ERROR)
OUTCOMES: dict[str, tuple[Outcome, ...]] = {
    "recv": (
        Outcome("bytes", "some bytes"),
        Outcome("end", "0 bytes: the peer has finished sending"),
        _ERROR,
    ),
    "recvfrom": (Outcome("bytes", "a datagram, and who sent it"), _ERROR),
    "send": (Outcome("all", "that all bytes were taken"), Outcome("part", "that only a part was taken"), _ERROR),
    "sendto": (Outcome("all", "that the datagram was taken"), _ERROR),
    "accept": (Outcome("fd", "a new file descriptor, and who called"), _ERROR),
    "shutdown": _DONE,
    "close": _DONE,
    "setsockopt": _DONE,
}
QUESTIONS = {
    "recv": "recv() will take what has come in. What will it return?",
    "recvfrom": "recvfrom() will take one datagram. What will it return?",
    "send": "send() will hand bytes to the kernel. What will it return?",
    "sendto": "sendto() will hand one datagram to the kernel. What will it return?",
    "accept": "accept() will take the caller who has waited longest. What will it return?",
    "shutdown": "shutdown(SHUT_WR) will say that no more bytes come from here. What will it return?",
    "close": "close() will let go of the descriptor. What will it return?",
    "setsockopt": "setsockopt() will ask for another value of an option. What will it return?",
}


class Revealed(NamedTuple):
    """What happened."""

    form: str
    sentence: str
    outcome: str
    seq: int


def outcome_of(record: CallRecord) -> str:
    """Which of the outcomes it was."""
    if record.error:
        return "error"
    match record.call:
        case Call.RECV:
            return "bytes" if record.payload else "end"
        case Call.RECVFROM:
            return "bytes"
        case Call.SEND:
            return "all" if not record.args or record.result == record.args[0] else "part"
        case Call.SENDTO:
            return "all"
        case Call.ACCEPT:
            return "fd"
        case _:
            return "done"


def reveal(capture: Capture, socket: int, call: str, after: int) -> Revealed | None:
    """The first such call on the socket after that row, once it is recorded."""
    columns = capture.columns
    for seq in range(max(after + 1, capture.first), capture.count + 1):
        if columns.socket[seq - 1] == socket and Call(columns.call[seq - 1]).label == call:
            try:
                record = capture.record(seq)
            except CaptureError:
                return None
            return Revealed(python_form(record), sentence(record), outcome_of(record), seq)
    return None
