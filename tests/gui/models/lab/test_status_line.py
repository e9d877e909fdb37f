"""The line at the bottom: what needs a person's eye is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.capture.capture import RecordingStatus
from core.capture.index import Totals
from core.contract.endpoints import Endpoint, Family, Protocol
from core.contract.sockets import Role, SocketSnapshot, State
from gui.models.lab.status_line import StatusLine, status_line
from gui.models.sockets.sockets import Sockets
from gui.models.sockets.summaries import about_socket

RECORDING = RecordingStatus(Path("capture"), 10, 0, None, 0, 0, 0, 0)
BOUND = SocketSnapshot(
    1, Role.BOUND, Protocol.UDP, "127.0.0.1:9001", State.BOUND, 0, Family.IPV4, 8, local=Endpoint("127.0.0.1", 9001)
)


def line(dropped: int | None, recording: RecordingStatus = RECORDING, *, paused: bool = False) -> StatusLine:
    sockets = Sockets()
    sockets.apply(replace(BOUND, dropped=0 if dropped else dropped))
    sockets.apply(replace(BOUND, dropped=dropped))
    return status_line(sockets, Totals(21, 4200), recording, reading_paused=paused)


def test_a_quiet_lab_says_its_counts_and_no_more() -> None:
    quiet = line(0)
    assert str(quiet) == "1 port bound  ·  0 connections  ·  in 21 B  ·  out 4.2 KB  ·  0 rows lost"
    assert not quiet.alarm


@pytest.mark.parametrize(
    ("loud", "words"),
    [
        (line(1234), "1,234 datagrams dropped by the system"),
        (line(0, replace(RECORDING, unrecorded=3)), "3 rows lost"),
        (line(0, paused=True), "reading paused"),
    ],
)
def test_what_is_lost_or_waits_is_said_loudly(loud: StatusLine, words: str) -> None:
    assert words in str(loud)
    assert loud.alarm


def test_what_a_limit_did_not_keep_is_said_without_alarm() -> None:
    limited = line(0, replace(RECORDING, dropped_rows=2_000, cut_bytes=12_345))
    assert limited.parts[-2:] == ("the oldest 2,000 rows no longer kept", "12 KB of payload not kept")
    assert not limited.alarm


def test_that_a_system_does_not_tell_of_dropped_datagrams_is_said() -> None:
    assert line(None).parts[-1] == "dropped datagrams: this system does not tell"
    assert "does not tell how many datagrams" in about_socket(BOUND)
    assert "does not tell" not in about_socket(replace(BOUND, dropped=0))
    assert "1,234 datagrams came too fast" in about_socket(replace(BOUND, dropped=1234))
