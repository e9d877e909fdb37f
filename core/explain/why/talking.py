"""Why a conversation ended or can’t go on: reset, broken pipe, finished, too long, not read, TLS (pure, any thread).

Law: what the other end meant by it is never claimed; only what its bytes and its program show.
"""

from __future__ import annotations

from dataclasses import replace

from core.contract.commands import Close, Command, FinishSending, Send, SendTo
from core.contract.endpoints import Protocol
from core.contract.sockets import Ending, Role, State
from core.contract.tls import TlsClient
from core.explain.why.calling import again
from core.explain.why.case import Answer, Ask, Case, Check, Diagnosis, Remedy
from core.explain.why.checks import hears, is_own, program
from core.explain.why.found import Found
from core.machine.port_use import PortUse
from core.payload.numbers import counted

LONGEST_DATAGRAM = {"IPv4": 65_507, "IPv6": 65_527}
"""65,535 that the length fields can say, without the 8 of UDP's header and, for IPv4, the 20 of IP's."""
_HUNG_UP = (
    "It hung up at the first bytes, without a word: they were not what it expects. A port that speaks TLS only does so "
    "when it reads plain text."
)
_NOT_ASKED = "it is on another computer"


def reset(case: Case, found: Found) -> Diagnosis:
    """ECONNRESET and EPIPE on a connection."""
    checks = (*_other_program(case, found), _moved(case))
    return Diagnosis(checks, _why_reset(case), (*_call_again(case), *(_over_tls(case) if _hung_up(case) else ())))


def peer_finished(case: Case, found: Found) -> Diagnosis:
    """recv() returned no bytes: ordinary, and a surprise to whoever waited for more."""
    holder = _far_end(case, found)
    checks = (*_still_held(case, found, holder), _moved(case))
    if _hung_up(case):
        cause = _HUNG_UP
    elif checks[0].answer is Answer.YES:
        cause = "It said that it will send no more (FIN) and kept its socket: it can still hear you."
    elif checks[0].answer is Answer.NO:
        cause = "It closed its socket: what you send now is answered with a reset."
    else:
        cause = "It closed, or finished sending and still listens: from here the two look alike until you send."
    return Diagnosis(checks, cause, (*_answer_to_finish(case), *(_over_tls(case) if _hung_up(case) else ())))


def too_long(case: Case, _found: Found) -> Diagnosis:
    """EMSGSIZE: the datagram is longer than UDP can say."""
    data = case.command.data if isinstance(case.command, Send | SendTo) else b""
    family = case.socket.family.value if case.socket is not None and case.socket.family is not None else "IPv4"
    most = LONGEST_DATAGRAM[family]
    checks = (
        Check(
            f"Is it longer than a datagram over {family} can be?",
            Answer.of(len(data) > most if data else None),
            f"{counted(len(data), 'byte')}, and {most:,} is the most" if data else "",
        ),
    )
    cause = "A datagram goes whole or not at all; a stream (TCP) has no such edge and takes any length."
    if len(data) <= most:
        return Diagnosis(checks, cause)
    parts = tuple(_part(case.command, data[at : at + most]) for at in range(0, len(data), most))
    return Diagnosis(checks, cause, (Ask(f"Send it as {len(parts)} datagrams", parts),))


def not_read(case: Case, found: Found) -> Diagnosis:
    """SEND_QUEUE_FULL: the peer does not read."""
    holder = _far_end(case, found)
    checks = _still_held(case, found, holder)
    if holder is not None and holder.waiting:
        unread = Check(
            "Do bytes wait there that its program does not read?", Answer.YES, counted(holder.waiting, "byte")
        )
        checks = (*checks, unread)
    cause = (
        "The other program does not call recv(), so first its buffers fill up, then yours: TCP holds the sender back."
    )
    return Diagnosis(checks, cause, _close(case))


def given_up(case: Case, found: Found) -> Diagnosis:
    """ETIMEDOUT and ECONNABORTED in a conversation."""
    cause = "Pieces were sent again and again, and nothing came back: the way to the peer is cut, or it has gone."
    if case.fault.name == "ECONNABORTED":
        cause = "This computer ended it: an administrator's command, or a network that went away."
    return Diagnosis((*_other_program(case, found), _moved(case)), cause, _call_again(case))


def tls_heard(case: Case, _found: Found) -> Diagnosis:
    """TLS_HELLO: the caller's first bytes are a TLS handshake, and this port speaks plain text."""
    checks = (
        Check("Are its first bytes those of a TLS handshake?", Answer.YES, "16 03 …, a ClientHello"),
        Check("Does this port speak TLS?", Answer.NO, "it takes bytes as they come"),
    )
    cause = (
        "The caller expects an encrypted conversation, as a browser does for https://. It waits for a TLS answer, and "
        "will hang up on any other."
    )
    return Diagnosis(checks, cause, _close(case))


