"""The two ends that a packet names, from what the records tell of them (pure, any thread).

Law: what no record tells is an address of zeros, never somebody's.
"""

from __future__ import annotations

from ipaddress import ip_address

from core.capture.stories.conversations import plain
from core.contract.endpoints import Endpoint, Family

_ANY = {Family.IPV4: "0.0.0.0", Family.IPV6: "::"}


def two_ends(number: int, local: Endpoint | None, remote: Endpoint | None) -> tuple[Endpoint, Endpoint]:
    """Local and remote end of socket `number`, of one family, without zones.

    A socket that no record gives a port has its number for one: so it can be told from the others. A socket that holds
    on to every address of this computer talks to a loopback peer from that peer's address; from which one it talks to
    anybody else is not in the records.
    """
    there = plain(remote) if remote else Endpoint(_ANY[local.family if local else Family.IPV4], 0)
    here = plain(local) if local else Endpoint(_ANY[there.family], (number - 1) % 0xFFFF + 1)
    if here.is_wildcard:
        here = Endpoint(there.address if ip_address(there.address).is_loopback else _ANY[there.family], here.port)
    elif here.family is not there.family:
        there = Endpoint(_ANY[here.family], there.port)
    return here, there
