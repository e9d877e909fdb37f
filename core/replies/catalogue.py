"""Which replies there are, and how they are called: names, labels and one line about each (any thread).

Law: a name is a file of this folder; where a person chooses a reply, it is from this list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from core.contract.commands import ReplyChoice


class Kind(NamedTuple):
    """One reply, before it is made."""

    name: str
    """As on the command line, and as the file is called."""
    label: str
    """As in the window."""
    line: str
    """What it does, in one sentence."""
    on_udp: bool = True
    """Whether a UDP socket can answer so; else it stays silent."""
    takes: str = ""
    """What it must be given after a colon, as command lines call it: TEXT, FILE, URL."""

    @property
    def use(self) -> str:
        """As it is typed: echo, rules:FILE."""
        return f"{self.name}:{self.takes}" if self.takes else self.name


KINDS = (
    Kind("none", "None", "Nothing is answered; a caller who finished sending stays connected."),
    Kind("echo", "Echo", "The same bytes are sent back (RFC 862)."),
    Kind("fixed", "Fixed text", "Whatever comes in is answered with a text of your own.", takes="TEXT"),
    Kind("web-page", "Web page", "A browser gets a page that explains what has just happened.", on_udp=False),
    Kind("upper", "Upper case", "The same bytes are sent back, with a to z as A to Z."),
    Kind("chat", "Chat room", "Whatever one caller writes, all the others read, with names.", on_udp=False),
    Kind("discard", "Discard", "Everything is taken, nothing is answered (RFC 863)."),
    Kind("chargen", "Characters", "Lines of characters are sent until the caller closes (RFC 864)."),
    Kind("daytime", "Daytime", "Each caller is told date and time as a line of text (RFC 867)."),
    Kind("time", "Time", "Each caller is told the seconds since 1900 as four bytes (RFC 868)."),
    Kind("quote", "Quote", "Each caller is told the quote of the day (RFC 865)."),
    Kind("forward", "Forward to", "Each caller is put through to another address.", on_udp=False, takes="URL"),
    Kind("rules", "Rules", "What comes in is compared with patterns of yours, each with its own answer.", takes="FILE"),
    Kind("send-file", "Send a file", "Each caller is sent a file, and then its end.", on_udp=False, takes="FILE"),
    Kind("save-file", "Save to a file", "What comes in is put at the end of a file.", takes="FILE"),
    Kind("python", "Python hook", "A function of yours, in a Python file, makes the answers.", takes="FILE"),
)

FILED = frozenset({"send-file", "save-file", "python"})
"""Those that are given the path of a file and open it themselves, when there is somebody to talk to."""

BY_NAME = {kind.name: kind for kind in KINDS}


def path_of(reply: ReplyChoice) -> str:
    """The path that such a reply is given."""
    return reply.data.decode("utf-8", "replace")


def replies_like(name: str) -> list[str]:
    """The names that somebody may have meant, the likeliest first."""
    from difflib import get_close_matches  # only who mistyped needs it

    return get_close_matches(name.lower(), BY_NAME, n=2, cutoff=0.6)
