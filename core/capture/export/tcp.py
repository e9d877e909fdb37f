"""One TCP conversation as the packets it could have been: handshake, segments, acknowledgements, FIN or RST.

A worker thread's. Law: what has been shown is not shown again, so both ends may tell of the same event.
"""

from __future__ import annotations

import socket
from enum import Enum, auto

from core.capture.export.packets import ACK, FIN, MOST_SEGMENT, PSH, RST, SYN, Route, tcp_packet
from core.contract.endpoints import Endpoint


class _Stage(Enum):
    UNSEEN = auto()
    """Nothing was shown yet: it may have begun before the rows that are exported."""
    CALLING = auto()
    OPEN = auto()
    OVER = auto()


class End:
    """One end, with what it sends."""

    def __init__(self, local: Endpoint, remote: Endpoint, first_seq: int) -> None:
        self.route = Route(socket.IPPROTO_TCP, local, remote)
        self.seq = first_seq + 1
        """Of the next byte it sends; the SYN counts as one."""
        self.has_finished = False
        self.is_closed = False
        """It does not receive any more either."""


class TcpConversation:
    """Two ends. Every method gives the packets to be shown, and takes the end whose doing it is."""

    def __init__(self, caller: Endpoint, called: Endpoint, first_seq: int) -> None:
        self._first_seq = first_seq
        self.caller = End(caller, called, first_seq)
        # One that called itself (connect() to its own port) has one end.
        self.called = End(called, caller, first_seq) if called != caller else self.caller
        self._stage = _Stage.UNSEEN

    def other(self, end: End) -> End:
        """The opposite one."""
        return self.called if end is self.caller else self.caller

    def call(self) -> list[bytes]:
        """connect() sent for the peer."""
        if self._stage is not _Stage.UNSEEN:
            return []
        self._stage = _Stage.CALLING
        return [tcp_packet(self.caller.route, self._first_seq, 0, SYN)]

    def answer(self) -> list[bytes]:
        """The peer took the call."""
        packets = self.call()
        if self._stage is not _Stage.CALLING:
            return []
        self._stage = _Stage.OPEN
        if self.called is not self.caller:
            packets.append(tcp_packet(self.called.route, self._first_seq, self._first_seq + 1, SYN | ACK))
        packets.append(tcp_packet(self.caller.route, self._first_seq + 1, self._first_seq + 1, ACK))
        return packets

    def refuse(self) -> list[bytes]:
        """Nothing listened there."""
        packets = self.call()
        if self._stage is not _Stage.CALLING:
            return []
        self._stage = _Stage.OVER
        return [*packets, tcp_packet(self.called.route, 0, self._first_seq + 1, RST | ACK)]

    def send(self, end: End, data: bytes, size: int) -> list[bytes]:
        """So many bytes, of which `data` are the first, were acknowledged, or refused when the other end was gone."""
        packets, other = self._begin(), self.other(end)
        for start in range(0, size, MOST_SEGMENT):
            length = min(MOST_SEGMENT, size - start)
            segment = data[start : start + length]
            packets.append(tcp_packet(end.route, end.seq, other.seq, PSH | ACK, segment, length))
            end.seq += length
            if not other.is_closed:
                # Each segment by itself: a second one could fill the window, which Wireshark would point out.
                packets.append(self._acknowledge(other))
        return packets + self.reset(other) if other.is_closed else packets

    def skip(self, end: End, size: int) -> None:
        """So many bytes went over that are not to be shown."""
        end.seq += size

    def finish(self, end: End) -> list[bytes]:
        """One end sent its last byte."""
        if end.has_finished or self._stage is _Stage.OVER:
            return []
        packets = self._begin()
        end.has_finished = True
        packets.append(tcp_packet(end.route, end.seq, self.other(end).seq, FIN | ACK))
        end.seq += 1
        return [*packets, self._acknowledge(self.other(end))]

    def close(self, end: End) -> list[bytes]:
        """One end neither sends nor receives any more."""
        packets = self.finish(end)
        end.is_closed = True
        return packets

    def reset(self, end: End) -> list[bytes]:
        """One end broke off."""
        if self._stage is _Stage.OVER:
            return []
        packets = self._begin()
        self._stage = _Stage.OVER
        return [*packets, tcp_packet(end.route, end.seq, self.other(end).seq, RST | ACK)]

    def _begin(self) -> list[bytes]:
        """A call that was shown must have been answered before; one that was not shown began long ago."""
        if self._stage is _Stage.CALLING:
            return self.answer()
        if self._stage is _Stage.UNSEEN:
            self._stage = _Stage.OPEN
        return []

    def _acknowledge(self, end: End) -> bytes:
        return tcp_packet(end.route, end.seq, self.other(end).seq, ACK)
