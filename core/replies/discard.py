"""Discard: takes everything and says nothing, as the discard service of RFC 863 does (engine thread).

What comes in is shown and counted. Other than with the reply "none" the connection is closed when the peer finishes.
"""

from __future__ import annotations

from core.replies.reply import Stateless


class Discard(Stateless):
    """Silence, to the end."""
