"""What a peer answers to what was sent, and whether it is what was expected (main thread).

Law: the status is worked out once all is heard that will be waited for; what the peer says is written out as it comes.
"""

from __future__ import annotations

import re
from time import monotonic

from core.cli.driver import Driver, Moved, News
from core.cli.outcome import DONE, NETWORK_FAILURE, NOT_AS_EXPECTED, status_of
from core.cli.output import Output
from core.contract.endpoints import Protocol
from core.contract.events import InternalError, SocketChanged
from core.contract.sockets import SocketSnapshot, State

LEAVE_S = 1.0
"""How long an answer is waited for when nobody asked for one: who closes at once would often reset what still comes."""
HEARD_MOST = 1 << 20
"""The newest bytes of the answer, in which the pattern is looked for."""


class Answer:
    """What comes back on one socket."""

    def __init__(
        self, output: Output, socket: int, expected: re.Pattern[bytes] | None, *, first_is_enough: bool
    ) -> None:
        """`first_is_enough`: without `expected`, the first that comes back is all that is waited for."""
        self.is_over = False
        """Whether nothing more is waited for: enough has come, or nothing more will."""
        self.is_open = True
        """Whether the socket still lives."""
        self._output = output
        self._socket = socket
        self._expected = expected
        self._first_is_enough = first_is_enough
        self._heard = bytearray()
        self._is_met = False
        self._has_failed = False

    @property
    def is_met(self) -> bool:
        """Whether what was expected has been heard."""
        return self._is_met

    def take(self, news: News) -> None:
        """Take in what happened."""
        match news:
            case Moved():
                self._output.moved(news)
                if news.incoming:
                    self._hear(news.data)
            case SocketChanged(now):
                self._output.socket_changed(now)
                if now.number == self._socket:
                    self._changed(now)
            case InternalError(report):
                self._output.say(report)
                self._has_failed = self.is_over = True

    def wait(self, driver: Driver, until: float) -> int:
        """Listen until it is over, or until that time by time.monotonic(); the exit status."""
        while not self.is_over and monotonic() < until and (news := driver.next(until)) is not None:
            self.take(news)
        if self._has_failed and not self._is_met:
            return NETWORK_FAILURE
        if self._expected is None or self._is_met:
            return DONE
        shown = self._expected.pattern.decode()
        self._output.object(event="not as expected", expected=shown)
        self._output.say(f"nothing that was answered matches {shown}")
        return NOT_AS_EXPECTED

    def _hear(self, data: bytes) -> None:
        if self._expected is None:
            self.is_over = self.is_over or self._first_is_enough
        elif not self._is_met:
            self._heard += data
            self._is_met = self._expected.search(self._heard) is not None
            self.is_over = self.is_over or self._is_met
            del self._heard[:-HEARD_MOST]

    def _changed(self, now: SocketSnapshot) -> None:
        self.is_open = now.is_open
        if now.protocol is Protocol.UDP and now.is_open:  # an ICMP answer: nobody holds on to that port
            has_failed = now.fault is not None and now.fault.name == "ECONNREFUSED"
        else:
            has_failed = not now.is_open and status_of(now) == NETWORK_FAILURE
        if has_failed and not self._has_failed and now.fault is not None:
            self._output.fault(now.fault)
        self._has_failed = self._has_failed or has_failed
        self.is_over = self.is_over or has_failed or not now.is_open or now.state is State.PEER_FINISHED
