"""Jobs: progress, the three ways to end, and the end of the window meanwhile."""

from __future__ import annotations

from threading import Event

import pytest

from core.capture.errors import CaptureError
from core.capture.pages import Progress
from core.contract.faults import Fault
from gui.models.files.jobs import Cancelled, Jobs, Outcome

FAULT = Fault("ENOSPC", "write", 28, "/tmp/a")


def ended(jobs: Jobs) -> None:
    """Wait for all threads, as the window never does, and hand over."""
    jobs.join(10)
    assert jobs.advance()
    assert jobs.running == ()


def test_a_job_that_is_done_hands_over_its_result_once() -> None:
    jobs, told = Jobs(), list[Outcome[str]]()
    jobs.start("writing", lambda _progress, _cancelled: "done", told.append)
    ended(jobs)
    assert told == ["done"]
    assert not jobs.advance()
    assert told == ["done"]


def test_a_job_that_fails_hands_over_why() -> None:
    jobs, told = Jobs(), list[Outcome[str]]()

    def fail(_progress: Progress, _cancelled: Event) -> str:
        raise CaptureError(FAULT)

    jobs.start("writing", fail, told.append)
    ended(jobs)
    assert told == [FAULT]


def test_progress_can_be_read_while_it_works_and_cancelling_ends_it() -> None:
    jobs, told, half, seen = Jobs(), list[Outcome[str]](), Event(), Event()

    def work(progress: Progress, cancelled: Event) -> str:
        progress(50, 100)
        half.set()
        assert cancelled.wait(10)
        seen.set()
        raise CaptureError(Fault("CANCELLED", about="a"))

    jobs.start("writing", work, told.append)
    (job,) = jobs.running
    assert half.wait(10)
    assert (job.title, job.progress, job.is_cancelled) == ("writing", 0.5, False)
    job.cancel()
    assert job.is_cancelled
    ended(jobs)
    assert seen.is_set()
    assert told == [Cancelled()]


def test_what_was_complete_before_it_heard_of_the_cancelling_stays() -> None:
    jobs, told, go_on = Jobs(), list[Outcome[str]](), Event()

    def work(_progress: Progress, _cancelled: Event) -> str:
        assert go_on.wait(10)
        return "complete"

    jobs.start("writing", work, told.append)
    jobs.cancel()
    go_on.set()
    ended(jobs)
    assert told == ["complete"]


def test_a_mistake_of_the_lab_is_raised_on_the_window_thread() -> None:
    jobs, told = Jobs(), list[Outcome[str]]()

    def mistaken(_progress: Progress, _cancelled: Event) -> str:
        raise ZeroDivisionError("odd")

    jobs.start("writing", mistaken, told.append)
    jobs.join(10)
    with pytest.raises(ZeroDivisionError):
        jobs.advance()
    assert (jobs.running, told) == ((), [])


@pytest.mark.parametrize(("done", "total", "progress"), [(0, 0, 1.0), (0, 5, 0.0), (3, 4, 0.75), (9, 4, 1.0)])
def test_progress_is_a_share_whatever_the_file_does_meanwhile(done: int, total: int, progress: float) -> None:
    jobs = Jobs()
    jobs.start("writing", lambda tell, _cancelled: tell(done, total), lambda _: None)
    (job,) = jobs.running
    ended(jobs)
    assert job.progress == progress
