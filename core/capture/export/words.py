"""What every readable format says of a row in the same words: its direction, its peer, its cause (any thread).

Law: text from outside is escaped here, so that nothing a peer or a file says is obeyed by whoever shows it.
"""

from __future__ import annotations

import json

from core.capture.stories import Stories
from core.contract.records import DATAGRAM_CALLS, INCOMING_CALLS, CallRecord
from core.payload.escapes import show_text


def direction_of(record: CallRecord) -> str:
    """ "in" or "out"; "" for a row that moved nothing."""
    if not record.moved_bytes:
        return ""
    return "in" if record.call in INCOMING_CALLS else "out"


def payload_text(data: bytes) -> str:
    """All of it on one line; core.payload.escapes.parse_text() gives the bytes back."""
    return show_text(data, len(data))


def arguments_text(record: CallRecord) -> str:
    """The arguments as a JSON array in ASCII."""
    return json.dumps(record.args)


class Names:
    """Texts from outside, escaped; each once, because they repeat."""

    _MOST = 4096

    def __init__(self, stories: Stories) -> None:
        self._remotes = {number: str(story.remote) for number, story in stories.items() if story.remote}
        self._shown: dict[str, str] = {}

    def show(self, text: str) -> str:
        """Safe to show; parse_text() gives its UTF-8 back."""
        shown = self._shown.get(text)
        if shown is None:
            if len(self._shown) >= self._MOST:
                self._shown.clear()
            shown = self._shown[text] = payload_text(text.encode("utf-8", "surrogatepass"))
        return shown

    def peer_of(self, record: CallRecord) -> str:
        """Whoever is at the other end: of the datagram, else of the socket; "" when no record tells."""
        datagram = record.call in DATAGRAM_CALLS and record.address
        return self.show(record.address if datagram else self._remotes.get(record.socket, ""))
