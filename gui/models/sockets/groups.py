"""Groups (multicast) as a person types and reads them (window thread).

Law: what is no address is said at its field; whether an address is that of a group, the kernel says.
"""

from __future__ import annotations

import socket
import sys
from ipaddress import ip_address
from typing import NamedTuple

from core.contract.endpoints import Family
from core.contract.faults import BadInput, Fault, Field
from core.contract.option_commands import Membership
from core.contract.sockets import SocketSnapshot
from gui.models.sockets.addresses import AddressChoice

ANY_INTERFACE = "the system’s choice"
EXAMPLES = {Family.IPV4: "239.1.2.3", Family.IPV6: "ff15::1234"}
"""Of the ranges that everybody may use: RFC 2365, RFC 4291."""


def parse_membership(group: str, interface: str) -> Membership:
    """The group in the form of its field, where "ff02::1%eth0" names the interface too; BadInput GROUP_BAD."""
    address, _, zone = group.strip().partition("%")
    try:
        canonical = str(ip_address(address))
    except ValueError:
        raise BadInput(Fault("GROUP_BAD", about=group.strip(), field=Field.GROUP)) from None
    chosen = interface.strip()
    return Membership(canonical, zone or ("" if chosen == ANY_INTERFACE else chosen))


def membership_text(membership: Membership) -> str:
    """A line of the list."""
    where = f"on {membership.interface}" if membership.interface else "on the interface that the system chose"
    return f"{membership.group}  {where}"


class Places(NamedTuple):
    """What this computer has, for boxes to choose from."""

    addresses: tuple[str, ...]
    """Its IPv4 addresses, each with the name of its interface."""
    interfaces: tuple[str, ...]
    """By the names that the socket calls know them by; psutil's on Windows are others."""


def own_places() -> Places:
    """Asks the system (worker thread)."""
    from core.machine.interfaces import own_addresses  # loads psutil

    own = [AddressChoice(it.address, it.interface) for it in own_addresses() if it.family is Family.IPV4]
    return Places(tuple(map(str, own)), tuple(name for _, name in socket.if_nameindex()))


def deaf_note(snapshot: SocketSnapshot, system: str = sys.platform) -> str:
    """Why a socket will not hear a group though it joins it; "" when it will."""
    local = snapshot.local
    if local is None or local.is_wildcard or local.is_multicast or system == "win32":
        return ""
    every = "0.0.0.0" if local.family is Family.IPV4 else "::"
    return (
        f"Bound to {local.address}, it hears what is sent to that address, and nothing of a group: bind a socket to "
        f"all addresses ({every}) or to the group itself."
    )
