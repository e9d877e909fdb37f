"""Which case is looked into how, and the card that comes of it (worker thread, for the look-up; else any).

Law: there is one way to a card, whatever happened; without anything looked up it is already true, only shorter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple, TypeAlias

from core.contract.endpoints import Protocol
from core.explain.faults import Explanation, explain
from core.explain.why.calling import again, no_answer, refused, unreachable
from core.explain.why.case import Card, Case, Diagnosis
from core.explain.why.checks import holders, time_wait
from core.explain.why.found import NOTHING, Found, Part, look_up
from core.explain.why.holding import in_use, low_port, no_local_end, not_here, other_family
from core.explain.why.naming import not_found
from core.explain.why.paths import nobody_there, path_in_use
from core.explain.why.running_out import out_of_descriptors, out_of_files, out_of_watching
from core.explain.why.securing import not_secured
from core.explain.why.surprises import another_address, called_everywhere, met_itself
from core.explain.why.talking import (
    given_up,
    not_read,
    peer_finished,
    reset,
    tls_answered,
    tls_heard,
    too_long,
)
from core.machine.ports import Owner

Diagnose: TypeAlias = Callable[[Case, Found], Diagnosis]


class _Recipe(NamedTuple):
    """How to look into a case."""

    diagnose: Diagnose
    parts: tuple[Part, ...] = ()


_AT_PORT = (Part.OWN, Part.USES)
_ON_THE_WAY = (Part.OWN, Part.ROUTE, Part.NEIGHBOUR)

_UNREACHABLE = _Recipe(unreachable, _ON_THE_WAY)
_RESET = _Recipe(reset, _AT_PORT)
_NOT_FOUND = _Recipe(not_found, (Part.NAMES,))

_NOT_SECURED = _Recipe(not_secured)

_RECIPES: dict[str, _Recipe] = {
    "ECONNREFUSED": _Recipe(refused, _AT_PORT),
    "CONNECT_TIMEOUT": _Recipe(no_answer, (*_AT_PORT, Part.ROUTE)),
    "ETIMEDOUT connect": _Recipe(no_answer, (*_AT_PORT, Part.ROUTE)),
    "EHOSTUNREACH": _UNREACHABLE,
    "ENETUNREACH": _UNREACHABLE,
    "EHOSTDOWN": _UNREACHABLE,
    "ENETDOWN": _UNREACHABLE,
    "EACCES connect": _UNREACHABLE,
    "EINVAL connect": _UNREACHABLE,
    "EADDRINUSE bind": _Recipe(in_use, (Part.USES,)),
    "EADDRINUSE listen": _Recipe(in_use, (Part.USES,)),
    "EACCES bind": _Recipe(low_port, (Part.USES, Part.RIGHTS)),
    "EADDRNOTAVAIL bind": _Recipe(not_here, (Part.OWN,)),
    "EADDRINUSE connect": _Recipe(no_local_end, (Part.OWN,)),
    "EADDRNOTAVAIL connect": _Recipe(no_local_end, (Part.OWN,)),
    "FAMILY_MISMATCH": _Recipe(other_family),
    "LOOKUP_TIMEOUT": _NOT_FOUND,
    "ECONNRESET": _RESET,
    "EPIPE": _RESET,
    "ENOTCONN": _RESET,
    "PEER_FINISHED": _Recipe(peer_finished, _AT_PORT),
    "EMSGSIZE": _Recipe(too_long),
    "SEND_QUEUE_FULL": _Recipe(not_read, _AT_PORT),
    "ETIMEDOUT": _Recipe(given_up, _AT_PORT),
    "ECONNABORTED": _Recipe(given_up, _AT_PORT),
    "TLS_HELLO": _Recipe(tls_heard),
    "TLS_ALERT": _Recipe(tls_answered),
    "EMFILE": _Recipe(out_of_descriptors, (Part.DESCRIPTORS,)),
    "ENFILE": _Recipe(out_of_files),
    "SOCKET_LIMIT": _Recipe(out_of_watching),
    "SELF_CONNECTED": _Recipe(met_itself),
    "WILDCARD_CALLED": _Recipe(called_everywhere),
    "OTHER_ADDRESS": _Recipe(another_address),
}
"""By the fault's name, or name and call where the same name means different things."""

_PATH_RECIPES: dict[str, _Recipe] = {
    "EADDRINUSE": _Recipe(path_in_use, (Part.PATH,)),
    "ECONNREFUSED": _Recipe(nobody_there, (Part.PATH,)),
    "ENOENT": _Recipe(nobody_there, (Part.PATH,)),
}
"""The same for Unix sockets, whose end points are paths."""
_ANYWHERE = frozenset({"EMFILE", "ENFILE", "SOCKET_LIMIT"})
"""What has nothing to do with where a socket is."""

