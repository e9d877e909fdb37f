"""Why nobody could be called: refused, no answer, no way there; and UDP that was sent to nobody (pure, any thread).

Law: of another computer nothing is claimed but what its answer, or its silence, says.
"""

from __future__ import annotations

from dataclasses import replace

from core.contract.commands import BindUdp, Command, Connect, Listen, ReplyChoice
from core.contract.endpoints import Endpoint, Protocol
from core.explain.why.case import Answer, Ask, Case, Check, Diagnosis, Remedy
from core.explain.why.checks import (
    NOT_PROBED,
    backlog,
    elsewhere,
    has_route,
    hearers,
    hears,
    hears_as_other,
    hears_elsewhere,
    is_own,
    neighbour,
    other_protocol,
    owned,
    parsed_address,
    program,
    speaks_family,
    waiting_callers,
    way_to,
)
from core.explain.why.found import Found
from core.machine.port_use import PortUses

LONGER_S = 60.0
"""How long the second try waits for an answer."""
_ECHO = ReplyChoice("echo")


def refused(case: Case, found: Found) -> Diagnosis:
    """ECONNREFUSED: to a connect(), or to a datagram sent earlier (ICMP port unreachable)."""
    endpoint = case.endpoint
    if endpoint is None:
        return Diagnosis()
    if not is_own(endpoint.address, found.own):
        return Diagnosis(
            (owned(endpoint, found), Check("Does a program listen there?", Answer.UNKNOWN, NOT_PROBED)),
            "The program there is not running, or it uses another port, or a firewall refuses in its place.",
            again(case),
        )
    checks = (
        owned(endpoint, found),
        hears(case.protocol, endpoint, found.uses),
        hears_elsewhere(case.protocol, endpoint, found.uses),
        hears_as_other(case.protocol, endpoint, found.uses),
    )
    if found.uses is None:
        return Diagnosis(checks, "Most likely no program holds that port.", again(case))
    cause, remedies = _nobody_there(case, endpoint, found.uses)
    return Diagnosis(checks, cause, remedies)


def no_answer(case: Case, found: Found) -> Diagnosis:
    """CONNECT_TIMEOUT and ETIMEDOUT: the call was let ring until the time was over."""
    endpoint = case.endpoint
    if endpoint is None:
        return Diagnosis()
    if not is_own(endpoint.address, found.own):
        checks = (
            owned(endpoint, found),
            has_route(endpoint, found),
            Check("Does a program listen there?", Answer.UNKNOWN, NOT_PROBED),
        )
        cause = (
            "That computer is off, or has another address, or a firewall on the way swallows what is sent: where "
            "only the program is missing, the answer is a refusal, and comes at once."
        )
        return Diagnosis(checks, cause, longer(case))
    checks = (owned(endpoint, found), hears(Protocol.TCP, endpoint, found.uses), backlog(endpoint, found.uses))
    waiting = waiting_callers(endpoint, found.uses) if found.uses is not None else None
    if waiting:
        cause = (
            "The program listens but does not accept(): its backlog, where callers wait for the switchboard operator, "
            "is full, and the system lets further calls go unanswered."
        )
    else:
        cause = "Something on this computer swallows what is sent there: a firewall rule, most likely."
    return Diagnosis(checks, cause, longer(case))


def unreachable(case: Case, found: Found) -> Diagnosis:
    """EHOSTUNREACH, ENETUNREACH and what routes and firewalls answer instead."""
    endpoint = case.endpoint
    if endpoint is None:
        return Diagnosis()
    address = parsed_address(endpoint.address)
    is_multicast = address is not None and address.is_multicast
    if is_multicast or endpoint.address.endswith(".255"):
        return _many(case, endpoint, is_multicast=is_multicast)
    checks = (owned(endpoint, found), has_route(endpoint, found), _beyond(endpoint, found))
    if checks[1].answer is Answer.NO:
        cause = "No line of this computer’s routing table leads there, so nothing was sent at all."
        if found.route is not None and found.route.refuses:
            cause = "Whoever set up this computer’s network has forbidden that way; nothing was sent at all."
        elif found.own is not None and checks[2].answer is Answer.NO:
            cause = f"This computer speaks {endpoint.family.value} with itself and its neighbours at most."
    elif found.neighbour is False:
        cause = "The computer with that address is off or not connected, or there is none: it did not say where it is."
    else:
        cause = "A router or firewall on the way answered that it cannot, or must not, pass this on."
    return Diagnosis(checks, cause, again(case))


