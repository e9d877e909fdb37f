"""The fields of one rule: what it looks for, what it answers, when, and what then (window thread).

Law: it shows a form and gives it back as it stands; what is wrong is said beside the field it is typed in.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from core.contract.faults import Fault
from core.contract.faults import Field as At
from core.explain.faults import explain
from core.replies.rulebook.rule import When
from gui.keys import leave_send_keys
from gui.models.replies.rule_form import ANSWER_HELP, PATTERN_HELP, PLAIN_HELP, THENS, WHENS, RuleForm
from gui.theme import Theme
from gui.widgets.entry.field import Field
from gui.widgets.flow import Flow
from gui.widgets.tooltip import Tooltip

_NO_RULE = "Press “Add” first: there is no rule."
_WHENS, _THENS = tuple(WHENS), tuple(THENS)


class RuleFields(ttk.Frame):
    """Four lines, each in a Flow of its own, so that a pattern gets what room there is."""

    def __init__(self, parent: tk.Misc, theme: Theme, on_change: Callable[[], None]) -> None:
        super().__init__(parent)
        self._theme = theme
        self._on_change = on_change
        self._ignores_case = tk.BooleanVar(self)
        self._is_on = tk.BooleanVar(self)
        flows = [Flow(self, theme) for _ in range(4)]
        self.when = self._choice(flows[0], "If a message", list(WHENS.values()), 15)
        self.ignores_case = self._tick(flows[0], "in any case (a = A)", self._ignores_case)
        self.pattern = self._text(flows[1], "this", PLAIN_HELP, 24)
        self.answer = self._text(flows[2], "answer", ANSWER_HELP, 20)
        self.notation = self._choice(flows[2], "in", ["Text", "Hex"], 5)
        self.delay = self._text(flows[3], "after (ms)", "From when the message came in; 0: at once", 7)
        self.then = self._choice(flows[3], "then", list(THENS.values()), 7)
        Tooltip(
            self.then.entry, theme, "Close: in order, when the answer has gone out. Reset: at once, with RST. TCP only"
        )
        self.name = self._text(flows[3], "Name", "For you alone", 18)
        self.is_on = self._tick(flows[3], "in use", self._is_on)
        for flow in flows:
            flow.pack(fill="x", pady=(0, theme.px(8)))
        self._at_fault = {At.PATTERN: self.pattern, At.DATA: self.answer, At.DELAY: self.delay}
        self.show(None, ())

    def show(self, form: RuleForm | None, faults: Sequence[Fault]) -> None:
        """A rule; None: there is none, and nothing to type into."""
        shown = form or RuleForm()
        self.when.choose(_WHENS.index(shown.when))
        self.pattern.value, self.answer.value = shown.pattern, shown.answer
        self.delay.value, self.name.value = shown.delay, shown.name
        self.notation.choose(int(shown.answers_in_hex))
        self.then.choose(_THENS.index(shown.then))
        self._ignores_case.set(shown.ignores_case)
        self._is_on.set(shown.is_on)
        for field in (self.when, self.pattern, self.answer, self.notation, self.delay, self.then, self.name):
            field.set_enabled(form is not None, _NO_RULE)
        for tick in (self.ignores_case, self.is_on):
            tick.state(["!disabled" if form is not None else "disabled"])
        self._fit(is_there=form is not None)
        self.say(faults)

    @property
    def form(self) -> RuleForm:
        """The fields as they stand."""
        return RuleForm(
            _WHENS[self.when.index], self.pattern.value, self._ignores_case.get(), self.answer.value,
            self.notation.index == 1, self.delay.value, _THENS[self.then.index], self.name.value, self._is_on.get(),
        )  # fmt: skip

    def say(self, faults: Sequence[Fault]) -> None:
        """What is wrong, each beside its field."""
        for field in self._at_fault.values():
            field.clear()
        for fault in faults:
            if (at := self._at_fault.get(fault.field)) is not None:
                words = explain(fault)
                at.show_error(f"{words.sentence} {words.remedy}")

    def focus_fault(self, faults: Sequence[Fault]) -> None:
        """Put the cursor where the first of them is."""
        if faults and (at := self._at_fault.get(faults[0].field)) is not None:
            at.focus_entry()

    def _fit(self, *, is_there: bool) -> None:
        """Anything has no pattern, and hex no case."""
        when = _WHENS[self.when.index]
        has_pattern = when is not When.ANYTHING
        self.pattern.set_enabled(is_there and has_pattern, PATTERN_HELP[When.ANYTHING] if is_there else _NO_RULE)
        self.pattern.set_help(PATTERN_HELP.get(when, PLAIN_HELP))
        has_case = is_there and has_pattern and when is not When.HEX
        self.ignores_case.state(["!disabled" if has_case else "disabled"])

    def _changed(self) -> None:
        self._fit(is_there=True)
        self._on_change()

    def _choice(self, flow: Flow, label: str, values: list[str], width: int) -> Field:
        field = Field(flow, self._theme, label, values=values, editable=False, width=width)
        field.on_change(self._changed)
        flow.add(field)
        return field

    def _text(self, flow: Flow, label: str, help: str, width: int) -> Field:
        field = Field(flow, self._theme, label, mono=True, help=help, width=width)
        field.on_change(self._changed)
        leave_send_keys(field.entry)
        flow.add(field, grow=width >= 20)
        return field

    def _tick(self, flow: Flow, label: str, variable: tk.BooleanVar) -> ttk.Checkbutton:
        tick = ttk.Checkbutton(flow, text=label, variable=variable, command=self._changed)
        flow.add(tick)
        return tick
