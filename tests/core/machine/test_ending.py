"""Another program is ended as a person was asked: only that one, and never the lab."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from core.machine.ending import End, Program, end_program, may_be_ended, running_program

STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); input()"
WILLING = "print(flush=True); input()"


@contextmanager
def running(code: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program of the test, which ends with it."""
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        program.stdout.readline()
        try:
            yield program
        finally:
            program.kill()


def known(pid: int) -> Program:
    program = running_program(pid)
    assert program is not None
    return program


def test_a_program_that_is_asked_to_end_is_gone() -> None:
    with running(WILLING) as program:
        about = known(program.pid)
        assert about.name.startswith("python")
        assert end_program(about) is End.GONE
        program.wait(10)
        assert running_program(program.pid) is None
        assert end_program(about) is End.GONE


def test_one_that_stays_can_be_killed() -> None:
    with running(STUBBORN) as program:
        about = known(program.pid)
        assert end_program(about, patience_s=0.1) is End.STAYS
        assert program.poll() is None
        assert end_program(about, kill=True) is End.GONE


def test_a_later_program_with_the_same_pid_is_left_alone() -> None:
    with running(WILLING) as program:
        about = known(program.pid)
        earlier = Program(about.pid, about.name, about.user, about.began - 60)
        assert end_program(earlier) is End.GONE
        assert program.poll() is None


def test_neither_the_lab_nor_the_system_is_ended() -> None:
    for pid in (os.getpid(), 1):
        assert not may_be_ended(pid)
        with pytest.raises(ValueError, match=str(pid)):
            end_program(known(pid))


ASKER = """
import os, psutil, sys
from core.machine.ending import end_program, running_program
pid = int(sys.argv[1])
if os.geteuid():  # an ordinary user's tests: ask about one of root's programs
    pid = next(it.pid for it in psutil.process_iter() if it.pid > 4 and it.username() == "root")
program = running_program(pid)
if not os.geteuid():
    os.setuid(65534)
print(end_program(program).name)
"""


def test_what_the_system_refuses_is_said() -> None:
    with running(WILLING) as program:
        asked = subprocess.run(
            [sys.executable, "-c", ASKER, str(program.pid)], capture_output=True, text=True, check=False
        )
        assert asked.stdout.strip() == "REFUSED", asked.stderr
        assert program.poll() is None
