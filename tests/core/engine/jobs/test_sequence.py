"""Sequences: messages, pauses and answers that are waited for, in one conversation."""

from __future__ import annotations

import socket
from functools import partial

import pytest

from core.contract.endpoints import Endpoint, Protocol
from core.contract.faults import BadInput, Fault
from core.contract.job_commands import RunSequence, StopJob
from core.contract.jobs import JobEnding, JobSnapshot
from core.contract.records import Call
from core.contract.steps import SendStep, WaitStep
from core.engine.jobs.sequence_text import read_sequence
from core.payload.escapes import parse_text
from core.payload.hexadecimal import parse_hex
from core.payload.notation import Notation
from tests.core.engine.jobs.jobs import MS, ended, read, told
from tests.support.lab import ECHO, LOOPBACK, Lab


def make(text: str, notation: Notation) -> bytes:
    return parse_text(text) if notation is Notation.TEXT else parse_hex(text)


def run(lab: Lab, number: int, text: str, peer: Endpoint | None = None) -> int:
    steps, times = read_sequence(text, make)
    job = lab.ask(lambda id: RunSequence(id, number, steps, times, peer, "steps"))
    assert lab.done_with(job) == number
    lab.until(lambda: told(lab, job), "its first news")
    return job


def outcome(facts: JobSnapshot) -> tuple[JobEnding | None, str, int]:
    return facts.ending, facts.fault.name if facts.fault else "", facts.step


def test_it_talks_waits_for_answers_however_they_are_cut_and_pauses(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen())
    job = run(lab, number, "send HELO\nexpect 220 .*ready\nwait 30 ms\nhex 0d 0a\nexpect ok\nexpect bye")
    assert peer.recv(100) == b"HELO"
    peer.sendall(b"210 no\n220 almost rea")
    lab.until(lambda: lab.count(number, Call.RECV) >= 1, "the first piece")
    peer.sendall(b"dy")
    assert peer.recv(100) == b"\r\n"
    peer.sendall(b"ok, and bye")  # what came behind an answer is there for the next step
    facts = ended(lab, job)
    assert (facts.ending, facts.sent, facts.sent_bytes, facts.round) == (JobEnding.COMPLETE, 2, 6, 1)
    first, second = (row.time_ns for row in lab.rows(number, Call.SEND))
    assert second - first >= 29 * MS


def test_without_its_answer_in_time_it_has_failed_and_says_at_which_step(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen())
    job = run(lab, number, "send a\n# a remark\n\nwithin 30 ms expect ^yes$\nsend b")
    peer.sendall(b"no")
    facts = ended(lab, job)
    assert outcome(facts) == (JobEnding.FAILED, "NO_ANSWER", 2)
    assert facts.fault is not None
    assert (facts.fault.about, facts.fault.count) == ("^yes$", 4)
    assert lab.count(number, Call.SEND) == 1


def test_what_came_before_the_last_message_is_no_answer_to_it(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen())
    job = run(lab, number, "wait 20 ms\nsend a\nwithin 30 ms expect early")
    peer.sendall(b"early")
    assert outcome(ended(lab, job)) == (JobEnding.FAILED, "NO_ANSWER", 3)


def test_a_peer_that_has_finished_sending_is_not_waited_for(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen())
    job = run(lab, number, "send a\nwithin 1 min expect b")
    peer.sendall(b"c")
    peer.shutdown(socket.SHUT_WR)
    assert outcome(ended(lab, job)) == (JobEnding.FAILED, "NO_MORE_ANSWERS", 2)
    job = run(lab, number, "within 1 min expect b")
    assert outcome(ended(lab, job)) == (JobEnding.FAILED, "NO_MORE_ANSWERS", 1)


def test_it_ends_with_its_socket_and_is_stopped_while_it_waits(lab: Lab) -> None:
    listener = lab.listen()
    (peer, first), (_, second) = lab.caller(listener), lab.caller(listener)
    jobs = [run(lab, number, "send a\nwithin 1 min expect b") for number in (first, second)]
    assert peer.recv(1) == b"a"
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    peer.close()
    assert ended(lab, jobs[0]).ending is JobEnding.SOCKET_ENDED
    lab.done(lambda id: StopJob(id, jobs[1]))
    assert ended(lab, jobs[1]).ending is JobEnding.STOPPED


def test_it_is_repeated_and_each_message_made_anew(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen(reply=ECHO))
    steps, times = read_sequence("send x\nrepeat 3", lambda text, notation: partial(bytes.__mod__, b"%d;"))
    job = lab.ask(lambda id: RunSequence(id, number, steps, times))
    assert read(peer, 6) == b"1;2;3;"
    assert (ended(lab, job).sent, ended(lab, job).round) == (3, 3)
    endless = run(lab, number, "send x\nrepeat")
    assert len(read(peer, 1_000)) == 1_000
    lab.done(lambda id: StopJob(id, endless))
    assert ended(lab, endless).ending is JobEnding.STOPPED


