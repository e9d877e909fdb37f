"""A socket's options set and read back (engine thread).

Law: what a person sees of an option is what getsockopt() said of it, never what setsockopt() was given.
"""

from __future__ import annotations

from core.contract.faults import BadInput, Fault, Field, fault_of
from core.contract.option_commands import Options, OptionValue, ReadOptions, SetOption
from core.contract.records import Cause
from core.contract.socket_options import Kind, SocketOption, option_named, options_for
from core.net.calls import TracedSocket, error_facts
from core.net.causes import LOOKUP
from core.net.live import LiveSocket
from core.net.packed_options import get_address, get_linger, set_address, set_linger


def set_option(live: LiveSocket, command: SetOption, cause: Cause) -> None:
    """Carry out a SetOption: setsockopt(), and getsockopt() whether or not it worked."""
    option = option_named(command.name, live.facts.protocol, live.facts.family)
    traced = live.traced
    if traced is None or option is None:
        missing = "NO_SOCKET_YET" if traced is None else "OPTION_UNKNOWN"
        about = f"#{live.number}" if traced is None else command.name
        live.lab.failed(command.id, Fault(missing, about=about), live.number)
        return
    fault = _set(traced, option, command.value, cause)
    _note(live, (_read(traced, option),))
    if fault is not None:
        live.lab.failed(command.id, fault, live.number)
    else:
        live.lab.done(command.id, live.number)


def set_first(live: LiveSocket, traced: TracedSocket, chosen: Options, cause: Cause) -> None:
    """Set what was chosen before the socket was made. BadInput with the fault of the first one that is refused."""
    for name, value, _ in chosen:
        option = option_named(name, live.facts.protocol, live.facts.family)
        if option is not None:
            fault = _set(traced, option, value, cause)
            if fault is not None:
                raise BadInput(fault)
            _note(live, (_read(traced, option),))


def read_options(live: LiveSocket, command: ReadOptions) -> None:
    """Carry out a ReadOptions."""
    traced = live.traced
    if traced is None:
        live.lab.failed(command.id, Fault("NO_SOCKET_YET", about=f"#{live.number}"), live.number)
        return
    options = options_for(live.facts.protocol, live.facts.family)
    _note(live, tuple(_read(traced, option) for option in options))
    live.lab.done(command.id, live.number)


def _set(traced: TracedSocket, option: SocketOption, value: int, cause: Cause) -> Fault | None:
    """Why it was refused; None: it was not."""
    try:
        match option.kind:
            case Kind.LINGER:
                set_linger(traced, value, cause)
            case Kind.ADDRESS:
                set_address(traced, option.level, option.name, value, cause)
            case _:
                traced.set_option(option.level, option.name, value, cause)
    except OSError as error:
        return fault_of(error, "setsockopt", about=option.name, field=Field.OPTION)
    return None


def _read(traced: TracedSocket, option: SocketOption) -> OptionValue:
    try:
        match option.kind:
            case Kind.LINGER:
                return OptionValue(option.name, get_linger(traced, LOOKUP))
            case Kind.ADDRESS:
                return OptionValue(option.name, get_address(traced, option.level, option.name, LOOKUP))
            case _:
                return OptionValue(option.name, traced.get_option(option.level, option.name, LOOKUP))
    except OSError as error:
        return OptionValue(option.name, 0, error_facts(error)[1])


def _note(live: LiveSocket, values: Options) -> None:
    """Put them beside, or in place of, those that are known."""
    known = {value.name: value for value in (*live.facts.options, *values)}
    live.note(options=tuple(known.values()))
