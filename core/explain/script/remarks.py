"""What each step does, as the remark above its line (pure, any thread).

Law: one sentence, in the words of the rest of the lab, true in every language a program is written in; nothing that
came from outside stands in it unescaped.
"""

from __future__ import annotations

from collections.abc import Callable

from core.explain.script.steps import Deed, Plan, Step
from core.payload.escapes import show_name
from core.payload.numbers import counted, show_count

_FAMILIES = {"AF_INET": "IPv4", "AF_INET6": "IPv6", "AF_UNIX": "programs on this computer"}
_TYPES = {"SOCK_STREAM": "a TCP socket", "SOCK_DGRAM": "a UDP socket"}
_UNIX_TYPES = {"SOCK_STREAM": "a Unix socket that is a stream", "SOCK_DGRAM": "a Unix socket for datagrams"}
_OPTIONS = {
    "SO_REUSEADDR": "Let it have the port even while old conversations on that die out (TIME_WAIT).",
    "SO_EXCLUSIVEADDRUSE": "Let no other program take the same port.",
    "SO_RCVBUF": "Ask for room for the datagrams that come while nobody reads.",
    "IPV6_V6ONLY": "Say whether IPv4 callers are heard too (0) or only IPv6 ones (1).",
}


def remark(step: Step) -> str:
    """What it does, and what is expected when it is to fail."""
    if step.deed is Deed.REMARK:
        return f"Left out: {step.words[0]}; nothing brings that about again."
    text = _REMARKS[step.deed](step)
    return f"{text} It fails with {step.error}, as it did then." if step.error and not _is_under_way(step) else text


def left_out(plan: Plan) -> list[str]:
    """What the program does not do, one sentence each."""
    said = []
    if plan.is_tls:
        said.append(
            "Left out: TLS itself. The bytes here are its records as they went over the wire; whoever speaks TLS makes "
            "new keys for each conversation, and refuses them. Python’s ssl.SSLContext.wrap_socket() speaks it anew."
        )
    if plan.idle:
        said.append(
            f"Left out: {counted(plan.idle, 'call')} that found nothing to do yet (EAGAIN); this program waits first."
        )
    for number, count in plan.unknown.items():
        said.append(f"Left out: {counted(count, 'call')} on #{number}, of which the beginning is not known.")
    said = said[:5]
    if plan.not_read:
        said.append(f"The program ends here: {counted(plan.not_read, 'call')} more would make it too long.")
    return said


def _is_under_way(step: Step) -> bool:
    return step.deed is Deed.CONNECT and step.error in ("EINPROGRESS", "EWOULDBLOCK", "EAGAIN")


def _open(step: Step) -> str:
    family, kind = step.words
    types = _UNIX_TYPES if family == "AF_UNIX" else _TYPES
    what = f"{types.get(kind, kind)} for {_FAMILIES.get(family, family)}"
    return f"Ask the system for {what}: #{step.socket}, an end point that is not connected to anything yet."


def _set_blocking(step: Step) -> str:
    if step.size:
        return "From now on a call waits until there is something to do."
    return "From now on no call waits: where there is nothing to do yet, it says so at once."


def _set_option(step: Step) -> str:
    return _OPTIONS.get(step.words[1], f"Ask for the option {step.words[1]}.")


def _group(step: Step) -> str:
    _, option, group, interface = step.words
    where = f" on {interface}" if interface else ""
    if option in ("IP_ADD_MEMBERSHIP", "IPV6_JOIN_GROUP"):
        return f"Hear what is sent to the group {group}{where}."
    return f"Leave the group {group}{where}."


def _linger(step: Step) -> str:
    if step.words[0] == "off":
        return "Have close() return at once, and the system deliver what is left in its own time."
    if step.size:
        return f"Have close() wait until all is delivered, at most {step.size} s."
    return "Have close() reset the conversation (RST) instead of finishing it in order (FIN)."


def _bind(step: Step) -> str:
    assert step.where is not None
    endpoint = step.where.endpoint
    if endpoint.is_path:
        return f"Ask to hold on to the path {show_name(endpoint.address)}: whoever calls it reaches this socket."
    where = "every address of this computer" if endpoint.is_wildcard else show_name(endpoint.address)
    port = f"port {endpoint.port}" if endpoint.port else "any free port"
    return f"Ask to hold on to {port} of {where}, until the socket is closed."


def _accept(step: Step) -> str:
    return f"Answer the caller: accept() makes a new socket, #{step.other}, for this conversation alone."


def _connect(step: Step) -> str:
    assert step.where is not None
    if _is_under_way(step):
        return "Call the other end; the answer comes later, until then the system says EINPROGRESS."
    if step.words == ("SOCK_STREAM",):
        return "Call the other end, and wait until it is decided."
    return "Name the other end: from now on it is the one that is talked to."


def _decided(step: Step) -> str:
    return f"The call is decided: SO_ERROR tells how. {f'It says {step.words[0]}.' if step.words[0] else ''}".strip()


def _wait(step: Step) -> str:
    return f"No answer came: after {step.size / 1000:g} s it was given up."


def _always(text: str) -> Callable[[Step], str]:
    return lambda _step: text


_REMARKS: dict[Deed, Callable[[Step], str]] = {
    Deed.LOOK_UP: _always("Ask which addresses the name stands for; sockets know only addresses."),
    Deed.OPEN: _open,
    Deed.SET_BLOCKING: _set_blocking,
    Deed.SET_OPTION: _set_option,
    Deed.LINGER: _linger,
    Deed.GROUP: _group,
    Deed.SET_ADDRESS: _set_option,
    Deed.GET_OPTION: lambda step: f"Ask what the option {step.words[1]} is set to.",
    Deed.BIND: _bind,
    Deed.LISTEN: lambda step: (
        f"Make it a switchboard operator: it only takes calls, and up to {show_count(step.size)} may wait for it."
    ),
    Deed.ACCEPT: _accept,
    Deed.CONNECT: _connect,
    Deed.DECIDED: _decided,
    Deed.COUNT_DROPS: _always("Ask how many datagrams the system dropped because the receive buffer was full (Linux)."),
    Deed.NAME: _always("Ask which address and port this end has."),
    Deed.PEER_NAME: _always("Ask which address and port the other end has."),
    Deed.SEND: _always("Hand the system bytes to deliver; it does not wait until they arrive."),
    Deed.SEND_SOME: _always("Hand over as much as the send buffer has room for; the rest waits."),
    Deed.SEND_REST: _always("Hand over the rest, as room comes."),
    Deed.SEND_TO: _always("Send one datagram; UDP promises neither that it arrives nor when."),
    Deed.RECEIVE: _always("Take the bytes that came: TCP keeps their order, not the cuts of the sender."),
    Deed.RECEIVE_END: _always("recv() gives no bytes: the other end has finished sending."),
    Deed.RECEIVE_FROM: _always("Take one datagram, whole as it was sent, and who sent it."),
    Deed.SHUTDOWN: _always("Finish sending (FIN); the other end can still send."),
    Deed.CLOSE: _always("Give the descriptor back, and with it the port, if no other socket uses that."),
    Deed.WAIT: _wait,
}
