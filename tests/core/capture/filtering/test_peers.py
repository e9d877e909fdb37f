"""Which peers a pattern means.

Law: an address is compared as what it stands for, not as it is written.
"""

from __future__ import annotations

import pytest

from core.capture.filtering.language.peers import parse_peer
from core.contract.endpoints import Endpoint

HERE = Endpoint("127.0.0.1", 51324)
LAN = Endpoint("192.168.1.20", 80)
MAPPED = Endpoint("::ffff:192.168.1.20", 80)
HERE6 = Endpoint("::1", 9000)
ZONED = Endpoint("fe80::1%eth0", 9000)
ALL = (HERE, LAN, MAPPED, HERE6, ZONED)


@pytest.mark.parametrize(
    ("pattern", "meant"),
    [
        ("127.0.0.1:51324", {HERE}),
        ("127.0.0.1", {HERE}),
        ("127.0.0.1:", {HERE}),
        ("127.0.0.1:80", set()),
        ("127.0.0.10", set()),
        (":80", {LAN, MAPPED}),
        ("*:80", {LAN, MAPPED}),
        ("*", set(ALL)),
        ("192.168.", {LAN, MAPPED}),
        ("192.*.20", {LAN, MAPPED}),
        ("192.168.0.0/16", {LAN, MAPPED}),
        ("192.168.0.0/16:81", set()),
        ("0.0.0.0/0", {HERE, LAN, MAPPED}),
        ("::ffff:192.168.1.20", {LAN, MAPPED}),
        ("::1", {HERE6}),
        ("0:0:0:0:0:0:0:1", {HERE6}),
        ("[::1]", {HERE6}),
        ("[::1]:9000", {HERE6}),
        ("[::1]:9001", set()),
        ("[::/0]:9000", {HERE6, ZONED}),
        ("[fe80:*]:9000", {ZONED}),
        ("FE80::*", {ZONED}),
        ("fe80::1", {ZONED}),
        ("fe80::1%eth0", {ZONED}),
        ("[fe80::1%eth1]:9000", set()),
    ],
)
def test_a_pattern_means_these_peers(pattern: str, meant: set[Endpoint]) -> None:
    assert {peer for peer in ALL if parse_peer(pattern, 0).fits(peer)} == meant
