"""How a subcommand can end: the exit statuses, and the exception that carries a fault to the end (main thread).

Law: a script can tell by the status alone whose fault it was: nobody's, the answer's, the user's or the network's.
"""

from __future__ import annotations

from core.contract.faults import Fault
from core.contract.sockets import Ending, SocketSnapshot

DONE = 0
NOT_AS_EXPECTED = 1
"""The answer was another one, or a file could not be read or written."""
WRONG_USE = 2
NETWORK_FAILURE = 3
INTERRUPTED = 130
"""As the shell counts it: 128 and the number of SIGINT."""

_IN_ORDER = frozenset({Ending.CLOSED_HERE, Ending.PEER_CLOSED, Ending.ENGINE_STOPPED})


class Failure(Exception):
    """A subcommand can't go on; `fault` says why, `status` is what the program ends with."""

    def __init__(self, fault: Fault, status: int) -> None:
        super().__init__(fault.name)
        self.fault = fault
        self.status = status


class WrongUse(Exception):
    """What was typed makes no sense together; the message is the sentence for the person."""


def status_of(ended: SocketSnapshot) -> int:
    """The exit status that the ending of a socket stands for."""
    return DONE if ended.ending in _IN_ORDER else NETWORK_FAILURE