def tls_answered(case: Case, _found: Found) -> Diagnosis:
    """TLS_ALERT: the answer is a TLS alert, so plain text was spoken to a TLS port."""
    checks = (Check("Are the bytes that came those of a TLS alert?", Answer.YES, "15 03 …"),)
    cause = "That port takes part in encrypted conversations only, and what was sent to it does not begin one."
    return Diagnosis(checks, cause, (*_over_tls(case), *_close(case)))


def _why_reset(case: Case) -> str:
    other = case.other
    if other is not None and other.ending is Ending.RESET_HERE:
        return f"It was you: #{other.number}, the other end in this lab, was closed with a reset."
    if case.fault.name == "EPIPE":
        return (
            "The peer had closed already. What was sent after that was answered with a reset, and the system tells of "
            "it at the next send()."
        )
    if _hung_up(case):
        return _HUNG_UP
    return (
        "The other program closed without reading all that was sent to it, or was ended in the middle, or reset on "
        "purpose (SO_LINGER 0)."
    )


def _hung_up(case: Case) -> bool:
    """Whether the end came as the only answer to what a client sent first."""
    is_client = case.socket is not None and case.socket.role is Role.CLIENT
    speaks_plain = case.socket is not None and case.socket.tls is None
    return is_client and speaks_plain and bool(case.bytes_out) and not case.bytes_in


def _over_tls(case: Case) -> tuple[Remedy, ...]:
    """The same call once more, encrypted."""
    call = case.call_again
    if call is None or call.tls is not None:
        return ()
    is_open = case.socket is not None and case.socket.is_open
    first: tuple[Command, ...] = (Close(0, case.socket.number),) if is_open and case.socket is not None else ()
    return (Ask("Connect with TLS", (*first, replace(call, tls=TlsClient()))),)


def _other_program(case: Case, found: Found) -> tuple[Check, ...]:
    """Is the program that was called still there?"""
    endpoint = case.endpoint
    if endpoint is None or case.socket is None or case.socket.role is not Role.CLIENT:
        return ()
    if not is_own(endpoint.address, found.own):
        return (Check("Does its program still listen?", Answer.UNKNOWN, _NOT_ASKED),)
    return (hears(Protocol.TCP, endpoint, found.uses),)


def _far_end(case: Case, found: Found) -> PortUse | None:
    """The other end's socket, where it is on this computer and not forgotten."""
    socket = case.socket
    if socket is None or found.uses is None:
        return None
    ends = (socket.remote, socket.local)
    return next((use for use in found.uses.uses if (use.local, use.remote) == ends), None)


def _still_held(case: Case, found: Found, holder: PortUse | None) -> tuple[Check, ...]:
    question = "Does the other program still hold its end?"
    endpoint = case.endpoint
    if endpoint is None or found.uses is None or not is_own(endpoint.address, found.own):
        return (Check(question, Answer.UNKNOWN, _NOT_ASKED if found.own is not None else ""),)
    if holder is None or holder.pid is None:
        return (Check(question, Answer.NO, f"the system keeps it alone ({holder.state})" if holder else ""),)
    return (Check(question, Answer.YES, f"{program(holder, found.uses)}, {holder.state}"),)


def _moved(case: Case) -> Check:
    """Had bytes gone over?"""
    moved = case.bytes_in + case.bytes_out
    detail = f"{counted(case.bytes_in, 'byte')} in, {case.bytes_out:,} out"
    return Check("Had bytes gone over by then?", Answer.of(moved > 0), detail if moved else "")


def _call_again(case: Case) -> tuple[Remedy, ...]:
    call = case.call_again
    return () if call is None else (Ask("Connect again", (call,)),)


def _answer_to_finish(case: Case) -> tuple[Remedy, ...]:
    """Nothing to mend: how to end this side as well, and how to begin anew."""
    socket = case.socket
    if socket is None or not socket.is_open:
        return _call_again(case)
    finish: tuple[Command, ...] = (FinishSending(0, socket.number),)
    here = (Ask("Finish sending too", finish),) if socket.state is State.PEER_FINISHED else ()
    return (*here, *_call_again(case))


def _close(case: Case) -> tuple[Remedy, ...]:
    socket = case.socket
    if socket is None or not socket.is_open:
        return again(case)
    return (Ask(f"Close #{socket.number}", (Close(0, socket.number),)),)


def _part(command: Command | None, data: bytes) -> Command:
    assert isinstance(command, Send | SendTo)
    if isinstance(command, Send):
        return Send(0, command.socket, data)
    return SendTo(0, command.socket, data, command.peer)
