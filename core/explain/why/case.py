"""What a why card is made from, and what it says: plain values (any thread).

Law: a case holds what happened, a card what can be said of it; neither ever holds a socket or a window.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal, TypeAlias

from core.contract.commands import Command, Connect
from core.contract.endpoints import Endpoint, Protocol
from core.contract.faults import Fault
from core.contract.sockets import Role, SocketSnapshot
from core.explain.faults import Explanation


@dataclass(frozen=True, slots=True)
class Case:
    """Something that failed, or that went well in a way that surprises."""

    fault: Fault
    protocol: Protocol
    command: Command | None = None
    """What was asked for, when this is the answer to it."""
    socket: SocketSnapshot | None = None
    """The socket that it happened to."""
    other: SocketSnapshot | None = None
    """The lab's own socket that it has to do with: the other end of the conversation, or the holder of the port."""
    bytes_in: int = 0
    bytes_out: int = 0
    """What the conversation had moved by then."""

    @property
    def endpoint(self) -> Endpoint | None:
        """What the fault is about, where that is an endpoint; else the socket's other end."""
        try:
            return Endpoint.from_text(self.fault.about)
        except ValueError:
            return self.socket.remote if self.socket is not None else None

    @property
    def call_again(self) -> Connect | None:
        """The command that would begin the conversation again; None where it was the other end that called."""
        if isinstance(self.command, Connect):
            return self.command
        if self.socket is None or self.socket.role is not Role.CLIENT:
            return None
        typed = Endpoint.from_text(self.socket.requested)
        tls = self.socket.tls.asked if self.socket.tls is not None else None
        return Connect(0, self.protocol, typed.address, typed.port, tls=tls)


class Answer(Enum):
    """To a question that can be answered with yes or no; the value is what a person reads."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "can’t tell"

    @classmethod
    def of(cls, fact: bool | None) -> Answer:
        """The answer to a fact that may be unknown."""
        return cls.UNKNOWN if fact is None else cls.YES if fact else cls.NO


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked up just now."""

    question: str
    answer: Answer
    detail: str = ""
    """Who, which or why not, in a few words without a full stop."""

    def __str__(self) -> str:
        """As one line for a terminal."""
        return f"{self.question} {self.answer.value}" + (f": {self.detail}" if self.detail else "")


@dataclass(frozen=True, slots=True)
class Ask:
    """A remedy: commands for the engine, each given when the one before it is done; their ids are not theirs yet."""

    label: str
    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class Wait:
    """A remedy: the same, but only after some time."""

    label: str
    seconds: float
    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class RaiseLimit:
    """A remedy: let this program have so many descriptors open."""

    label: str
    to: int


@dataclass(frozen=True, slots=True)
class ShowPort:
    """A remedy: look at who holds a port, where that program can be ended too."""

    label: str
    port: int


@dataclass(frozen=True, slots=True)
class RemoveFile:
    """A remedy: take away the file of a Unix socket that nobody has any more, then give the commands."""

    label: str
    path: str
    commands: tuple[Command, ...]


Remedy: TypeAlias = Ask | Wait | RaiseLimit | ShowPort | RemoveFile


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was found, what it means, and what would help."""

    checks: tuple[Check, ...] = ()
    cause: str = ""
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """All that a person is told."""

    kind: Literal["info", "warning", "error"]
    words: Explanation
    call: str
    """The call and what it answered, "connect() answered ECONNREFUSED (111)"; "" when no call failed."""
    diagnosis: Diagnosis
    is_checked: bool
    """Whether the system has been asked already."""
