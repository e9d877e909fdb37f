"""Packets that Wireshark reads, rebuilt from the records, in a pcapng file (a worker thread's).

Law: the file says of itself that it was rebuilt. Layout: draft-ietf-opsawg-pcapng, little-endian.

Each packet has the time at which its call began. Rows that are left out leave gaps, as packets that a sniffer missed; a
conversation whose beginning is left out begins in the middle. Payloads of which the capture kept only the beginning are
packets cut short, as by a sniffer's limit.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

from core.capture.capture import Capture
from core.capture.export.packets import whole_length
from core.capture.export.rebuild import Rebuilder
from core.capture.export.words import size_of
from core.capture.pages import Pages
from core.capture.stories.stories import Stories
from core.payload.escapes import show_name

COMMENT = (
    "Rebuilt by Socket Lab from the socket calls it recorded; these packets were not captured on a network. Addresses, "
    "ports, bytes, their order and the way each conversation ended are those of the calls. Sequence numbers, "
    "acknowledgements, windows and the cut into packets are made up. A conversation with both of its ends in the "
    "recording is shown once. An end that no call named has the number of its socket for a port, and (unless "
    "its peer is a loopback address) the address 0.0.0.0 or ::."
)
_INTERFACE = "socket-calls"
_LINKTYPE_RAW = 101
"""A packet begins with its IP header, of either version."""

_BLOCK = struct.Struct("<II")
_SECTION = struct.Struct("<IHHq")
_INTERFACE_START = struct.Struct("<HHI")
_PACKET_START = struct.Struct("<IIIIIII")
_OPTION = struct.Struct("<HH")
_LENGTH = struct.Struct("<I")
_BYTE_ORDER = 0x1A2B3C4D
_LENGTH_UNKNOWN = -1
_NANOSECONDS = b"\x09"


def write_pcapng(stream: BinaryIO, capture: Capture, stories: Stories, pages: Pages) -> int:
    """Write the packets of these rows; how many rows became packets."""
    stream.write(_section(capture) + _interface())
    columns, rows, before = capture.columns, 0, capture.first - 1
    rebuilder = Rebuilder(stories, {(columns.socket[seq - 1], columns.call[seq - 1]) for seq in pages.seqs})
    for page in pages:
        blocks: list[bytes] = []
        for record in page:
            for row in range(before, record.seq - 1):
                if columns.size[row] and not columns.failed[row]:
                    rebuilder.skip(columns.socket[row], columns.call[row], columns.size[row])
            before = record.seq
            packets = rebuilder.packets(record, size_of(record, capture))
            rows += bool(packets)
            blocks.extend(_packet(record.time_ns, packet) for packet in packets)
        stream.write(b"".join(blocks))
    return rows


def _section(capture: Capture) -> bytes:
    header = capture.header
    application = f"Socket Lab {show_name(header.lab)}".strip()
    options = _option(1, COMMENT.encode()) + _option(3, show_name(header.platform).encode())
    options += _option(4, application.encode()) + _option(0, b"")
    return _block(0x0A0D0D0A, _SECTION.pack(_BYTE_ORDER, 1, 0, _LENGTH_UNKNOWN) + options)


def _interface() -> bytes:
    options = _option(2, _INTERFACE.encode()) + _option(9, _NANOSECONDS) + _option(0, b"")
    return _block(1, _INTERFACE_START.pack(_LINKTYPE_RAW, 0, 0) + options)


def _packet(time_ns: int, packet: bytes) -> bytes:
    """An enhanced packet block; written out, because there are two for each row."""
    size = len(packet)
    padding = -size % 4
    length = _PACKET_START.size + size + padding + _LENGTH.size
    time = max(time_ns, 0)
    start = _PACKET_START.pack(6, length, 0, time >> 32, time & 0xFFFFFFFF, size, whole_length(packet))
    return start + packet + bytes(padding) + _LENGTH.pack(length)


def _block(kind: int, body: bytes) -> bytes:
    length = _BLOCK.size + len(body) + _LENGTH.size
    return _BLOCK.pack(kind, length) + body + _LENGTH.pack(length)


def _option(code: int, value: bytes) -> bytes:
    return _OPTION.pack(code, len(value)) + value + bytes(-len(value) % 4)
