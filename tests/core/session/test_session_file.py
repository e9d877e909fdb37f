"""A session file on the disk: whole or untouched, and told from everything else that may be opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.contract.endpoints import Protocol
from core.explain.faults import explain
from core.payload.addresses import Target
from core.session.clients import Client
from core.session.errors import SessionError
from core.session.file import MOST_BYTES, SUFFIX, looks_like_session, open_session, save_session
from core.session.session import Session, write_session

SESSION = Session("one caller", clients=(Client(Target(Protocol.TCP, "localhost", 80)),))


def test_a_saved_session_is_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "a.labsession"
    save_session(path, Session())
    save_session(path, SESSION)
    assert open_session(path) == SESSION
    assert list(tmp_path.iterdir()) == [path]


def test_what_can_not_be_opened_is_one_fault_in_words(tmp_path: Path) -> None:
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    pipe = Path("/dev/null")
    other = tmp_path / "other.txt"
    other.write_text('{"format": "another"}', encoding="utf-8")
    for path, name in (
        (tmp_path / "none", "ENOENT"),
        (tmp_path, "EISDIR"),
        (pipe, "NOT_A_SESSION"),
        (large, "SESSION_TOO_LARGE"),
        (other, "NOT_A_SESSION"),
    ):
        with pytest.raises(SessionError) as refused:
            open_session(path)
        assert refused.value.fault.name == name
        assert str(path) in explain(refused.value.fault).sentence


def test_a_folder_that_is_not_there_takes_no_session(tmp_path: Path) -> None:
    with pytest.raises(SessionError) as refused:
        save_session(tmp_path / "none" / "a", SESSION)
    assert refused.value.fault.name == "ENOENT"


def test_a_session_is_told_from_a_recording_by_its_name_or_its_first_bytes(tmp_path: Path) -> None:
    renamed, recording = tmp_path / "renamed.json", tmp_path / "a.socketlab"
    renamed.write_bytes(write_session(SESSION))
    recording.write_bytes(b"\x89socketlab\r\n")
    assert looks_like_session(renamed)
    assert looks_like_session(tmp_path / f"not there{SUFFIX}")
    assert not looks_like_session(recording)
    assert not looks_like_session(tmp_path / "not there")
