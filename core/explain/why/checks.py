"""The questions of the why cards, each answered from what was looked up (pure, any thread).

Law: a question about another computer is answered with "can't tell": only what this computer knows is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address

from core.contract.endpoints import Endpoint, Protocol
from core.explain.why.case import Answer, Check
from core.explain.why.found import Found
from core.machine.interfaces import OwnAddress
from core.machine.port_use import PortUse, PortUses
from core.machine.ports import Owner, collide
from core.machine.routes import NO_ROUTE
from core.payload.escapes import show_name

NOT_PROBED = "only that computer knows, and the lab does not probe it"
_KINDS = {Protocol.TCP: "a program listen on TCP", Protocol.UDP: "a program hear on UDP"}


def is_own(address: str, own: Sequence[OwnAddress] | None) -> bool | None:
    """Whether it is an address of this computer; None: can't be told."""
    parsed = parsed_address(address)
    if parsed is not None and (parsed.is_loopback or parsed.is_unspecified):
        return True
    if own is None or parsed is None:
        return None
    return any(parsed_address(entry.address) == parsed for entry in own)


def owned(endpoint: Endpoint, found: Found) -> Check:
    """Is the address one of this computer's?"""
    fact = is_own(endpoint.address, found.own)
    interface = next(
        (it.interface for it in found.own or () if parsed_address(it.address) == parsed_address(endpoint.address)), ""
    )
    detail = f"interface {show_name(interface)}" if fact and interface else ""
    return Check(f"Is {show_name(endpoint.address)} an address of this computer?", Answer.of(fact), detail)


def hears(protocol: Protocol, endpoint: Endpoint, uses: PortUses | None) -> Check:
    """Does a program hear on that very endpoint?"""
    question = f"Does {_KINDS[protocol]} {endpoint}?"
    if uses is None:
        return Check(question, Answer.UNKNOWN, "the system’s list could not be read")
    hearing = hearers(protocol, endpoint, uses)
    return Check(question, Answer.of(bool(hearing)), _holders(hearing, uses))


def hears_elsewhere(protocol: Protocol, endpoint: Endpoint, uses: PortUses | None) -> Check:
    """Does one hear on that port at another address of this computer, or on the other IP version?"""
    question = f"On {protocol.name} port {endpoint.port} of another address or IP version?"
    if uses is None:
        return Check(question, Answer.UNKNOWN)
    others = elsewhere(protocol, endpoint, uses)
    return Check(question, Answer.of(bool(others)), _holders(others, uses, with_ends=True))


def hears_as_other(protocol: Protocol, endpoint: Endpoint, uses: PortUses | None) -> Check:
    """Does a socket of the other protocol hold the port?"""
    other = other_protocol(protocol)
    question = f"Does {_KINDS[other]} port {endpoint.port} instead?"
    if uses is None:
        return Check(question, Answer.UNKNOWN)
    hearing = hearers(other, endpoint, uses)
    return Check(question, Answer.of(bool(hearing)), _holders(hearing, uses))


def backlog(endpoint: Endpoint, uses: PortUses | None) -> Check:
    """Do callers wait in the backlog of the listener there?"""
    waiting = None if uses is None else waiting_callers(endpoint, uses)
    detail = "" if waiting is None else f"{waiting:,} connected already, and not accepted yet"
    fact = None if waiting is None else waiting > 0
    return Check("Do callers wait in its backlog?", Answer.of(fact), detail if fact else "")


def lingers(protocol: Protocol, endpoint: Endpoint, uses: PortUses | None) -> Check:
    """Do ended conversations still name the port?"""
    question = f"Is {protocol.name} port {endpoint.port} still in TIME_WAIT?"
    if uses is None:
        return Check(question, Answer.UNKNOWN)
    left = time_wait(uses)
    if not left:
        return Check(question, Answer.NO)
    seconds = wait_s(left)
    conversations = "1 ended conversation" if len(left) == 1 else f"{len(left):,} ended conversations"
    return Check(question, Answer.YES, f"{conversations}, for {seconds:.0f} s more" if seconds else conversations)


def lives_on(endpoint: Endpoint, uses: PortUses | None) -> Check:
    """Do conversations that go on use the port as their own end?"""
    question = "Do living conversations have it as their own end?"
    if uses is None:
        return Check(question, Answer.UNKNOWN)
    living = conversations(uses)
    return Check(question, Answer.of(bool(living)), _holders(living, uses))


def has_route(endpoint: Endpoint, found: Found) -> Check:
    """Does this computer know a way there?"""
    question = f"Does this computer know a way to {show_name(endpoint.address)}?"
    route = found.route
    if route is None:
        return Check(question, Answer.UNKNOWN)
    if route.refuses:
        return Check(question, Answer.NO, "a line of its routing table says that nothing may go there")
    if route == NO_ROUTE:
        return Check(question, Answer.NO, "no line of its routing table matches")
    way = f"by {show_name(route.gateway)}" if route.gateway else "in the same network"
    return Check(question, Answer.YES, f"{way}, interface {show_name(route.interface)}")


