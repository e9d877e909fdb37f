"""This computer's addresses, against what its own tools and sockets say."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess

from core.contract.endpoints import Family
from core.machine.interfaces import own_addresses
from core.payload.addresses import zone_of


def test_every_own_address_can_be_bound() -> None:
    for own in own_addresses():
        with socket.socket(own.family.address_family, socket.SOCK_DGRAM) as bound:
            scope = socket.if_nametoindex(zone_of(own.address)) if zone_of(own.address) else 0
            address = own.address.partition("%")[0]
            bound.bind((address, 0) if own.family is Family.IPV4 else (address, 0, 0, scope))


def test_the_addresses_are_those_that_the_system_tool_lists() -> None:
    ip = shutil.which("ip")
    assert ip, "needs the ip command: apt install iproute2"
    listed = json.loads(subprocess.run([ip, "-json", "address"], capture_output=True, check=True).stdout)
    expected = {
        (interface["ifname"], entry["local"])
        for interface in listed
        for entry in interface.get("addr_info", [])
        if entry["family"] in ("inet", "inet6")
    }
    assert {(own.interface, own.address.partition("%")[0]) for own in own_addresses()} == expected


def test_loopback_comes_first_and_is_marked() -> None:
    first, *others = own_addresses()
    assert (first.address, first.is_loopback) == ("127.0.0.1", True)
    assert [own.is_loopback for own in others] == sorted((own.is_loopback for own in others), reverse=True)
