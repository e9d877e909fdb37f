"""How a conversation that broke off ended: a call’s fault, its Ending, and what is saved (engine thread).

Law: what had come in before a reset is read, and so recorded.
"""

from __future__ import annotations

from contextlib import suppress

from core.contract.faults import Fault
from core.contract.sockets import Ending
from core.net.calls import TracedSocket
from core.net.causes import READY

_ENDINGS = {
    "ECONNRESET": Ending.PEER_RESET,
    "EPIPE": Ending.PEER_RESET,  # the reset came between two of our calls
    "ENOTCONN": Ending.PEER_RESET,  # the same, noticed by shutdown()
    "ECONNABORTED": Ending.FAILED,
    "ETIMEDOUT": Ending.TIMED_OUT,
    "TLS_CUT": Ending.CUT_OFF,
}


def ending_of(fault: Fault) -> Ending:
    """What a fault of recv(), send() or shutdown() means for the conversation."""
    return _ENDINGS.get(fault.name, Ending.FAILED)


def read_rest(traced: TracedSocket) -> None:
    """What had come in before the reset is still with the kernel: close() would throw it away."""
    with suppress(OSError):
        while traced.recv(READY):
            pass
