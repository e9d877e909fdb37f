"""What a program says that was started from the Code view, with a way to stop it (window thread).

Law: it shows the last lines of however much is said, and follows the end only if the reader is there.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from gui.models.code.script_run import ScriptRun
from gui.parts import Parts
from gui.widgets.tooltip import Tooltip

_MOST_LINES = 2_000
_HEIGHT = 7


class RunPane(ttk.Frame):
    """Status, Stop and the output; it hides itself when it is closed."""

    def __init__(self, parent: tk.Misc, parts: Parts, on_change: Callable[[], None]) -> None:
        """`on_change`: a program has started or ended."""
        super().__init__(parent)
        self._parts = parts
        self._on_change = on_change
        self.run = ScriptRun(parts.bridge.ask, self._say, self._ended)
        head = ttk.Frame(self)
        self.status = ttk.Label(head, style="Muted.TLabel")
        self.stop = ttk.Button(head, text="Stop", command=self.run.stop)
        self.close = ttk.Button(head, style="Quiet.TButton", command=self._close)
        self.text = tk.Text(self, height=_HEIGHT, width=1, wrap="char", font="LabMono", state="disabled", undo=False)
        bar = ttk.Scrollbar(self, orient="vertical", takefocus=False, command=self.text.yview)
        self.text.configure(yscrollcommand=bar.set)
        parts.theme.dress(self.text)
        Tooltip(self.close, parts.theme, "Put the output away; a program that runs is stopped")
        Tooltip(self.text, parts.theme, "What the program says. Return here is Return for the program.")
        self.close.pack(side="right")
        self.stop.pack(side="right")
        self.status.pack(side="left", fill="x", expand=True)
        head.pack(fill="x")
        bar.pack(side="right", fill="y")
        self.text.pack(side="left", fill="both", expand=True)
        self.text.bind("<Return>", lambda _: self.run.press_return())
        self.text.bind("<Button-1>", lambda _: self.text.focus_set(), add=True)
        self.bind("<Destroy>", self._gone, add=True)
        parts.theme.follow(self, self._apply)

    def start(self, program: str, note: str) -> None:
        """Run it, and show what it says from now on; `note`: what there is to say before."""
        self.text.configure(state="normal")
        self.text.delete("1.0", "end")
        self.text.configure(state="disabled")
        try:
            self.run.start(program)
        except OSError as error:
            self._say(f"Python could not be started: {error.strerror}\n")
            return
        if note:
            self._say(f"{note}\n\n")
        self._show()

    def _say(self, text: str) -> None:
        at_end = float(self.text.yview()[1]) >= 1.0
        self.text.configure(state="normal")
        self.text.insert("end", text)
        lines = int(self.text.index("end-1c").split(".")[0])
        if lines > _MOST_LINES:
            self.text.delete("1.0", f"{lines - _MOST_LINES}.0")
        self.text.configure(state="disabled")
        if at_end:
            self.text.see("end")

    def _ended(self, status: int) -> None:
        self._show()
        if status < 0:
            self.status.configure(text="The program was stopped.")
        else:
            self.status.configure(text=f"The program has ended with status {status}.")

    def _show(self) -> None:
        running = self.run.is_running
        self.stop.state(["!disabled" if running else "disabled"])
        if running:
            self.status.configure(text="The program is running, in a Python of its own.")
        self._on_change()

    def _close(self) -> None:
        self.run.stop()
        self.pack_forget()

    def _gone(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self:
            self.run.stop()

    def _apply(self) -> None:
        px = self._parts.theme.px
        self.configure(padding=(0, px(6), 0, 0))
        self.text.configure(padx=px(8), pady=px(6), background=self._parts.theme.palette.panel)
        self.close.configure(image=self._parts.theme.cross())
