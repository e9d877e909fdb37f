"""What the State view shows: the states a socket came through, those of its partner, and what the kernel says now.

Window thread; the kernel's table is read by a worker. Law: what the records tell and what the kernel tells are kept
apart, so that a reader sees when they differ.
"""

from __future__ import annotations

from typing import NamedTuple

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.contract.endpoints import Protocol
from core.contract.records import Call, CallRecord
from core.contract.sockets import Role, SocketSnapshot
from core.explain.paths import Paths, paths_of
from core.machine.tcp_table import KernelTcp
from gui.drawing.cast import Cast
from gui.models.finding.record_filter import RecordFilter
from gui.models.sockets.kernel_table import KernelTable
from gui.models.sockets.sockets import Sockets
from gui.models.why.reasons import Ask

MOST_RECORDS = 500
"""Of one socket that did more than move bytes: a listener has one for each caller, and they change no state."""


class EndState(NamedTuple):
    """One end of a conversation, or a listener, or a UDP socket."""

    snapshot: SocketSnapshot
    paths: Paths
    kernel: KernelTcp | None


class SocketStates:
    """The chosen socket and, when it is in this lab too, its partner."""

    def __init__(self, capture: Capture, sockets: Sockets, ask: Ask) -> None:
        self._capture = capture
        self._sockets = sockets
        self._kernel = KernelTable(ask)
        self._own, self._far = _Story(capture), _Story(capture)
        self._cast = Cast(sockets)

    @property
    def stamp(self) -> int:
        """Goes up when the kernel said something else."""
        return self._kernel.version

    def show(self, number: int | None) -> tuple[EndState, ...]:
        """The ends to show now: the chosen one first."""
        if self._cast.version != self._sockets.version:
            self._cast = Cast(self._sockets)
        if self._capture.is_live:  # to the kernel of today, a saved capture's sockets are strangers
            self._kernel.look()
        own = self._sockets.get(number)
        if own is None:
            return ()
        far = self._cast.partner_of(own)
        ends = [self._end(own, self._own)]
        if far is not None and far.number != own.number:
            ends.append(self._end(far, self._far))
        return tuple(ends)

    def close(self) -> None:
        """End the threads that look for records."""
        self._own.close()
        self._far.close()

    def _end(self, snapshot: SocketSnapshot, story: _Story) -> EndState:
        records = story.records(snapshot.number)
        is_udp = snapshot.protocol is Protocol.UDP
        paths = paths_of(records, is_accepted=snapshot.role is Role.ACCEPTED, is_udp=is_udp)
        return EndState(snapshot, paths, self._kernel.line_of(snapshot))


class _Story:
    """The records of one socket that may have changed its state."""

    def __init__(self, capture: Capture) -> None:
        self._capture = capture
        self._filter = RecordFilter(capture)
        self._number = 0
        self._records: list[CallRecord] = []

    def records(self, number: int) -> list[CallRecord]:
        """Those found until now; the look-up goes on in a thread of its own."""
        if number != self._number:
            self._number, self._records = number, []
            self._filter.set(f"#{number} not (size>0 or errno:EAGAIN or errno:EWOULDBLOCK or call:accept)")
        self._filter.follow()
        found = self._filter.calls(self._capture.count)
        if len(found) > len(self._records) < MOST_RECORDS:
            fresh = list(found[len(self._records) : MOST_RECORDS])
            try:
                self._records += self._capture.records(fresh)
            except CaptureError:  # the beginning is no longer kept: what is left tells what it can
                self._records = [*self._records, *(it for seq in fresh if (it := self._one(seq)) is not None)]
        return [record for record in self._records if record.call is not Call.SENDTO]

    def close(self) -> None:
        """End the thread."""
        self._filter.close()

    def _one(self, seq: int) -> CallRecord | None:
        try:
            return self._capture.record(seq)
        except CaptureError:
            return None
