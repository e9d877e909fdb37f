"""The thread that drives a filter or a search: it ends when it is told to, and sleeps when there is nothing to do.

Law: a test waits for the steps themselves to say where they are.
"""

from __future__ import annotations

import threading

from core.capture.errors import CaptureError
from core.capture.searching.follower import Follower
from core.contract.faults import Fault


def test_it_ends_after_the_step_under_way_though_there_is_more_to_do() -> None:
    under_way, may_end = threading.Event(), threading.Event()
    steps = []

    def step() -> bool:
        steps.append(1)
        under_way.set()
        assert may_end.wait(10)
        return True

    follower = Follower(step, "test")
    assert under_way.wait(10)
    follower.stop()
    assert not follower.join(0.01)
    may_end.set()
    assert follower.join()
    assert len(steps) == 1


def test_it_takes_no_step_until_it_is_woken() -> None:
    steps = threading.Semaphore(0)

    def step() -> bool:
        steps.release()
        return False

    follower = Follower(step, "test")
    assert steps.acquire(timeout=10)
    assert not steps.acquire(timeout=0.05)
    follower.wake()
    assert steps.acquire(timeout=10)
    follower.stop()
    assert follower.join()


def test_a_wake_during_a_step_is_not_lost() -> None:
    steps = threading.Semaphore(0)
    followers: list[Follower] = []
    known = threading.Event()

    def step() -> bool:
        assert known.wait(10)
        if not steps.acquire(blocking=False):
            followers[0].wake()
        steps.release()
        done.release()
        return False

    done = threading.Semaphore(0)
    followers.append(Follower(step, "test"))
    known.set()
    assert done.acquire(timeout=10)
    assert done.acquire(timeout=10)
    followers[0].stop()
    assert followers[0].join()


def test_a_capture_that_cannot_be_read_ends_it_with_a_fault() -> None:
    def step() -> bool:
        raise CaptureError(Fault("EIO", "read"))

    follower = Follower(step, "test")
    assert follower.join()
    assert follower.fault == Fault("EIO", "read")
