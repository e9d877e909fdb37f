"""The Code view: the same calls as a program, to read, copy, save and run (window thread).

Law: what is shown is what is copied, saved and run; nothing is ever run without a click.
"""

from __future__ import annotations

import tkinter as tk
from functools import partial
from pathlib import Path
from tkinter import ttk

from core.capture.export.replacement import replacing
from core.contract.faults import Fault, fault_of
from core.explain.faults import explain
from core.explain.script import Script
from gui.models.code.code_colours import coloured
from gui.models.code.code_subject import CodeSubject, CodeWriter, What, Written
from gui.models.code.script_run import can_run
from gui.models.files.file_kinds import FileKind
from gui.parts import Parts
from gui.views.lower_view import LowerView
from gui.views.run_pane import RunPane
from gui.widgets.flow import Flow
from gui.widgets.segmented import Segmented
from gui.widgets.text.code_text import CodeText
from gui.widgets.tooltip import Tooltip

LANGUAGES = (("python", "Python"), ("plain", "simpler"), ("c", "C"), ("netcat", "ncat, socat"))
_FILES = {
    "python": (FileKind("Python program", ".py"), "conversation.py"),
    "plain": (FileKind("Python program", ".py"), "conversation.py"),
    "c": (FileKind("C program", ".c"), "conversation.c"),
    "netcat": (FileKind("Shell script", ".sh"), "conversation.sh"),
}
_WHATS = tuple(What)
_TIPS = {
    "python": "Exactly the calls that were made, in their order: sockets that do not block, as in the lab",
    "plain": "Python as in a textbook: each call waits by itself, and the lab’s own look-ups are left out",
    "c": "The same calls in C, for Linux and macOS",
    "netcat": "What comes nearest to it on a command line",
}
_SAID_MS = 4_000
_NO_PYTHON = "The packaged program has no Python to run it with. Save it, then run it with: python3 conversation.py"
_WHAT_HELP = (
    "Of which calls the program is made. What is selected: the conversation of the row, or the sockets in the lists "
    "above, whichever was chosen last."
)
_RUN = ("python", "plain")
_NOT_RUN = "Only a Python program can be run from here."


