"""Who talks to whom in a capture: its sockets' stories, and which two of them are ends of one conversation.

Runs on a worker thread. Law: rows that only moved bytes are not read for it, so that a million of them cost nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from ipaddress import IPv6Address, ip_address
from threading import Event

from core.capture.capture import Capture
from core.capture.pages import Pages, Progress
from core.capture.stories.stories import SocketStory, Stories
from core.contract.endpoints import NO_NAME, Endpoint
from core.contract.records import DATAGRAM_CALLS, INSIDE_CALLS, STREAM_CALLS
from core.contract.sockets import Role

_STREAMS = STREAM_CALLS | INSIDE_CALLS
_SLICE = 1 << 13
"""A column is looked through in slices: quicker than number by number, and short enough for the other threads."""


def read_stories(capture: Capture, cancelled: Event, progress: Progress | None = None) -> Stories:
    """What the rows there are now tell of each socket. Errors as of Pages."""
    stories = Stories()
    telling = list(telling_rows(capture, capture.first - 1, capture.count))
    for page in Pages(capture, telling, progress or _no_progress, cancelled):
        for record in page:
            stories.add(record)
    return stories


def _no_progress(_done: int, _all: int) -> None:
    """Mostly few rows are read: nobody has time to look."""


def telling_rows(capture: Capture, after: int, until: int) -> Iterator[int]:
    """The rows after one and up to another that may change a socket's story: not those that only moved bytes."""
    columns = capture.columns
    for first in range(after, until, _SLICE):
        some = slice(first, min(first + _SLICE, until))
        rows = zip(columns.call[some], columns.size[some], columns.failed[some], strict=True)
        for seq, (call, size, failed) in enumerate(rows, first + 1):
            if call not in DATAGRAM_CALLS and (call not in _STREAMS or failed or not size):
                yield seq


def partners(stories: Stories) -> dict[int, int]:
    """Sockets that are the two ends of one TCP conversation, both ways; one that talks to itself is its own partner.

    Ports are used again: an accepted socket belongs to the latest caller before it with the same two ends. Callers of a
    Unix socket have no name; they are taken in the order in which they called.
    """
    callers: defaultdict[tuple[Endpoint, Endpoint], list[int]] = defaultdict(list)
    unnamed: defaultdict[tuple[Endpoint, Endpoint], list[int]] = defaultdict(list)
    found: dict[int, int] = {}
    for story in sorted(stories.values(), key=_beginning):
        if story.local is None or story.remote is None or not story.connected:
            continue
        here, there = plain(story.local), plain(story.remote)
        if NO_NAME in (here.address, there.address):
            unnamed[here, there].append(story.number)
        elif here == there:
            found[story.number] = story.number
        elif story.role is Role.CLIENT:
            callers[here, there].append(story.number)
        elif callers[there, here]:
            caller = callers[there, here].pop()
            found[story.number], found[caller] = caller, story.number
    for ends, numbers in unnamed.items():
        others = unnamed.get((ends[1], ends[0]), [])
        if len(others) == len(numbers):  # else somebody else called there too, and who is who nobody can tell
            found.update(zip(numbers, others, strict=True))
    return found


def _beginning(story: SocketStory) -> int:
    return story.began


def plain(endpoint: Endpoint) -> Endpoint:
    """The endpoint as it stands in a packet: without zone, and an IPv4 peer seen through an IPv6 socket as IPv4."""
    if endpoint.is_path:
        return endpoint
    address = ip_address(endpoint.address.partition("%")[0])
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return Endpoint(str(mapped or address), endpoint.port)
