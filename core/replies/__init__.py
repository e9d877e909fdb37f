"""What a listener does with what it hears: one idea per file, named on the command line as its file is (engine thread).

Law: make() is the only place that makes one; each is loaded when it is first wanted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.replies.catalogue import BY_NAME, FILED, path_of

if TYPE_CHECKING:
    from core.contract.commands import ReplyChoice
    from core.replies.reply import Reply

NAMES = tuple(BY_NAME)
"""What ReplyChoice.name may be."""


def make(choice: ReplyChoice) -> Reply:
    """The reply that a choice names. ValueError: no name of NAMES; BadInput: what it is given makes no sense."""
    from core.replies.echo import Echo
    from core.replies.fixed import FixedText
    from core.replies.none import NoReply

    match choice.name:
        case "none":
            return NoReply()
        case "echo":
            return Echo()
        case "fixed":
            return FixedText(choice.data)
        case "forward":
            from core.replies.forward import Forward

            return Forward(choice.data)
        case "rules":
            from core.replies.rules import Rules  # and with it a library that nobody else needs

            return Rules(choice.data)
        case _:
            return _make_rarer(choice)


def _make_rarer(choice: ReplyChoice) -> Reply:
    from core.replies.chargen import CharacterGenerator
    from core.replies.chat import ChatRoom
    from core.replies.daytime import Daytime
    from core.replies.discard import Discard
    from core.replies.quote import Quote
    from core.replies.time import Time
    from core.replies.upper import Upper

    match choice.name:
        case "upper":
            return Upper()
        case "chat":
            return ChatRoom()
        case "discard":
            return Discard()
        case "chargen":
            return CharacterGenerator()
        case "daytime":
            return Daytime()
        case "time":
            return Time()
        case "quote":
            return Quote()
        case "web-page":
            from core.replies.web_page import WebPage  # and with it a library that nobody else needs

            return WebPage()
        case name if name in FILED:
            return _make_with_file(choice)
        case name:
            raise ValueError(f"no reply is called {name!r}")


def _make_with_file(choice: ReplyChoice) -> Reply:
    """The file itself is not looked at here: a disk may take its time."""
    path = path_of(choice)
    match choice.name:
        case "send-file":
            from core.replies.send_file import FileSender

            return FileSender(path)
        case "save-file":
            from core.replies.save_file import FileSaver

            return FileSaver(path)
        case _:
            from core.replies.python import PythonHook

            return PythonHook(path)
