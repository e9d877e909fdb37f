"""The check of an installation: it passes where all is well, and says what is wrong where it is not."""

from __future__ import annotations

import errno

import pytest

from core import self_test
from core.contract.commands import ReplyChoice
from core.contract.endpoints import Endpoint, Family
from core.contract.records import Cause
from core.net.calls import TracedSocket
from core.replies.echo import Echo

CHECKS = [
    *("TCP echo over IPv4", "UDP echo over IPv4", "TCP echo over IPv6", "UDP echo over IPv6", "TLS echo over IPv4"),
    "every call recorded",
]


def test_it_passes_and_says_a_line_for_each_check() -> None:
    lines: list[str] = []
    assert self_test.run(lines.append) == 0
    assert [line.split(":")[0] for line in lines[:-1]] == [f"ok      {check}" for check in CHECKS]
    assert lines[-1] == f"{len(CHECKS)} passed, 0 failed"


def test_an_echo_that_lies_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Echo, "answer", lambda _self, data, _peer: data.swapcase())
    lines: list[str] = []
    assert self_test.run(lines.append) == 1
    assert lines[0] == r"FAILED  TCP echo over IPv4: sent b'hello, socket\r\n', got b'HELLO, SOCKET\r\n' back"
    assert lines[-1] == "1 passed, 5 failed"


def test_a_lab_that_cannot_bind_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(self_test, "ReplyChoice", lambda _name: ReplyChoice("shout"))
    lines: list[str] = []
    assert self_test.run(lines.append) == 1
    assert "INTERNAL_ERROR" in lines[0]


def test_a_computer_without_ipv6_has_not_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    bind = TracedSocket.bind

    def bind_ipv4(traced: TracedSocket, endpoint: Endpoint, cause: Cause) -> None:
        if endpoint.family is Family.IPV6:
            raise OSError(errno.EADDRNOTAVAIL, "Cannot assign requested address")
        bind(traced, endpoint, cause)

    monkeypatch.setattr(TracedSocket, "bind", bind_ipv4)
    lines: list[str] = []
    assert self_test.run(lines.append) == 0
    assert [line.split(":")[0].split()[0] for line in lines[:-1]] == ["ok", "ok", "absent", "absent", "ok", "ok"]
    assert lines[-1] == "4 passed, 0 failed"
