"""What a program has to do, in no particular language: the steps that were read out of the records (pure, any thread).

Law: two equal steps are the same lines of a program; which records a step stands for is kept beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TypeAlias

from core.contract.endpoints import Endpoint


class Deed(Enum):
    """What a step does. Most are one call."""

    LOOK_UP = auto()
    OPEN = auto()
    SET_BLOCKING = auto()
    SET_OPTION = auto()
    LINGER = auto()
    """setsockopt(SO_LINGER): on or off, and for how many seconds."""
    GROUP = auto()
    """setsockopt() that joins or leaves a group (multicast); its words end with the group and the interface."""
    SET_ADDRESS = auto()
    """setsockopt() of an option that is an IPv4 address."""
    GET_OPTION = auto()
    BIND = auto()
    LISTEN = auto()
    ACCEPT = auto()
    CONNECT = auto()
    DECIDED = auto()
    """getsockopt(SO_ERROR) of a connect() that was under way."""
    COUNT_DROPS = auto()
    NAME = auto()
    PEER_NAME = auto()
    SEND = auto()
    """All of the data, in one call if the kernel has room for it."""
    SEND_SOME = auto()
    """As much as the kernel has room for now; the rest is kept."""
    SEND_REST = auto()
    """All that is left of what SEND_SOME began."""
    SEND_TO = auto()
    RECEIVE = auto()
    RECEIVE_END = auto()
    RECEIVE_FROM = auto()
    SHUTDOWN = auto()
    CLOSE = auto()
    WAIT = auto()
    """No call: time passes while a connect() is under way."""
    REMARK = auto()
    """No call: something that can't be made again is told."""


@dataclass(frozen=True, slots=True)
class Where:
    """An endpoint, and what a program had better call it: ports given by the kernel differ from run to run."""

    endpoint: Endpoint
    port_of: int = 0
    """The socket of this program that the kernel gave the port; 0: nobody's."""
    peer: int = 0
    """The number of the peer that a recvfrom() named; 0: none did."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, with what it takes."""

    deed: Deed
    socket: int
    error: str = ""
    """The name of the error that is expected."""
    where: Where | None = None
    data: bytes = b""
    size: int = 0
    """Bytes expected; a backlog; an option's value; milliseconds."""
    words: tuple[str, ...] = ()
    """Names of constants; the host of a look-up; the sentence of a remark."""
    other: int = 0
    """The number of the socket that accept() makes, or of the peer that recvfrom() names."""
    is_echo: bool = False
    """What is sent is what was received just before."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A step at its place in a program."""

    step: Step
    seqs: tuple[int, ...]
    begins: bool = False
    """Something new was asked for here: a line is left free before it."""


@dataclass(frozen=True, slots=True)
class Loop:
    """Steps that follow one another again and again."""

    times: int
    body: tuple[Placed, ...]


Item: TypeAlias = Placed | Loop


@dataclass(slots=True)
class Plan:
    """A program's steps, and what it leaves out."""

    items: list[Item] = field(default_factory=list)
    sockets: set[int] = field(default_factory=set)
    """Those that the program makes."""
    still_open: list[int] = field(default_factory=list)
    calls: int = 0
    """How many of the records it stands for."""
    is_tls: bool = False
    """What goes over are records of TLS."""
    idle: int = 0
    """Calls that found nothing to do yet, which are left out because the program waits first."""
    unknown: dict[int, int] = field(default_factory=dict)
    """Calls on sockets whose beginning is not among the records, by socket."""
    not_read: int = 0
    """Calls after the last one that was looked at."""

    def steps(self) -> list[Step]:
        """All there are, those in loops once."""
        return [placed.step for item in self.items for placed in (item.body if isinstance(item, Loop) else (item,))]
