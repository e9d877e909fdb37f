"""A socket's options as a person reads and types them: values as text, and what the kernel made of them.

Window thread; of the system it asks only the names of interfaces.

Law: what the kernel says is shown as it is, and where that is not what was asked for, why.
"""

from __future__ import annotations

import re
import socket
import sys
from collections.abc import Iterable
from ipaddress import IPv4Address, ip_address

from core.contract.endpoints import Protocol
from core.contract.faults import BadInput, Fault, Field
from core.contract.option_commands import LEAST_OPTION, MOST_OPTION, Options, OptionValue
from core.contract.socket_options import LINGER_OFF, Kind, SocketOption, options_for
from core.payload.numbers import show_count
from gui.models.sockets.addresses import typed_address

ON, OFF, ANY = "on", "off", "any"
_WHOLE = re.compile("-?[0-9]{1,10}")
_ECN_BITS = 2
_BUFFERS = frozenset({"SO_RCVBUF", "SO_SNDBUF"})
_SYSTEMS = {"linux": "Linux", "darwin": "macOS", "win32": "Windows"}
_CLASSES = {0: "ordinary", 8: "background (CS1)", 10: "AF11", 18: "AF21", 26: "AF31", 34: "AF41", 46: "voice (EF)"}
"""What people call some values of the DSCP: RFC 2474, 2597, 3246, 3662."""


def typed(option: SocketOption, value: int) -> str:
    """A value as it stands in a field."""
    match option.kind:
        case Kind.FLAG:
            return ON if value else OFF
        case Kind.LINGER:
            return OFF if value == LINGER_OFF else str(value)
        case Kind.DSCP:
            return str(value >> _ECN_BITS)
        case Kind.ADDRESS:
            return str(ip_address(value % 2**32)) if value else ANY
        case Kind.INTERFACE:
            return _interface_name(value) if value else ANY
        case Kind.NUMBER:
            return str(value)


def parsed(option: SocketOption, text: str) -> int:
    """What a field says, as the kernel's number; BadInput OPTION_RANGE.

    A number that is too large for the option goes to the kernel all the same: how that refuses it is worth seeing.
    """
    text = text.strip().lower()
    number = int(text) if _WHOLE.fullmatch(text) else None
    match option.kind:
        case Kind.FLAG if text in (ON, OFF):
            return int(text == ON)
        case Kind.LINGER if text == OFF:
            return LINGER_OFF
        case Kind.LINGER | Kind.DSCP if number is not None and option.least <= number <= option.most:
            return number << _ECN_BITS if option.kind is Kind.DSCP else number
        case Kind.ADDRESS | Kind.INTERFACE if text == ANY:
            return 0
        case Kind.ADDRESS:
            return _address_bits(option, typed_address(text))
        case Kind.INTERFACE:
            return number if number is not None else _interface_number(option, text)
        case Kind.NUMBER if number is not None and LEAST_OPTION <= number <= MOST_OPTION:
            return number
    raise _refusal(option, text)


def parse_chosen(protocol: Protocol, texts: Iterable[tuple[str, str]]) -> Options:
    """What a form chose, by name, for a protocol; what only the other one has is left out. BadInput OPTION_RANGE."""
    chosen = dict(texts)
    offered = (it for it in options_for(protocol, None) if it.name in chosen)
    return tuple(OptionValue(it.name, parsed(it, chosen[it.name])) for it in offered)


def allowed(option: SocketOption) -> str:
    """Which values a field takes: "1 to 255 hops", "off, or 0 to 32,767 s"."""
    if option.kind is Kind.FLAG:
        return f"{ON} or {OFF}"
    if option.kind is Kind.ADDRESS:
        return f"{ANY}, or an IPv4 address of this computer"
    if option.kind is Kind.INTERFACE:
        return f"{ANY}, or the name or number of an interface"
    numbers = f"{show_count(option.least)} to {show_count(option.most)} {option.unit}".rstrip()
    return f"{OFF}, or {numbers}" if option.kind is Kind.LINGER else numbers


def told(option: SocketOption, value: OptionValue) -> str:
    """What the kernel said, for beside the field."""
    if value.error:
        return f"not known here ({value.error})"
    number = value.value
    match option.kind:
        case Kind.FLAG | Kind.ADDRESS | Kind.INTERFACE:
            return typed(option, number)
        case Kind.LINGER:
            return OFF if number == LINGER_OFF else f"{show_count(number)} s"
        case Kind.DSCP:
            name = _CLASSES.get(number >> _ECN_BITS, "")
            return f"{number >> _ECN_BITS}{f', {name}' if name else ''}"
        case Kind.NUMBER:
            return f"{show_count(number)} {option.unit}".rstrip()


def difference(option: SocketOption, asked: int, value: OptionValue, system: str = sys.platform) -> str:
    """Why the kernel has another value than it was asked for; "" when it has that."""
    if value.error or value.value == asked:
        return ""
    if option.name in _BUFFERS and system == "linux":
        if value.value == 2 * asked:
            return f"{show_count(asked)} {option.unit} was asked for; Linux keeps twice as much, half for its own use."
        if value.value < asked:
            limit = "rmem_max" if option.name == "SO_RCVBUF" else "wmem_max"
            return f"{show_count(asked)} {option.unit} was asked for; the most is twice net.core.{limit}."
        return f"{show_count(asked)} {option.unit} was asked for; this is the least that Linux gives."
    return f"{typed(option, asked)} was asked for; the system made that {typed(option, value.value)}."


def _address_bits(option: SocketOption, text: str) -> int:
    try:
        return int.from_bytes(IPv4Address(text).packed, signed=True)
    except ValueError:
        raise _refusal(option, text) from None


def _interface_number(option: SocketOption, name: str) -> int:
    try:
        return socket.if_nametoindex(name)
    except OSError:
        raise _refusal(option, name) from None


def _interface_name(number: int) -> str:
    try:
        return socket.if_indextoname(number)
    except OSError:
        return str(number)


def _refusal(option: SocketOption, text: str) -> BadInput:
    return BadInput(Fault("OPTION_RANGE", about=f"{option.name} {text}".rstrip(), field=Field.OPTION))


def where_there_is(option: SocketOption) -> str:
    """The systems that have an option: "Linux and macOS"."""
    return " and ".join(_SYSTEMS[system] for system in option.systems)
