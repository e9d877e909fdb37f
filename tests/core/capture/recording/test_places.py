"""An automatic capture begins wherever it can, under a name of its own, and goes away when it is closed."""

from __future__ import annotations

import os
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from core.capture.recording.places import begin_automatic

pytestmark = pytest.mark.usefixtures("own_folders")


@pytest.fixture
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Data and temporary files of this test alone, on every system."""
    for variable in "HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_DATA_HOME":
        monkeypatch.setenv(variable, str(tmp_path / "home"))
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))


def test_it_begins_in_the_data_folder_which_is_made_for_it(tmp_path: Path) -> None:
    with closing(begin_automatic("1.2.3")) as capture:
        path = capture.status.path
        assert path.is_relative_to(tmp_path / "home")
        assert path.parent.name == "captures"
        assert path.suffix == ".socketlab"
        assert capture.header.lab == "1.2.3"
    assert not path.exists()


def test_two_of_the_same_second_have_two_names() -> None:
    with closing(begin_automatic()) as one, closing(begin_automatic()) as two:
        assert one.status.path != two.status.path


def test_where_the_data_folder_cannot_be_it_begins_in_the_temporary_one(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("not a folder")
    with closing(begin_automatic()) as capture:
        assert capture.status.path.parent == tmp_path / "temporary"


def test_without_a_home_folder_it_begins_in_the_temporary_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "")
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setattr(os, "getuid", lambda: 54_321)  # a user of whom the system knows no home either
    with closing(begin_automatic()) as capture:
        assert capture.status.path.is_relative_to(tmp_path / "temporary")


def test_no_folder_at_all_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").write_text("not a folder")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(FileNotFoundError):
        begin_automatic()
