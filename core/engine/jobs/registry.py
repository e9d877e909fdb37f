"""All jobs of the engine by number: begun, stopped, and told of what concerns them (engine thread).

Law: a job whose socket can't send any more never stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, assert_never

from core.contract.faults import Fault
from core.contract.job_commands import Repeat, RunSequence, SendFile
from core.contract.jobs import JobEnding
from core.contract.sockets import SocketSnapshot
from core.engine.jobs.job import Job, Lab
from core.engine.jobs.repetition import Repetition
from core.net.live import LiveSocket

if TYPE_CHECKING:
    from core.machine.file_pieces import CallSoon

JobCommand: TypeAlias = Repeat | SendFile | RunSequence
"""What begins a job."""


class Jobs:
    """Those that run, and those that ended with a message still on the way."""

    def __init__(self, lab: Lab, call_soon: CallSoon) -> None:
        """`call_soon` has the engine's thread call something, from any thread."""
        self._lab = lab
        self._call_soon = call_soon
        self._jobs: dict[int, Job] = {}

    def __bool__(self) -> bool:
        return bool(self._jobs)

    def begin(self, command: JobCommand, live: LiveSocket) -> None:
        """Begin one."""
        job = self._make(command, live)
        self._jobs[command.id] = job
        job.begin()

    def _make(self, command: JobCommand, live: LiveSocket) -> Job:
        match command:
            case Repeat():
                return Repetition(self._lab, live, command, self._forget)
            case SendFile():
                from core.engine.jobs.file_sending import FileSending  # only for who sends one

                return FileSending(self._lab, live, command, self._forget, self._call_soon)
            case RunSequence():
                from core.engine.jobs.sequence import Sequence

                return Sequence(self._lab, live, command, self._forget)
            case _:
                assert_never(command)

    def stop(self, number: int) -> None:
        """End one, if it is still there."""
        job = self._jobs.get(number)
        if job is not None:
            job.end(JobEnding.STOPPED)

    def answered(self, ticket: int, fault: Fault | None) -> None:
        """What became of a message: those of jobs bear the job's number with a minus in place of a command's id."""
        job = self._jobs.get(-ticket)
        if job is not None:
            job.answered(fault)

    def socket_changed(self, snapshot: SocketSnapshot) -> None:
        """When nothing can be sent on that socket any more its jobs end, and none waits for what cannot come."""
        if snapshot.can_write and snapshot.can_read:
            return
        for job in [it for it in self._jobs.values() if it.facts.socket == snapshot.number]:
            if not snapshot.can_write:
                job.end(JobEnding.SOCKET_ENDED)
            elif job.facts.is_running:
                job.no_more_heard()

    def go_on(self) -> None:
        """The capture's writer has caught up."""
        for job in list(self._jobs.values()):
            job.go_on()

    def _forget(self, number: int) -> None:
        del self._jobs[number]
