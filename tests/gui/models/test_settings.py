"""The settings file: what is remembered, and that nothing about it is ever fatal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gui.settings import Settings, SettingsFile


def test_what_was_saved_is_loaded_again(tmp_path: Path) -> None:
    settings = Settings(width=900, theme="dark", send_history=["a\\r\\n"], column_widths={"calls": {"time": 120}})
    assert SettingsFile(tmp_path / "new" / "folder").save(settings) == ""
    assert SettingsFile(tmp_path / "new" / "folder").load() == (settings, "")
    assert [path.name for path in (tmp_path / "new" / "folder").iterdir()] == ["settings.json"]


def test_a_first_start_has_defaults_and_nothing_to_say(tmp_path: Path) -> None:
    assert SettingsFile(tmp_path).load() == (Settings(), "")


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"null", b"\xff\xfe", b'{"width": 1} x'])
def test_a_damaged_file_is_set_aside_with_a_note(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "settings.json").write_bytes(content)
    settings, note = SettingsFile(tmp_path).load()
    assert settings == Settings()
    assert "settings-damaged.json" in note
    assert (tmp_path / "settings-damaged.json").read_bytes() == content
    assert SettingsFile(tmp_path).load() == (Settings(), "")


@pytest.mark.parametrize(
    "stored",
    [
        {"width": "wide"},
        {"width": -5},
        {"width": True},
        {"width": 10**9},
        {"splitter": 0.0},
        {"theme": 5},
        {"view": "no such view"},
        {"send_history": "abc"},
        {"send_history": [1]},
        {"send_history": ["x"] * 1000},
        {"column_widths": {"a": 5}},
        {"column_widths": {"a": {"b": "c"}}},
        {"welcomed": 1},
        {"from a newer version": 1},
    ],
)
def test_a_value_of_another_kind_takes_its_default(tmp_path: Path, stored: dict[str, object]) -> None:
    (tmp_path / "settings.json").write_text(json.dumps(stored))
    assert SettingsFile(tmp_path).load() == (Settings(), "")


def test_a_folder_that_cannot_be_made_is_said_and_never_fatal(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")
    file = SettingsFile(tmp_path / "a file" / "folder")
    assert "can't be kept" in file.save(Settings())
    settings, note = file.load()
    assert settings == Settings()
    assert "can't be read" in note
