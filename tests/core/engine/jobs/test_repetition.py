"""Repetitions: exact in time, counted, stopped on their own, and never a flood."""

from __future__ import annotations

import socket
from functools import partial
from itertools import pairwise
from statistics import median
from time import monotonic, time_ns

import pytest

from core.contract.commands import Close, FinishSending, Reset, SetStepping, Step
from core.contract.endpoints import Endpoint, Protocol
from core.contract.faults import BadInput, Fault
from core.contract.job_commands import Repeat, StopJob
from core.contract.jobs import LONGEST_INTERVAL_NS, SHORTEST_INTERVAL_NS, JobEnding
from core.contract.records import Call
from tests.core.engine.jobs.jobs import HOUR_NS, MS, ended, read, repeat, told
from tests.support.lab import LOOPBACK, Lab


def test_so_many_are_sent_and_no_more(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen())
    before = time_ns()
    facts = ended(lab, repeat(lab, number, b"tick\n", MS, count=20))
    assert (facts.sent, facts.sent_bytes, facts.failed, facts.ending) == (20, 100, 0, JobEnding.COMPLETE)
    assert facts.ended_ns is not None
    assert before <= facts.started_ns <= facts.ended_ns <= time_ns()
    lab.done(lambda id: Close(id, number))
    with peer.makefile("rb") as stream:
        assert stream.read() == b"tick\n" * 20


def test_each_message_is_made_anew_and_one_that_cannot_be_made_ends_it_with_the_reason(lab: Lab) -> None:
    def message(number: int) -> bytes:
        if number > 3:
            raise BadInput(Fault("FRAME_TOO_LONG"))
        return b"%d;" % number

    peer, number = lab.caller(lab.listen())
    facts = ended(lab, repeat(lab, number, message, MS))
    assert read(peer, 6) == b"1;2;3;"
    assert (facts.sent, facts.failed, facts.ending) == (3, 0, JobEnding.FAILED)
    assert facts.fault == Fault("FRAME_TOO_LONG")


def test_for_a_time_it_ends_when_that_is_over(lab: Lab) -> None:
    _, number = lab.caller(lab.listen())
    job = lab.ask(lambda id: Repeat(id, number, b"x", 20 * MS, duration_ns=100 * MS))
    facts = ended(lab, job)
    assert facts.ending is JobEnding.TIME_OVER
    assert facts.sent + facts.left_out == 5
    assert facts.ended_ns is not None
    assert facts.ended_ns - facts.started_ns >= 99 * MS


def test_every_10_ms_is_10_ms_and_does_not_drift(lab: Lab) -> None:
    _, number = lab.caller(lab.listen())
    ended(lab, repeat(lab, number, b"x", 10 * MS, count=60))
    times = [row.time_ns for row in lab.rows(number, Call.SEND)]
    gaps = [after - before for before, after in pairwise(times)]
    assert 9 * MS <= median(gaps) <= 11 * MS
    # However late single ones were on a busy machine, each stands in its slot after the first.
    late = [(time - times[0]) % (10 * MS) for time in times[1:]]
    assert min(median(late), 10 * MS - median(late)) < 1 * MS


def test_10_000_a_second_are_sent_and_stopped_within_200_ms(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen())
    job = repeat(lab, number, b"x", SHORTEST_INTERVAL_NS)
    assert len(read(peer, 2_000)) == 2_000
    asked = monotonic()
    lab.done(lambda id: StopJob(id, job))
    facts = ended(lab, job)
    assert monotonic() - asked < 0.2
    assert (facts.ending, facts.sent >= 2_000) == (JobEnding.STOPPED, True)
    assert len(told(lab, job)) < facts.sent / 100, "it was told of with every message"


def test_each_is_stopped_on_its_own(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen())
    stopped, lasting = repeat(lab, number, b"a", MS), repeat(lab, number, b"b", MS)
    lab.done(lambda id: StopJob(id, stopped))
    sent = ended(lab, stopped).sent
    lab.until(lambda: told(lab, lasting)[-1].sent > sent + 50, "the other to go on")
    lab.done(lambda id: StopJob(id, lasting))
    assert ended(lab, stopped).sent == sent
    total = sent + ended(lab, lasting).sent
    assert read(peer, total).count(b"a") == sent


def test_a_peer_that_does_not_read_is_not_flooded_and_that_is_said(lab: Lab) -> None:
    data = bytes(256 * 1024)
    peer, number = lab.caller(lab.listen())
    job = repeat(lab, number, data, MS)
    lab.until(lambda: told(lab, job)[-1].is_waiting and told(lab, job)[-1].left_out > 20, "it to wait")
    assert lab.facts(number).waiting_bytes <= len(data), "more than one message waits"
    sent = told(lab, job)[-1].sent
    read(peer, len(data) * (sent + 5))
    lab.until(lambda: told(lab, job)[-1].sent > sent, "it to go on once the peer reads")
    lab.done(lambda id: StopJob(id, job))
    lab.until(lambda: told(lab, job)[-1].ending is JobEnding.STOPPED, "it to be stopped")


