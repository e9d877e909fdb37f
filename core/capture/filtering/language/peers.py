"""Which peers a person means: an address, a network, the beginning of one, a pattern with *, a port (pure, any thread).

Law: an address means the same peer however it is written, also when an IPv4 peer is seen through an IPv6 socket.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from core.capture.filtering.language.faults import bad, parse_part
from core.contract.endpoints import NO_NAME, Endpoint
from core.contract.faults import Field
from core.payload.addresses import parse_port

_BRACKETED = re.compile(r"\[([^\]]*)\](?::(.*))?", re.DOTALL)
_NOT_IN_AN_ADDRESS = re.compile(r"[^0-9A-Za-z.:%*/_-]")


@dataclass(frozen=True, slots=True)
class PeerPattern:
    """What an endpoint must be; what is None or empty may be anything."""

    network: IPv4Network | IPv6Network | None = None
    """A single address is a network of one."""
    zone: str = ""
    glob: str = ""
    """An address with * for any characters."""
    port: int | None = None

    def fits(self, peer: Endpoint) -> bool:
        """Whether it is that one, or one of those."""
        if peer.is_path:
            return self == PeerPattern(glob=self.glob) and fnmatchcase(peer.address.lower(), self.glob or "*")
        address, _, zone = peer.address.partition("%")
        if (self.port is not None and peer.port != self.port) or (self.zone and zone != self.zone):
            return False
        if self.network is not None:
            return _plain(ip_address(address)) in self.network
        return not self.glob or any(
            fnmatchcase(form, self.glob) for form in (address.lower(), str(_plain(ip_address(address))))
        )


def parse_peer(text: str, at: int) -> PeerPattern:
    """The pattern typed as `text` (not empty), which begins at `at`.

    BadInput: FILTER_PEER_BAD; PORT_NOT_DIGITS, PORT_RANGE.
    """
    if text.startswith(("/", "./", "@")) or text == NO_NAME:
        return PeerPattern(glob=text.lower())
    host, port, port_at = _split(text)
    if wrong := _NOT_IN_AN_ADDRESS.search(host):
        raise bad("FILTER_PEER_BAD", at + text.index(wrong.group()), text)
    number = parse_part(_port_number, port, at + port_at) if port not in ("", "*") else None
    if host in ("", "*"):
        return PeerPattern(port=number)
    if "*" in host:
        return PeerPattern(glob=host.lower(), port=number)
    if host.endswith("."):
        return PeerPattern(glob=host.lower() + "*", port=number)
    address, _, zone = host.partition("%")
    try:
        network = ip_network(address, strict=False)
    except ValueError:
        raise bad("FILTER_PEER_BAD", at, text) from None
    if network.num_addresses == 1:
        network = ip_network(_plain(network.network_address))
    return PeerPattern(network=network, zone=zone, port=number)


def _split(text: str) -> tuple[str, str, int]:
    """Address, port, and where the port is; more than one colon without brackets is an IPv6 address alone."""
    if bracketed := _BRACKETED.fullmatch(text):
        return bracketed[1], bracketed[2] or "", max(bracketed.start(2), 0)
    if text.count(":") == 1:
        host, _, port = text.partition(":")
        return host, port, len(host) + 1
    return text, "", 0


def _port_number(text: str) -> int:
    return parse_port(text, Field.FILTER, allow_zero=True)


def _plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """An IPv4 address also when it is written as an IPv6 one (::ffff:127.0.0.1)."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return address if mapped is None else mapped