def again(case: Case) -> tuple[Remedy, ...]:
    """What was asked for, once more."""
    command = case.command or case.call_again
    return () if command is None else (Ask("Try again", (command,)),)


def longer(case: Case) -> tuple[Remedy, ...]:
    """The same call with more patience."""
    call = case.call_again
    if call is None:
        return ()
    patience = replace(call, timeout_s=LONGER_S)
    return (Ask(f"Try again for {LONGER_S:.0f} s", (patience,)),)


def _nobody_there(case: Case, endpoint: Endpoint, uses: PortUses) -> tuple[str, tuple[Remedy, ...]]:
    """The cause and the remedies where the port is this computer's own."""
    protocol, other = case.protocol, other_protocol(case.protocol)
    if there := hearers(protocol, endpoint, uses):
        return f"It came a moment too early: by now {program(there[0], uses)} is there.", again(case)
    if others := elsewhere(protocol, endpoint, uses):
        way = way_to(others[0].local)
        return _other_door(endpoint, others[0].local, program(others[0], uses)), _call(case, protocol, way)
    if reverse := hearers(other, endpoint, uses):
        cause = (
            f"{program(reverse[0], uses)} holds port {endpoint.port} of {other.name}, and {protocol.name} was spoken "
            f"to it: each protocol has port numbers of its own."
        )
        return _capital(cause), _call(case, other, endpoint)
    cause = "No program holds that port: the one you mean has not been started, has ended, or uses another port."
    return cause, _open_there(case, endpoint)


def _other_door(endpoint: Endpoint, held: Endpoint, who: str) -> str:
    if held.family is not endpoint.family:
        return (
            f"{_capital(who)} holds the port for {held.family.value} only ({held}), and {endpoint.family.value} was "
            f"spoken: the two are different doors."
        )
    return f"{_capital(who)} holds the port of another address of this computer only ({held})."


def _call(case: Case, protocol: Protocol, way: Endpoint) -> tuple[Remedy, ...]:
    call = case.call_again
    if call is None:
        return ()
    words = f"Use {protocol.name} instead" if protocol is not case.protocol else f"Connect to {way}"
    # A local address of the other family would be in the way.
    local = call.local_host if call.local_host and Endpoint(call.local_host, 0).family is way.family else ""
    return (Ask(words, (replace(call, protocol=protocol, host=way.address, port=way.port, local_host=local),)),)


def _open_there(case: Case, endpoint: Endpoint) -> tuple[Remedy, ...]:
    """Hold on to the port here; a TCP call is made again, a UDP socket lives and can send again."""
    way = way_to(endpoint)
    if case.protocol is Protocol.UDP:
        return (Ask("Bind a UDP socket there", (BindUdp(0, way.address, way.port, _ECHO),)),)
    listen = Listen(0, way.address, way.port, _ECHO)
    commands: tuple[Command, ...] = (listen,) if case.call_again is None else (listen, case.call_again)
    label = "Listen there" + (" and call again" if len(commands) > 1 else "")
    return (Ask(label, commands), *again(case))


def _many(case: Case, endpoint: Endpoint, *, is_multicast: bool) -> Diagnosis:
    checks = (Check(f"Does {endpoint.address} stand for one computer?", Answer.NO, "for many at once"),)
    cause = "TCP is a conversation between two ends; only UDP can be sent to many at once."
    call = case.call_again
    if not is_multicast or not isinstance(call, Connect):
        return Diagnosis(checks, cause)
    return Diagnosis(checks, cause, (Ask("Use UDP instead", (replace(call, protocol=Protocol.UDP),)),))


def _beyond(endpoint: Endpoint, found: Found) -> Check:
    """What decides, once it is clear whether there is a way."""
    if found.neighbour is not None:
        return neighbour(endpoint, found)
    return speaks_family(endpoint, found)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
