"""Save as at the real window: what is told, what the file holds, and what a refusal leaves."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from core.capture.capture import Capture
from core.contract.records import CallRecord
from gui.frame.notices import Notice
from tests.core.capture.rows import echo
from tests.gui.conftest import close
from tests.gui.files.disk import small_disk
from tests.gui.person import Person


def records_in(path: Path) -> list[CallRecord]:
    with closing(Capture.open(path)) as capture:
        assert capture.status.fault is None
        return capture.records(range(capture.first, capture.count + 1))


def save_as(person: Person, path: Path) -> Notice:
    """Choose Save as…, answer the dialog, and read what came of it."""
    person.answers.paths = [path]
    person.choose_in_capture_menu("Save as…")
    person.wait(lambda: person.window.notices.shown, "the notice")
    return person.window.notices.shown[-1]


def test_the_saved_file_opens_again_with_every_row_and_the_notice_says_how_many(person: Person, tmp_path: Path) -> None:
    person.listen()
    notice = save_as(person, tmp_path / "saved.socketlab")
    records = records_in(tmp_path / "saved.socketlab")
    capture = person.app.parts.capture
    assert records == capture.records(range(1, capture.count + 1))
    assert notice == Notice("info", f"Saved {len(records)} rows as saved.socketlab", str(tmp_path / "saved.socketlab"))
    (asked,) = person.answers.asked
    assert asked.startswith("Save the recording as: recording 20")


def test_the_key_saves_too_and_the_dialog_can_be_left(person: Person, tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    person.answers.paths = [None]
    person.press("<Control-s>")
    person.wait(lambda: person.answers.asked, "the dialog")
    person.let_live(0.1)
    assert set(tmp_path.iterdir()) == before
    assert person.window.notices.shown == ()


def test_a_full_disk_is_told_in_words_and_recording_goes_on(person: Person, tmp_path: Path) -> None:
    fill(person, 5_000)
    with small_disk(tmp_path / "disk", "64k") as disk:
        notice = save_as(person, disk / "saved.socketlab")
        assert list(disk.iterdir()) == []
    assert notice.headline == "The recording could not be saved as saved.socketlab"
    assert "too full" in notice.sentence
    assert "ENOSPC (28)" in notice.remedy
    assert "stopped" not in notice.sentence
    assert person.app.parts.capture.status.fault is None


def test_a_folder_that_is_not_there_is_told_in_words(person: Person, tmp_path: Path) -> None:
    notice = save_as(person, tmp_path / "nowhere" / "saved.socketlab")
    assert "There is no file or no folder" in notice.sentence
    assert "ENOENT (2)" in notice.remedy


def test_the_file_that_is_being_recorded_is_not_saved_over(person: Person, tmp_path: Path) -> None:
    own = tmp_path / "capture-0.socketlab"
    person.listen()
    notice = save_as(person, own)
    assert "The recording itself is in" in notice.sentence
    assert person.app.parts.capture.flush()
    assert records_in(own)


def test_closing_the_window_ends_a_save_that_is_under_way(person: Person, tmp_path: Path) -> None:
    fill(person, 30_000)
    target = tmp_path / "folder" / "saved.socketlab"
    target.parent.mkdir()
    person.answers.paths = [target]
    person.choose_in_capture_menu("Save as…")
    person.wait(lambda: person.app.parts.jobs.running or target.exists(), "the job")
    close(person)
    assert not any(file.suffix == ".part" for file in target.parent.iterdir())
    assert not target.exists() or len(records_in(target)) >= 30_000


def fill(person: Person, rows: int) -> None:
    """As many rows as a busy conversation makes; the engine has nothing to do meanwhile."""
    for raw in echo(rows):
        person.app.parts.capture.append(raw)
    assert person.app.parts.capture.flush(30)
