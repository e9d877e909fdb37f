"""All 65,536 ports fall into zones, each into one."""

from __future__ import annotations

import socket

import pytest

from core.machine.port_zones import Zone, ephemeral_range, port_zones


@pytest.mark.parametrize(
    ("ephemeral", "names"),
    [
        ((32768, 60999), ["System", "User", "Ephemeral", "User"]),
        ((49152, 65535), ["System", "User", "Ephemeral"]),
        ((1024, 65535), ["System", "Ephemeral"]),
        ((1, 65535), ["System", "Ephemeral"]),
    ],
)
def test_every_port_is_in_one_zone(ephemeral: tuple[int, int], names: list[str]) -> None:
    zones = port_zones(ephemeral)
    assert [zone.name for zone in zones] == names
    assert [port for zone in zones for port in range(zone.first, zone.last + 1)] == list(range(65536))
    assert zones[0] == Zone("System", 0, 1023)


def test_what_the_kernel_gives_out_is_in_the_ephemeral_range() -> None:
    first, last = ephemeral_range()
    with socket.create_server(("127.0.0.1", 0)) as given:
        assert first <= given.getsockname()[1] <= last