def test_one_that_was_stopped_with_a_message_on_the_way_counts_it_when_it_went_out(lab: Lab) -> None:
    data = bytes(256 * 1024)
    peer, number = lab.caller(lab.listen())
    job = repeat(lab, number, data, MS)
    lab.until(lambda: told(lab, job)[-1].is_waiting, "it to wait")
    lab.done(lambda id: StopJob(id, job))
    stopped = told(lab, job)[-1]
    assert (stopped.ending, stopped.is_waiting) == (JobEnding.STOPPED, True)
    assert len(read(peer, len(data) * (stopped.sent + 1))) == len(data) * (stopped.sent + 1)
    assert ended(lab, job).sent == stopped.sent + 1
    assert ended(lab, job).ended_ns == stopped.ended_ns


def test_what_the_system_had_not_taken_when_the_connection_broke_is_not_counted_as_sent(lab: Lab) -> None:
    data = bytes(256 * 1024)
    _, number = lab.caller(lab.listen())
    job = repeat(lab, number, data, MS)
    lab.until(lambda: told(lab, job)[-1].is_waiting, "it to wait")
    lab.done(lambda id: Reset(id, number))
    facts = ended(lab, job)
    assert (facts.failed, facts.ending) == (1, JobEnding.SOCKET_ENDED)
    assert facts.sent_bytes == sum(row.result for row in lab.rows(number, Call.SEND) if not row.error)


def test_it_ends_with_its_socket_and_with_its_sending_side(lab: Lab) -> None:
    listener = lab.listen()
    (_, first), (_, second), (peer, third) = (lab.caller(listener) for _ in range(3))
    jobs = [repeat(lab, number, b"x", HOUR_NS) for number in (first, second, third)]
    lab.done(lambda id: Close(id, first))
    lab.done(lambda id: FinishSending(id, second))
    peer.close()
    for job in jobs:
        assert (ended(lab, job).sent, ended(lab, job).ending) == (1, JobEnding.SOCKET_ENDED)
    lab.done(lambda id: StopJob(id, jobs[0]))  # that it has just ended is no fault


def test_what_no_message_could_be_sent_on_is_refused(lab: Lab) -> None:
    listener, bound = lab.listen(), lab.bind_udp()
    _, number = lab.caller(listener)
    lab.done(lambda id: FinishSending(id, number))
    for socket_number, name in (listener, "WRONG_KIND"), (bound, "WRONG_KIND"), (number, "ALREADY_FINISHED"):
        assert lab.refused(partial(Repeat, socket=socket_number, message=b"x", interval_ns=MS)).name == name


@pytest.mark.parametrize("interval_ns", [0, SHORTEST_INTERVAL_NS - 1, LONGEST_INTERVAL_NS + 1])
def test_times_and_counts_out_of_range_are_refused(lab: Lab, interval_ns: int) -> None:
    _, number = lab.caller(lab.listen())
    assert lab.refused(lambda id: Repeat(id, number, b"x", interval_ns)).name == "INTERVAL_BAD"
    assert lab.refused(lambda id: Repeat(id, number, b"x", MS, 0)).name == "REPEAT_COUNT_BAD"
    assert lab.refused(lambda id: Repeat(id, number, b"x", MS, duration_ns=interval_ns)).name == "DURATION_BAD"


def test_datagrams_go_to_their_peer_and_what_can_never_be_sent_ends_it(lab: Lab) -> None:
    bound = lab.bind_udp()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.settimeout(10)
        peer.bind((LOOPBACK, 0))
        to = Endpoint(LOOPBACK, peer.getsockname()[1])
        job = lab.ask(lambda id: Repeat(id, bound, b"ping", MS, 3, peer=to))
        assert [peer.recv(100) for _ in range(3)] == [b"ping"] * 3
        assert (ended(lab, job).sent, ended(lab, job).peer) == (3, to)
        client = lab.connect(to.port, protocol=Protocol.UDP)
        facts = ended(lab, repeat(lab, client, bytes(70_000), MS))
    assert (facts.sent, facts.failed, facts.ending) == (0, 1, JobEnding.FAILED)
    assert facts.fault is not None
    assert facts.fault.name == "EMSGSIZE"


def test_step_by_step_each_message_waits_for_its_step(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen())
    lab.done(lambda id: SetStepping(id, number, True))
    job = repeat(lab, number, b"x", MS)
    lab.until(lambda: told(lab, job)[-1].left_out > 10, "it to wait")
    assert lab.count(number, Call.SEND) == 0
    lab.done(lambda id: Step(id, number))
    assert peer.recv(10) == b"x"
    lab.until(lambda: told(lab, job)[-1].sent == 1, "the one that was stepped")
