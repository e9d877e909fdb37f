"""Export and Import at the real window: the files are judged by reading them."""

from __future__ import annotations

import csv
import json
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.capture.capture import Capture
from gui.files.export_panel import ExportPanel
from gui.frame.notices import Notice
from gui.models.files.export_form import Rows
from tests.core.capture.rows import echo
from tests.gui.conftest import close
from tests.gui.files.disk import small_disk
from tests.gui.person import Person

ECHO = 1


@pytest.fixture
def talked(person: Person) -> Iterator[Person]:
    """Two callers have talked to an echo listener: "one", "two", each there and back."""
    port = person.listen(reply=ECHO)
    at = ("127.0.0.1", port)
    with socket.create_connection(at, 10) as one, socket.create_connection(at, 10) as two:
        for plain, word in ((one, b"one"), (two, b"two\n=1+1")):
            plain.sendall(word)
            assert plain.recv(10) == word
        person.wait(lambda: len(person.traffic) == 4, "the traffic")
        yield person


def panel_of(person: Person) -> ExportPanel:
    """Open it from the menu."""
    person.choose_in_capture_menu("Export…")
    person.wait(lambda: person.window.capture_files.export_panel, "the panel")
    panel = person.window.capture_files.export_panel
    assert panel is not None
    person.wait(panel.winfo_viewable, "the panel")
    return panel


def export(person: Person, panel: ExportPanel, format: str, rows: Rows, path: Path) -> Notice:
    """Choose, press the button, answer the dialog, and read what came of it."""
    person.click(panel.rows[rows])
    person.click(panel.formats[format])
    person.answers.paths = [path]
    person.click(panel.button)
    person.wait(lambda: person.window.notices.shown, "the notice", 30)
    return person.window.notices.shown[-1]


def test_the_rows_that_the_filter_shows_become_a_table(talked: Person, tmp_path: Path) -> None:
    talked.write(talked.window.records.filter.entry.entry, "two")
    talked.press("<Return>", talked.window.records.filter.entry.entry)
    talked.wait(lambda: len(talked.traffic) == 2, "the filtered rows")
    panel = panel_of(talked)
    assert str(panel.rows[Rows.SHOWN].cget("text")) == "What Traffic shows now: 2 rows"
    notice = export(talked, panel, "csv", Rows.SHOWN, tmp_path / "two.csv")
    assert notice == Notice("info", "Exported 2 rows as two.csv", str(tmp_path / "two.csv"))
    assert not panel.is_open
    with (tmp_path / "two.csv").open(newline="", encoding="utf-8-sig") as file:
        lines = list(csv.DictReader(file))
    assert [line["direction"] for line in lines] == ["in", "out"]
    assert {line["peer"] for line in lines} == {talked.traffic[0][3]}


def test_what_one_socket_received_becomes_a_file_of_just_that(talked: Person, tmp_path: Path) -> None:
    panel = panel_of(talked)
    talked.click(panel.formats["raw"])
    choices = [str(choice) for choice in panel.raw.socket.entry.cget("values")]
    (second,) = [at for at, choice in enumerate(choices) if "in 8 B" in choice]
    talked.choose(panel.raw.socket, second)
    talked.click(panel.raw.directions["in"])
    assert str(panel.raw.directions["in"].cget("text")) == "Received: 8 B"
    notice = export(talked, panel, "raw", Rows.ALL, tmp_path / "two.bin")
    assert notice.headline == "Exported 1 row as two.bin"
    assert (tmp_path / "two.bin").read_bytes() == b"two\n=1+1"
    (asked,) = [title for title in talked.answers.asked if title.startswith("Export as Raw bytes: recording")]
    assert asked.endswith(" received")


def test_the_keyboard_alone_exports_everything(talked: Person, tmp_path: Path) -> None:
    talked.press("<Control-E>")
    panel = talked.window.capture_files.export_panel
    assert panel is not None
    talked.wait(panel.winfo_viewable, "the panel")
    talked.wait(lambda: talked.app.root.focus_get() is panel.rows[Rows.ALL], "the focus")
    talked.answers.paths = [tmp_path / "all.txt"]
    talked.press("<Return>", panel.rows[Rows.ALL])
    talked.wait(lambda: talked.window.notices.shown, "the notice")
    capture = talked.app.parts.capture
    assert len((tmp_path / "all.txt").read_text(encoding="utf-8").splitlines()) == capture.count + 1


def test_escape_closes_the_panel_and_the_focus_goes_back(talked: Person) -> None:
    before = talked.server.form.port.entry
    before.focus_force()
    talked.press("<Control-E>", before)
    panel = talked.window.capture_files.export_panel
    assert panel is not None
    talked.press("<Escape>", panel.formats["csv"])
    assert not panel.is_open
    assert talked.app.root.focus_get() is before
    talked.press("<Control-E>", before)
    assert panel.is_open
    talked.press("<Escape>", before)
    assert not panel.is_open


def test_a_socket_without_bytes_has_none_to_export(person: Person) -> None:
    person.listen()
    panel = panel_of(person)
    person.click(panel.formats["raw"])
    assert panel.button.instate(["disabled"])
    person.click(panel.formats["text"])
    assert panel.button.instate(["!disabled"])


