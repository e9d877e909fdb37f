"""How often the message in the send row is sent: once, or again and again (window thread).

Law: fields that are not in use are not shown.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from core.contract.faults import Field as At
from gui.models.sending.repeat_form import Limit, RepeatForm
from gui.theme import Theme
from gui.widgets.entry.field import Field
from gui.widgets.flow import Flow
from gui.widgets.tooltip import Tooltip

_LIMITS = tuple(Limit)
_TIMES = "A number and its unit: 0.1 ms, 20 ms, 1.5 s, 5 min, 8 h, 1 d"


class RepeatBar(ttk.Frame):
    """The fields."""

    def __init__(self, parent: tk.Misc, theme: Theme, form: RepeatForm, on_change: Callable[[], None]) -> None:
        super().__init__(parent)
        self._on_change = on_change
        self._is_on = tk.BooleanVar(self, form.is_on)
        self.flow = Flow(self, theme)
        self.flow.pack(fill="x")
        self.tick = ttk.Checkbutton(self.flow, text="Again and again", variable=self._is_on, command=self._changed)
        self.flow.add(self.tick)
        Tooltip(
            self.tick, theme, "Each message at its exact time. Macros such as {{counter}} are worked out anew for each"
        )
        self.every = self._text(theme, "every", form.every, _TIMES)
        self.limit = Field(self.flow, theme, "", values=[limit.value for limit in _LIMITS], editable=False, width=13)
        self.limit.choose(_LIMITS.index(form.limit))
        self.limit.on_change(self._changed)
        self.flow.add(self.limit)
        self.count = self._text(theme, "times", form.count, "How many messages there are to be")
        self.time = self._text(theme, "of", form.time, _TIMES)
        self._fields_at_fault = {At.INTERVAL: self.every, At.COUNT: self.count, At.DURATION: self.time}
        self._show_fields()

    def _text(self, theme: Theme, label: str, value: str, help: str) -> Field:
        field = Field(self.flow, theme, label, value=value, help=help, width=9)
        field.on_change(self._changed)
        self.flow.add(field)
        return field

    @property
    def form(self) -> RepeatForm:
        """The fields as they stand."""
        return RepeatForm(
            self._is_on.get(), self.every.value, _LIMITS[self.limit.index], self.count.value, self.time.value
        )

    def show_error(self, field: At, words: str) -> bool:
        """Say beside its field what is wrong; False when it is none of the fields here."""
        at = self._fields_at_fault.get(field)
        if at is not None:
            at.show_error(words)
        return at is not None

    def _changed(self) -> None:
        for field in self._fields_at_fault.values():
            field.clear()
        self._show_fields()
        self._on_change()

    def _show_fields(self) -> None:
        form = self.form
        in_use: dict[tk.Misc, bool] = {
            self.every: form.is_on,
            self.limit: form.is_on,
            self.count: form.is_on and form.limit is Limit.COUNT,
            self.time: form.is_on and form.limit is Limit.TIME,
        }
        for widget, is_shown in in_use.items():
            self.flow.show(widget, is_shown)
