"""The Step view: every call of one socket waits for a press; guess first what it returns, then see (window thread).

Law: only the chosen socket waits; the window and the others go on.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from core.contract.commands import SetStepping, Step
from core.contract.sockets import SocketSnapshot
from gui.models.pictures.stepping import OUTCOMES, QUESTIONS, reveal
from gui.models.sockets.socket_choice import SocketChoice
from gui.parts import Parts
from gui.views.lower_view import LowerView
from gui.widgets.flow import Flow
from gui.widgets.tooltip import Tooltip
from gui.widgets.wrapped_label import WrappedLabel

NOBODY = "There is no open socket yet. Listen in the Server tab or connect in the Client tab, then choose it."
_OFF = "#{number} makes its calls by itself. Tick the box, and each of them waits for you."
_NOTHING_WAITS = "#{number} waits for something to happen: for a caller, for bytes, or for what you send."
_RIGHT, _WRONG, _UNGUESSED = "Right.", "Not this time.", ""


class StepView(LowerView):
    """The next call, the guess, the button, and what came of it."""

    has_detail = False

    def __init__(self, parent: tk.Misc, parts: Parts) -> None:
        super().__init__(parent)
        self._parts = parts
        self._choice = SocketChoice(parts.capture, parts.sockets, parts.selection)
        self._asked: tuple[int, str, int] | None = None
        """Socket, call, and the last row before it, of a step whose record has not been seen yet."""
        self._shown_call = ""
        self._guess = tk.StringVar(self)
        self._inside = ttk.Frame(self, style="Border.TFrame")
        self._inside.pack(fill="both", expand=True)
        self.question = WrappedLabel(self._inside, style="Heading.TLabel")
        self._choices = ttk.Frame(self._inside)
        self.button = ttk.Button(self._inside, text="Step", style="Accent.TButton", command=self._step)
        self.verdict = WrappedLabel(self._inside, style="Bold.TLabel")
        self.form = WrappedLabel(self._inside, style="Mono.TLabel")
        self.sentence = WrappedLabel(self._inside, style="TLabel")
        for part in (self.question, self._choices, self.button, self.verdict, self.form, self.sentence):
            part.pack(anchor="w", fill="x" if isinstance(part, WrappedLabel) else "none")
        Tooltip(self.button, parts.theme, "Make the call that waits, and see what it returns")
        parts.theme.follow(self, self._space)

    def controls(self, bar: Flow) -> tk.Widget:
        """On or off."""
        frame = ttk.Frame(bar)
        self._is_on = tk.BooleanVar(frame, value=False)
        self.hold = ttk.Checkbutton(frame, text="Hold each call", variable=self._is_on, command=self._switch)
        self.hold.pack(side="left")
        Tooltip(self.hold, self._parts.theme, "Every call of the chosen socket waits until you press Step")
        return frame

    @property
    def stamp(self) -> object:
        """The selection."""
        selection = self._parts.selection
        return selection.record, selection.sockets, self._asked

    def bring_up_to_date(self) -> None:
        """Show what there is now."""
        self._choice.look()
        snapshot = self._parts.sockets.get(self._choice.number)
        is_open = snapshot is not None and snapshot.is_open
        self.hold.configure(text=f"Hold each call of #{snapshot.number}" if snapshot is not None else "Hold each call")
        self.hold.state(["!disabled"] if is_open else ["disabled"])
        self._is_on.set(snapshot is not None and snapshot.is_stepping)
        self._reveal()
        self._ask(snapshot)

    def _ask(self, snapshot: SocketSnapshot | None) -> None:
        """The question about the call that waits now."""
        call = snapshot.next_call if snapshot is not None else ""
        self.button.state(["!disabled"] if call and self._asked is None else ["disabled"])
        if snapshot is None or not snapshot.is_open:
            self.question.say(NOBODY)
        elif call:
            self.question.say(f"Next on #{snapshot.number}: {QUESTIONS.get(call, f'{call}()')}")
        else:
            self.question.say((_NOTHING_WAITS if snapshot.is_stepping else _OFF).format(number=snapshot.number))
        if call != self._shown_call:
            self._shown_call = call
            self._guess.set("")
            for old in self._choices.winfo_children():
                old.destroy()
            for outcome in OUTCOMES.get(call, ()):
                ttk.Radiobutton(
                    self._choices, text=outcome.title, value=outcome.name, variable=self._guess
                ).pack(anchor="w")  # fmt: skip
            if not call:  # an empty frame keeps its last height otherwise
                self._choices.configure(height=1)

    def _step(self) -> None:
        snapshot = self._parts.sockets.get(self._choice.number)
        if snapshot is None or not snapshot.next_call or self._asked is not None:
            return
        self._asked = snapshot.number, snapshot.next_call, self._parts.capture.count
        self._guessed = self._guess.get()
        number = snapshot.number
        self._parts.bridge.submit(lambda command: Step(command, number), lambda _: None, lambda _: self._forget())

    def _forget(self) -> None:
        self._asked = None

    def _reveal(self) -> None:
        """As soon as the call's record is there."""
        if self._asked is None:
            return
        number, call, after = self._asked
        found = reveal(self._parts.capture, number, call, after)
        if found is None:
            return
        self._asked = None
        verdict = _UNGUESSED if not self._guessed else _RIGHT if self._guessed == found.outcome else _WRONG
        self.verdict.say(f"{verdict} It returned:".strip())
        self.form.say(found.form)
        self.sentence.say(found.sentence)
        self._parts.selection.choose_record(found.seq)

    def _switch(self) -> None:
        number, is_on = self._choice.number, self._is_on.get()
        if number is not None:
            self._parts.bridge.submit(
                lambda command: SetStepping(command, number, is_on), lambda _: None, lambda _: None
            )  # fmt: skip

    def _space(self) -> None:
        px = self._parts.theme.px
        self._inside.configure(padding=px(18))
        for part, above in (
            (self._choices, 10),
            (self.button, 10),
            (self.verdict, 18),
            (self.form, 6),
            (self.sentence, 6),
        ):
            part.pack_configure(pady=(px(above), 0))
