"""Macros: {{time}}, {{counter}}, {{random}}... in what is typed, worked out anew for each message (pure, any thread).

Law: the same text and the same Moment give the same bytes; what is no macro is refused with its place, never sent.
Names and the double braces are those that Packet Sender's users know; case does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from core.contract.endpoints import Endpoint
from core.contract.faults import BadInput, Fault, Field

if TYPE_CHECKING:
    from random import Random

MOST_RANDOM_BYTES = 65_507
"""As many as the largest datagram holds."""

_MACRO = re.compile(r"\{\{([^{}]*)\}\}")
_OPENING = re.compile(r"\{\{")
_RANGE = re.compile(r"(-?[0-9]{1,18})\.\.(-?[0-9]{1,18})")
_BINARY = re.compile(r"u(8|16|32|64)(le|be)?")
_WIDTH = re.compile(r"[0-9]{1,2}")


def _chance() -> Random:
    from random import Random  # with what it needs it takes 4 ms to load: only for who composes

    return Random()


@dataclass(frozen=True, slots=True)
class Moment:
    """What macros are worked out from."""

    now: datetime
    """With its time zone."""
    count: int = 1
    """How manieth message this is, from 1."""
    peer: Endpoint | None = None
    """Whom it goes to."""
    chance: Random = field(default_factory=_chance)
    groups: Mapping[str, bytes] = field(default_factory=dict)
    """What a pattern has found, by name and by number: {{1}} in the answer to it."""


class Macro(NamedTuple):
    """One macro."""

    name: str
    use: str
    """How it is written, with what may follow the colon."""
    meaning: str
    work_out: Callable[[str, Moment], str | bytes]
    """From what follows the colon ("" for nothing); ValueError when that makes no sense."""


class Piece(NamedTuple):
    """A part of a text: what stands there as typed, or what a macro makes."""

    start: int
    text: str
    value: str | bytes | None
    """Of a macro; None for what is no macro."""


def pieces(text: str, moment: Moment) -> Iterator[Piece]:
    """The text from left to right. Raises BadInput with its place: MACRO_UNKNOWN, MACRO_ARGUMENT, MACRO_OPEN."""
    at = 0
    for match in _MACRO.finditer(text):
        yield from _plain(text, at, match.start())
        yield Piece(match.start(), match.group(), _value(match.group(1), match.start(), moment))
        at = match.end()
    yield from _plain(text, at, len(text))


def _plain(text: str, start: int, end: int) -> Iterator[Piece]:
    opening = _OPENING.search(text, start, end)
    if opening:
        raise BadInput(Fault("MACRO_OPEN", field=Field.DATA, position=opening.start()))
    if start < end:
        yield Piece(start, text[start:end], None)


def _value(inside: str, position: int, moment: Moment) -> str | bytes:
    name, _, argument = inside.partition(":")
    if name.strip() in moment.groups:
        return moment.groups[name.strip()]
    macro = _BY_NAME.get(name.strip().lower())
    if macro is None:
        raise BadInput(Fault("MACRO_UNKNOWN", about=name, field=Field.DATA, position=position))
    try:
        return macro.work_out(argument.strip(), moment)
    except ValueError:
        fault = Fault("MACRO_ARGUMENT", about=macro.use, field=Field.DATA, position=position)
        raise BadInput(fault) from None


def _no_argument(argument: str) -> None:
    if argument:
        raise ValueError(argument)


def _clock(usual: str) -> Callable[[str, Moment], str]:
    def work_out(argument: str, moment: Moment) -> str:
        return moment.now.strftime(argument or usual)

    return work_out


def _unix_time(argument: str, moment: Moment) -> str:
    _no_argument(argument)
    return str(int(moment.now.timestamp()))


def _counter(argument: str, moment: Moment) -> str | bytes:
    if binary := _BINARY.fullmatch(argument):
        size = int(binary.group(1)) // 8
        order: str = binary.group(2) or "be"
        return (moment.count % (1 << size * 8)).to_bytes(size, "little" if order == "le" else "big")
    if argument and not _WIDTH.fullmatch(argument):
        raise ValueError(argument)
    return str(moment.count).zfill(int(argument or 0))


def _random(argument: str, moment: Moment) -> str:
    if not argument:
        return str(moment.chance.randrange(1 << 31))
    bounds = _RANGE.fullmatch(argument)
    if not bounds:
        raise ValueError(argument)
    return str(moment.chance.randint(int(bounds.group(1)), int(bounds.group(2))))  # ValueError: nothing between them


def _random_bytes(argument: str, moment: Moment) -> bytes:
    if not argument.isascii() or not argument.isdigit() or int(argument[:6]) > MOST_RANDOM_BYTES:
        raise ValueError(argument)
    return moment.chance.randbytes(int(argument))


def _uuid(argument: str, moment: Moment) -> str:
    from uuid import UUID

    _no_argument(argument)
    return str(UUID(int=moment.chance.getrandbits(128), version=4))


def _peer(argument: str, moment: Moment) -> str:
    if moment.peer is None:
        return "?"
    match argument:
        case "":
            return str(moment.peer)
        case "address":
            return moment.peer.address
        case "port":
            return str(moment.peer.port)
        case _:
            raise ValueError(argument)


MACROS: tuple[Macro, ...] = (
    Macro("time", "{{time}} or {{time:%H:%M}}", "the time of day, 14:03:11", _clock("%H:%M:%S")),
    Macro("date", "{{date}} or {{date:%d.%m.%Y}}", "the date, 2026-11-26", _clock("%Y-%m-%d")),
    Macro("unixtime", "{{unixtime}}", "seconds since 1970", _unix_time),
    Macro("counter", "{{counter}}, {{counter:4}} or {{counter:u16le}}", "1, 2, 3...; 0001; two bytes", _counter),
    Macro("random", "{{random}} or {{random:1..6}}", "a number, by chance", _random),
    Macro("randombytes", "{{randombytes:16}}", "so many bytes, by chance", _random_bytes),
    Macro("uuid", "{{uuid}}", "a name that nothing else has", _uuid),
    Macro("peer", "{{peer}}, {{peer:address}} or {{peer:port}}", "whom it goes to", _peer),
)
_BY_NAME = {macro.name: macro for macro in MACROS} | {"unique": MACROS[6]}  # as Packet Sender calls it
