"""The real application in this process, with its files in the test's own folder."""

from __future__ import annotations

import gc
import subprocess
import sys
import tempfile
import threading
import tkinter as tk
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

import pytest

from gui.app import App
from gui.display import open_display
from gui.options import parse_options
from gui.recording import begin_recording
from gui.settings import Settings, SettingsFile
from tests.gui.person import Answers, Person

_HOLD_A_PORT = """
import socket
held = socket.create_server(("127.0.0.1", 0))
print(held.getsockname()[1], flush=True)
input()
"""


class StartLab(Protocol):
    """Opens the window, and gives somebody who sits before it."""

    def __call__(self, arguments: Sequence[str] = (), *, live: bool = False) -> Person:
        """`arguments`: of the command line. `live`: record with limits, not into a file."""
        ...


@pytest.fixture(scope="module", autouse=True)
def windows_are_collected_here(windows_were_collected: None) -> None:
    """Tk ends the program when what is left of a window is collected by another thread than the window's.

    So nobody collects but this thread, before the next file's tests: after each of them it would take a minute more.
    """
    gc.disable()


@pytest.fixture
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No recording that another lab of this computer has left over is found."""
    for variable in "XDG_DATA_HOME", "LOCALAPPDATA":
        monkeypatch.setenv(variable, str(tmp_path / "data"))
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))


@pytest.fixture
def start_lab(tmp_path: Path, own_folders: None) -> Iterator[StartLab]:
    """Opens windows, which are closed in the end."""
    people: list[Person] = []

    def start(arguments: Sequence[str] = (), *, live: bool = False) -> Person:
        options = parse_options(list(arguments))
        path = None if live else options.record or tmp_path / f"capture-{len(people)}.socketlab"
        settings_file = SettingsFile(tmp_path / "settings")
        loaded = settings_file.load()
        capture, fault = begin_recording(path, loaded.settings, options.limits)
        assert fault is None
        answers = Answers()
        app = App(
            open_display(),
            capture,
            settings_file,
            options.wishes,
            to_open=options.to_open,
            session=options.session,
            settings=loaded,
            dialogs=answers,
        )
        app.start()
        person = Person(app, answers)
        people.append(person)
        person.wait(app.root.winfo_viewable, "the window")
        app.root.focus_force()  # there is no window manager to do it; Tk 8.6 crashes later where nobody ever did
        return person

    yield start
    for person in people:
        close(person)


@pytest.fixture
def person(start_lab: StartLab, tmp_path: Path) -> Person:
    """Somebody before a window that was opened without options, and not for the first time."""
    SettingsFile(tmp_path / "settings").save(Settings(welcomed=True))
    return start_lab(())


def close(person: Person) -> None:
    """Close the window, unless it has been, and wait for its end."""
    if _exists(person.app.root):
        # Tk 8.6 keeps the last window that had the focus: if that is a dead one of this application, it crashes at the
        # next one. There is no window manager to give the focus back.
        person.app.root.focus_force()
        person.app.root.update()
    person.app.close()
    while _exists(person.app.root):
        person.app.root.tk.dooneevent(0)
    person.app.finish()
    for thread in threading.enumerate():
        if thread.name == "question":  # it asks the system something, and would hold a descriptor a moment longer
            thread.join(10)


def _exists(root: tk.Tk) -> bool:
    try:
        return bool(root.winfo_exists())
    except tk.TclError:  # the application has been destroyed
        return False


@pytest.fixture
def holder() -> Iterator[Callable[[], tuple[int, int]]]:
    """`holder()` has another program hold a port: (port, pid)."""
    programs: list[subprocess.Popen[str]] = []

    def hold() -> tuple[int, int]:
        program = subprocess.Popen(
            [sys.executable, "-c", _HOLD_A_PORT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        programs.append(program)
        assert program.stdout is not None
        return int(program.stdout.readline()), program.pid

    yield hold
    for program in programs:
        program.communicate("\n", timeout=10)
