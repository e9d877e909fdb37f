"""Upper case: sends everything back with a to z as A to Z, so that an answer is told from an echo (engine thread).

Only those 26 bytes change, whatever encoding the text is in; every other byte comes back as it was. When the peer
finishes sending, the connection is closed after the last byte has gone back.
"""

from __future__ import annotations

from core.contract.endpoints import Endpoint
from core.replies.reply import Stateless


class Upper(Stateless):
    """The same bytes, in capitals."""

    def answer(self, data: bytes, peer: Endpoint | None = None) -> bytes:
        """bytes.upper() knows ASCII alone, which is what is wanted here."""
        return data.upper()
