"""The object "options" of a listener or a client: socket options by the names of C, with the kernel's numbers.

    {"TCP_NODELAY": 1, "SO_RCVBUF": 65536}

Any thread. Law: a name that no system has is refused with its place; what this system lacks, the kernel will refuse.
"""

from __future__ import annotations

from core.contract.faults import Fault
from core.contract.option_commands import LEAST_OPTION, MOST_OPTION, Options, OptionValue
from core.contract.socket_options import OPTIONS
from core.session.errors import SessionError
from core.session.fields import Fields, wrong_kind

_NAMES = frozenset(option.name for option in OPTIONS)


def read_options(fields: Fields) -> Options:
    """The options in the order in which they stand. SessionError."""
    return tuple(OptionValue(name, _number(fields, name)) for name in fields.rest)


def write_options(options: Options) -> dict[str, int]:
    """The object again."""
    return {option.name: option.value for option in options if not option.error}


def _number(fields: Fields, name: str) -> int:
    if name not in _NAMES:
        raise SessionError(Fault("SESSION_CHOICE", about=", ".join(sorted(_NAMES))), fields.at(name))
    value = fields.take(name, 0)
    if not LEAST_OPTION <= value <= MOST_OPTION:
        raise wrong_kind(f"a number from {LEAST_OPTION:,} to {MOST_OPTION:,}", fields.at(name))
    return value
