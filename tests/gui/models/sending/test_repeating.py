"""How often a message is sent, and the jobs that do so as rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.contract.endpoints import Endpoint, Protocol
from core.contract.faults import BadInput, Fault
from core.contract.job_commands import Repeat
from core.contract.jobs import JobEnding, JobKind, JobSnapshot
from core.contract.sockets import Ending, Role, SocketSnapshot, State
from core.payload.composition import Composition
from gui.models.sending.job_rows import job_row, summary
from gui.models.sending.repeat_form import Limit, RepeatForm, Timing
from gui.models.sending.send_form import Recipient, Target, message_of, repeat_command
from gui.models.sending.send_jobs import SendJobs

PEER = Endpoint("127.0.0.1", 9000)
SOCKET = SocketSnapshot(2, Role.CLIENT, Protocol.TCP, "127.0.0.1:9000", State.CONNECTED, 0, remote=PEER)
JOB = JobSnapshot(7, JobKind.REPETITION, 2, None, "tick", 0, 20_000_000, sent=1_200, sent_bytes=4_800)
ON = RepeatForm(is_on=True)


@pytest.mark.parametrize(
    ("form", "timing", "title"),
    [
        (replace(ON, every="20"), Timing(20_000_000), "every 20 ms"),
        (replace(ON, limit=Limit.COUNT, count=" 1000 ", time="x"), Timing(10**9, 1000), "every 1 s, 1,000 times"),
        (replace(ON, limit=Limit.TIME, time="2 h"), Timing(10**9, None, 7_200 * 10**9), "every 1 s, for 2 h"),
    ],
)
def test_the_fields_in_use_say_how_often_and_how_long(form: RepeatForm, timing: Timing, title: str) -> None:
    assert form.timing() == timing
    assert form.title == title
    assert replace(form, is_on=False).title == "once"


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (replace(ON, every="soon"), "INTERVAL_BAD"),
        (replace(ON, every="0.01 ms"), "INTERVAL_BAD"),
        (replace(ON, every="31 d"), "INTERVAL_BAD"),
        (replace(ON, limit=Limit.COUNT, count="0"), "REPEAT_COUNT_BAD"),
        (replace(ON, limit=Limit.COUNT, count="8_0"), "REPEAT_COUNT_BAD"),
        (replace(ON, limit=Limit.COUNT, count="9" * 13), "REPEAT_COUNT_BAD"),
        (replace(ON, limit=Limit.TIME, time=""), "DURATION_BAD"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_field(form: RepeatForm, name: str) -> None:
    with pytest.raises(BadInput) as refused:
        form.timing()
    assert refused.value.fault.name == name
    assert form.title == "again and again"


def test_macros_are_made_anew_for_each_message_and_plain_text_once() -> None:
    recipient = Recipient(Target(2), SOCKET)
    plain = message_of(Composition("{{counter}}"), recipient)
    assert plain == b"{{counter}}"
    counted = message_of(Composition("{{counter}}:{{peer:port}}", has_macros=True), recipient)
    assert not isinstance(counted, bytes)
    assert [counted(1), counted(2)] == [b"1:9000", b"2:9000"]
    for bad in Composition("{{tme}}", has_macros=True), Composition(""):
        with pytest.raises(BadInput):
            message_of(bad, recipient)
    command = repeat_command(Target(2, PEER), b"x", Timing(5, 6, 7), "x", 1)
    assert command == Repeat(1, 2, b"x", 5, 6, 7, PEER, "x")


@pytest.mark.parametrize(
    ("job", "socket", "state", "tag"),
    [
        (JOB, SOCKET, "running", ""),
        (replace(JOB, kind=JobKind.SEQUENCE, step=2, steps=7, round=1, rounds=1), SOCKET, "step 2 of 7", ""),
        (replace(JOB, kind=JobKind.SEQUENCE, step=2, steps=7, round=3), SOCKET, "step 2 of 7, round 3", ""),
        (replace(JOB, is_waiting=True), SOCKET, "waits: the other end does not read", "warning"),
        (replace(JOB, is_waiting=True), replace(SOCKET, is_stepping=True), "waits for its step", "warning"),
        (replace(JOB, ending=JobEnding.STOPPED, ended_ns=1), SOCKET, "stopped here", "muted"),
        (
            replace(JOB, ending=JobEnding.STOPPED, ended_ns=1, is_waiting=True), SOCKET,
            "stopped here; its last message still waits", "muted",
        ),
        (
            replace(JOB, ending=JobEnding.SOCKET_ENDED, ended_ns=1),
            replace(SOCKET, state=State.CLOSED, ending=Ending.PEER_RESET),
            "ended with its socket: reset by peer", "warning",
        ),
        (
            replace(JOB, ending=JobEnding.SOCKET_ENDED, ended_ns=1), replace(SOCKET, state=State.FINISHED_SENDING),
            "ended: sending was finished here", "warning",
        ),
        (
            replace(JOB, ending=JobEnding.FAILED, ended_ns=1, fault=Fault("DATA_EMPTY")), None,
            "failed: There is nothing to send.", "error",
        ),
    ],
)  # fmt: skip
def test_a_row_says_how_it_goes_and_why_it_ended(
    job: JobSnapshot, socket: SocketSnapshot | None, state: str, tag: str
) -> None:
    row = job_row(job, socket)
    assert (row.cells[-1], row.tag) == (state, tag)


def test_a_row_says_to_whom_what_how_often_and_how_many() -> None:
    assert job_row(JOB, SOCKET).cells[:4] == ("#2  127.0.0.1:9000", "tick", "20 ms", "1,200, 4.8 KB")
    some = replace(JOB, peer=Endpoint("::1", 5), total=5_000, failed=1, left_out=20)
    assert job_row(some, None).cells[:4] == (
        "#2  [::1]:5",
        "tick",
        "20 ms",
        "1,200 of 5,000, 4.8 KB, 1 failed, 20 left out",
    )


def test_one_that_ended_stays_until_it_is_taken_out_and_never_comes_back() -> None:
    jobs = SendJobs(ended_kept=2)
    ended = replace(JOB, ending=JobEnding.STOPPED, ended_ns=1, is_waiting=True)
    jobs.apply(JOB)
    jobs.apply(replace(JOB, number=8))
    jobs.remove([7, 8])
    assert [job.number for job in jobs.all()] == [7, 8], "what runs is not taken out"
    jobs.apply(ended)
    assert summary(jobs.all()) == "1 running, 1 ended"
    jobs.remove([7])
    jobs.apply(replace(ended, is_waiting=False))
    assert [job.number for job in jobs.all()] == [8]
    for number in range(10, 14):
        jobs.apply(replace(JOB, number=number))
        jobs.apply(replace(ended, number=number))
    assert [job.number for job in jobs.all()] == [8, 12, 13]
