"""Where settings and recordings are kept: with the person, or beside the program that a file makes portable."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs
import pytest

from core.machine.folders import captures_folder, portable_folder, settings_folder


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As if this Python were the packaged program of a folder on a memory stick."""
    path = tmp_path / "stick" / "socketlab"
    path.parent.mkdir()
    monkeypatch.setattr(sys, "executable", str(path))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    return path


def test_a_file_named_portable_keeps_all_beside_the_program(program: Path) -> None:
    (program.parent / "portable").touch()
    assert settings_folder() == program.parent
    assert captures_folder() == program.parent / "captures"


def test_without_that_file_the_system_says_where(program: Path) -> None:
    assert portable_folder() is None
    assert settings_folder() == Path(platformdirs.user_config_dir("socketlab", appauthor=False))
    assert captures_folder() == Path(platformdirs.user_data_dir("socketlab", appauthor=False)) / "captures"


def test_a_folder_of_that_name_is_not_that_file(program: Path) -> None:
    (program.parent / "portable").mkdir()
    assert portable_folder() is None


def test_on_a_mac_it_stands_beside_the_bundle(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = program.parent / "Socket Lab.app" / "Contents" / "MacOS" / "socketlab"
    monkeypatch.setattr(sys, "executable", str(inside))
    (program.parent / "portable").touch()
    assert portable_folder() == program.parent


def test_python_itself_is_never_portable(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (program.parent / "portable").touch()
    monkeypatch.delattr(sys, "frozen")
    assert portable_folder() is None
