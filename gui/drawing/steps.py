"""What one call looks like in a ladder: a dot with a few words, and perhaps an arrow (pure, any thread).

Law: an arrow says only what the call or its answer proves: what was sent for the other end, or came from it.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from core.contract.records import DATAGRAM_CALLS, INCOMING_CALLS, LABS_OWN, Call, CallRecord
from core.contract.sockets import Ending
from core.payload.escapes import show_text
from core.payload.numbers import show_size

_SHOWN_BYTES = 80
_PENDING = frozenset({"EINPROGRESS", "EAGAIN", "EWOULDBLOCK"})
_REFUSALS = frozenset({"ECONNREFUSED", "ECONNRESET", "EPIPE"})


class Way(Enum):
    """Which way an arrow goes."""

    NONE = "none"
    OUT = "from the socket to the other end"
    IN = "from the other end to the socket"
    MAKES = "from the listener to the socket that it makes"


class Step(NamedTuple):
    """One row of a ladder. Colours are names of the palette."""

    label: str
    way: Way = Way.NONE
    caption: str = ""
    colour: str = "muted"


def step_of(record: CallRecord, *, far_is_ours: bool, has_finished: bool, ending: Ending | None) -> Step:
    """`far_is_ours`: the other end is in this lab, where its own calls are rows. `has_finished`: a shutdown() came
    before. `ending`: how the socket ended, as far as it has.
    """
    label = short_form(record)
    if record.call in LABS_OWN:
        return _inside(record, label)
    if record.error and record.error not in _PENDING:
        return _failed(record, label, far_is_ours=far_is_ours)
    if record.call is Call.CONNECT:
        return Step(label, Way.OUT, "asks to connect", "accent")
    if record.call is Call.ACCEPT:
        return Step(label, Way.MAKES, "makes a new socket", "warning")
    if record.call is Call.SHUTDOWN:
        return Step(label, Way.OUT, "has finished sending (FIN)", "warning")
    if record.call is Call.CLOSE:
        return _closed(label, has_finished=has_finished, ending=ending)
    if record.moved_bytes:
        return _moved(record, label, far_is_ours=far_is_ours)
    if record.call is Call.RECV:
        return Step(label, Way.NONE if far_is_ours else Way.IN, "has finished sending (FIN)", "warning")
    if record.call is Call.GETSOCKOPT and "SO_ERROR" in record.args:
        return _connect_result(record, far_is_ours=far_is_ours)
    return Step(label)


def short_form(record: CallRecord) -> str:
    """The call in a few characters: "send() = 15", "accept() → fd 10", "bind(127.0.0.1:9000)"."""
    call, error = record.call, "" if record.error in _PENDING else record.error
    given = str(record.args[0]) if call in (Call.BIND, Call.SHUTDOWN) and record.args else ""
    if call is Call.SHUTDOWN and not given.startswith("SHUT"):
        given = "SHUT_WR"
    name = f"{call.label}({given})"
    if error:
        return f"{name}  {error}"
    if call in (Call.ACCEPT, Call.SOCKET):
        return f"{name} → fd {record.result}"
    if call in INCOMING_CALLS or call in (Call.SEND, Call.SENDTO, Call.TLS_WRITE):
        return f"{name} = {record.result}"
    return name


def _inside(record: CallRecord, label: str) -> Step:
    """Done in this program, so no arrow: what went over went with the recv() before it, or the send() after it."""
    if record.error:
        return Step(label, colour="error")
    if record.call is Call.TLS_HANDSHAKE:
        return Step(label, caption="from here both ends encrypt", colour="accent")
    if not record.payload:
        return Step(label, caption="takes leave (close_notify)", colour="warning")
    shown = f"{show_size(record.size)}  {show_text(record.payload, _SHOWN_BYTES)}"
    return Step(label, caption=shown, colour="incoming" if record.call in INCOMING_CALLS else "outgoing")


def _moved(record: CallRecord, label: str, *, far_is_ours: bool) -> Step:
    shown = show_text(record.payload, _SHOWN_BYTES) if record.payload else "(empty datagram)"
    caption = f"{show_size(record.size)}  {shown}"
    if record.call not in INCOMING_CALLS:
        return Step(label, Way.OUT, caption, "outgoing")
    return Step(label, Way.NONE if far_is_ours else Way.IN, caption, "incoming")


def _closed(label: str, *, has_finished: bool, ending: Ending | None) -> Step:
    if ending is Ending.RESET_HERE:
        return Step(label, Way.OUT, "resets (RST)", "error")
    orderly = ending in (Ending.CLOSED_HERE, Ending.PEER_CLOSED, Ending.ENGINE_STOPPED)
    if orderly and not has_finished:
        return Step(label, Way.OUT, "closes: nothing more will come (FIN)", "warning")
    return Step(label)


def _failed(record: CallRecord, label: str, *, far_is_ours: bool) -> Step:
    if record.error == "ECONNREFUSED":
        unasked = record.call in DATAGRAM_CALLS or record.call in (Call.SEND, Call.RECV)
        caption = "nobody listens there (ICMP)" if unasked else "nothing listens there: refused (RST)"
        return Step(label, Way.IN, caption, "error")
    if record.error in _REFUSALS:
        return Step(label, Way.NONE if far_is_ours else Way.IN, "resets (RST)", "error")
    return Step(label, colour="error")


def _connect_result(record: CallRecord, *, far_is_ours: bool) -> Step:
    """What became of a connect() that had to wait: asked for by getsockopt(SO_ERROR)."""
    if record.result == 0:
        return Step("connected", colour="accent") if far_is_ours else Step("connected", Way.IN, "answers", "accent")
    if record.address == "ECONNREFUSED":
        return Step(f"connect()  {record.address}", Way.IN, "nothing listens there: refused (RST)", "error")
    return Step(f"connect()  {record.address}", colour="error")
