"""The formats a capture can be exported to, with what each can be told (any thread)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """A log to read, one row a line."""

    traffic_only: bool = False
    """Only the rows that moved bytes."""


@dataclass(frozen=True, slots=True)
class Csv:
    """A table for a spreadsheet."""


@dataclass(frozen=True, slots=True)
class JsonLines:
    """One JSON object a line, loss-free: core.capture.opening.importing makes a capture of it again."""


@dataclass(frozen=True, slots=True)
class Sqlite:
    """A database to query."""


@dataclass(frozen=True, slots=True)
class Raw:
    """The bytes of one direction of one socket (with TLS those inside it); the edges of datagrams are lost."""

    socket: int
    incoming: bool
    peer: str = ""
    """For a UDP socket: only the datagrams of this peer, named as in the records."""


@dataclass(frozen=True, slots=True)
class Pcapng:
    """Packets rebuilt from the calls, for Wireshark."""


Format: TypeAlias = Text | Csv | JsonLines | Sqlite | Raw | Pcapng
