"""Somebody at the window: types, clicks, reads (test thread, which is the window's).

Law: acts through Tk events only, and reads what is on the screen; never reaches past it.
"""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable, Sequence
from pathlib import Path
from tkinter import ttk

from gui.app import App
from gui.files.capture_menu import CaptureMenu
from gui.files.dialogs import FileDialogs
from gui.models.files.file_kinds import FileKind
from gui.sessions.session_menu import SessionMenu
from gui.views.lower_views import VIEWS
from gui.views.tables.record_view import RecordView
from gui.widgets.entry.field import Field
from gui.widgets.table.virtual_table import VirtualTable

PATIENCE_S = 15.0

_KEYSYMS = {
    " ": "space", "\\": "backslash", "/": "slash", ".": "period", ":": "colon", "-": "minus", "%": "percent",
    "[": "bracketleft", "]": "bracketright", ",": "comma", "!": "exclam", "#": "numbersign", "_": "underscore",
    ">": "greater", "<": "less", "+": "plus", "(": "parenleft", ")": "parenright", "=": "equal", '"': "quotedbl",
    "{": "braceleft", "}": "braceright",
}  # fmt: skip


class Answers(FileDialogs):
    """Stands in for the system's dialogs, which no test can reach: says which file, in the order asked."""

    def __init__(self) -> None:
        self.paths: list[Path | None] = []
        """What will be answered; None: cancelled."""
        self.asked: list[str] = []
        """The titles, and after a colon the names that were proposed."""

    def ask_new(
        self, title: str, kind: FileKind, name: str = "", *, others: Sequence[FileKind] = (), adds: bool = False
    ) -> Path | None:
        """As the dialog would."""
        return self._answer(f"{title}: {name}")

    def ask_existing(self, title: str, kinds: Sequence[FileKind]) -> Path | None:
        """As the dialog would."""
        return self._answer(title)

    def _answer(self, title: str) -> Path | None:
        self.asked.append(title)
        return self.paths.pop(0)


