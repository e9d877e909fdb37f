"""What comes from the system: only what is missing is asked for, in one line or by apt itself."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from build.interpreter import LIBPYTHON, TK, VENV, Interpreter
from build.system_packages import TEST_PROGRAMS, install, missing_programs, packages_for

PYTHON = Interpreter("/usr/bin/python3", (3, 13), "/usr", frozenset())


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A computer with no programs but those a test puts into the folder."""
    for name in "env", "sh":
        (tmp_path / name).symlink_to(f"/usr/bin/{name}")
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def put_program(folder: Path, name: str, script: str) -> None:
    """A program of that name which runs a line of shell."""
    path = folder / name
    path.write_text(f"#!/usr/bin/env sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def as_ordinary_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on this process takes itself for somebody without rights."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000)


def test_only_programs_that_are_nowhere_are_missing() -> None:
    assert missing_programs({"python3": "python3", "no-such-program": "none"}) == ["no-such-program"]


def test_missing_things_become_the_names_of_packages() -> None:
    names = packages_for(["ss", "strip", "objdump", TK, VENV, LIBPYTHON], TEST_PROGRAMS, PYTHON)
    assert names == ["binutils", "iproute2", "libpython3.13", "python3-tk", "python3-venv"]


def test_with_the_rights_apt_is_asked_for_exactly_what_is_missing(
    computer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = computer / "asked"
    put_program(computer, "apt-get", f'echo "$DEBIAN_FRONTEND $*" >> {asked}')
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    install(["ncat", "socat"])
    update, fetch = asked.read_text(encoding="utf-8").splitlines()
    assert update.startswith("noninteractive")
    assert update.endswith("update")
    assert fetch.endswith("install --yes --no-install-recommends ncat socat")


def test_sudo_is_used_when_it_asks_for_no_password(computer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = computer / "asked"
    put_program(computer, "apt-get", f'echo "$*" >> {asked}')
    put_program(computer, "sudo", f'echo sudo >> {asked}; shift; exec "$@"')
    put_program(computer, "true", "exit 0")
    as_ordinary_user(monkeypatch)
    install(["ncat"])
    assert asked.read_text(encoding="utf-8").split().count("sudo") == 3  # the question, update, install


def test_without_the_rights_the_one_line_to_run_is_said(computer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_program(computer, "apt-get", "exit 1")
    put_program(computer, "sudo", "exit 1")
    as_ordinary_user(monkeypatch)
    with pytest.raises(SystemExit) as end:
        install(["ncat", "socat"])
    line = str(end.value).splitlines()[-1]
    assert line == "sudo sh -c 'apt-get update && apt-get install --yes --no-install-recommends ncat socat'"


def test_a_failure_of_apt_ends_the_command(computer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_program(computer, "apt-get", "exit 100")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(SystemExit, match="update failed"):
        install(["ncat"])


def test_a_system_without_apt_is_told_the_names(computer: Path) -> None:
    assert not (computer / "apt-get").exists()
    with pytest.raises(SystemExit, match="ncat socat"):
        install(["ncat", "socat"])
