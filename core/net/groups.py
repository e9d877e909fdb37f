"""The groups (multicast) that a UDP socket hears: joined and left (engine thread).

Law: the list holds what the kernel agreed to, for it gives none itself.
"""

from __future__ import annotations

import socket

from core.contract.endpoints import Endpoint, Protocol
from core.contract.faults import Fault, Field, fault_of
from core.contract.option_commands import JoinGroup, LeaveGroup, Membership
from core.contract.records import Cause
from core.net.live import LiveSocket
from core.net.packed_options import set_membership


def change_membership(live: LiveSocket, command: JoinGroup | LeaveGroup, cause: Cause) -> None:
    """Carry out a JoinGroup or a LeaveGroup."""
    membership = command.membership
    joins = isinstance(command, JoinGroup)
    fault = _obstacle(live, membership) or _change(live, membership, joins, cause)
    if fault is not None:
        live.lab.failed(command.id, fault, live.number)
        return
    others = tuple(it for it in live.facts.memberships if it != membership)
    live.note(memberships=(*others, membership) if joins else others)
    if joins and live.facts.local is not None:
        zone = f"%{membership.interface}" if membership.interface and ":" in membership.group else ""
        live.meet(Endpoint(membership.group + zone, live.facts.local.port))
    live.lab.done(command.id, live.number)


def _obstacle(live: LiveSocket, membership: Membership) -> Fault | None:
    """What is known without asking the kernel. Whether it is the address of a group, the kernel says."""
    if live.traced is None or live.facts.protocol is not Protocol.UDP:
        return Fault("GROUP_NEEDS_UDP", about=f"#{live.number}", field=Field.GROUP)
    if Endpoint(membership.group, 0).family is not live.facts.family:
        return Fault("FAMILY_MISMATCH", about=membership.group, field=Field.GROUP)
    return None


def _change(live: LiveSocket, membership: Membership, joins: bool, cause: Cause) -> Fault | None:
    traced = live.traced
    assert traced is not None  # _obstacle() has looked
    try:
        index = socket.if_nametoindex(membership.interface) if membership.interface else 0
    except OSError:
        return Fault("ZONE_UNKNOWN", about=membership.interface, field=Field.GROUP)
    try:
        set_membership(traced, membership, index, joins=joins, cause=cause)
    except OSError as error:
        return fault_of(error, "setsockopt", about=membership.group, field=Field.GROUP)
    return None
