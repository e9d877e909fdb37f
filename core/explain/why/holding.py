"""Why a port could not be had: held, lingering in TIME_WAIT, for administrators only, not this computer's address.

Pure, any thread. Law: a remedy never reaches further than what was asked for: this computer only stays so.
"""

from __future__ import annotations

from dataclasses import replace

from core.contract.commands import BindUdp, Close, Command, Connect, Listen
from core.contract.endpoints import Endpoint, Protocol
from core.explain.why.calling import again
from core.explain.why.case import Answer, Ask, Case, Check, Diagnosis, Remedy, ShowPort, Wait
from core.explain.why.checks import conversations, holders, lingers, lives_on, owned, program, time_wait, wait_s
from core.explain.why.found import Found
from core.machine.port_use import PortUses
from core.payload.escapes import show_name

_GRACE_S = 0.2
"""The kernel's clock ticks, and its timer may be that late."""
_EXAMPLE_OFFSET = 8000  # 80 -> 8080, 443 -> 8443: where people look for them


def in_use(case: Case, found: Found) -> Diagnosis:
    """EADDRINUSE: something is in the way of bind()."""
    endpoint, uses = case.endpoint, found.uses
    if endpoint is None or not endpoint.port or uses is None:
        return Diagnosis((), "", again(case))
    held = holders(case.protocol, endpoint, uses)
    who = "; ".join(dict.fromkeys(f"{use.local}, {program(use, uses)}" for use in held))
    checks = [Check(f"Does a program hold {case.protocol.name} port {endpoint.port}?", Answer.of(bool(held)), who)]
    if case.protocol is Protocol.TCP:
        checks += [lives_on(endpoint, uses), lingers(case.protocol, endpoint, uses)]
    cause, first = _in_the_way(case, endpoint, uses, is_held=bool(held))
    show = (ShowPort("Show its owner in Ports", endpoint.port),) if held and case.other is None else ()
    return Diagnosis(tuple(checks), cause, (*first, *_another_port(case, endpoint.port, uses), *show))


def low_port(case: Case, found: Found) -> Diagnosis:
    """EACCES on bind(): ports that not everybody may have, or, on Windows, one that a program has for itself alone."""
    endpoint, rights = case.endpoint, found.rights
    if endpoint is None or rights is None or endpoint.port >= rights.lowest_for_all:
        return in_use(case, found)
    lowest = rights.lowest_for_all
    ordinary = "it runs as an ordinary user’s program" if rights.is_administrator is False else "the system said no"
    checks = (
        Check(f"Are ports below {lowest} for administrators only on this system?", Answer.YES),
        Check("Has the lab the right to them?", Answer.NO, ordinary),
    )
    cause = "Low ports are kept for the system’s own services, so that no ordinary program can pose as one of them."
    remedies = _another_port(case, max(endpoint.port + _EXAMPLE_OFFSET, lowest) - 1, found.uses)
    return Diagnosis(checks, cause, remedies)


def not_here(case: Case, found: Found) -> Diagnosis:
    """EADDRNOTAVAIL on bind(): the address is another computer's, or nobody's."""
    endpoint = case.endpoint
    if endpoint is None:
        return Diagnosis()
    names = ", ".join(f"{show_name(own.address)} ({show_name(own.interface)})" for own in found.own or ())
    checks = (
        owned(endpoint, found),
        Check("Which are?", Answer.of(bool(found.own) or None), names),
    )
    cause = (
        "A socket can only hold on to an address of the computer that it is on; the other computer’s address is "
        "where a client calls."
    )
    if isinstance(case.command, Connect):
        remedy: Remedy = Ask("Use any local address", (replace(case.command, local_host=""),))
        return Diagnosis(checks, cause, (remedy,))
    home = "::1" if ":" in endpoint.address else "127.0.0.1"
    if not isinstance(case.command, Listen | BindUdp):
        return Diagnosis(checks, cause)
    return Diagnosis(checks, cause, (Ask(f"Use {home}", (replace(case.command, host=home),)),))


def no_local_end(case: Case, found: Found) -> Diagnosis:
    """EADDRINUSE and EADDRNOTAVAIL on connect(): no local end for this conversation can be had."""
    call = case.command
    checks = () if found.own is None or case.endpoint is None else (owned(case.endpoint, found),)
    if isinstance(call, Connect) and call.local_port:
        cause = (
            "One pair of ends can hold one conversation only, and the one before with the same two ends is not "
            "forgotten yet (TIME_WAIT)."
        )
        return Diagnosis(checks, cause, _any_local_port(call))
    cause = "Every local port for calls to that end point is taken, by conversations or by what lingers of them."
    return Diagnosis(checks, cause, again(case))


def other_family(case: Case, _found: Found) -> Diagnosis:
    """FAMILY_MISMATCH: the two ends are of different IP versions."""
    call = case.command
    cause = "One socket speaks one IP version, so both ends of a conversation are of the same one."
    if not isinstance(call, Connect):
        return Diagnosis((), cause)
    own = Endpoint(call.local_host, 0)
    checks = (
        Check(f"Are {call.host} and {call.local_host} of one IP version?", Answer.NO, f"{own.family.value} here"),
    )
    return Diagnosis(checks, cause, (Ask("Use any local address", (replace(call, local_host=""),)),))


def _in_the_way(case: Case, endpoint: Endpoint, uses: PortUses, *, is_held: bool) -> tuple[str, tuple[Remedy, ...]]:
    """What holds the port, and the remedy that goes with just that."""
    command = case.command
    if is_held and case.other is not None:  # the lab's own
        name = f"#{case.other.number}"
        give_back = Close(0, case.other.number)
        first = () if command is None else (Ask(f"Stop {name} and use its port", (give_back, command)),)
        return f"Your own {name} holds on to it, and will until it is closed.", first
    if is_held:
        return "A port has one holder at a time, until that one closes its socket or ends.", ()
    if isinstance(command, Connect) and (conversations(uses) or time_wait(uses)):
        return _lingering(uses), _any_local_port(command)
    if conversations(uses):
        cause = "No program listens there any more, but conversations from that time go on and still name the port."
        return cause, ()
    if left := time_wait(uses):
        seconds = wait_s(left) + _GRACE_S
        wait = () if command is None or seconds <= _GRACE_S else (_wait(seconds, command),)
        return _lingering(uses), wait
    cause = "It is free again by now, or a program has bound it without listening, which no list shows."
    return cause, again(case)


def _lingering(uses: PortUses) -> str:
    if conversations(uses):
        return "A conversation that goes on has that port as its own end."
    return (
        "Nobody holds it: the end that closed first keeps its port for about a minute, so that late pieces of the old "
        "conversation are not taken for a new one (TIME_WAIT)."
    )


def _wait(seconds: float, command: Command) -> Remedy:
    return Wait("Wait, then try again", seconds, (command,))


def _any_local_port(call: Connect) -> tuple[Remedy, ...]:
    return (Ask("Use any local port", (replace(call, local_port=0),)),)


def _another_port(case: Case, above: int, uses: PortUses | None) -> tuple[Remedy, ...]:
    """The next port that nobody holds; for a call the system had better choose."""
    command = case.command
    if not isinstance(command, Listen | BindUdp):
        return ()
    port = uses.next_free(case.protocol, above) if uses is not None else None
    label = f"Use free port {port}" if port else "Use any free port"
    return (Ask(label, (replace(command, port=port or 0),)),)
