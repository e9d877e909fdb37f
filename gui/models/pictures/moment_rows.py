"""What the Time line view lists for a moment: the ports held then, and the conversations with their states and bytes.

Any thread. Law: said is what the rows up to then tell; what came later is not known yet.
"""

from __future__ import annotations

from typing import NamedTuple

from core.capture.stories.moments import Moment, Moved
from core.capture.stories.stories import SocketStory
from core.contract.sockets import Role
from core.payload.escapes import show_name
from core.payload.numbers import counted, show_size
from gui.models.files.opened import state_of
from gui.models.sockets.socket_rows import SocketRow, SortKey, endpoint_key

MOST_ROWS = 5_000
"""Of a moment with more conversations the list has the newest."""
_UNKNOWN = "–"


class MomentLists(NamedTuple):
    """The two lists, and one line that counts."""

    ports: list[SocketRow]
    conversations: list[SocketRow]
    summary: str


def lists_of(moment: Moment) -> MomentLists:
    """The lists as they were then."""
    stories = sorted(moment.stories.values(), key=lambda story: story.number)
    held = [story for story in stories if story.role in (Role.LISTENER, Role.BOUND) and story.ended is None]
    talking = [story for story in stories if story.role in (Role.CLIENT, Role.ACCEPTED)]
    is_open = sum(story.ended is None for story in talking)
    moved = moment.moved.values()
    summary = "  ·  ".join(
        (
            f"{counted(len(held), 'port')} bound",
            f"{counted(is_open, 'conversation')} open, {len(talking) - is_open:,} ended",
            f"in {show_size(sum(it.bytes_in for it in moved))}",
            f"out {show_size(sum(it.bytes_out for it in moved))}",
        )
    )
    rows = [_conversation(story, moment.moved.get(story.number, Moved())) for story in talking[-MOST_ROWS:]]
    return MomentLists([_port(story) for story in held[-MOST_ROWS:]], rows, summary)


def _port(story: SocketStory) -> SocketRow:
    protocol = "TLS" if story.is_tls else story.protocol.name if story.protocol is not None else _UNKNOWN
    columns: tuple[tuple[str, SortKey], ...] = (
        (f"#{story.number}", (story.number,)),
        (f"{protocol} {show_name(str(story.local or _UNKNOWN))}", endpoint_key(story.local)),
        (state_of(story).value, (state_of(story).value,)),
    )
    return _row(story, columns)


def _conversation(story: SocketStory, moved: Moved) -> SocketRow:
    state = (
        state_of(story).value if story.ending is None else f"{story.ending.value}  {show_name(story.error)}".rstrip()
    )
    columns: tuple[tuple[str, SortKey], ...] = (
        (f"#{story.number}", (story.number,)),
        (show_name(str(story.local or _UNKNOWN)), endpoint_key(story.local)),
        (show_name(str(story.remote or _UNKNOWN)), endpoint_key(story.remote)),
        (state, (state,)),
        (show_size(moved.bytes_in), (moved.bytes_in,)),
        (show_size(moved.bytes_out), (moved.bytes_out,)),
    )
    return _row(story, columns)


def _row(story: SocketStory, columns: tuple[tuple[str, SortKey], ...]) -> SocketRow:
    cells, sort = zip(*columns, strict=True)
    return SocketRow(story.number, cells, sort, "" if story.ended is None else "muted")
