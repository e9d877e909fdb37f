"""What every readable format says of a row in the same words: its direction, its peer, its cause (any thread).

Law: text from outside is escaped here, so that nothing a peer or a file says is obeyed by whoever shows it.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from core.capture.capture import Capture
from core.capture.stories.stories import Stories
from core.contract.records import DATAGRAM_CALLS, INCOMING_CALLS, Arguments, Call, CallRecord, CauseKind
from core.payload.escapes import show_text

CALLS = {call: call.label for call in Call}
CAUSES = {kind: kind.name.lower() for kind in CauseKind}
_MOST_KEPT = 4096


def direction_of(record: CallRecord) -> str:
    """ "in" or "out"; "" for a row that moved nothing."""
    if not record.moved_bytes:
        return ""
    return "in" if record.call in INCOMING_CALLS else "out"


def size_of(record: CallRecord, capture: Capture) -> int:
    """Bytes that the call moved; the capture may have kept only the first of them."""
    return max(capture.columns.size[record.seq - 1], len(record.payload))  # the column forgets rows that a limit let go


def payload_text(data: bytes) -> str:
    """All of it on one line; core.payload.escapes.parse_text() gives the bytes back."""
    return show_text(data, len(data))


class Names:
    """Texts from outside, escaped; each once, because they repeat."""

    def __init__(self, stories: Stories, escape_more: Callable[[str], str] = str) -> None:
        """`escape_more`: what else the format must escape."""
        self._remotes = {number: str(story.remote) for number, story in stories.items() if story.remote}
        self._escape_more = escape_more
        self._shown: dict[str, str] = {}
        self._arguments: dict[Arguments, str] = {}

    def show(self, text: str) -> str:
        """Safe to show; parse_text() gives its UTF-8 back."""
        shown = self._shown.get(text)
        if shown is None:
            if len(self._shown) >= _MOST_KEPT:
                self._shown.clear()
            shown = self._shown[text] = self._escape_more(payload_text(text.encode("utf-8", "surrogatepass")))
        return shown

    def arguments_of(self, record: CallRecord) -> str:
        """A JSON array in ASCII."""
        text = self._arguments.get(record.args)
        if text is None:
            if len(self._arguments) >= _MOST_KEPT:
                self._arguments.clear()
            text = self._arguments[record.args] = json.dumps(record.args)
        return text

    def peer_of(self, record: CallRecord) -> str:
        """Whoever is at the other end: of the datagram, else of the socket; "" when no record tells."""
        datagram = record.call in DATAGRAM_CALLS and record.address
        return self.show(record.address if datagram else self._remotes.get(record.socket, ""))
