"""What a fault means and what to try: from names and numbers to sentences for somebody who does not program.

Pure, any thread. Law: explain() has an answer for every fault, and asks the system nothing; what only the system knows
(who owns the port, which addresses are this computer's) is found out in a worker thread and handed in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING

from core.contract.endpoints import Endpoint
from core.contract.faults import Fault, Field, errno_name
from core.contract.frozen import frozen
from core.payload.escapes import show_name

if TYPE_CHECKING:
    from core.machine.ports import Owner

_ANY_OTHER = ("{call} did not work; the system’s word for it is {name}.", "Look that word up, or try again.")
_SAME = {"EWOULDBLOCK": "EAGAIN", "ENOTSUP": "EOPNOTSUPP"}  # two names for one thing, on some systems with two numbers
_ON_SOCKETS = frozenset({"bind", "listen", "connect", "accept", "send", "sendto", "recv", "recvfrom"})
_LOWEST_FREE_PORT = 1024
_EXAMPLE_OFFSET = 8000  # 80 -> 8080, 443 -> 8443: where people look for them


@frozen
class Explanation:
    """A fault in words."""

    sentence: str
    """What happened, in one plain sentence."""
    remedy: str
    """What to try."""
    error: str
    """The system's own word and number, "EADDRINUSE (98)"; "" when the lab itself refused."""

    def __str__(self) -> str:
        """All of it in one line, for a terminal."""
        return f"{self.sentence} {self.remedy}" + (f" [{self.error}]" if self.error else "")


def explain(
    fault: Fault,
    *,
    owner: Owner | None = None,
    lingers: bool = False,
    own_addresses: Sequence[str] = (),
    copying: bool = False,
) -> Explanation:
    """The words for a fault.

    `owner`: who holds the port (core.machine.ports.owner_of), for EADDRINUSE; None when nobody was found or asked.
    `lingers`: nobody holds the port, but ended conversations still name it (TIME_WAIT), for EADDRINUSE.
    `own_addresses`: what could be bound instead (core.machine.interfaces.own_addresses), for EADDRNOTAVAIL.
    `copying`: it is not the recording that met it, but a copy of it, which was saved, exported or imported.
    """
    from core.explain.words.every import EVERY_WORD

    endpoint = _endpoint(fault.about)
    tags = ["lingering"] * lingers + _tags(fault, endpoint, owner, own_addresses) + ["copy"] * copying
    sentence, remedy = next((EVERY_WORD[key] for key in _keys(fault, tags) if key in EVERY_WORD), _ANY_OTHER)
    facts = _facts(fault, endpoint) | _facts_found_out(owner, own_addresses)
    said = sentence.format_map(facts)
    if fault.within:
        said = f"{fault.within[0].upper()}{show_name(fault.within[1:])}: {said}"
    return Explanation(said, remedy.format_map(facts), _error(fault))


def _keys(fault: Fault, tags: Sequence[str]) -> Iterator[str]:
    """Where to look in the tables, the most telling first: "EACCES bind low port", "EACCES bind", "EACCES"."""
    for name in (fault.name, _SAME.get(fault.name, fault.name)):
        for tag in tags:
            yield f"{name} {fault.call} {tag}"
            yield f"{name} {tag}"
        yield f"{name} {fault.call}"
        yield name


def _tags(fault: Fault, endpoint: Endpoint | None, owner: Owner | None, own_addresses: Sequence[str]) -> list[str]:
    """What else is known that makes it a case of its own."""
    tags = []
    if owner is not None:
        tags.append("held here" if owner.is_this_lab else "held" if owner.pid is not None else "held by somebody")
    if own_addresses:
        tags.append("addresses known")
    if endpoint is not None:
        tags += _tags_of_end(fault.call, endpoint)
    if fault.field is Field.GROUP:
        tags.append("group")
    if fault.position is not None:
        tags.append("at")
    if fault.count is not None:
        tags.append("counted")
    return tags


def _tags_of_end(call: str, endpoint: Endpoint) -> list[str]:
    """What the end point itself tells."""
    if endpoint.is_path:  # of a Unix socket, or of a file
        return ["path"] if call in _ON_SOCKETS else []
    tags = []
    if endpoint.port < _LOWEST_FREE_PORT:
        tags.append("low port" if endpoint.port else "any port")
    if address := _ip_address(endpoint.address):
        if address.is_multicast or endpoint.address.endswith(".255"):
            tags.append("to many")  # it may be a broadcast address: how large its network is, an address does not tell
        if address.is_link_local and address.version == 6 and "%" not in endpoint.address:
            tags.append("without zone")
    return tags


def _facts(fault: Fault, endpoint: Endpoint | None) -> dict[str, str]:
    """What the sentences may name. In capitals: the same at the beginning of a sentence."""
    address = show_name(endpoint.address) if endpoint else ""
    port = endpoint.port if endpoint else 0
    return {
        "name": show_name(fault.name),
        "call": f"{show_name(fault.call)}()" if fault.call else "That",
        "about": show_name(fault.about) or "it",
        "About": show_name(fault.about) or "It",
        "peer": show_name(fault.about) or "the other end",
        "Peer": show_name(fault.about) or "The other end",
        "address": address or show_name(fault.about) or "that address",
        "Address": address or show_name(fault.about) or "That address",
        "port": f"port {port}" if port else "that port",
        "Port": f"Port {port}" if port else "That port",
        "other_port": str(port + _EXAMPLE_OFFSET),
        "field": fault.field.value,
        "place": f"character {fault.position + 1}" if fault.position is not None else "somewhere",
        "detail": show_name(fault.detail) or "it did not say why",
        "count": f"{fault.count:,}" if fault.count is not None else "some",
    }


def _facts_found_out(owner: Owner | None, own_addresses: Sequence[str]) -> dict[str, str]:
    program, pid, user = (owner.program, owner.pid, owner.user) if owner is not None else ("", None, "")
    return {
        "owner": f"{show_name(program) or 'a program'} (pid {pid})",
        "of_user": f" (it runs as {show_name(user)})" if user else "",
        "own_addresses": ", ".join(map(show_name, own_addresses)),
    }


def _endpoint(about: str) -> Endpoint | None:
    try:
        return Endpoint.from_text(about)
    except ValueError:
        return None


def _ip_address(address: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(address)
    except ValueError:
        return None


def _error(fault: Fault) -> str:
    if fault.number is None:
        return ""
    from core.explain.words.own_words import OWN_WORDS

    name = errno_name(fault.number) if fault.name in OWN_WORDS else fault.name
    return f"{show_name(name)} ({fault.number})"
