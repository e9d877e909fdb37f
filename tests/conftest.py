"""What every test is held to: it leaves no thread and no descriptor behind, logs no error, hides no exception.

Runs on pytest's main thread around each test. Law: a check is never switched off; a test that causes an error on
purpose looks at it and then clears it (`caplog.clear()`, `tk_callback_errors.clear()`).
Exceptions in threads, forgotten sockets and other warnings fail a test by `filterwarnings = error` in pyproject.toml.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import settings

T = TypeVar("T")

# A shared machine can be slow at any moment; pytest-timeout is the one clock.
settings.register_profile("socketlab", deadline=None)
settings.load_profile("socketlab")

DESCRIPTORS = Path("/proc/self/fd")
THREAD_GRACE_SECONDS = 2.0  # a thread that was told to end may still be on its last line
POLL_SECONDS = 0.005


@pytest.fixture(scope="session", autouse=True)
def programs_can_be_interrupted() -> None:
    """A shell has what it starts in its background ignore SIGINT, and so would every program that a test starts."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def tk_started() -> None:
    """Have Tk open what it keeps for good (its screen, its notifier) before descriptors are counted.

    Asks sys.modules so that tests of core never load tkinter.
    """
    tkinter = sys.modules.get("tkinter")
    if tkinter is not None:
        root = tkinter.Tk()
        root.after(1, root.quit)
        root.mainloop()  # the notifier starts when Tk first waits
        root.destroy()
        del root
        gc.collect()  # on this thread: Tk ends the program when another one collects what is left of a window


@pytest.fixture(scope="module", autouse=True)
def windows_were_collected() -> None:
    """Collect on this thread what tests of the window left, for which they have the collector stand still.

    Not at the end of their file: pytest holds what the last test was given until it is over.
    """
    if not gc.isenabled():
        gc.collect()
        gc.enable()


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Fail a test after which a thread that it started still runs."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + THREAD_GRACE_SECONDS
    left = [thread for thread in threading.enumerate() if thread not in before]
    for thread in left:
        thread.join(max(0.0, deadline - time.monotonic()))
    alive = [thread.name for thread in left if thread.is_alive()]
    assert not alive, f"threads left behind: {', '.join(alive)}"


@pytest.fixture(autouse=True)
def no_descriptor_left(no_thread_left: None) -> Iterator[None]:
    """Fail a test after which a file descriptor that it opened is still open (where the system can list them)."""
    before = _open_descriptors()
    yield
    if _opened_since(before):  # perhaps by something in a cycle, which closes it once it is collected
        gc.collect()
    left = _opened_since(before)
    assert not left, f"descriptors left open: {left}"


@pytest.fixture(autouse=True)
def no_error_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test during which something was logged as an error."""
    yield
    records = [*caplog.get_records("setup"), *caplog.get_records("call"), *caplog.get_records("teardown")]
    errors = [record.getMessage() for record in records if record.levelno >= logging.ERROR]
    assert not errors, f"logged as errors: {errors}"


@pytest.fixture(autouse=True)
def tk_callback_errors(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[BaseException]]:
    """Fail a test in which a Tk callback raised, whatever the application made of it; the list holds what it was."""
    errors: list[BaseException] = []
    tkinter = sys.modules.get("tkinter")
    if tkinter is not None:
        # Every callback error passes here first. `report_callback_exception` is the application's to replace.
        report = tkinter.Misc._report_exception

        def remember_and_report(widget: object) -> None:
            error = sys.exception()
            if error is not None:
                errors.append(error)
            report(widget)

        monkeypatch.setattr(tkinter.Misc, "_report_exception", remember_and_report)
    yield errors
    assert not errors, f"raised in Tk callbacks: {errors!r}"


@pytest.fixture
def wait_until() -> Callable[..., Any]:
    """`wait_until(predicate, seconds=10, what="...")` returns what predicate() does once that is true, or fails.

    Only for what another process does and nobody announces: a port that opens, a window that appears, a line in
    /proc. It polls because there is nothing to wake up for. What happens in this process has an event to wait for.
    """

    def wait(predicate: Callable[[], T], seconds: float = 10, what: str = "the expected state") -> T:
        deadline = time.monotonic() + seconds
        pause = threading.Event()  # never set: waiting for it is the pause
        while not (found := predicate()):
            assert time.monotonic() < deadline, f"waited {seconds} s in vain for {what}"
            pause.wait(POLL_SECONDS)
        return found

    return wait


def _opened_since(before: dict[str, str]) -> dict[str, str]:
    return {fd: target for fd, target in _open_descriptors().items() if before.get(fd) != target}


def _open_descriptors() -> dict[str, str]:
    """Descriptor -> what it leads to; empty where there is no /proc."""
    found = {}
    for fd in os.listdir(DESCRIPTORS) if DESCRIPTORS.exists() else []:
        try:
            found[fd] = os.readlink(DESCRIPTORS / fd)
        except FileNotFoundError:  # the one that listed the folder
            continue
    return found
