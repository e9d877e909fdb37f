"""Which addresses the forms offer, in words, and which of them other computers can reach (window thread).

Law: an address that the network can reach is always named as such; nothing widens a choice by itself.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from ipaddress import ip_address

from core.contract.endpoints import Endpoint
from core.contract.frozen import frozen
from gui.models.sockets.transports import USUAL_PATH

REACHABLE = "reachable from the network"
"""The warning, word for word the same as a note under the form and as a badge in the list."""

_NAME = "  "
"""Between an address and its name in a list box: two blanks, which no address has."""


@frozen
class AddressChoice:
    """One line of the address box."""

    address: str
    name: str

    def __str__(self) -> str:
        return f"{self.address}{_NAME}{self.name}"


THIS_COMPUTER = AddressChoice("127.0.0.1", "this computer only")
THIS_COMPUTER_IPV6 = AddressChoice("::1", "this computer only (IPv6)")
ALL_IPV4 = AddressChoice("0.0.0.0", "all addresses")
ALL_BOTH = AddressChoice("::", "all addresses (IPv4 and IPv6)")

ANY = AddressChoice("any", "the system chooses")


def choices(own: Iterable[tuple[str, str]] = ()) -> list[AddressChoice]:
    """What the box offers, given this computer's (address, interface) pairs; the safe choice first."""
    others = [AddressChoice(address, interface) for address, interface in own if not is_loopback(address)]
    return [THIS_COMPUTER, THIS_COMPUTER_IPV6, *others, ALL_IPV4, ALL_BOTH]


def local_choices(own: Iterable[tuple[str, str]] = ()) -> list[AddressChoice]:
    """What a client is offered as the address that it calls from."""
    offered = choices(own)
    return [ANY, *(choice for choice in offered if choice not in (ALL_IPV4, ALL_BOTH))]


def typed_local_address(text: str) -> str:
    """As typed_address(); "" where the system chooses."""
    address = typed_address(text)
    return "" if address == ANY.address else address


def path_choices() -> list[AddressChoice]:
    """What the box offers for a Unix socket; names that stand in no folder are Linux' own."""
    in_no_folder = [AddressChoice("@lab", "a name that makes no file")] if sys.platform == "linux" else []
    return [AddressChoice(USUAL_PATH, "a file for all programs"), *in_no_folder]


def typed_address(text: str) -> str:
    """The address in what stands in the box: a chosen line without its name, or what was typed."""
    return text.strip().split(_NAME, 1)[0]


def in_words(address: str) -> str:
    """The line of the box for a remembered address, or the address itself."""
    return next((str(choice) for choice in choices() if choice.address == address), address)


def takes_both_families(address: str) -> bool:
    """Whether the choice says "IPv4 and IPv6"."""
    return address == ALL_BOTH.address


def is_loopback(address: str) -> bool:
    """Whether only programs on this computer can reach it; a name counts when it is localhost."""
    if Endpoint(address, 0).is_path:
        return True
    bare = address.partition("%")[0]
    try:
        parsed = ip_address(bare)
    except ValueError:
        return bare.lower() in ("", "localhost")
    mapped = getattr(parsed, "ipv4_mapped", None)
    return bool((mapped or parsed).is_loopback)


def note_for(text: str) -> str:
    """What to say beside the address box about what stands in it; "" when there is nothing to warn of."""
    return "" if is_loopback(typed_address(text)) else REACHABLE


def is_exposed(local: Endpoint | None) -> bool:
    """Whether a bound socket can be reached by other computers."""
    return local is not None and not is_loopback(local.address)
