"""A file to be sent, as the fields say, and as a row of the list of jobs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.contract.endpoints import Endpoint, Protocol
from core.contract.faults import BadInput, Fault
from core.contract.job_commands import SendFile
from core.contract.jobs import JobEnding, JobKind, JobSnapshot
from core.contract.sockets import Role, SocketSnapshot, State
from gui.models.sending.file_form import FileForm
from gui.models.sending.job_rows import job_row
from gui.models.sending.send_form import Recipient, Target

PEER = Endpoint("127.0.0.1", 9000)
TCP = Recipient(
    Target(2), SocketSnapshot(2, Role.CLIENT, Protocol.TCP, "127.0.0.1:9000", State.CONNECTED, 0, remote=PEER)
)
UDP = Recipient(Target(3, PEER), SocketSnapshot(3, Role.BOUND, Protocol.UDP, "127.0.0.1:0", State.BOUND, 0))
JOB = JobSnapshot(7, JobKind.FILE, 2, None, "data.bin", 0, size=4_000_000, sent_bytes=1_000_000)


def test_a_stream_gets_the_file_and_a_datagram_socket_its_pieces() -> None:
    form = FileForm(" ~/data.bin ", "500", "0")
    path = str(Path.home() / "data.bin")
    assert form.command(TCP, 1) == SendFile(1, 2, path)
    assert form.command(UDP, 1) == SendFile(1, 3, path, 500, 0, PEER)
    assert replace(form, every="2").command(UDP, 1).interval_ns == 2_000_000


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (FileForm(" "), "FILE_EMPTY_NAME"),
        (FileForm("x", "0"), "DATAGRAM_SIZE_BAD"),
        (FileForm("x", "65508"), "DATAGRAM_SIZE_BAD"),
        (FileForm("x", "1_0"), "DATAGRAM_SIZE_BAD"),
        (FileForm("x", "9" * 5_000), "DATAGRAM_SIZE_BAD"),
        (FileForm("x", every="often"), "PACE_BAD"),
        (FileForm("x", every="0.01 ms"), "PACE_BAD"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_field(form: FileForm, name: str) -> None:
    with pytest.raises(BadInput) as refused:
        form.command(UDP, 1)
    assert refused.value.fault.name == name


def test_the_row_of_a_file_says_how_far_it_is_and_that_it_changed_meanwhile() -> None:
    assert job_row(JOB, TCP.snapshot).cells[1:4] == ("data.bin", "–", "25 %, 1.0 MB of 4.0 MB")
    changed = replace(JOB, ending=JobEnding.COMPLETE, ended_ns=1, fault=Fault("FILE_CHANGED", count=1_000_000))
    row = job_row(changed, TCP.snapshot)
    assert row.cells[-1] == "complete: The file changed while it was read: 1,000,000 bytes of it were sent."
    assert row.tag == "warning"
    assert job_row(replace(JOB, title="a\u202eb"), None).cells[1] == r"a\u{202e}b"
