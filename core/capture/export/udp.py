"""Datagrams as the packets they were, each shown once though both ends may have recorded it.

A worker thread's. Law: a datagram that another socket of the same capture sent is shown where it was sent.
"""

from __future__ import annotations

import socket
import struct
from collections import defaultdict, deque

from core.capture.export.ends import two_ends
from core.capture.export.packets import Route, udp_packet
from core.capture.stories.stories import SocketStory, Stories, endpoint_of
from core.contract.endpoints import Protocol
from core.contract.records import INCOMING_CALLS, CallRecord

_MOST_UNDER_WAY = 1 << 14
"""Sent here and not yet received here, from one port to another. The lab's receive buffers hold 4 MiB, which Linux
doubles, and the smallest datagram takes 768 bytes in them: about 11,000."""
_ROUTES_KEPT = 4096


class Datagrams:
    """All UDP sockets of a capture."""

    def __init__(self, stories: Stories) -> None:
        self._stories = stories
        udp = (story for story in stories.values() if story.protocol is Protocol.UDP)
        self._ports = {story.local.port for story in udp if story.local}
        self._routes: dict[tuple[int, str, bool], Route] = {}
        # Told apart by their bytes and not only counted, because any of them may have been lost on the way. Ports are
        # enough to find them by: the two ends may name one address differently (0.0.0.0, ::ffff:127.0.0.1).
        self._under_way: defaultdict[tuple[int, int], deque[int]] = defaultdict(lambda: deque(maxlen=_MOST_UNDER_WAY))

    def packets(self, record: CallRecord, size: int) -> list[bytes]:
        """The packet of a row that moved a datagram of `size` bytes; none when it is known from where it was sent."""
        incoming = record.call in INCOMING_CALLS
        route = self._route(record, incoming)
        if incoming and self._has_been_shown(route.ports, record.payload):
            return []
        if not incoming and route.ports[1] in self._ports:
            self._under_way[route.ports].append(hash(record.payload))
        try:
            return [udp_packet(route, record.payload, size)]
        except struct.error:  # more than fits into a datagram: no lab recorded that
            return []

    def _has_been_shown(self, ports: tuple[int, int], payload: bytes) -> bool:
        """Whether it was sent by a socket of the capture; those sent before it are not under way any more."""
        sent = self._under_way.get(ports)
        if not sent or hash(payload) not in sent:
            return False
        while sent.popleft() != hash(payload):
            pass
        return True

    def _route(self, record: CallRecord, incoming: bool) -> Route:
        key = record.socket, record.address, incoming
        route = self._routes.get(key)
        if route is None:
            if len(self._routes) >= _ROUTES_KEPT:
                self._routes.clear()
            story = self._stories.get(record.socket) or SocketStory(record.socket)
            here, there = two_ends(record.socket, story.local, endpoint_of(record.address) or story.remote)
            ends = (there, here) if incoming else (here, there)
            route = self._routes[key] = Route(socket.IPPROTO_UDP, *ends)
        return route
