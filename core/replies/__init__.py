"""What a listener does with what it hears: one idea per file, named on the command line as its file is (engine thread).

Law: make() is the only place that knows which replies there are.
"""

from __future__ import annotations

from core.contract.commands import ReplyChoice
from core.replies.echo import Echo
from core.replies.fixed import FixedText
from core.replies.none import NoReply
from core.replies.reply import Reply

NAMES = ("none", "echo", "fixed", "web-page")
"""What ReplyChoice.name may be."""


def make(choice: ReplyChoice) -> Reply:
    """The reply that a choice names; ValueError for a name that is not in NAMES."""
    match choice.name:
        case "none":
            return NoReply()
        case "echo":
            return Echo()
        case "fixed":
            return FixedText(choice.data)
        case "web-page":
            from core.replies.web_page import WebPage  # and with it a library that nobody else needs

            return WebPage()
        case name:
            raise ValueError(f"no reply is called {name!r}")
