"""What a call did, in one plain sentence with its own numbers (pure, any thread).

Law: a socket is the end point of a conversation or a switchboard operator, and holds on to its port; these words are
kept to throughout, and no sentence says more than the record proves.
"""

from __future__ import annotations

from collections.abc import Callable

from core.contract.endpoints import Endpoint
from core.contract.faults import Fault
from core.contract.records import LABS_OWN, Call, CallRecord
from core.explain.calls.arguments import endpoint_of, listed_addresses, number_of, text_of
from core.explain.calls.option_sentences import option_asked, option_told
from core.explain.faults import explain
from core.payload.escapes import show_name
from core.payload.numbers import counted, show_count

_FAMILIES = {"AF_INET": "IPv4", "AF_INET6": "IPv6", "AF_UNIX": "programs on this computer"}
_TYPES = {"SOCK_STREAM": "TCP", "SOCK_DGRAM": "UDP"}


def sentence(record: CallRecord) -> str:
    """One sentence, for somebody who sees this call for the first time."""
    return _failed(record) if record.error else _SENTENCES[record.call](record)


def _failed(record: CallRecord) -> str:
    names_it = record.call in (Call.BIND, Call.CONNECT, Call.GETADDRINFO)
    about = text_of(record, 0) if names_it else record.address
    if record.call in LABS_OWN:
        return explain(Fault(record.error, record.call.label)).sentence
    count = number_of(record, 0) if record.call in (Call.SEND, Call.SENDTO) else None
    return explain(Fault(record.error, record.call.label, -record.result, about, count=count)).sentence


def _socket(record: CallRecord) -> str:
    family, kind = _FAMILIES.get(text_of(record, 0), text_of(record, 0)), _TYPES.get(text_of(record, 1), "")
    if text_of(record, 0) == "AF_UNIX":
        kind = {"SOCK_STREAM": "Unix stream", "SOCK_DGRAM": "Unix datagram"}.get(text_of(record, 1), "Unix")
    made = f"a {kind or text_of(record, 1)} socket for {family}"
    return (
        f"The system made {made} and calls it fd {record.result}: an end point that is not connected to anything yet."
    )


def _set_blocking(record: CallRecord) -> str:
    if number_of(record, 0):
        return f"From now on a call on fd {record.fd} waits until there is something to do."
    return f"From now on no call on fd {record.fd} waits: where there is nothing to do yet, it says EAGAIN at once."


def _bind(record: CallRecord) -> str:
    endpoint = endpoint_of(text_of(record, 0))
    if endpoint is None:
        return f"fd {record.fd} now holds on to {text_of(record, 0)} until it is closed."
    if endpoint.is_path:
        return (
            f"fd {record.fd} asked for the path {show_name(endpoint.address)} and got it: whoever calls that path "
            "reaches this socket, until it is closed. A Unix socket has a path where others have address and port."
        )
    where = _where(endpoint)
    if not endpoint.port:
        return f"fd {record.fd} asked for any free port {where} and holds on to the one it got until it is closed."
    return (
        f"fd {record.fd} asked for port {endpoint.port} {where} and got it: it holds on to the port until it is closed."
    )


def _where(endpoint: Endpoint) -> str:
    return "on every address of this computer" if endpoint.is_wildcard else f"of {show_name(endpoint.address)}"


def _listen(record: CallRecord) -> str:
    return (
        f"fd {record.fd} is a switchboard operator now: it takes no part in conversations, it only makes a new socket "
        f"for each caller; up to {show_count(number_of(record, 0))} may wait for that."
    )


def _accept(record: CallRecord) -> str:
    return (
        f"The switchboard operator, fd {record.fd}, answered the call from {_peer(record)} and made a new socket, "
        f"fd {record.result}: the end point of that conversation on this side."
    )


def _connect(record: CallRecord) -> str:
    return f"fd {record.fd} is now one end point of a conversation; the other end is {text_of(record, 0)}."


def _send(record: CallRecord) -> str:
    if record.address:
        return _sendto(record)
    asked, taken = number_of(record, 0), counted(record.result, "byte")
    if record.result < asked:
        return (
            f"The kernel took only {taken} of {show_count(asked)} from fd {record.fd}: its send buffer is full, and "
            f"the rest waits."
        )
    return f"The kernel took {taken} from fd {record.fd} to deliver; send() does not wait until they arrive."