class CodeView(LowerView):
    """One program in three languages."""

    has_detail = False

    def __init__(self, parent: tk.Misc, parts: Parts) -> None:
        super().__init__(parent)
        self._parts = parts
        self._subject = CodeSubject(parts.selection, parts.sockets)
        self._writer = CodeWriter(parts.capture, parts.bridge.ask)
        self._written: Written | None = None
        self._marked: int | None = None
        self._language = parts.settings.code_language
        self._to_see = True
        """The selected record's lines, or the first call's, are to be brought into sight."""
        self._bar = self._make_bar()
        self.code = CodeText(self, parts.theme)
        self.output = RunPane(self, parts, self._say_whether_it_runs)
        self._bar.pack(fill="x")
        self.code.pack(fill="both", expand=True)
        self._say_whether_it_runs()
        parts.theme.follow(self, self._space)

    def _make_bar(self) -> Flow:
        """What it is, of what, in which language, and what to do with it."""
        theme = self._parts.theme
        bar = Flow(self, theme)
        self.heading = ttk.Label(bar, style="Muted.TLabel")
        of = ttk.Frame(bar)
        ttk.Label(of, text="of", style="Muted.TLabel").pack(side="left", padx=(0, theme.px(8)))
        self.what = ttk.Combobox(of, values=[what.value for what in _WHATS], state="readonly", width=16)
        self.what.current(0)
        self.what.bind("<<ComboboxSelected>>", lambda _: self._choose_what())
        self.what.pack(side="left")
        self.language = Segmented(bar, theme, LANGUAGES, self._choose_language)
        self.language.value = self._language
        self.copy = ttk.Button(bar, text="Copy", command=self._copy)
        self.save = ttk.Button(bar, text="Save as…", command=self._ask_where)
        self.run = ttk.Button(bar, text="Run", command=self._run)
        bar.add(self.heading, grow=True)
        for widget in (of, self.language, self.copy, self.save, self.run):
            bar.add(widget)
        Tooltip(self.what, theme, _WHAT_HELP)
        for language, tip in _TIPS.items():
            Tooltip(self.language.buttons[language], theme, tip)
        Tooltip(self.copy, theme, "Copy the whole program")
        Tooltip(self.run, theme, self._run_help)
        return bar

    @property
    def stamp(self) -> object:
        """The selected record and sockets, what the box says, and the language."""
        selection = self._parts.selection
        return selection.record, selection.sockets, selection.side, self._subject.what, self._language

    def bring_up_to_date(self) -> None:
        """Have the program written anew when there are new calls, and mark the lines of the selected record."""
        self._writer.advance(self._subject.subject, self._take)
        self._mark()

    def remember(self) -> None:
        """The language."""
        self._parts.settings.code_language = self._language

    @property
    def _script(self) -> Script:
        return Script(()) if self._written is None else self._written.scripts[self._language]

    def _take(self, written: Written) -> None:
        self._written = written
        self._head(written.heading)
        self._show()

    def _head(self, text: str) -> None:
        if text != str(self.heading.cget("text")):
            self.heading.configure(text=text)
            self._bar.resized()

    def _show(self) -> None:
        script = self._script
        self.code.show(coloured(self._language, (line.text for line in script.lines)), script.first_call)
        self._mark()
        self._to_see = False

    def _mark(self) -> None:
        """Its lines come into sight when another record is selected, and not each time that more is written."""
        record, script = self._parts.selection.record, self._script
        if record != self._marked:
            self._marked = record
            self._to_see = True
        lines = [] if record is None else script.lines_of(record)
        self.code.mark(lines)
        if self._to_see and script.lines:
            self.code.see(lines[0] if lines else script.first_call)

    def _choose_what(self) -> None:
        self._subject.what = _WHATS[self.what.current()]
        self._to_see = True
        self.bring_up_to_date()

    def _choose_language(self, language: str) -> None:
        self._language = language
        self._to_see = True
        self._show()
        self._say_whether_it_runs()

    def _copy(self) -> None:
        self.clipboard_clear()
        self.clipboard_append(self._script.text)
        self._say_on(self.copy, "Copied ✓", "Copy")

    def _ask_where(self) -> None:
        kind, name = _FILES[self._language]
        path = self._parts.dialogs.ask_new("Save the program", kind, name)
        if path is not None:
            self.save_as(path)

    def save_as(self, path: Path) -> None:
        """Write what is shown; whether that went well is said above it."""
        self._parts.bridge.ask(partial(_write, path, self._script.text), lambda fault: self._saved(path, fault))

    def _saved(self, path: Path, fault: Fault | None) -> None:
        if fault is None:
            self._say_on(self.save, "Saved ✓", "Save as…")
            self._head(f"Saved as {path}.")
        else:
            words = explain(fault)
            self._head(f"{words.sentence} {words.remedy} {words.error}")

    def _run(self) -> None:
        if self.output.run.is_running or self._written is None:
            return
        self.output.pack(fill="x")
        self.output.start(self._script.text, self._warning(self._written))

    def _warning(self, written: Written) -> str:
        """That a socket of this lab is in the way of the program."""
        holders = [self._parts.sockets.holder_of(protocol, endpoint) for protocol, endpoint in written.holds]
        held = [it for it in holders if it is not None and it.local is not None]
        if not held:
            return ""
        names = " and ".join(f"#{it.number} holds on to port {it.local.port}" for it in held if it.local is not None)
        return f"In this lab {names}: close that first, or bind() will fail with EADDRINUSE."

    def _say_whether_it_runs(self) -> None:
        can = can_run() and self._language in _RUN and not self.output.run.is_running
        self.run.state(["!disabled" if can else "disabled"])

    def _run_help(self) -> str:
        if not can_run():
            return _NO_PYTHON
        if self._language not in _RUN:
            return _NOT_RUN
        return "Run the program as it stands here, in a Python of its own"

    def _say_on(self, button: ttk.Button, said: str, usual: str) -> None:
        button.configure(text=said)
        self.after(_SAID_MS, lambda: button.configure(text=usual))

    def _space(self) -> None:
        self._bar.pack_configure(pady=(0, self._parts.theme.px(6)))


def _write(path: Path, text: str) -> Fault | None:
    """A worker's business: the file is complete, or what it was before."""
    try:
        with replacing(path) as part:
            part.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        return fault_of(error, "write", about=str(path))
    return None
