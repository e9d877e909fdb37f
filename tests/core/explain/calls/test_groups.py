"""What caused a call: a real lab's calls fall into the groups that its doings made."""

from __future__ import annotations

import socket
from itertools import pairwise
from pathlib import Path

from core.contract.commands import Listen, Send
from core.contract.records import Call, CallRecord, Cause, CauseKind
from core.explain.calls.groups import begins_group, group_text
from tests.support.lab import ECHO, LOOPBACK, Lab, open_lab


def groups_of(rows: list[CallRecord]) -> list[list[CallRecord]]:
    groups: list[list[CallRecord]] = []
    for before, row in pairwise([None, *rows]):
        assert row is not None
        if begins_group(before, row):
            groups.append([])
        groups[-1].append(row)
    return groups


def names(group: list[CallRecord]) -> str:
    return " ".join(row.call.label for row in group)


def test_each_doing_is_one_group(tmp_path: Path) -> None:
    with open_lab(tmp_path / "run.socketlab") as lab:
        talk(lab)
        groups = groups_of(lab.rows())
    assert names(groups[0]) == "socket setblocking setsockopt bind listen getsockname"
    assert names(groups[1]) == "accept getsockname setblocking getsockname"
    assert names(groups[2]) == "recv send"
    assert [group[0].cause.kind for group in groups[:3]] == [CauseKind.COMMAND, CauseKind.READY, CauseKind.READY]
    assert group_text(groups[0][0], 3, 6, "Listen") == "Your Listen made these 6 calls: this is the 3rd"
    assert group_text(groups[1][0], 1, 4, "") == (
        "The kernel said that #1 is ready, which led to these 4 calls: this is the 1st"
    )


def talk(lab: Lab) -> None:
    listener = lab.done(lambda id: Listen(id, LOOPBACK, 0, ECHO))
    with socket.create_connection((LOOPBACK, lab.port(listener)), 10) as peer:
        accepted = lab.accepted_from(peer)
        peer.sendall(b"hello")
        assert peer.recv(10) == b"hello"
        peer.sendall(b"again")
        assert peer.recv(10) == b"again"
    lab.ended(accepted)


def test_two_commands_in_a_row_are_two_groups(tmp_path: Path) -> None:
    with open_lab(tmp_path / "run.socketlab") as lab:
        listener = lab.listen()
        number = lab.connect(lab.port(listener))
        for data in (b"one", b"two"):
            lab.done(lambda id, data=data: Send(id, number, data))  # type: ignore[misc]
        sends = [group for group in groups_of(lab.rows(number)) if group[0].call is Call.SEND]
    assert [len(group) for group in sends] == [1, 1]
    assert group_text(sends[0][0], 1, 1, "Send") == "Your Send made this one call"


def test_what_a_timer_began_is_said() -> None:
    record = CallRecord(1, 0, 0, 3, 8, Call.ACCEPT, (), 9, "", Cause(CauseKind.TIMER), "", b"")
    assert group_text(record, 12, 13, "") == "A timer ran out, which led to these 13 calls: this is the 12th"
