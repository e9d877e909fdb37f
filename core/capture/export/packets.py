"""IP packets with TCP segments and UDP datagrams in them, byte by byte (pure functions, any thread).

Law: every check sum is right. Layouts: RFC 791 (IPv4), 8200 (IPv6), 9293 (TCP), 768 (UDP), 1071 (the check sum).
"""

from __future__ import annotations

import socket
import struct

from core.contract.endpoints import Endpoint, Family

FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
"""TCP's flags. Plain numbers: those of an enum take 1 us to be put together, and there are two packets a row."""
MOST_SEGMENT = 65_495
"""Bytes that TCP on an IPv4 loopback puts into one packet: 65,535 less two headers of 20."""
WINDOW = 0xFFFF

_IPV4 = struct.Struct(">BBHHHBBH4s4s")
_IPV6 = struct.Struct(">IHBB16s16s")
_TCP = struct.Struct(">HHIIHHHH")
_UDP = struct.Struct(">HHHH")
_MSS_OPTION = struct.pack(">BBH", 2, 4, MOST_SEGMENT)
_OFFSET, _OFFSET_WITH_OPTION = 5 << 12, 6 << 12
_DONT_FRAGMENT = 0x4000
_HOPS = 64


class Route:
    """From one endpoint to another by one protocol: what all packets that go that way have in common."""

    def __init__(self, protocol: int, source: Endpoint, target: Endpoint) -> None:
        """`protocol`: IPPROTO_TCP or IPPROTO_UDP; the endpoints are of one family and have no zone."""
        self.ports = source.port, target.port
        self._protocol = protocol
        self._is_ipv4 = source.family is Family.IPV4
        self._source, self._target = (socket.inet_pton(it.family.address_family, it.address) for it in (source, target))
        addresses = _sum(self._source) + _sum(self._target)
        self._ip_sum = addresses + 0x4500 + _DONT_FRAGMENT + (_HOPS << 8) + protocol
        self.sum = addresses + protocol + sum(self.ports)
        """Of the pseudo header without its length, and of the ports that begin the header proper."""

    def packet(self, header: bytes, payload: bytes, size: int) -> bytes:
        """The IP packet round a segment or datagram, whose payload has `size` bytes."""
        size += len(header)
        if not self._is_ipv4:
            first = _IPV6.pack(6 << 28, size, self._protocol, _HOPS, self._source, self._target)
        else:
            size += _IPV4.size
            check = _complement(self._ip_sum + size)
            first = _IPV4.pack(
                0x45, 0, size, 0, _DONT_FRAGMENT, _HOPS, self._protocol, check, self._source, self._target
            )
        return first + header + payload


def tcp_packet(route: Route, seq: int, ack: int, flags: int, payload: bytes = b"", size: int = 0) -> bytes:
    """A TCP segment as a packet; the sequence numbers may have outgrown their 32 bits. A SYN has no payload.

    `size`: that of the payload, of which `payload` may be the beginning; the rest is taken for zeros.
    """
    offset_and_flags = _OFFSET | flags
    if flags & SYN:
        offset_and_flags, payload, size = _OFFSET_WITH_OPTION | flags, _MSS_OPTION, len(_MSS_OPTION)
    seq, ack = seq & 0xFFFFFFFF, ack & 0xFFFFFFFF
    total = route.sum + _TCP.size + size + seq + ack + offset_and_flags + WINDOW + _sum(payload)
    header = _TCP.pack(*route.ports, seq, ack, offset_and_flags, WINDOW, _complement(total), 0)
    return route.packet(header, payload, size)


def udp_packet(route: Route, payload: bytes, size: int) -> bytes:
    """A datagram as a packet, `size` as of tcp_packet(); struct.error when it is larger than any can be."""
    length = _UDP.size + size
    check = _complement(route.sum + length + length + _sum(payload))
    return route.packet(_UDP.pack(*route.ports, length, check or 0xFFFF), payload, size)  # 0 says that there is none


def whole_length(packet: bytes) -> int:
    """How long the packet says that it is; it may have been cut short."""
    is_ipv4 = packet[0] >> 4 == 4
    return int.from_bytes(packet[2:4], "big") if is_ipv4 else _IPV6.size + int.from_bytes(packet[4:6], "big")


def _sum(data: bytes) -> int:
    """A number that leaves, divided by 65,535, what the ones' complement sum of the 16-bit words leaves.

    65,536 leaves 1: so the digits of a number in base 65,536 can be added up by one division of the whole, and a
    number of 32 bits may be added as it is. Zeros behind the data would change nothing.
    """
    number = int.from_bytes(data, "big")
    return (number << 8 if len(data) % 2 else number) % 0xFFFF


def _complement(total: int) -> int:
    """The check sum of words that add up to `total`, which is not 0."""
    return 0xFFFF - (total % 0xFFFF or 0xFFFF)
