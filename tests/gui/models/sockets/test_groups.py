"""Groups (multicast) as a person types and reads them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.contract.endpoints import Endpoint, Protocol
from core.contract.faults import BadInput, Field
from core.contract.option_commands import Membership
from core.contract.sockets import Role, SocketSnapshot, State
from gui.models.sockets.groups import ANY_INTERFACE, deaf_note, membership_text, parse_membership

BOUND = SocketSnapshot(1, Role.BOUND, Protocol.UDP, "0.0.0.0:0", State.BOUND, 0, local=Endpoint("0.0.0.0", 9))


@pytest.mark.parametrize(
    ("group", "interface", "meant"),
    [
        (" 239.1.2.3 ", ANY_INTERFACE, Membership("239.1.2.3")),
        ("239.1.2.3", "eth0", Membership("239.1.2.3", "eth0")),
        ("FF15::0:1", " lo ", Membership("ff15::1", "lo")),
        ("ff02::1%eth0", ANY_INTERFACE, Membership("ff02::1", "eth0")),
        ("10.0.0.1", "", Membership("10.0.0.1")),
    ],
)
def test_a_group_is_an_address_and_perhaps_an_interface(group: str, interface: str, meant: Membership) -> None:
    assert parse_membership(group, interface) == meant


@pytest.mark.parametrize("group", ["", "all-systems", "239.1.2", "239.1.2.3:9", "239.1.2.256", "ff15::1::2", "\0"])
def test_what_is_no_address_is_refused_at_its_field(group: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_membership(group, ANY_INTERFACE)
    assert (refused.value.fault.name, refused.value.fault.field) == ("GROUP_BAD", Field.GROUP)


def test_a_membership_says_where_it_is_heard() -> None:
    assert membership_text(Membership("239.1.2.3", "eth0")) == "239.1.2.3  on eth0"
    assert membership_text(Membership("239.1.2.3")) == "239.1.2.3  on the interface that the system chose"


@pytest.mark.parametrize(
    ("address", "system", "is_deaf"),
    [
        ("0.0.0.0", "linux", False), ("::", "linux", False), ("239.1.2.3", "linux", False),
        ("127.0.0.1", "linux", True), ("::1", "darwin", True), ("192.168.1.5", "win32", False),
    ],
)  # fmt: skip
def test_a_socket_that_will_hear_no_group_says_so_beforehand(address: str, system: str, is_deaf: bool) -> None:
    note = deaf_note(replace(BOUND, local=Endpoint(address, 9)), system)
    assert bool(note) == is_deaf
    assert address in note or not is_deaf
