"""The numbers in a command that begins a job, looked at before anything is begun (engine thread).

Law: whoever drives the engine, what cannot be is answered with a fault that has a name.
"""

from __future__ import annotations

from typing import assert_never

from core.contract.faults import BadInput, Fault, Field
from core.contract.job_commands import MOST_DATAGRAM, Repeat, RunSequence, SendFile
from core.contract.jobs import LONGEST_INTERVAL_NS, SHORTEST_INTERVAL_NS
from core.engine.jobs.registry import JobCommand
from core.payload.escapes import show_name


def check_job(command: JobCommand) -> None:
    """BadInput when it can't be carried out as it stands."""
    match command:
        case Repeat():
            _check_repeat(command)
        case SendFile():
            _check_file(command)
        case RunSequence():
            _check_sequence(command)
        case _:
            assert_never(command)


def _check_sequence(command: RunSequence) -> None:
    if not command.steps:
        raise BadInput(Fault("STEPS_MISSING", field=Field.DATA))
    if command.times is not None and command.times < 1:
        raise BadInput(Fault("REPEAT_COUNT_BAD", about=str(command.times), field=Field.COUNT))
    for step in command.steps:
        span_ns = getattr(step, "span_ns", getattr(step, "within_ns", 0))
        if not 0 <= span_ns <= LONGEST_INTERVAL_NS:
            raise BadInput(Fault("SPAN_BAD", about=f"{span_ns / 1e6:g} ms", field=Field.DATA))


def _check_repeat(command: Repeat) -> None:
    if not SHORTEST_INTERVAL_NS <= command.interval_ns <= LONGEST_INTERVAL_NS:
        raise BadInput(Fault("INTERVAL_BAD", about=f"{command.interval_ns / 1e6:g} ms", field=Field.INTERVAL))
    if command.count is not None and command.count < 1:
        raise BadInput(Fault("REPEAT_COUNT_BAD", about=str(command.count), field=Field.COUNT))
    if command.duration_ns is not None and not SHORTEST_INTERVAL_NS <= command.duration_ns <= LONGEST_INTERVAL_NS:
        raise BadInput(Fault("DURATION_BAD", about=f"{command.duration_ns / 1e6:g} ms", field=Field.DURATION))


def _check_file(command: SendFile) -> None:
    if not command.path or "\0" in command.path:
        raise BadInput(Fault("ENOENT", "read", about=show_name(command.path), field=Field.FILE))
    if not 0 <= command.datagram_size <= MOST_DATAGRAM:
        raise BadInput(Fault("DATAGRAM_SIZE_BAD", about=str(command.datagram_size), field=Field.DATAGRAM_SIZE))
    if not (command.interval_ns == 0 or SHORTEST_INTERVAL_NS <= command.interval_ns <= LONGEST_INTERVAL_NS):
        raise BadInput(Fault("INTERVAL_BAD", about=f"{command.interval_ns / 1e6:g} ms", field=Field.INTERVAL))