class Person:
    """Drives one App whose main loop is this class's waiting."""

    def __init__(self, app: App, answers: Answers) -> None:
        self.app = app
        self.answers = answers
        self.window = app.window
        self.server = app.window.server
        self.client = app.window.client

    def wait(self, predicate: Callable[[], object], what: str = "it", seconds: float = PATIENCE_S) -> None:
        """Let the window live until something can be seen."""
        deadline = time.monotonic() + seconds
        while not predicate():
            assert time.monotonic() < deadline, f"waited {seconds} s in vain for {what}"
            self.app.root.tk.dooneevent(0)  # the window's own tick ends each wait within 100 ms

    def let_live(self, seconds: float) -> None:
        """Let the window live for a while."""
        until = time.monotonic() + seconds
        self.wait(lambda: time.monotonic() >= until, "time to pass", seconds + PATIENCE_S)

    def click(self, widget: tk.Misc) -> None:
        """Press and release the left button in the middle of a widget."""
        widget.update_idletasks()
        x, y = widget.winfo_width() // 2, widget.winfo_height() // 2
        for event in ("<Enter>", "<ButtonPress-1>", "<ButtonRelease-1>"):
            widget.event_generate(event, x=x, y=y)

    def double_click(self, widget: tk.Misc) -> None:
        """Twice, as fast as a hand can."""
        self.click(widget)
        self.click(widget)

    def click_row(self, table: VirtualTable, row: int, *, control: bool = False) -> None:
        """Click on a row of a table, counted from the uppermost one in sight."""
        table.update_idletasks()
        box = table.tree.bbox(table.tree.get_children()[row])
        assert box, "the row is out of sight"
        x, y, _, height = box
        modifier = "Control-" if control else ""
        for event in (f"<{modifier}ButtonPress-1>", f"<{modifier}ButtonRelease-1>"):
            table.tree.event_generate(event, x=x + 20, y=y + height // 2)

    def click_text(self, widget: tk.Text, words: str) -> None:
        """Click on the beginning of some words in a text."""
        widget.update_idletasks()
        at = widget.search(words, "1.0")
        box = widget.bbox(at) if at else None
        assert box, f"{words!r} is out of sight"
        for event in ("<ButtonPress-1>", "<ButtonRelease-1>"):
            widget.event_generate(event, x=box[0] + 1, y=box[1] + box[3] // 2)

    def write(self, entry: ttk.Entry, text: str) -> None:
        """Replace what stands in an entry by typing."""
        entry.focus_force()
        entry.update()
        entry.selection_range(0, "end")
        entry.event_generate("<Key>", keysym="BackSpace")
        for character in text:
            entry.event_generate("<Key>", keysym=_KEYSYMS.get(character, character))

    def press(self, keys: str, widget: tk.Misc | None = None) -> None:
        """Press keys, named as Tk does ("<Control-l>"), in a widget or in the window."""
        target = widget if widget is not None else self.app.root
        target.focus_force()
        target.update()
        target.event_generate(keys)

    def choose(self, box: Field | ttk.Combobox, index: int) -> None:
        """Choose a line of a box."""
        combobox = box.entry if isinstance(box, Field) else box
        assert isinstance(combobox, ttk.Combobox)
        combobox.current(index)
        combobox.event_generate("<<ComboboxSelected>>")

    def choose_in_capture_menu(self, label: str) -> None:
        """Open the recording's menu with the mouse, and go to an entry with the keys."""
        self._choose_in(self.window.header.capture, label)

    def choose_in_session_menu(self, label: str, below: str = "") -> None:
        """The same in the session's; `below`: an entry of the menu that this entry opens."""
        self._choose_in(self.window.header.session, label, below)

    def _choose_in(self, button: CaptureMenu | SessionMenu, label: str, below: str = "") -> None:
        self.click(button)
        menu = button.menu
        self._go_to(menu, label)
        if below:
            self.press("<Right>", menu)
            submenu = menu.nametowidget(menu.entrycget("active", "menu"))
            self._go_to(submenu, below)
            submenu.event_generate("<Return>")
        else:
            menu.event_generate("<Return>")
        self.wait(lambda: not menu.winfo_viewable(), "the menu to go")

    def _go_to(self, menu: tk.Menu, label: str) -> None:
        self.wait(menu.winfo_viewable, "the menu")
        at = next(at for at in range((menu.index("end") or 0) + 1) if label_of_entry(menu, at) == label)
        while menu.index("active") != at:
            self.press("<Down>", menu)

    def rows(self, table: VirtualTable) -> list[tuple[str, ...]]:
        """The rows in sight, cell by cell."""
        tree = table.tree
        return [tuple(str(cell) for cell in tree.item(item, "values")) for item in tree.get_children()]

    @property
    def bound(self) -> list[tuple[str, ...]]:
        """The bound ports list."""
        return self.rows(self.server.bound.table.table)

    @property
    def connections(self) -> list[tuple[str, ...]]:
        """The connections of the selected port."""
        return self.rows(self.server.conversations.table.table)

    @property
    def clients(self) -> list[tuple[str, ...]]:
        """The Client tab's list."""
        return self.rows(self.client.conversations.table.table)

    def look_at(self, key: str) -> None:
        """Bring a view of the lower half to the front by its key."""
        digit = next(view.on for view in VIEWS if view.key == key)
        self.press(f"<Control-Key-{digit}>")

    def record_view(self, key: str) -> RecordView:
        """A view of the lower half that lists records; it must have been in front before."""
        view = self.window.records.views[key]
        assert isinstance(view, RecordView)
        return view

    def table(self, key: str) -> VirtualTable:
        """The table of such a view."""
        return self.record_view(key).table

    @property
    def traffic(self) -> list[tuple[str, ...]]:
        """The Traffic view."""
        return self.rows(self.table("traffic"))

    @property
    def calls(self) -> list[tuple[str, ...]]:
        """The Calls view."""
        return self.rows(self.table("calls"))

    def listen(self, *, port: str = "0", reply: int = 0) -> int:
        """Listen on a port as a person would; returns the port that was given."""
        before = len(self.bound)
        self.write(self.server.form.port.entry, port)
        self.choose(self.server.form.reply.which, reply)
        self.click(self.server.form.button)
        self.wait(lambda: len(self.bound) > before, "the row")
        held = self.bound[-1][2].split("  ")[0]
        # The row comes when the port is held: until listen() has been called, who calls there is refused.
        state = "bound" if held.startswith("UDP") else "listening"
        self.wait(lambda: self.bound[-1][4].startswith((state, "⚠ reachable")), f"the row to say {state}")
        return int(held.rpartition(":")[2])

    def connect(self, port: int, host: str = "127.0.0.1") -> None:
        """Go to the Client tab and connect."""
        self.window.show_tab("client")
        self.write(self.client.form.host.entry, host)
        self.write(self.client.form.port.entry, str(port))
        self.click(self.client.form.button)


def label_of_entry(menu: tk.Menu, at: int) -> str:
    """What a line of a menu says; "" for a line between groups."""
    return "" if menu.type(at) == "separator" else str(menu.entrycget(at, "label"))
