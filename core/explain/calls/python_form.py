"""A call record as Python writes it: `accept() -> fd 9, 127.0.0.1:51324` (pure, any thread).

Law: the names are those of Python's socket methods; what follows the arrow is what the kernel returned.
"""

from __future__ import annotations

from collections.abc import Callable

from core.contract.records import Call, CallRecord
from core.explain.calls.arguments import (
    PAYLOAD_SHOWN,
    all_of,
    endpoint_of,
    number_of,
    option_error,
    option_struct,
    text_of,
)
from core.payload.escapes import show_name
from core.payload.numbers import counted


def python_form(record: CallRecord) -> str:
    """One line: the method, its arguments, and its result or the error's name."""
    arguments = _ARGUMENTS.get(record.call, all_of)(record)
    result = show_name(record.error) or _RESULT.get(record.call, _plain)(record)
    return f"{record.call.label}({arguments}) -> {result}"


def _endpoint(text: str) -> str:
    endpoint = endpoint_of(text)
    if endpoint is not None and endpoint.is_path:
        return f'"{_path(text)}"'
    return f'("{show_name(endpoint.address)}", {endpoint.port})' if endpoint else show_name(text)


def _path(text: str) -> str:
    """A name that stands in no folder begins with a NUL."""
    return "\\0" + show_name(text[1:]) if text.startswith("@") else show_name(text)


def _payload(record: CallRecord) -> str:
    """The bytes themselves when they are few and all were taken; otherwise how they begin, and how many were given."""
    asked = number_of(record, 0)
    if asked == len(record.payload) <= PAYLOAD_SHOWN:
        return repr(record.payload)
    beginning = f"{record.payload[:PAYLOAD_SHOWN]!r}... " if record.payload else ""
    return beginning + counted(asked, "byte")


def _look_up(record: CallRecord) -> str:
    return f'"{text_of(record, 0)}", {text_of(record, 1)}, type={text_of(record, 2)}'


def _plain(record: CallRecord) -> str:
    return str(record.result)


def _bytes(record: CallRecord) -> str:
    return counted(record.result, "byte")


def _option(record: CallRecord) -> str:
    if struct := option_struct(record):
        return struct
    error = option_error(record)
    return f"{record.result} ({error})" if error else str(record.result)


_ARGUMENTS: dict[Call, Callable[[CallRecord], str]] = {
    Call.SETBLOCKING: lambda record: str(bool(number_of(record, 0))),
    Call.BIND: lambda record: _endpoint(text_of(record, 0)),
    Call.CONNECT: lambda record: _endpoint(text_of(record, 0)),
    Call.SEND: _payload,
    Call.SENDTO: lambda record: f"{_payload(record)}, {_endpoint(record.address)}",
    Call.GETADDRINFO: _look_up,
    Call.TLS_HANDSHAKE: lambda record: "",
    Call.TLS_WRITE: _payload,
}

_RESULT: dict[Call, Callable[[CallRecord], str]] = {
    Call.SOCKET: lambda record: f"fd {record.result}",
    Call.ACCEPT: lambda record: f"fd {record.result}, {show_name(record.address)}",
    Call.SEND: _bytes,
    Call.RECV: _bytes,
    Call.SENDTO: _bytes,
    Call.RECVFROM: lambda record: f"{_bytes(record)}, {show_name(record.address)}",
    Call.GETSOCKNAME: lambda record: show_name(record.address),
    Call.GETPEERNAME: lambda record: show_name(record.address),
    Call.GETSOCKOPT: _option,
    Call.GETADDRINFO: lambda record: show_name(record.address),
    Call.TLS_HANDSHAKE: lambda record: ", ".join(filter(None, (text_of(record, 0), text_of(record, 1)))),
    Call.TLS_READ: _bytes,
    Call.TLS_WRITE: _bytes,
}
