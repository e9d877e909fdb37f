"""The .venv folder: made once, left alone while it is right, made anew when it is not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from build.environment import make_ready, python_of
from build.interpreter import Interpreter, probe

pytestmark = pytest.mark.xdist_group("environment")  # one process runs these: each goes on from the folder of the last


@pytest.fixture(scope="module")
def interpreter() -> Interpreter:
    found = probe(sys.executable)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("project") / ".venv"


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """A lock file that pins nothing, so that the tests fetch nothing."""
    path = tmp_path / "requirements.txt"
    path.write_text("# nothing\n", encoding="utf-8")
    return path


def test_a_second_set_up_touches_nothing(
    interpreter: Interpreter, lock: Path, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    make_ready(interpreter, lock, folder)
    assert subprocess.call([python_of(folder), "-c", "import tkinter"]) == 0
    stamp = folder / "installed.txt"
    made = stamp.stat().st_mtime_ns
    assert "Setting up" in capfd.readouterr().out

    make_ready(interpreter, lock, folder)
    assert stamp.stat().st_mtime_ns == made
    assert capfd.readouterr().out == ""


def test_a_changed_lock_makes_it_anew(interpreter: Interpreter, lock: Path, folder: Path) -> None:
    leftover = folder / "leftover"
    folder.mkdir(exist_ok=True)
    leftover.touch()
    lock.write_text("# something else\n", encoding="utf-8")
    make_ready(interpreter, lock, folder)
    assert not leftover.exists()


def test_another_python_makes_it_anew_and_a_failure_is_not_taken_for_done(
    interpreter: Interpreter, lock: Path, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    lock.write_text("no-hash-so-refused==1.0\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="failed"):
        make_ready(interpreter._replace(base="/opt/another"), lock, folder)
    assert not (folder / "installed.txt").exists()
    assert "hash" in capfd.readouterr().err
