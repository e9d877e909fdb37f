"""What this computer's own tables say in a case: looked up once, just now, and no more than the case needs.

Worker thread: each part takes up to 100 ms. Law: nothing is sent and no socket call is made; another computer is never
asked anything. What fails or comes too late is None: it can't be told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from time import monotonic
from typing import Any

from core.contract.endpoints import Endpoint
from core.explain.why.case import Case
from core.machine.interfaces import OwnAddress, own_addresses
from core.machine.limits import Descriptors, Rights, descriptors, rights
from core.machine.name_sources import NameSources, name_sources
from core.machine.paths import PathUse, path_use
from core.machine.port_use import PortUses, uses_of
from core.machine.routes import Route, neighbour_answers, route_to

PATIENCE_S = 2.0
"""After so long no further part is begun: a machine that is so busy is not asked more."""


class Part(Enum):
    """What can be looked up; the value is the name of its field in Found."""

    USES = "uses"
    OWN = "own"
    ROUTE = "route"
    NEIGHBOUR = "neighbour"
    DESCRIPTORS = "descriptors"
    RIGHTS = "rights"
    NAMES = "names"
    PATH = "path"


@dataclass(frozen=True, slots=True)
class Found:
    """What was looked up; None: not asked for, or can't be told."""

    uses: PortUses | None = None
    """Of the port that the case is about."""
    own: tuple[OwnAddress, ...] | None = None
    route: Route | None = None
    neighbour: bool | None = None
    descriptors: Descriptors | None = None
    rights: Rights | None = None
    names: NameSources | None = None
    path: PathUse | None = None
    """Of the Unix socket that the case is about."""


NOTHING = Found()


def look_up(case: Case, parts: Sequence[Part], clock: Callable[[], float] = monotonic) -> Found:
    """Look up these parts, one after the other."""
    began = clock()
    facts: dict[str, Any] = {}
    for part in parts:
        if clock() - began < PATIENCE_S:
            facts[part.value] = _part(part, case)
    return Found(**facts)


def _part(part: Part, case: Case) -> object:
    try:
        if part in _OF_THE_COMPUTER:
            return _OF_THE_COMPUTER[part]()
        return _OF_THE_END[part](case.endpoint) if case.endpoint is not None else None
    except (OSError, ValueError, RuntimeError):  # no descriptor left to look with, an odd address, or an odd system
        return None


_OF_THE_COMPUTER: dict[Part, Callable[[], object]] = {
    Part.OWN: own_addresses,
    Part.DESCRIPTORS: descriptors,
    Part.RIGHTS: rights,
    Part.NAMES: name_sources,
}
_OF_THE_END: dict[Part, Callable[[Endpoint], object]] = {
    Part.USES: lambda end: uses_of(end.port),
    Part.ROUTE: lambda end: route_to(end.address),
    Part.NEIGHBOUR: lambda end: neighbour_answers(end.address),
    Part.PATH: lambda end: path_use(end.address),
}
