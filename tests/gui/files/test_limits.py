"""The limits of the recording at the window: changed in their panel, and what they cost always said."""

from __future__ import annotations

import socket
from pathlib import Path

from gui.files.limits_panel import LimitsPanel
from gui.settings import Settings, SettingsFile
from tests.gui.conftest import StartLab, close
from tests.gui.person import Person


def limits_panel(person: Person) -> LimitsPanel:
    person.choose_in_capture_menu("Limits…")
    person.wait(lambda: "limits" in person.window.panels.made, "the panel")
    panel = person.window.panels.made["limits"]
    assert isinstance(panel, LimitsPanel)
    person.wait(panel.winfo_viewable, "the panel to be seen")
    return panel


def send(port: int, size: int) -> None:
    with socket.create_connection(("127.0.0.1", port), 10) as plain:
        plain.sendall(bytes(size))


def test_a_size_is_changed_in_the_panel_holds_at_once_and_is_remembered(start_lab: StartLab, tmp_path: Path) -> None:
    SettingsFile(tmp_path / "settings").save(Settings(welcomed=True))
    person = start_lab(live=True)
    port = person.listen()
    panel = limits_panel(person)
    assert (panel.size_field.value, panel.bytes_field.value) == ("2 GiB", "all")
    person.write(panel.size_field.entry, "9 MB")
    person.write(panel.bytes_field.entry, "none")
    person.press("<Return>", panel.bytes_field.entry)
    assert "at least 10 MB" in panel.size_field.message
    assert "all" in panel.bytes_field.message
    person.write(panel.size_field.entry, "10 MB")
    person.write(panel.bytes_field.entry, "all")
    assert panel.size_field.message == panel.bytes_field.message == ""
    person.press("<Return>", panel.size_field.entry)
    assert panel.said.text == "Kept: the size from now on, the bytes from the next start."
    send(port, 30_000_000)
    person.wait(lambda: "no longer kept" in person.window.status.text, "rows to go")
    person.wait(lambda: person.app.parts.capture.overall.bytes_in == 30_000_000, "all bytes to be counted")
    assert "0 rows lost" in person.window.status.text
    person.wait(lambda: "takes 10 MB at most (the oldest" in panel.now.text, "the panel to say it too")
    close(person)
    assert SettingsFile(tmp_path / "settings").load().settings.keep_size == "10 MB"


def test_bytes_that_a_start_option_keeps_out_are_counted(start_lab: StartLab, tmp_path: Path) -> None:
    SettingsFile(tmp_path / "settings").save(Settings(welcomed=True))
    person = start_lab(["--keep-bytes", "1"], live=True)
    send(person.listen(), 10_000)
    person.wait(lambda: "10 KB of payload not kept" in person.window.status.text, "the count")
    assert "keeps of each call the first 1 byte (10 KB were not kept)" in limits_panel(person).now.text
