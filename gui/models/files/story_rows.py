"""The sockets of an opened capture as rows: role, ends, how each began and how it ended (any thread).

Law: said is what the records tell; a socket whose beginning or end they do not tell is said to be such a one.
"""

from __future__ import annotations

from itertools import islice

from core.capture.capture import Capture
from core.capture.stories.stories import SocketStory, Stories
from core.contract.endpoints import Protocol
from core.contract.sockets import Role
from core.payload.escapes import show_name
from core.payload.numbers import show_size
from gui.models.records.reading import clock_text
from gui.models.sockets.socket_rows import BAD_ENDINGS, SocketRow, SortKey, endpoint_key

MOST_ROWS = 20_000
"""Of a capture with more sockets the list has the newest; a row takes 2 KB."""
UNKNOWN = "–"


def story_rows(stories: Stories, capture: Capture) -> list[SocketRow]:
    """A row per socket, of the last MOST_ROWS."""
    last = islice(stories.values(), max(0, len(stories) - MOST_ROWS), None)
    return [story_row(story, capture) for story in last]


def story_row(story: SocketStory, capture: Capture) -> SocketRow:
    """Socket, role, protocol, local, remote, when and how it began, when and how it ended, bytes in and out."""
    totals = capture.totals(story.number)
    role = story.role.value if story.role is not None else UNKNOWN
    protocol = "TLS" if story.is_tls else story.protocol.name if story.protocol is not None else UNKNOWN
    began, ended = _clock(capture, story.began), _clock(capture, story.ended)
    columns: tuple[tuple[str, SortKey], ...] = (
        (f"#{story.number}", (story.number,)),
        (role, (role,)),
        (protocol, (protocol,)),
        (show_name(str(story.local or UNKNOWN)), endpoint_key(story.local)),
        (show_name(str(story.remote or UNKNOWN)), endpoint_key(story.remote)),
        (began, (story.began,)),
        (beginning_text(story), (beginning_text(story),)),
        (ended, (story.ended or 0,)),
        (end_text(story), (end_text(story),)),
        (show_size(totals.bytes_in), (totals.bytes_in,)),
        (show_size(totals.bytes_out), (totals.bytes_out,)),
    )
    cells, sort = zip(*columns, strict=True)
    return SocketRow(story.number, cells, sort, _tag(story))


def beginning_text(story: SocketStory) -> str:
    """How it began."""
    match story.role:
        case Role.ACCEPTED:
            return f"accepted by #{story.parent}"
        case Role.LISTENER:
            return "bound, then listen()"
        case Role.BOUND:
            return "bound"
        case Role.CLIENT if story.protocol is Protocol.UDP:
            return "connect() fixed its peer"
        case Role.CLIENT:
            return "connected" if story.connected else f"connect(){_because(story)}"
        case None if story.error:
            return f"never became one{_because(story)}"
        case None if story.protocol is None or story.connected:
            return "before the first row"
        case None:
            return "socket() only"


def end_text(story: SocketStory) -> str:
    """How it ended: "reset by peer  ECONNRESET"."""
    if story.ending is None:
        return "open at the last row"
    return f"{story.ending.value}  {show_name(story.error)}".rstrip()


def _because(story: SocketStory) -> str:
    return f": {show_name(story.error)}" if story.error else ""


def _clock(capture: Capture, seq: int | None) -> str:
    return clock_text(capture.columns.time_ns[seq - 1]) if seq else ""


def _tag(story: SocketStory) -> str:
    if story.ending is None:
        return ""
    return "error" if story.ending in BAD_ENDINGS else "muted"
