"""The jobs that send by themselves, by number, as the window last heard of them (window thread).

Law: filled by events alone; one that has ended stays, with its reason, until a person takes it out or newer ones need
its place.
"""

from __future__ import annotations

from collections.abc import Iterable

from core.contract.jobs import JobSnapshot

ENDED_KEPT = 200


class SendJobs:
    """The newest snapshot of each, in the order in which they began."""

    def __init__(self, *, ended_kept: int = ENDED_KEPT) -> None:
        self.version = 0
        """Goes up with every change."""
        self._ended_kept = ended_kept
        self._jobs: dict[int, JobSnapshot] = {}
        self._ended: dict[int, None] = {}

    def apply(self, snapshot: JobSnapshot) -> None:
        """Take in what the engine said of one."""
        self.version += 1
        if snapshot.number not in self._jobs and not snapshot.is_running:
            return  # the last words about one that was taken out
        self._jobs[snapshot.number] = snapshot
        if not snapshot.is_running:
            self._ended[snapshot.number] = None
            if len(self._ended) > self._ended_kept:
                self.remove([next(iter(self._ended))])

    def remove(self, numbers: Iterable[int]) -> None:
        """Take those of them out that have ended."""
        self.version += 1
        for number in [number for number in numbers if number in self._ended]:
            del self._jobs[number], self._ended[number]

    def all(self) -> tuple[JobSnapshot, ...]:
        """Those that run, and those that ended and were not taken out."""
        return tuple(self._jobs.values())
