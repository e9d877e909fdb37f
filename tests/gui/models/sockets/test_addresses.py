"""Which addresses are offered, and which of them carry the warning."""

from __future__ import annotations

import pytest

from core.contract.endpoints import Endpoint
from gui.models.sockets.addresses import (
    REACHABLE,
    choices,
    in_words,
    is_exposed,
    local_choices,
    note_for,
    typed_address,
    typed_local_address,
)


def test_the_safe_choice_comes_first_and_the_open_ones_last() -> None:
    own = [("127.0.0.1", "lo"), ("192.168.1.4", "eth0"), ("fe80::1%eth0", "eth0")]
    assert [str(choice) for choice in choices(own)] == [
        "127.0.0.1  this computer only",
        "::1  this computer only (IPv6)",
        "192.168.1.4  eth0",
        "fe80::1%eth0  eth0",
        "0.0.0.0  all addresses",
        "::  all addresses (IPv4 and IPv6)",
    ]


def test_a_client_may_call_from_each_address_of_its_own_and_from_any() -> None:
    own = [("::1", "lo"), ("192.168.1.4", "wlan0")]
    assert [str(choice) for choice in local_choices(own)] == [
        "any  the system chooses",
        "127.0.0.1  this computer only",
        "::1  this computer only (IPv6)",
        "192.168.1.4  wlan0",
    ]
    assert [typed_local_address(text) for text in ("any  the system chooses", " any", "", "192.168.1.4  wlan0")] == [
        "", "", "", "192.168.1.4",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "address"),
    [("127.0.0.1  this computer only", "127.0.0.1"), (" ::1 ", "::1"), ("localhost", "localhost"), ("", "")],
)
def test_a_chosen_line_and_a_typed_address_mean_the_same(text: str, address: str) -> None:
    assert typed_address(text) == address


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1", "localhost", "LOCALHOST", ""])
def test_what_stays_on_this_computer_carries_no_warning(address: str) -> None:
    assert note_for(address) == ""
    assert address == "" or not is_exposed(Endpoint(address, 1))


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.4", "fe80::1%e", "some-name", "0.0.0.0  all"])
def test_what_the_network_can_reach_says_so(address: str) -> None:
    assert note_for(address) == REACHABLE


def test_a_remembered_address_is_shown_with_its_words() -> None:
    assert in_words("127.0.0.1") == "127.0.0.1  this computer only"
    assert in_words("10.0.0.9") == "10.0.0.9"
