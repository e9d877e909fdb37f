"""Says what a recording keeps, and lets a person change it (window thread).

Law: it says of each limit when it takes effect, and what is refused is said beside its field.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from core.contract.faults import BadInput
from core.explain.faults import explain
from gui.models.files.limits import (
    ABOUT_BYTES,
    ABOUT_FILES,
    ABOUT_LIMITS,
    ABOUT_SIZE,
    about_recording,
    bytes_text,
    parse_keep_bytes,
    parse_keep_size,
    size_text,
    when_they_hold,
)
from gui.parts import Parts
from gui.widgets.card.side_panel import SidePanel
from gui.widgets.entry.field import Field
from gui.widgets.said_label import SaidLabel
from gui.widgets.wrapped_label import WrappedLabel

WIDTH = 520
_LABEL = 20
"""Characters, so that the fields stand below each other."""


class LimitsPanel(SidePanel):
    """Two fields with what they mean, and a button."""

    def __init__(self, parent: tk.Misc, parts: Parts) -> None:
        super().__init__(parent, parts.theme, "Limits of the recording", WIDTH)
        self._parts = parts
        self._lines: list[ttk.Label | Field] = []
        self.now = self._say("TLabel")
        self._say("Muted.TLabel", ABOUT_LIMITS)
        self.size_field = self._field("size at most", ("500 MB", "2 GiB", "10 GiB"))
        self._say("Muted.TLabel", ABOUT_SIZE)
        self.bytes_field = self._field("bytes of each payload", ("all", "1000", "100"))
        self._say("Muted.TLabel", ABOUT_BYTES)
        self._say("Muted.TLabel", ABOUT_FILES)
        self.button = ttk.Button(self.foot, text="Keep these", style="Accent.TButton", command=self._keep)
        self.button.pack(side="right")
        self.said = SaidLabel(self.foot, style="Muted.TLabel")
        self.said.pack(side="left")
        self.bind("<Return>", self._return)
        parts.theme.follow(self.foot, self._space)  # it has something in it only now
        parts.theme.follow(self.body, self._spread)

    def open(self) -> None:
        """With what holds now for the size, and from the next start on for the bytes."""
        settings, limits = self._parts.settings, self._parts.capture.limits
        self.size_field.value = size_text(limits.size_bytes) if limits is not None else settings.keep_size
        self.bytes_field.value = settings.keep_bytes
        self.said.say("")
        super().open()
        self.size_field.focus_entry()

    def bring_up_to_date(self) -> None:
        """Rows come, and go."""
        self.now.say(about_recording(self._parts.capture))

    def _keep(self) -> None:
        size, most = _read(self.size_field, parse_keep_size), _read(self.bytes_field, parse_keep_bytes)
        if size is None or most is None:
            self.said.say("")
            return
        settings, capture = self._parts.settings, self._parts.capture
        settings.keep_size, settings.keep_bytes = size_text(size), bytes_text(most)
        if capture.limits is not None:
            capture.limit_size(size)
        self.said.say(when_they_hold(capture))
        self.bring_up_to_date()

    def _be_silent(self) -> None:
        self.said.say("")

    def _return(self, event: tk.Event[tk.Misc]) -> str | None:
        if isinstance(event.widget, ttk.Button):
            return None
        self._keep()
        return "break"

    def _say(self, style: str, text: str = "") -> WrappedLabel:
        label = WrappedLabel(self.body, style=style)
        label.say(text)
        self._lines.append(label)
        return label

    def _field(self, label: str, values: tuple[str, ...]) -> Field:
        field = Field(self.body, self._parts.theme, label, values=values, width=12)
        field.label.configure(width=_LABEL)
        field.on_change(self._be_silent)
        self._lines.append(field)
        return field

    def _spread(self) -> None:
        px = self._parts.theme.px
        for line in self._lines:
            line.pack(fill="x", pady=(px(12) if isinstance(line, Field) else px(4), px(2)))


def _read(field: Field, parse: Callable[[str], int]) -> int | None:
    """What is typed there, or None once it is said what is wrong with it."""
    try:
        return parse(field.value)
    except BadInput as error:
        words = explain(error.fault)
        field.show_error(f"{words.sentence} {words.remedy}")
        return None