def neighbour(endpoint: Endpoint, found: Found) -> Check:
    """Has the computer there told its network who it is?"""
    return Check(f"Does {show_name(endpoint.address)} answer on its own network (ARP)?", Answer.of(found.neighbour))


def speaks_family(endpoint: Endpoint, found: Found) -> Check:
    """Has this computer an address of that IP version with which it can reach others?"""
    own = found.own
    reaching = [it for it in own or () if it.family is endpoint.family and not _stays_here(it)]
    names = ", ".join(show_name(it.address) for it in reaching[:2])
    fact = None if own is None else bool(reaching)
    question = f"Has this computer an {endpoint.family.value} address that reaches beyond its own network?"
    return Check(question, Answer.of(fact), names)


# What the questions rest on; the diagnoses ask the same.


def other_protocol(protocol: Protocol) -> Protocol:
    """TCP for UDP, UDP for TCP."""
    return Protocol.UDP if protocol is Protocol.TCP else Protocol.TCP


def hearers(protocol: Protocol, endpoint: Endpoint, uses: PortUses) -> list[PortUse]:
    """The bound sockets that take what is sent to the endpoint."""
    return [use for use in _bound(protocol, uses) if _takes(use.local, endpoint)]


def elsewhere(protocol: Protocol, endpoint: Endpoint, uses: PortUses) -> list[PortUse]:
    """The bound sockets with the same port that do not."""
    return [use for use in _bound(protocol, uses) if not _takes(use.local, endpoint)]


def holders(protocol: Protocol, endpoint: Endpoint, uses: PortUses) -> list[PortUse]:
    """The bound sockets that keep the endpoint from being bound."""
    return [use for use in _bound(protocol, uses) if collide(use.local, endpoint)]


def waiting_callers(endpoint: Endpoint, uses: PortUses) -> int | None:
    """How many callers the backlogs there hold; None where that can't be told."""
    counts = [use.waiting for use in hearers(Protocol.TCP, endpoint, uses) if use.waiting is not None]
    return sum(counts) if counts else None


def time_wait(uses: PortUses) -> list[PortUse]:
    """What is left of ended conversations."""
    return [use for use in uses.uses if use.state == "TIME_WAIT"]


def conversations(uses: PortUses) -> list[PortUse]:
    """TCP sockets in conversations that have not ended on this side."""
    return [use for use in uses.uses if use.protocol is Protocol.TCP and use.state not in ("LISTEN", "TIME_WAIT")]


def wait_s(left: Iterable[PortUse]) -> float:
    """Until the last of them is forgotten; 0 where that can't be told."""
    return max((use.left_s or 0.0 for use in left), default=0.0)


def way_to(held: Endpoint) -> Endpoint:
    """How a program on this computer calls what hears there."""
    if held.is_wildcard:
        return Endpoint("::1" if ":" in held.address else "127.0.0.1", held.port)
    return held


def program(use: PortUse, uses: PortUses) -> str:
    """Who holds it: "python (pid 4121)", "this lab itself"."""
    return holder_in_words(uses.owners[use.pid])


def holder_in_words(owner: Owner) -> str:
    """The same of an owner."""
    if owner.is_this_lab:
        return "this lab itself"
    if owner.pid is None:
        return "a program that the system does not name"
    return f"{show_name(owner.program) or 'a program'} (pid {owner.pid})"


def parsed_address(address: str) -> IPv4Address | IPv6Address | None:
    """The address without its zone; None for what is none."""
    try:
        return ip_address(address.partition("%")[0])
    except ValueError:
        return None


def _bound(protocol: Protocol, uses: PortUses) -> list[PortUse]:
    return [use for use in uses.uses if use.protocol is protocol and use.is_bound]


def _takes(held: Endpoint, called: Endpoint) -> bool:
    """Whether a socket bound there hears what is sent to `called`. An IPv6 wildcard may or may not take IPv4."""
    if parsed_address(held.address) == parsed_address(called.address):
        return True
    reaches_here = called.is_wildcard or held.is_wildcard
    return reaches_here and held.family is called.family


def _holders(uses_there: Sequence[PortUse], uses: PortUses, *, with_ends: bool = False) -> str:
    who = (f"{use.local}, {program(use, uses)}" if with_ends else program(use, uses) for use in uses_there)
    return "; ".join(dict.fromkeys(who))


def _stays_here(own: OwnAddress) -> bool:
    parsed = parsed_address(own.address)
    return own.is_loopback or (parsed is not None and parsed.is_link_local)
