"""Forward: for each caller another address is called, and what either of them says, the other hears (engine thread).

It is given that address: tcp://192.168.1.20:80, or tls://... to speak TLS there ("insecure" after it: without checking
the certificate). A caller is not read before the other address has answered, nor faster than that one reads, and the
other way round. Who finishes sending has it passed on, a reset too; when nobody can be reached, the caller is reset.
"""

from __future__ import annotations

from core.contract.commands import Connect
from core.contract.endpoints import Endpoint, Protocol
from core.contract.faults import BadInput, Fault, Field
from core.contract.tls import TlsClient
from core.payload.addresses import parse_url
from core.payload.escapes import show_name
from core.replies.reply import Company, Ends, Line, Part, Talk, Voice

UNCHECKED = "insecure"


def onward(text: str) -> Connect:
    """The call that such a text stands for. BadInput: FORWARD_EMPTY, FORWARD_BAD, and what parse_url() raises."""
    url, _, word = text.strip().partition(" ")
    if not url:
        raise BadInput(Fault("FORWARD_EMPTY", field=Field.REPLY))
    protocol, host, port, is_tls = parse_url(url)
    word = word.strip()
    if protocol is not Protocol.TCP or word not in ("", UNCHECKED) or (word and not is_tls):
        raise BadInput(Fault("FORWARD_BAD", about=show_name(text), field=Field.REPLY))
    return Connect(0, protocol, host, port, tls=TlsClient(verify=not word) if is_tls else None)


class Forward:
    """What all conversations of one listener share."""

    greets = True
    finishes = False
    wants_calls = False

    def __init__(self, data: bytes) -> None:
        self.call = onward(data.decode("utf-8", "replace"))
        self.is_loop = False
        """Whether the other address has turned out to be the listener itself."""

    def begin(self, ends: Ends, company: Company, voice: Voice) -> Talk:
        """Somebody has called."""
        return _Near(self, company, voice) if ends.remote is not None else Part()


class _Half(Part):
    """One side of a forwarded conversation."""

    def __init__(self) -> None:
        self.is_over = False
        self.has_more = False
        self.voice: Voice | None = None
        """None before its connection is there, and after the end of that."""
        self.other: _Half
        self._has_heard_all = False

    @property
    def is_full(self) -> bool:
        """Whether the other side can't take more now."""
        return self.other.voice is None or not self.other.voice.has_room

    def answer(self, data: bytes, _peer: Endpoint | None = None) -> bytes:
        """Pass it on."""
        if (voice := self.other.voice) is not None:
            voice.say(data)
            self.other.has_more = not voice.has_room  # it is asked for more() once all that is gone
        return b""

    def more(self) -> bytes:
        """There is room again: the other side is to be read on."""
        self.has_more = False
        self.other.wake()
        return b""

    def heard_all(self) -> bytes:
        """The peer has finished sending, and so does the other side."""
        self._has_heard_all = True
        self.other.finish()
        return b""

    def finish(self) -> None:
        """Finish sending, once what was said has gone out."""
        self.is_over = True
        self.wake()

    def wake(self) -> None:
        """Have the connection look what is wanted of it now."""
        if self.voice is not None:
            self.voice.soon(_nothing)

    def leave(self) -> None:
        """It has ended: the other side ends as it did."""
        voice, self.voice = self.voice, None
        other = self.other
        if other.voice is None:
            return
        if voice is not None and voice.is_broken:
            other.voice.cut()
        elif other._has_heard_all:
            other.finish()
        else:
            other.voice.end(reset=False)


class _Near(_Half):
    """The side of the caller."""

    def __init__(self, shared: Forward, company: Company, voice: Voice) -> None:
        super().__init__()
        self.voice = voice
        self.listener = company.listener
        self.shared = shared
        self.other = self._far = _Far(self)
        self._line: Line | None = None

    def greet(self) -> bytes:
        """Call the other address."""
        if self.shared.is_loop:
            self.give_up(Fault("FORWARD_LOOP"))
        elif self.voice is not None:
            self._line = self.voice.call(self.shared.call, self._far, self.give_up)
        return b""

    def give_up(self, fault: Fault) -> None:
        """There is nobody to forward to: as when nobody listened here."""
        if self.voice is not None:
            self.voice.tell(fault)
            self.voice.cut()

    def leave(self) -> None:
        """Who is still on the way need not arrive."""
        super().leave()
        if self._line is not None and self.other.voice is None:
            self._line.hang_up()


class _Far(_Half):
    """The side of the other address; it is the reply of its own connection too."""

    greets = True
    finishes = False
    wants_calls = False

    def __init__(self, near: _Near) -> None:
        super().__init__()
        self.other = self._near = near

    def begin(self, ends: Ends, _company: Company, voice: Voice) -> Talk:
        """The other address has answered."""
        self.voice = voice
        if _is_same_place(self._near.listener, ends):
            self._near.shared.is_loop = True
            voice.soon(lambda: self._near.give_up(Fault("FORWARD_LOOP")))
        else:
            self._near.wake()
        return self


def _is_same_place(listener: Ends | None, far: Ends) -> bool:
    """Whether a call to the other address has come to the listener that it was made for."""
    if listener is None or listener.local is None or far.remote is None or far.local is None:
        return False
    here, there = listener.local, far.remote
    return here.port == there.port and (
        here.address == there.address or (here.is_wildcard and there.address == far.local.address)
    )


def _nothing() -> None:
    """Only to have it looked after."""
