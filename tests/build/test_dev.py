"""The project's own commands, run as a person runs them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

DEV = Path(__file__).resolve().parents[2] / "build" / "dev.py"


def dev(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run build/dev.py from `folder`."""
    command = [sys.executable, str(DEV), *arguments]
    return subprocess.run(command, check=False, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)


def test_the_help_explains_every_command(tmp_path: Path) -> None:
    answer = dev("--help", folder=tmp_path)
    assert answer.returncode == 0
    for name in "run", "test", "lint", "bench", "package":
        assert f"\n{name} " in answer.stdout


def test_an_unknown_command_is_refused(tmp_path: Path) -> None:
    answer = dev("destroy", folder=tmp_path)
    assert answer.returncode == 2
    assert "destroy" in answer.stderr


@pytest.mark.parametrize("dashes", [["--"], []], ids=["after --", "plain"])
def test_arguments_reach_pytest_from_any_folder_and_its_exit_status_comes_back(
    dashes: list[str], tmp_path: Path
) -> None:
    found = dev("test", *dashes, "--collect-only", "--quiet", "tests/build/test_icons.py", folder=tmp_path)
    assert found.returncode == 0, found.stderr
    assert "test_icons.py::" in found.stdout
    usage_error = dev("test", *dashes, "tests/no_such_test.py", folder=tmp_path)
    assert usage_error.returncode == pytest.ExitCode.USAGE_ERROR


def test_the_program_runs_from_any_folder_and_gets_its_arguments(tmp_path: Path) -> None:
    (tmp_path / "gui.py").write_text("raise SystemExit('the wrong gui')", encoding="utf-8")
    answer = dev("run", "--", "--version", folder=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith("Socket Lab")


def test_an_unknown_measurement_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    answer = dev("bench", "no-such-measurement", folder=tmp_path)
    assert answer.returncode == 2
    assert "startup" in answer.stderr
