"""Call records as the packets that could have been seen on the wire.

A worker thread's. Law: whatever crossed the wire is shown once. Where both ends of a TCP conversation are in the
capture, each end's own sends tell what it sent: they come first in the capture's order, and they also hold what the
other end never read. Its receives tell it only when the sends are not among the exported rows.
"""

from __future__ import annotations

from collections.abc import Callable

from core.capture.export.ends import two_ends
from core.capture.export.tcp import End, TcpConversation
from core.capture.export.udp import Datagrams
from core.capture.stories.conversations import partners
from core.capture.stories.stories import BREAKS, SocketStory, Stories, error_found, went_out
from core.contract.endpoints import Protocol
from core.contract.records import DATAGRAM_CALLS, STREAM_CALLS, Call, CallRecord
from core.contract.sockets import Role


class Rebuilder:
    """Packets for records, which must come in the capture's order."""

    def __init__(self, stories: Stories, exported: set[tuple[int, int]]) -> None:
        """`exported`: the (socket, call) of all rows that will come."""
        self._stories = stories
        self._partners = partners(stories)
        self._senders = {number for number, call in exported if call == Call.SEND}
        self._shown = {number for number, _call in exported}
        self._accepted = {story.began: story for story in stories.values() if story.role is Role.ACCEPTED}
        self._datagrams = Datagrams(stories)
        self._ends: dict[int, tuple[TcpConversation, End]] = {}

    def packets(self, record: CallRecord, size: int) -> list[bytes]:
        """What crossed the wire with this call, which moved `size` bytes."""
        story = self._stories.get(record.socket) or SocketStory(record.socket)
        if story.is_unix:
            return []
        if record.call in DATAGRAM_CALLS or story.protocol is Protocol.UDP:
            return self._datagrams.packets(record, size) if record.moved_bytes else []
        if record.call in STREAM_CALLS and record.payload and not record.error:
            return self._stream(record, size)
        step = _STEPS.get(record.call)
        return step(self, story, record) if step else []

    def skip(self, number: int, call: int, size: int) -> None:
        """A row that is not exported: bytes it moved leave a gap in the sequence numbers, as the truth is."""
        if call in STREAM_CALLS and size and (number in self._shown or self._partners.get(number) in self._shown):
            story = self._stories.get(number)
            if (story is None or not (story.protocol is Protocol.UDP or story.is_unix)) and self._tells(number, call):
                conversation, end = self._end(number)
                conversation.skip(end if call == Call.SEND else conversation.other(end), size)

    def _tells(self, number: int, call: int) -> bool:
        """Whether such rows of a socket tell of the bytes, and not those of its partner."""
        partner = self._partners.get(number)
        if partner is None:
            return True
        return (number in self._senders) if call == Call.SEND else (partner not in self._senders)

    def _stream(self, record: CallRecord, size: int) -> list[bytes]:
        if not self._tells(record.socket, record.call):
            return []
        conversation, end = self._end(record.socket)
        return conversation.send(end if record.call is Call.SEND else conversation.other(end), record.payload, size)

    def _end(self, number: int) -> tuple[TcpConversation, End]:
        """The conversation of a socket, and which of its ends the socket is."""
        if number not in self._ends:
            story = self._stories.get(number) or SocketStory(number)
            here, there = two_ends(number, story.local, story.remote)
            first_seq = number << 16  # another one for a conversation that has the ports of an earlier one
            if story.role is Role.ACCEPTED:
                conversation = TcpConversation(there, here, first_seq)
                end = conversation.called
            else:
                conversation = TcpConversation(here, there, first_seq)
                end = conversation.caller
            self._ends[number] = conversation, end
            self._ends.setdefault(self._partners.get(number, number), (conversation, conversation.other(end)))
        return self._ends[number]

    def _connecting(self, story: SocketStory, record: CallRecord) -> list[bytes]:
        if not went_out(record) or not story.called:
            return []
        conversation, _end = self._end(story.number)
        if not record.error:
            return conversation.answer()
        return conversation.refuse() if record.error == "ECONNREFUSED" else conversation.call()

    def _decided(self, story: SocketStory, record: CallRecord) -> list[bytes]:
        found = error_found(record)
        if not story.called or found not in ("", "ECONNREFUSED", "ECONNRESET"):
            return []
        conversation, _end = self._end(story.number)
        return conversation.refuse() if found else conversation.answer()

    def _accepting(self, _listener: SocketStory, record: CallRecord) -> list[bytes]:
        story = self._accepted.get(record.seq)
        return self._end(story.number)[0].answer() if story else []

    def _receiving(self, story: SocketStory, record: CallRecord) -> list[bytes]:
        """The end of what the peer sends: nothing, or an error."""
        if record.error:
            return self._broken(story, record)
        if story.peer_finished != record.seq:
            return []
        conversation, end = self._end(story.number)
        return conversation.finish(conversation.other(end))

    def _broken(self, story: SocketStory, record: CallRecord) -> list[bytes]:
        conversation, end = self._end(story.number)
        match record.error:
            case "ECONNRESET":
                return conversation.reset(conversation.other(end))
            case "EPIPE" if not end.has_finished:  # RST answered what was sent after the peer's FIN
                return conversation.finish(conversation.other(end)) + conversation.reset(conversation.other(end))
            case "ECONNABORTED":
                return conversation.reset(end)
        return []

    def _shutting(self, story: SocketStory, record: CallRecord) -> list[bytes]:
        if story.finished != record.seq:
            return []
        conversation, end = self._end(story.number)
        return conversation.finish(end)

    def _closing(self, story: SocketStory, _record: CallRecord) -> list[bytes]:
        if not story.connected or story.error in BREAKS:
            return []
        conversation, end = self._end(story.number)
        return conversation.reset(end) if self._closes_with_reset(story) else conversation.close(end)

    def _closes_with_reset(self, story: SocketStory) -> bool:
        """Asked to, or because bytes had come that were never read: then the partner was told of no FIN."""
        partner = self._stories.get(self._partners.get(story.number, 0))
        unread = partner is not None and partner.error == "ECONNRESET" and partner.peer_finished is None
        return story.will_reset or (unread and story.finished is None)


_STEPS: dict[Call, Callable[[Rebuilder, SocketStory, CallRecord], list[bytes]]] = {
    Call.CONNECT: Rebuilder._connecting,
    Call.GETSOCKOPT: Rebuilder._decided,
    Call.ACCEPT: Rebuilder._accepting,
    Call.RECV: Rebuilder._receiving,
    Call.SEND: Rebuilder._broken,
    Call.SHUTDOWN: Rebuilder._shutting,
    Call.CLOSE: Rebuilder._closing,
}