def test_a_long_export_shows_how_far_it_is_and_can_be_cancelled(person: Person, tmp_path: Path) -> None:
    fill(person, 150_000)
    start_long_export(person, tmp_path / "folder" / "all.jsonl")
    person.wait(lambda: person.window.job_cards.cards, "the card")
    (card,) = person.window.job_cards.cards.values()
    assert str(card.title.cget("text")) == "Exporting all.jsonl"
    person.wait(lambda: card.state_label.text not in ("0 %", ""), "progress")
    person.click(card.cancel_button)
    person.wait(lambda: not person.window.job_cards.cards, "the card to go")
    assert list((tmp_path / "folder").iterdir()) == []
    assert person.window.notices.shown == ()


def test_closing_the_window_ends_an_export_and_leaves_no_unfinished_file(person: Person, tmp_path: Path) -> None:
    fill(person, 150_000)
    start_long_export(person, tmp_path / "folder" / "all.jsonl")
    person.wait(lambda: person.window.job_cards.cards, "the card")
    close(person)
    assert list((tmp_path / "folder").iterdir()) == []


def start_long_export(person: Person, path: Path) -> None:
    path.parent.mkdir()
    panel = panel_of(person)
    person.click(panel.formats["jsonl"])
    person.answers.paths = [path]
    person.click(panel.button)


def test_a_disk_too_full_for_an_export_is_told_and_leaves_nothing(person: Person, tmp_path: Path) -> None:
    fill(person, 2_000)
    panel = panel_of(person)
    with small_disk(tmp_path / "disk", "64k") as disk:
        notice = export(person, panel, "pcapng", Rows.ALL, disk / "all.pcapng")
        assert list(disk.iterdir()) == []
    assert notice.headline == "all.pcapng could not be exported"
    assert "too full" in notice.sentence
    assert "ENOSPC (28)" in notice.remedy


def test_a_folder_that_takes_no_file_is_told(person: Person, tmp_path: Path) -> None:
    person.listen()
    panel = panel_of(person)
    (tmp_path / "file").write_text("where a folder should be")
    notice = export(person, panel, "csv", Rows.ALL, tmp_path / "file" / "all.csv")
    assert "is not a folder" in notice.sentence
    assert "ENOTDIR (20)" in notice.remedy


def test_an_import_of_an_export_is_an_equal_capture(talked: Person, tmp_path: Path) -> None:
    panel = panel_of(talked)
    export(talked, panel, "jsonl", Rows.ALL, tmp_path / "all.jsonl")
    rows = talked.app.parts.capture.count
    notice = import_from(talked, tmp_path / "all.jsonl", tmp_path / "again.socketlab")
    assert notice.headline == f"Imported {rows} rows as again.socketlab"
    assert str(tmp_path / "again.socketlab") in notice.sentence
    capture = talked.app.parts.capture
    with closing(Capture.open(tmp_path / "again.socketlab")) as again:
        every = range(1, rows + 1)
        assert again.records(every) == capture.records(every)


@pytest.mark.parametrize(
    ("damage", "headline", "words"),
    [
        (b"{ this is no JSON\n", "bad.jsonl could not be imported", "is not a recording of Socket Lab"),
        (None, "bad.jsonl could not be imported", "There is no file"),
    ],
)
def test_what_is_no_export_is_not_imported(
    person: Person, tmp_path: Path, damage: bytes | None, headline: str, words: str
) -> None:
    if damage is not None:
        (tmp_path / "bad.jsonl").write_bytes(damage)
    notice = import_from(person, tmp_path / "bad.jsonl", tmp_path / "again.socketlab")
    assert notice.headline == headline
    assert words in notice.sentence
    assert not (tmp_path / "again.socketlab").exists()


def test_what_is_whole_of_a_damaged_export_is_imported_and_the_damage_is_told(talked: Person, tmp_path: Path) -> None:
    panel = panel_of(talked)
    export(talked, panel, "jsonl", Rows.ALL, tmp_path / "all.jsonl")
    lines = (tmp_path / "all.jsonl").read_bytes().splitlines(keepends=True)
    assert json.loads(lines[5])
    (tmp_path / "bad.jsonl").write_bytes(b"".join(lines[:5]) + lines[5][:20])
    notice = import_from(talked, tmp_path / "bad.jsonl", tmp_path / "again.socketlab")
    assert notice.headline == "Only 4 rows could be imported as again.socketlab"
    assert "damaged after row 4" in notice.sentence


def import_from(person: Person, source: Path, target: Path) -> Notice:
    """Choose Import…, answer both dialogs, and read what came of it."""
    before = len(person.window.notices.shown)
    person.answers.paths = [source, target]
    person.choose_in_capture_menu("Import…")
    person.wait(lambda: len(person.window.notices.shown) > before, "the notice")
    return person.window.notices.shown[-1]


def fill(person: Person, rows: int) -> None:
    """As many rows as a busy conversation makes; the engine has nothing to do meanwhile."""
    for raw in echo(rows):
        person.app.parts.capture.append(raw)
    assert person.app.parts.capture.flush(30)