def test_a_message_that_cannot_be_made_ends_it_with_the_reason(lab: Lab) -> None:
    def refuse(_number: int) -> bytes:
        raise BadInput(Fault("FRAME_TOO_LONG"))

    _, number = lab.caller(lab.listen())
    job = lab.ask(lambda id: RunSequence(id, number, (WaitStep(MS), SendStep(refuse))))
    assert outcome(ended(lab, job)) == (JobEnding.FAILED, "FRAME_TOO_LONG", 2)


def test_over_udp_only_the_peer_it_talks_with_can_answer(lab: Lab) -> None:
    bound = lab.bind_udp()
    local = lab.facts(bound).local
    assert local is not None
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other,
    ):
        peer.settimeout(10)
        peer.bind((LOOPBACK, 0))
        to = Endpoint(LOOPBACK, peer.getsockname()[1])
        job = run(lab, bound, "send ?\nexpect !\nsend thanks", to)
        data, back = peer.recvfrom(10)
        assert data == b"?"
        other.sendto(b"!", back)
        lab.until(lambda: lab.count(bound, Call.RECVFROM) == 1, "the other's datagram")
        assert told(lab, job)[-1].step < 3
        peer.sendto(b"!", back)
        assert peer.recv(10) == b"thanks"
        assert ended(lab, job).ending is JobEnding.COMPLETE
    client = lab.connect(local.port, protocol=Protocol.UDP)
    assert outcome(ended(lab, run(lab, client, "send a\nwithin 20 ms expect b"))) == (JobEnding.FAILED, "NO_ANSWER", 2)


def test_an_expression_that_would_stop_other_programs_does_not_stop_the_lab(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen())
    job = run(lab, number, "send a\nwithin 300 ms expect (a+)+$x")
    peer.sendall(b"a" * 50_000)
    assert outcome(ended(lab, job)) == (JobEnding.FAILED, "NO_ANSWER", 2)
    assert (ended(lab, job).ended_ns or 0) - ended(lab, job).started_ns < 5_000 * MS


@pytest.mark.parametrize(
    ("text", "name", "line", "position"),
    [
        ("", "STEPS_MISSING", 1, None),
        ("# nothing\nrepeat 2", "STEPS_MISSING", 1, None),
        ("send a\n  say b", "STEP_UNKNOWN", 2, 2),
        ("send a\n send b\\q", "ESCAPE_UNKNOWN", 2, 7),
        ("hex 0", "HEX_ODD", 1, 4),
        ("wait", "SPAN_BAD", 1, 4),
        ("wait a while", "SPAN_BAD", 1, 5),
        ("wait 31 d", "SPAN_BAD", 1, 5),
        ("expect", "PATTERN_MISSING", 1, 6),
        ("expect (", "FILTER_EXPRESSION_BAD", 1, 7),
        ("within 2 s", "WITHIN_BAD", 1, 0),
        ("within soon expect a", "SPAN_BAD", 1, 7),
        ("within 2 s expect", "PATTERN_MISSING", 1, 17),
        ("send a\nrepeat 0", "REPEAT_COUNT_BAD", 2, 7),
        ("send a\nrepeat ٣", "REPEAT_COUNT_BAD", 2, 7),
        ("send a\nrepeat\nsend b", "STEP_AFTER_REPEAT", 3, 0),
    ],
)
def test_what_is_no_step_is_refused_with_its_line_and_place(
    text: str, name: str, line: int, position: int | None
) -> None:
    with pytest.raises(BadInput) as refused:
        read_sequence(text, make)
    assert (refused.value.fault.name, refused.value.fault.position) == (name, position)
    assert getattr(refused.value, "line") == line  # noqa: B009


def test_what_is_written_becomes_steps() -> None:
    steps, times = read_sequence("SEND a b \r\nwithin 1.5 s expect  x y\nrepeat", make)
    assert times is None
    assert steps[0] == SendStep(b"a b", 1)
    assert (getattr(steps[1], "pattern", ""), getattr(steps[1], "within_ns", 0)) == ("x y", 1_500 * MS)


def test_what_cannot_be_is_refused_by_the_engine_too(lab: Lab) -> None:
    _, number = lab.caller(lab.listen())
    assert lab.refused(lambda id: RunSequence(id, number, ())).name == "STEPS_MISSING"
    assert lab.refused(lambda id: RunSequence(id, number, (WaitStep(-1),))).name == "SPAN_BAD"
    assert lab.refused(lambda id: RunSequence(id, number, (WaitStep(1),), 0)).name == "REPEAT_COUNT_BAD"
