"""Tk's own dialogs for files, answered by key as a person answers them, and closed over their heads."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gui.files.dialogs import FileDialogs
from gui.models.files.file_kinds import CAPTURE
from gui.settings import Settings

DIALOG = ".__tk_filedialog"
SOON_MS = 20


@pytest.fixture
def root() -> Iterator[tk.Tk]:
    """A window that a test may destroy."""
    root = tk.Tk()
    root.update()
    root.focus_force()
    yield root
    try:
        root.destroy()
    except tk.TclError:  # the test has done so
        return


def when_it_is_there(root: tk.Tk, act: Callable[[], None]) -> None:
    """Do it once the dialog waits for somebody; it has the main loop meanwhile."""

    def look() -> None:
        if root.tk.call("winfo", "exists", DIALOG) and root.tk.call("winfo", "viewable", DIALOG):
            act()
        else:
            root.after(SOON_MS, look)

    root.after(SOON_MS, look)


def press(root: tk.Tk, key: str) -> None:
    entry = f"{DIALOG}.contents.f2.ent"
    root.tk.call("focus", "-force", entry)
    root.tk.call("update")
    root.tk.call("event", "generate", entry, key)


def test_a_new_file_gets_the_proposed_name_and_the_ending_of_its_kind(root: tk.Tk, tmp_path: Path) -> None:
    settings = Settings(folder=str(tmp_path))
    when_it_is_there(root, lambda: press(root, "<Return>"))
    path = FileDialogs(root, settings).ask_new("Save", CAPTURE, "proposed")
    assert path == tmp_path / "proposed.socketlab"


def test_the_folder_is_remembered_for_the_next_time(root: tk.Tk, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "a.socketlab").touch()
    settings = Settings(folder=str(tmp_path))
    dialogs = FileDialogs(root, settings)
    entry = f"{DIALOG}.contents.f2.ent"

    def answer() -> None:
        root.tk.call(entry, "insert", 0, str(tmp_path / "there" / "a.socketlab"))
        press(root, "<Return>")

    when_it_is_there(root, answer)
    assert dialogs.ask_existing("Open", [CAPTURE]) == tmp_path / "there" / "a.socketlab"
    assert settings.folder == str(tmp_path / "there")


def test_escape_is_no_answer(root: tk.Tk, tmp_path: Path) -> None:
    settings = Settings(folder=str(tmp_path))
    when_it_is_there(root, lambda: press(root, "<Escape>"))
    assert FileDialogs(root, settings).ask_new("Save", CAPTURE, "proposed") is None
    assert settings.folder == str(tmp_path)


def test_a_window_that_is_closed_while_it_asks_is_no_answer(root: tk.Tk, tmp_path: Path) -> None:
    when_it_is_there(root, root.destroy)
    assert FileDialogs(root, Settings(folder=str(tmp_path))).ask_new("Save", CAPTURE) is None
