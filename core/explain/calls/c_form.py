r"""A call record as a C program on Linux makes it, in the manner of strace: `recv(9, "hello\n", 65536, 0) = 6`.

Pure, any thread. Law: what Python adds without being asked (SOCK_CLOEXEC, accept4, ioctl) is shown, as strace does.
"""

from __future__ import annotations

from collections.abc import Callable

from core.contract.records import LABS_OWN, Call, CallRecord
from core.explain.calls.arguments import (
    PAYLOAD_SHOWN,
    all_of,
    datagrams_dropped,
    listed_addresses,
    number_of,
    option_error,
    option_struct,
    sockaddr_length,
    text_of,
)
from core.explain.calls.manual import MANUAL
from core.payload.escapes import show_name

TLS_READ_MOST = 16_384
"""What one record can hold (RFC 8446, 5.1)."""
_ESCAPES = {0x22: '\\"', 0x5C: "\\\\", 0x0A: "\\n", 0x0D: "\\r", 0x09: "\\t"}

_STRUCT_SIZES = {
    "SO_LINGER": 8,
    "IP_MULTICAST_IF": 4,
    **dict.fromkeys(("IP_ADD_MEMBERSHIP", "IP_DROP_MEMBERSHIP"), 12),  # struct ip_mreqn
    **dict.fromkeys(("IPV6_JOIN_GROUP", "IPV6_LEAVE_GROUP"), 20),  # struct ipv6_mreq
}
"""Options that are structs, and their bytes on Linux."""


def c_form(record: CallRecord) -> str:
    """One line: the call with its descriptor and arguments, and what it returned."""
    if record.call in LABS_OWN:
        return _openssl(record)
    form = _FORMS.get(record.call, _plain)(record)
    returned = f"-1 {show_name(record.error)}" if record.error else str(_returned(record))
    if record.call is Call.GETADDRINFO:  # not a system call: it returns its error itself, and has no errno
        returned = show_name(record.error) or "0"
    return f"{form} = {returned}"


def _returned(record: CallRecord) -> int:
    return 0 if record.call is Call.GETSOCKOPT else record.result


def _plain(record: CallRecord) -> str:
    arguments = all_of(record)
    return f"{record.call.label}({record.fd}{', ' if arguments else ''}{arguments})"


def _openssl(record: CallRecord) -> str:
    """What is no call to the system, as a program says it that has OpenSSL do the same."""
    size = record.size if record.call is Call.TLS_WRITE else TLS_READ_MOST
    given = "" if record.call is Call.TLS_HANDSHAKE else f", {_literal(record.payload)}, {size}"
    returned = -1 if record.error else 1 if record.call is Call.TLS_HANDSHAKE else record.result
    return f"{MANUAL[record.call].name}(ssl{given}) = {returned}"


def _socket(record: CallRecord) -> str:
    return f"socket({text_of(record, 0)}, {text_of(record, 1)}|SOCK_CLOEXEC, {text_of(record, 2)})"


def _to_endpoint(record: CallRecord) -> str:
    endpoint = text_of(record, 0)
    return f"{record.call.label}({record.fd}, {{{endpoint}}}, {sockaddr_length(endpoint)})"


def _accept(record: CallRecord) -> str:
    return f"accept4({record.fd}, {_filled_in(record)}, SOCK_CLOEXEC)"


def _name(record: CallRecord) -> str:
    return f"{record.call.label}({record.fd}, {_filled_in(record)})"


def _moved(record: CallRecord) -> str:
    """The four calls that move bytes: buffer, length, flags; and for datagrams from or to whom."""
    form = f"{record.call.label}({record.fd}, {_literal(record.payload)}, {number_of(record, 0)}, 0"
    if record.call is Call.SENDTO:
        form += f", {{{show_name(record.address)}}}, {sockaddr_length(record.address)}"
    if record.call is Call.RECVFROM:
        form += f", {_filled_in(record)}"
    return form + ")"


def _set_option(record: CallRecord) -> str:
    level, option, value = (text_of(record, index) for index in range(3))
    if option in _STRUCT_SIZES:
        return f"setsockopt({record.fd}, {level}, {option}, {{{value}}}, {_STRUCT_SIZES[option]})"
    return f"setsockopt({record.fd}, {level}, {option}, [{value}], 4)"


def _get_option(record: CallRecord) -> str:
    if struct := option_struct(record):
        size = _STRUCT_SIZES[text_of(record, 1)]
        return f"getsockopt({record.fd}, {text_of(record, 0)}, {text_of(record, 1)}, {{{struct}}}, [{size}])"
    value = option_error(record) or str(record.result)
    if datagrams_dropped(record) is not None:  # the last one of an array of numbers
        return f"getsockopt({record.fd}, {text_of(record, 0)}, {text_of(record, 1)}, [..., {value}], [36])"
    return f"getsockopt({record.fd}, {text_of(record, 0)}, {text_of(record, 1)}, [{value}], [4])"


def _set_blocking(record: CallRecord) -> str:
    return f"ioctl({record.fd}, FIONBIO, [{0 if number_of(record, 0) else 1}])"


def _look_up(record: CallRecord) -> str:
    found = ", ".join(listed_addresses(record))
    return (
        f'getaddrinfo("{text_of(record, 0)}", "{text_of(record, 1)}", {{ai_socktype={text_of(record, 2)}}}, [{found}])'
    )


def _filled_in(record: CallRecord) -> str:
    """A sockaddr and its length that the kernel fills in; it does not when the call fails."""
    if record.error:
        return "NULL, NULL"
    return f"{{{show_name(record.address)}}}, [{sockaddr_length(record.address)}]"


def _literal(payload: bytes) -> str:
    shown = "".join(
        _ESCAPES.get(byte) or (chr(byte) if 0x20 <= byte < 0x7F else f"\\x{byte:02x}")
        for byte in payload[:PAYLOAD_SHOWN]
    )
    return f'"{shown}"' + ("..." if len(payload) > PAYLOAD_SHOWN else "")


_FORMS: dict[Call, Callable[[CallRecord], str]] = {
    Call.SOCKET: _socket,
    Call.BIND: _to_endpoint,
    Call.ACCEPT: _accept,
    Call.CONNECT: _to_endpoint,
    Call.SEND: _moved,
    Call.RECV: _moved,
    Call.SENDTO: _moved,
    Call.RECVFROM: _moved,
    Call.GETSOCKNAME: _name,
    Call.GETPEERNAME: _name,
    Call.SETSOCKOPT: _set_option,
    Call.GETSOCKOPT: _get_option,
    Call.SETBLOCKING: _set_blocking,
    Call.GETADDRINFO: _look_up,
}
