"""Finding a Python: each is asked what it has, and the one that needs least work is taken."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from build import interpreter
from build.interpreter import ALL_FEATURES, TK, VENV, find, probe

COMPLETE = '[[3, 12], "/opt/complete", ["tkinter", "ensurepip", "shared libpython"]]'
WITHOUT_TK = '[[3, 12], "/opt/without-tk", ["ensurepip", "shared libpython"]]'
WITHOUT_LIBRARY = '[[3, 12], "/opt/without-library", ["tkinter", "ensurepip"]]'
TOO_OLD = '[[3, 9], "/opt/old", ["tkinter", "ensurepip", "shared libpython"]]'


def pretend_python(path: Path, answer: str) -> str:
    """A program that answers the probe in place of a Python that this computer does not have."""
    path.write_text(f"#!/bin/sh\necho '{answer}'\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """A computer whose only Pythons are `this` (which runs the script) and `system`, each absent until made."""
    places = {"this": tmp_path / "this", "system": tmp_path / "system"}
    monkeypatch.setattr(sys, "executable", str(places["this"]))
    monkeypatch.setattr(interpreter, "SYSTEM_PYTHON", str(places["system"]))
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    return places


def test_the_python_of_these_tests_can_show_a_window_and_be_packaged() -> None:
    found = probe(sys.executable)
    assert found is not None
    assert found.features == ALL_FEATURES
    assert found.version == sys.version_info[:2]


def test_what_is_not_there_or_no_python_is_no_candidate(tmp_path: Path) -> None:
    assert probe(str(tmp_path / "absent")) is None
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    broken.chmod(0o755)
    assert probe(str(broken)) is None


def test_a_python_that_is_too_old_is_no_candidate(tmp_path: Path) -> None:
    assert probe(pretend_python(tmp_path / "old", TOO_OLD)) is None


def test_this_python_is_taken_when_it_has_everything(only: dict[str, Path]) -> None:
    pretend_python(only["system"], COMPLETE)
    this = pretend_python(only["this"], COMPLETE)
    found = find(ALL_FEATURES)
    assert found is not None
    assert found.path == this


def test_the_systems_python_is_taken_when_this_one_has_no_tk(only: dict[str, Path]) -> None:
    pretend_python(only["this"], WITHOUT_TK)
    system = pretend_python(only["system"], COMPLETE)
    found = find(frozenset({TK, VENV}))
    assert found is not None
    assert found.path == system


def test_running_and_testing_settle_on_the_same_python(only: dict[str, Path]) -> None:
    pretend_python(only["this"], WITHOUT_LIBRARY)
    pretend_python(only["system"], COMPLETE)
    assert find(frozenset({TK, VENV})) == find(ALL_FEATURES)


def test_the_systems_python_is_the_one_to_complete_when_none_has_enough(only: dict[str, Path]) -> None:
    pretend_python(only["this"], WITHOUT_TK)
    system = pretend_python(only["system"], WITHOUT_TK)
    found = find(ALL_FEATURES)
    assert found is not None
    assert found.path == system


def test_no_python_at_all_is_said_as_such(only: dict[str, Path]) -> None:
    assert not only["this"].exists()
    assert find(ALL_FEATURES) is None