def _sendto(record: CallRecord) -> str:
    if "/" in record.address or record.address.startswith("@"):
        return (
            f"One datagram of {counted(record.result, 'byte')} lies in the receive buffer of {_peer(record)}: on one "
            "computer nothing is lost on the way; a full buffer makes the sender wait (EAGAIN)."
        )
    return (
        f"One datagram of {counted(record.result, 'byte')} set out for {_peer(record)}. UDP promises neither that it "
        f"arrives nor when."
    )


def _recv(record: CallRecord) -> str:
    if not record.payload:
        return f"recv() on fd {record.fd} returned no bytes: the peer has finished sending, and nothing more will come."
    return (
        f"recv() on fd {record.fd} took {counted(record.result, 'byte')} out of the kernel’s receive buffer. TCP keeps "
        f"the bytes and their order, not the sender’s cuts."
    )


def _recvfrom(record: CallRecord) -> str:
    if not record.payload:
        return f"An empty datagram came from {_peer(record)}: no bytes, but a datagram all the same, and not an end."
    return (
        f"One datagram of {counted(record.result, 'byte')} came from {_peer(record)}: recvfrom() gives it whole, as it "
        f"was sent."
    )


def _shutdown(record: CallRecord) -> str:
    return f"fd {record.fd} has finished sending and tells the peer so (FIN); the peer can still send."


def _close(record: CallRecord) -> str:
    return f"fd {record.fd} was given back to the system, and the port with it, if no other socket uses that."


def _getsockname(record: CallRecord) -> str:
    return f"The system says that this end of fd {record.fd} is {_peer(record)}."


def _getpeername(record: CallRecord) -> str:
    return f"The system says that the other end of fd {record.fd} is {_peer(record)}."


def _getaddrinfo(record: CallRecord) -> str:
    found = listed_addresses(record)
    return (
        f"The name {text_of(record, 0)} stands for {' and '.join(found) or 'no address'}; sockets know only addresses."
    )


def _peer(record: CallRecord) -> str:
    return show_name(record.address) or "nobody"


def _handshake(record: CallRecord) -> str:
    version, cipher, alpn, subject = (text_of(record, index) for index in range(4))
    inside = f", {alpn} inside" if alpn not in ("", "?") else ""
    shown = f" The other end showed the certificate of {subject}." if subject not in ("", "?") else ""
    return f"The handshake is over: from here both ends encrypt what they say ({version}, {cipher}{inside}).{shown}"


def _read_inside(record: CallRecord) -> str:
    if not record.payload:
        return "The other end has said in TLS that it sends no more (close_notify): nothing is missing."
    return f"Inside the TLS records that had come were {counted(record.size, 'byte')} of text, meant for this end only."


def _wrote_inside(record: CallRecord) -> str:
    if not record.payload:
        return "This end says in TLS that it sends no more (close_notify), so that nobody can cut the text short."
    return f"{counted(record.size, 'byte')} of text encrypted; the send() that follows takes them away as TLS records."


_SENTENCES: dict[Call, Callable[[CallRecord], str]] = {
    Call.SOCKET: _socket,
    Call.BIND: _bind,
    Call.LISTEN: _listen,
    Call.ACCEPT: _accept,
    Call.CONNECT: _connect,
    Call.SEND: _send,
    Call.RECV: _recv,
    Call.SENDTO: _sendto,
    Call.RECVFROM: _recvfrom,
    Call.SHUTDOWN: _shutdown,
    Call.CLOSE: _close,
    Call.GETSOCKNAME: _getsockname,
    Call.GETPEERNAME: _getpeername,
    Call.SETSOCKOPT: option_asked,
    Call.GETSOCKOPT: option_told,
    Call.SETBLOCKING: _set_blocking,
    Call.GETADDRINFO: _getaddrinfo,
    Call.TLS_HANDSHAKE: _handshake,
    Call.TLS_READ: _read_inside,
    Call.TLS_WRITE: _wrote_inside,
}
