"""None: only listens. What comes in is shown; nothing is sent back until you send something yourself (engine thread).

A connection whose peer has finished sending stays open, so that you can see it half-closed and still answer.
"""

from __future__ import annotations

from core.replies.reply import Stateless


class NoReply(Stateless):
    """Silence."""

    finishes = False
