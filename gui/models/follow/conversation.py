"""Which conversation the Follow view shows: that of what a person chose last, a record or a socket (window thread).

Law: what is followed changes only when a person chooses something else that has a conversation.
"""

from __future__ import annotations

from typing import NamedTuple

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.contract.endpoints import Endpoint, Protocol
from core.contract.records import DATAGRAM_CALLS, STREAM_CALLS, Call, CallRecord
from core.contract.sockets import Role, SocketSnapshot
from gui.models.records.selection import Selection
from gui.models.sockets.sockets import Sockets


class Conversation(NamedTuple):
    """One TCP connection, or what one UDP socket and one peer said to each other."""

    socket: int
    peer: str = ""
    """Of a UDP socket; "" for a stream of bytes."""
    is_inside: bool = False
    """What went over inside TLS, not the records that carried it."""


class ConversationChoice:
    """Follows the selection from conversation to conversation."""

    def __init__(self, capture: Capture, sockets: Sockets, selection: Selection) -> None:
        self.chosen: Conversation | None = None
        self._capture = capture
        self._sockets = sockets
        self._selection = selection
        self._record: int | None = None
        self._numbers: tuple[int, ...] = ()
        self._peer: Endpoint | None = None
        self._is_open = False
        """Whether what was chosen has no conversation yet: a listener nobody has called, say."""
        self._version = -1

    def look(self) -> bool:
        """Look at the selection; True when another conversation is meant from now on."""
        before, selection = self.chosen, self._selection
        record, numbers, peer = selection.record, selection.sockets, selection.peer
        if record is not None and record != self._record:
            self._take(self._of_record(record) or self._of_socket())
        elif (numbers, peer) != (self._numbers, self._peer) or (
            self._is_open and self._version != self._sockets.version
        ):
            self._take(self._of_socket())
        self._record, self._numbers, self._peer = record, numbers, peer
        self._version = self._sockets.version
        return self.chosen != before

    @property
    def title(self) -> str:
        """Whose it is: "#3  127.0.0.1:9000 ↔ 127.0.0.1:51324"."""
        if self.chosen is None:
            return ""
        number, peer, is_inside = self.chosen
        snapshot = self._sockets.get(number)
        local = snapshot.local if snapshot is not None else None
        remote = peer or self._sockets.remote_text(number)
        ends = " ↔ ".join(str(end) for end in (local, remote) if end)
        return f"#{number}  {ends}{'  inside TLS' * is_inside}".rstrip()

    def _take(self, found: Conversation | None) -> None:
        self._is_open = found is None
        self.chosen = found or self.chosen

    def _of_record(self, seq: int) -> Conversation | None:
        try:
            record = self._capture.record(seq)
        except (CaptureError, IndexError):
            return None
        if record.call is Call.ACCEPT:
            return self._called_by(record)
        if record.call in STREAM_CALLS | DATAGRAM_CALLS and record.address:
            return Conversation(record.socket, record.address)
        snapshot = self._sockets.get(record.socket)
        if snapshot is not None:
            return self._of_snapshot(snapshot)
        return Conversation(record.socket) if record.call in STREAM_CALLS else None

    def _called_by(self, accept: CallRecord) -> Conversation | None:
        """The connection that an accept() made."""
        for snapshot in reversed(self._sockets.accepted_by(accept.socket)):
            if str(snapshot.remote) == accept.address:
                return self._of_snapshot(snapshot)
        return None

    def _of_socket(self) -> Conversation | None:
        for number in self._selection.sockets:
            snapshot = self._sockets.get(number)
            found = None if snapshot is None else self._of_snapshot(snapshot)
            if found is not None:
                return found
        return None

    def _of_snapshot(self, snapshot: SocketSnapshot) -> Conversation | None:
        """A listener stands for the newest of its connections, a UDP socket for the newest of its peers."""
        number = snapshot.number
        if snapshot.role is Role.LISTENER:
            accepted = self._sockets.accepted_by(number)
            return self._of_snapshot(accepted[-1]) if accepted else None
        if snapshot.protocol is Protocol.TCP:
            return Conversation(number, is_inside=snapshot.tls is not None)
        met = [peer for _, peer in self._sockets.peers_of(number)]
        peer = self._selection.peer if self._selection.peer in met else snapshot.remote or (met[-1] if met else None)
        return None if peer is None else Conversation(number, str(peer))
