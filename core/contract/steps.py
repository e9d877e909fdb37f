"""The steps of a sequence: what one conversation goes through by itself, in order (made by any thread, frozen).

Law: a step holds all that it needs; where it stands in what a person wrote is only for words about it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias

from core.contract.frozen import frozen
from core.contract.jobs import Message


class Watcher(Protocol):
    """Looks for something in what comes in, however that is cut into pieces."""

    def take(self, data: bytes) -> int | None:
        """The next piece: how many bytes of it there are up to the end of what was looked for; None: not yet."""
        ...


@frozen
class SendStep:
    """Send a message; its number is how manieth of the job it is."""

    message: Message
    line: int = 0
    """Where it is written, from 1."""


@frozen
class WaitStep:
    """Do nothing for a while."""

    span_ns: int
    line: int = 0


@frozen
class ExpectStep:
    """Wait until something has come in since the last message; when it has not within the time, the job has failed."""

    pattern: str
    """As it was written, for words about it."""
    watch: Callable[[], Watcher]
    """Begins to look for it."""
    within_ns: int
    line: int = 0


SequenceStep: TypeAlias = SendStep | WaitStep | ExpectStep
