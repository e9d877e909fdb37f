"""What the Stream view shows: both directions of a conversation as ribbons, and the buffers between (window thread).

Law: a half is shown only when its calls are in the capture; what another program did is said to be unseen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.contract.endpoints import Protocol
from core.contract.sockets import Role, SocketSnapshot
from gui.drawing.cast import Cast
from gui.drawing.ribbon import Gauge, Half, Ribbon, Window
from gui.models.pictures.stream_pieces import Piece, StreamPieces
from gui.models.sockets.kernel_table import KernelTable
from gui.models.sockets.sockets import Sockets
from gui.models.why.reasons import Ask

MOST_PIECES = 1_500
"""Drawn of one half: more are narrower than a pixel."""
_LEAST_GAUGE = 65_536


class Ends(NamedTuple):
    """The chosen socket, and the other end when it is one of the lab's."""

    own: SocketSnapshot
    far: SocketSnapshot | None


class Ribbons:
    """Two directions of the chosen socket's conversation."""

    def __init__(self, capture: Capture, sockets: Sockets, ask: Ask) -> None:
        self._capture = capture
        self._sockets = sockets
        self._kernel = KernelTable(ask)
        self._cast = Cast(sockets)
        self._own_out, self._own_in = StreamPieces(capture, "out"), StreamPieces(capture, "in")
        self._far_out, self._far_in = StreamPieces(capture, "out"), StreamPieces(capture, "in")
        self._most: dict[tuple[int, str], int] = {}
        self.ends: Ends | None = None

    @property
    def stamp(self) -> object:
        """The kernel's word, and how many pieces there are."""
        return self._kernel.version, *map(len, self._all())

    @property
    def length(self) -> int:
        """Bytes of the longer direction."""
        return max(pieces.length for pieces in self._all())

    def follow(self, number: int | None) -> None:
        """Take in what came since, of the conversation of this socket."""
        if self._cast.version != self._sockets.version:
            self._cast = Cast(self._sockets)
        own = self._sockets.get(number)
        if own is None or own.role is Role.LISTENER:
            own = self._newest_of(own)
        self.ends = None if own is None else Ends(own, self._cast.partner_of(own) or self._cast.port_of_peer(own))
        self._kernel.look()
        far = self.ends.far if self.ends is not None else None
        for pieces in (self._own_out, self._own_in):
            pieces.follow(None if own is None else own.number)
        # A bound UDP socket talks to many: only what it said to this one, and heard from it.
        peer = str(own.local) if own is not None and far is not None and far.remote is None else ""
        for pieces in (self._far_out, self._far_in):
            pieces.follow(None if far is None else far.number, peer)

    def ribbons(self, window: Window, width: int, *, with_text: bool) -> list[Ribbon]:
        """What is in sight: first what the chosen socket sends."""
        if self.ends is None:
            return []
        own, far = self.ends
        return [
            self._ribbon(own, far, self._own_out, self._far_in if far else None, window, width, with_text),
            self._ribbon(far, own, self._far_out if far else None, self._own_in, window, width, with_text),
        ]

    def piece_of(self, seq: int) -> Piece | None:
        """The piece of a record, whichever half it is in."""
        return next((piece for pieces in self._all() if (piece := pieces.piece_of(seq)) is not None), None)

    def close(self) -> None:
        """End the threads that look for pieces."""
        for pieces in self._all():
            pieces.close()

    def _all(self) -> tuple[StreamPieces, ...]:
        return self._own_out, self._own_in, self._far_out, self._far_in

    def _newest_of(self, listener: SocketSnapshot | None) -> SocketSnapshot | None:
        """A listener holds no conversation: the newest one it made stands for it."""
        made = self._sockets.accepted_by(listener.number) if listener is not None else []
        return made[-1] if made else None

    def _ribbon(
        self,
        sender: SocketSnapshot | None,
        receiver: SocketSnapshot | None,
        sent: StreamPieces | None,
        received: StreamPieces | None,
        window: Window,
        width: int,
        with_text: bool,
    ) -> Ribbon:
        ends = window.start, window.start + round(width * window.bytes_per_pixel)
        datagrams = any(end is not None and end.protocol is Protocol.UDP for end in (sender, receiver))
        calls = ("sendto", "recvfrom") if datagrams else ("send", "recv")
        above = _half(calls[0], sent, ends)
        below = _half(calls[1], received, ends)
        if datagrams and sent is not None and received is not None and below is not None:
            below = below._replace(pieces=received.beside(sent, *ends, MOST_PIECES))
        shown = above or below
        text = "".join(self._text(shown, *ends)) if with_text and shown is not None else ""
        names = [f"#{end.number}" if end is not None else "another program" for end in (sender, receiver)]
        title = f"{' → '.join(names)}    {_said(above, below)}"
        return Ribbon(title, above, below, text, self._gauges(sender, receiver), datagrams)

    def _text(self, half: Half, start: int, end: int) -> Iterator[str]:
        """One character a byte: letters as they are, all else as a dot."""
        for piece in half.pieces:
            first, last = max(piece.start, start), min(piece.end, end)
            try:
                payload = self._capture.record(piece.seq).payload[first - piece.start : last - piece.start]
            except CaptureError:
                payload = b""
            shown = "".join(chr(byte) if 0x20 <= byte < 0x7F else "·" for byte in payload)
            yield shown.ljust(last - first, "·")

    def _gauges(self, sender: SocketSnapshot | None, receiver: SocketSnapshot | None) -> list[Gauge]:
        """What waits on the way, as far as it can be known."""
        gauges = []
        if sender is not None:
            gauges.append(self._gauge(sender, "waits in the lab", sender.waiting_bytes))
            line = self._kernel.line_of(sender)
            if line is not None:
                gauges.append(self._gauge(sender, "kernel’s send buffer", line.send_queue))
        if receiver is not None and (line := self._kernel.line_of(receiver)) is not None:
            gauges.append(self._gauge(receiver, "kernel’s receive buffer", line.receive_queue))
        return gauges

    def _gauge(self, snapshot: SocketSnapshot, label: str, value: int | None) -> Gauge:
        key = snapshot.number, label
        self._most[key] = max(self._most.get(key, _LEAST_GAUGE), value or 0)
        return Gauge(label, value, self._most[key])


def _half(call: str, pieces: StreamPieces | None, ends: tuple[int, int]) -> Half | None:
    if pieces is None:
        return None
    return Half(call, pieces.within(*ends, MOST_PIECES), pieces.length, len(pieces))


def _said(sent: Half | None, received: Half | None) -> str:
    parts = []
    if sent is not None:
        parts.append(f"{sent.length:,} B sent in {sent.made:,} {sent.calls}()")
    if received is not None:
        parts.append(f"{received.length:,} B received in {received.made:,} {received.calls}()")
    return ", ".join(parts)
