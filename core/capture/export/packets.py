"""IP packets with TCP segments and UDP datagrams in them, byte by byte (pure functions, any thread).

Law: every check sum is right. Layouts: RFC 791 (IPv4), 8200 (IPv6), 9293 (TCP), 768 (UDP), 1071 (the check sum).
"""

from __future__ import annotations

import socket
import struct
from enum import IntFlag

from core.contract.endpoints import Endpoint, Family

MOST_SEGMENT = 65_495
"""Bytes that TCP on an IPv4 loopback puts into one packet: 65,535 less two headers of 20."""
WINDOW = 0xFFFF

_IPV4 = struct.Struct(">BBHHHBBHII")
_IPV6 = struct.Struct(">IHBB16s16s")
_TCP = struct.Struct(">HHIIBBHHH")
_UDP = struct.Struct(">HHHH")
_MSS_OPTION = struct.pack(">BBH", 2, 4, MOST_SEGMENT)
_DONT_FRAGMENT = 0x4000
_HOPS = 64


class Flag(IntFlag):
    """TCP's."""

    FIN = 1
    SYN = 2
    RST = 4
    PSH = 8
    ACK = 16


class Route:
    """From one endpoint to another by one protocol: what all packets that go that way have in common."""

    def __init__(self, protocol: int, source: Endpoint, target: Endpoint) -> None:
        """`protocol`: IPPROTO_TCP or IPPROTO_UDP; the endpoints are of one family and have no zone."""
        self.ports = source.port, target.port
        self._protocol = protocol
        self._is_ipv4 = source.family is Family.IPV4
        self._source, self._target = (socket.inet_pton(it.family.address_family, it.address) for it in (source, target))
        self._address_sum = _sum(self._source) + _sum(self._target)
        self._pseudo_header_sum = self._address_sum + protocol

    def packet(self, header: bytes, payload: bytes) -> bytes:
        """The IP packet round a segment or datagram."""
        return self._ip_header(len(header) + len(payload)) + header + payload

    def check_sum(self, header: bytes, payload: bytes) -> int:
        """The sum that stands in a TCP or UDP header: over the pseudo header, the header (zero in its place), and all
        that follows."""
        return _complement(self._pseudo_header_sum + len(header) + len(payload) + _sum(header) + _sum(payload))

    def _ip_header(self, size: int) -> bytes:
        if not self._is_ipv4:
            return _IPV6.pack(6 << 28, size, self._protocol, _HOPS, self._source, self._target)
        first = 0x45, 0, 20 + size, 0, _DONT_FRAGMENT, _HOPS, self._protocol
        words = 0x4500 + 20 + size + _DONT_FRAGMENT + (_HOPS << 8) + self._protocol + self._address_sum
        ends = int.from_bytes(self._source, "big"), int.from_bytes(self._target, "big")
        return _IPV4.pack(*first, _complement(words), *ends)


def tcp_packet(route: Route, seq: int, ack: int, flags: Flag, payload: bytes = b"") -> bytes:
    """A TCP segment as a packet; the sequence numbers may have outgrown their 32 bits. A SYN says how much it takes."""
    options = _MSS_OPTION if Flag.SYN in flags else b""
    offset = (_TCP.size + len(options)) // 4 << 4
    front = *route.ports, seq & 0xFFFFFFFF, ack & 0xFFFFFFFF, offset, int(flags), WINDOW
    check = route.check_sum(_TCP.pack(*front, 0, 0) + options, payload)
    return route.packet(_TCP.pack(*front, check, 0) + options, payload)


def udp_packet(route: Route, payload: bytes) -> bytes:
    """A datagram as a packet; struct.error when it is larger than any can be."""
    front = *route.ports, _UDP.size + len(payload)
    check = route.check_sum(_UDP.pack(*front, 0), payload) or 0xFFFF  # 0 says that there is no check sum
    return route.packet(_UDP.pack(*front, check), payload)


def _sum(data: bytes) -> int:
    """A number that leaves, divided by 65,535, what the ones' complement sum of the 16-bit words leaves.

    For 65,536 leaves 1: the digits of a number in base 65,536 can be added up by one division of the whole.
    """
    number = int.from_bytes(data, "big")
    return (number << 8 if len(data) % 2 else number) % 0xFFFF


def _complement(total: int) -> int:
    """The check sum of words that add up to `total`, which is not 0."""
    return 0xFFFF - (total % 0xFFFF or 0xFFFF)
