"""A reader of pcapng and of the packets in it, written from their specifications alone (pure).

Law: it shares no code with the export, and refuses whatever the specifications do not allow.
"""

from __future__ import annotations

import ipaddress
import struct
from collections.abc import Iterator
from typing import NamedTuple


class Packet(NamedTuple):
    """One packet, taken apart."""

    time_ns: int
    protocol: str
    source: tuple[str, int]
    target: tuple[str, int]
    payload: bytes
    """As much of it as is in the file."""
    size: int
    """How long it was."""
    flags: str = ""
    """TCP's: a letter each, "SA"."""
    seq: int = 0
    ack: int = 0


def blocks(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Type and body of each block."""
    at = 0
    while at < len(data):
        kind, length = struct.unpack_from("<II", data, at)
        assert length % 4 == 0
        assert struct.unpack_from("<I", data, at + length - 4) == (length,)
        yield kind, data[at + 8 : at + length - 4]
        at += length
    assert at == len(data)


def options(data: bytes) -> dict[int, bytes]:
    """The options of a block, by code."""
    found: dict[int, bytes] = {}
    at = 0
    while True:
        code, length = struct.unpack_from("<HH", data, at)
        if code == 0:
            assert at + 4 == len(data)
            return found
        found[code] = data[at + 4 : at + 4 + length]
        at += 4 + (length + 3) // 4 * 4


def packets(data: bytes) -> list[Packet]:
    """All packets of a file that has one section and one interface."""
    (section, about), (interface, description), *rest = blocks(data)
    assert (section, interface) == (0x0A0D0D0A, 1)
    assert about[:16] == struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)
    assert description[:4] == struct.pack("<HH", 101, 0)
    assert options(description[8:])[9] == b"\x09"
    return [enhanced(body) for kind, body in rest if kind == 6 or not kind]


def enhanced(body: bytes) -> Packet:
    """An enhanced packet block."""
    interface, high, low, captured, original = struct.unpack_from("<IIIII", body)
    assert interface == 0
    assert len(body) == 20 + (captured + 3) // 4 * 4
    return internet(high << 32 | low, body[20 : 20 + captured], original)


def internet(time_ns: int, data: bytes, original: int) -> Packet:
    """An IP packet."""
    if data[0] == 0x45:
        _tos, length, _id, fragment, _hops, protocol = struct.unpack_from(">BHHHBB", data, 1)
        assert fragment == 0x4000
        assert ones_complement_sum(data[:20]) == 0xFFFF
        source, target, rest = data[12:16], data[16:20], data[20:]
        assert length == original <= 0xFFFF
    else:
        assert data[0] == 0x60
        length, protocol = struct.unpack_from(">HB", data, 4)
        source, target, rest = data[8:24], data[24:40], data[40:]
        assert length + 40 == original
    ends = str(ipaddress.ip_address(source)), str(ipaddress.ip_address(target))
    missing = original - len(data)
    if not missing:
        pseudo = source + target + struct.pack(">IHBB", len(rest), 0, 0, protocol)
        assert ones_complement_sum(pseudo + rest) == 0xFFFF
    return {6: segment, 17: datagram}[protocol](time_ns, ends, rest, missing)


def segment(time_ns: int, ends: tuple[str, str], data: bytes, missing: int) -> Packet:
    """TCP."""
    source, target, seq, ack, offset, flags, _window, check, urgent = struct.unpack_from(">HHIIBBHHH", data)
    assert urgent == 0
    assert check != 0xFFFF, "RFC 1624: it is 0"
    payload = data[offset >> 2 :]
    letters = "".join(letter for bit, letter in enumerate("FSRPAUEC") if flags >> bit & 1)
    return Packet(
        time_ns, "tcp", (ends[0], source), (ends[1], target), payload, len(payload) + missing, letters, seq, ack
    )


def datagram(time_ns: int, ends: tuple[str, str], data: bytes, missing: int) -> Packet:
    """UDP."""
    source, target, length, check = struct.unpack_from(">HHHH", data)
    assert length == len(data) + missing
    assert check, "0 means that there is none"
    return Packet(time_ns, "udp", (ends[0], source), (ends[1], target), data[8:], length - 8)


def ones_complement_sum(data: bytes) -> int:
    """RFC 1071, word by word."""
    total = 0
    for at in range(0, len(data), 2):
        total += int.from_bytes(data[at : at + 2].ljust(2, b"\0"), "big")
        total = (total & 0xFFFF) + (total >> 16)
    return total
