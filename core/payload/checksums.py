"""Checksums that testers of devices append to messages, by the names that manuals give them (pure, any thread).

Law: what a check sum is computed with comes from a library (crccheck, loaded when one is used) that names it as the
catalogue of parametrised CRC algorithms does; here it only gets its name for people, its range and its byte order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from core.contract.faults import BadInput, Fault, Field

ByteOrder = Literal["big", "little"]


class Algorithm(NamedTuple):
    """One way to compute a check sum."""

    key: str
    """Its name in files and on the command line."""
    title: str
    """Its name for people."""
    size: int
    """Bytes of the result."""
    order: ByteOrder
    """How it usually goes over: low byte first in Modbus RTU, high byte first nearly everywhere else."""
    meaning: str
    check: int
    """What it makes of the ASCII digits 123456789, the value that manuals print."""


ALGORITHMS: tuple[Algorithm, ...] = (
    Algorithm("crc-32", "CRC-32", 4, "big", "Ethernet, ZIP, PNG (CRC-32/ISO-HDLC)", 0xCBF43926),
    Algorithm("crc-32c", "CRC-32C", 4, "big", "iSCSI, SCTP (Castagnoli)", 0xE3069283),
    Algorithm("crc-32-mpeg-2", "CRC-32/MPEG-2", 4, "big", "MPEG streams, many microcontrollers", 0x0376E6E7),
    Algorithm("crc-16-modbus", "CRC-16/MODBUS", 2, "little", "Modbus RTU; the low byte goes first", 0x4B37),
    Algorithm("crc-16-ccitt-false", "CRC-16/CCITT-FALSE", 2, "big", "what many manuals just call CCITT", 0x29B1),
    Algorithm("crc-16-xmodem", "CRC-16/XMODEM", 2, "big", "XMODEM, ZMODEM", 0x31C3),
    Algorithm("crc-16-kermit", "CRC-16/KERMIT", 2, "little", "Kermit, V.41 (CCITT-TRUE)", 0x2189),
    Algorithm("crc-16-arc", "CRC-16/ARC", 2, "little", "also called CRC-16 or CRC-IBM", 0xBB3D),
    Algorithm("crc-16-x-25", "CRC-16/X-25", 2, "little", "X.25, HDLC, PPP", 0x906E),
    Algorithm("crc-16-usb", "CRC-16/USB", 2, "little", "USB packets", 0xB4C8),
    Algorithm("crc-16-dnp", "CRC-16/DNP", 2, "little", "DNP3, M-Bus", 0xEA82),
    Algorithm("crc-8", "CRC-8", 1, "big", "SMBus", 0xF4),
    Algorithm("crc-8-maxim", "CRC-8/MAXIM", 1, "big", "1-Wire (Dallas)", 0xA1),
    Algorithm("lrc", "LRC", 1, "big", "Modbus ASCII: with it, all bytes add up to 0", 0x23),
    Algorithm("xor", "XOR", 1, "big", "all bytes XORed (BCC; NMEA 0183)", 0x31),
    Algorithm("sum-8", "Sum, 1 byte", 1, "big", "all bytes added, the lowest byte of it", 0xDD),
    Algorithm("sum-16", "Sum, 2 bytes", 2, "big", "all bytes added, the lowest 2 bytes of it", 0x01DD),
)

_CLASSES = {
    "crc-32": "Crc32",
    "crc-32c": "Crc32C",
    "crc-32-mpeg-2": "Crc32Mpeg2",
    "crc-16-modbus": "Crc16Modbus",
    "crc-16-ccitt-false": "Crc16CcittFalse",
    "crc-16-xmodem": "Crc16Xmodem",
    "crc-16-kermit": "Crc16Kermit",
    "crc-16-arc": "Crc16Arc",
    "crc-16-x-25": "Crc16X25",
    "crc-16-usb": "Crc16Usb",
    "crc-16-dnp": "Crc16Dnp",
    "crc-8": "Crc8Smbus",
    "crc-8-maxim": "Crc8Maxim",
}


@dataclass(frozen=True, slots=True)
class Checksum:
    """A check sum to append, and what it is computed over."""

    algorithm: str
    """A key of ALGORITHMS."""
    order: ByteOrder = "big"
    as_digits: bool = False
    """Append it as hexadecimal digits (Modbus ASCII, NMEA) instead of as bytes."""
    skip_first: int = 0
    """So many bytes at the start do not count: a start byte, an address."""
    skip_last: int = 0
    """So many bytes at the end do not count."""


def algorithm_of(key: str) -> Algorithm | None:
    """The algorithm of that name."""
    return next((each for each in ALGORITHMS if each.key == key), None)


def value_of(key: str, data: bytes) -> int:
    """The check sum of `data`; ValueError for a name that is none."""
    if algorithm_of(key) is None:
        raise ValueError(key)
    if key == "sum-16":
        return sum(data) & 0xFFFF
    from crccheck import checksum, crc

    match key:
        case "lrc":
            return -int(checksum.Checksum8.calc(data)) & 0xFF
        case "xor":
            return int(checksum.ChecksumXor8.calc(data))
        case "sum-8":
            return int(checksum.Checksum8.calc(data))
        case _:
            return int(getattr(crc, _CLASSES[key]).calc(data))


def with_checksum(data: bytes, choice: Checksum) -> bytes:
    """`data` and its check sum behind it. Raises BadInput: CHECKSUM_RANGE when nothing is left to count."""
    algorithm = algorithm_of(choice.algorithm)
    if algorithm is None:
        raise BadInput(Fault("CHECKSUM_UNKNOWN", about=choice.algorithm, field=Field.CHECKSUM))
    counted = data[choice.skip_first : len(data) - choice.skip_last]
    if not counted:
        raise BadInput(Fault("CHECKSUM_RANGE", count=len(data), field=Field.CHECKSUM))
    result = value_of(choice.algorithm, counted).to_bytes(algorithm.size, choice.order)
    return data + (result.hex().upper().encode() if choice.as_digits else result)