_INFO = frozenset({"PEER_FINISHED", "TLS_CUT", "SELF_CONNECTED", "WILDCARD_CALLED", "OTHER_ADDRESS"})
_WARNING = frozenset({"TLS_HELLO", "TLS_ALERT", "TLS_PLAIN_HEARD"})
_SAID_ELSEWHERE = frozenset({"CANCELLED", "SOCKET_GONE", "ENGINE_STOPPING", "NOT_SENT", "INTERNAL_ERROR"})
"""What a person did on purpose, or what another card says already."""
_EARLIER_DATAGRAM = frozenset({"ECONNREFUSED", "ECONNRESET"})
"""On a UDP socket both tell of an ICMP answer; the second is Windows' name for it."""


def deserves_card(case: Case) -> bool:
    """Whether it is more than a slip of the pen, which is said beside its field, or than something said elsewhere."""
    fault = case.fault
    return fault.name not in _SAID_ELSEWHERE and (bool(fault.call) or _recipe(case) is not None)


def look_into(case: Case) -> Card:
    """Look up what the case needs, and make the card (worker thread: up to 0.2 s)."""
    recipe = _recipe(case)
    return make_card(case, look_up(case, recipe.parts if recipe is not None else ()))


def make_card(case: Case, found: Found | None = None) -> Card:
    """The card, from what was looked up; None: nothing was yet."""
    recipe = _recipe(case)
    if recipe is None:
        diagnosis = Diagnosis(remedies=again(case) if case.command is not None else ())
    elif found is None:
        diagnosis = Diagnosis()
    else:
        diagnosis = recipe.diagnose(case, found)
    return Card(_kind(case), _words(case, found or NOTHING), _call(case), diagnosis, found is not None)


def _recipe(case: Case) -> _Recipe | None:
    fault = case.fault
    if case.endpoint is not None and case.endpoint.is_path:
        return _PATH_RECIPES.get(fault.name) or (_RECIPES.get(fault.name) if fault.name in _ANYWHERE else None)
    if case.protocol is Protocol.UDP and fault.name in _EARLIER_DATAGRAM:
        return _RECIPES["ECONNREFUSED"]
    if fault.name.startswith("EAI_"):
        return _NOT_FOUND
    if fault.name.startswith("TLS_") and fault.call.startswith("tls_"):
        return _NOT_SECURED
    return next((_RECIPES[key] for key in _keys(case) if key in _RECIPES), None)


def _keys(case: Case) -> Iterator[str]:
    yield f"{case.fault.name} {case.fault.call}"
    yield case.fault.name


def _words(case: Case, found: Found) -> Explanation:
    """The words of core.explain.faults, with what was found out."""
    own = [entry.address for entry in found.own or ()] if case.fault.name == "EADDRNOTAVAIL" else []
    owner = _owner(case, found)
    lingers = (
        owner is None and found.uses is not None and case.fault.name == "EADDRINUSE" and bool(time_wait(found.uses))
    )
    words = explain(case.fault, owner=owner, own_addresses=own, lingers=lingers)
    if case.fault.name == "EADDRINUSE" and case.other is not None and case.endpoint is not None and case.endpoint.port:
        number = case.other.number
        kind = "listener" if case.protocol is Protocol.TCP else "UDP socket"
        return Explanation(
            f"Port {case.endpoint.port} is already held by your own {kind} #{number}.",
            f"Use #{number}, or stop it first, or pick another port.",
            words.error,
        )
    return words


def _owner(case: Case, found: Found) -> Owner | None:
    """Who holds the port that could not be had; an exact match before a wildcard."""
    endpoint = case.endpoint
    if case.fault.name != "EADDRINUSE" or endpoint is None or found.uses is None:
        return None
    held = holders(case.protocol, endpoint, found.uses)
    if not held:
        return None
    nearest = max(held, key=lambda use: (use.local == endpoint, use.local.family is endpoint.family))
    return found.uses.owners[nearest.pid]


def _call(case: Case) -> str:
    fault = case.fault
    error = explain(fault).error
    return f"{fault.call}() answered {error}" if fault.call and error else ""


def _kind(case: Case) -> Literal["info", "warning", "error"]:
    return "info" if case.fault.name in _INFO else "warning" if case.fault.name in _WARNING else "error"
