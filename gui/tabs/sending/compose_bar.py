"""How the message in the send row is made: encoding, what it ends with, macros, check sum, edges (window thread).

Law: it holds no message, only how one is made; fields that are not in use are not shown.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from core.contract.faults import Field as At
from core.payload.checksums import ALGORITHMS
from core.payload.composition import LineEnd
from core.payload.encodings import ENCODINGS
from core.payload.hexadecimal import show_hex
from core.payload.macros import MACROS
from core.payload.numbers import counted
from gui.models.sending.compose_form import LENGTHS, ORDERS, ComposeForm, Edges, usual_order
from gui.theme import Theme
from gui.widgets.entry.field import Field
from gui.widgets.flow import Flow
from gui.widgets.said_label import SaidLabel
from gui.widgets.tooltip import Tooltip

PREVIEW_BYTES = 32
_LINE_ENDS, _EDGES = tuple(LineEnd), tuple(Edges)


class ComposeBar(ttk.Frame):
    """The fields, and below them what would be sent."""

    def __init__(self, parent: tk.Misc, theme: Theme, form: ComposeForm, on_change: Callable[[], None]) -> None:
        super().__init__(parent)
        self._theme = theme
        self._on_change = on_change
        self._last_checksum = form.checksum
        self._has_macros = tk.BooleanVar(self, form.has_macros)
        self._counts_itself = tk.BooleanVar(self, form.counts_itself)
        self.flow = Flow(self, theme)
        self.flow.pack(fill="x")
        self.preview = SaidLabel(self, style="Muted.TLabel")
        self.preview.configure(font="LabMono")
        self.preview.pack(fill="x", pady=(theme.px(6), 0))
        self._make_fields(form)
        self._show_fields()

    def _make_fields(self, form: ComposeForm) -> None:
        choose, write = self._choice, self._text
        self.encoding = choose("Encoding", [encoding.title for encoding in ENCODINGS], form.encoding)
        self.line_end = choose("Ends with", [end.value for end in _LINE_ENDS], _LINE_ENDS.index(form.line_end), 8)
        self.macros = self._tick("Macros", self._has_macros)
        Tooltip(self.macros, self._theme, "\n".join(f"{macro.use}: {macro.meaning}" for macro in MACROS))
        titles = ["none", *(algorithm.title for algorithm in ALGORITHMS)]
        self.checksum = choose("Check sum", titles, form.checksum, 18)
        self.order = choose("sent", ORDERS, form.order, 15)
        self.skip_first = write("without the first (B)", form.skip_first, "Bytes at the start that do not count", 5)
        self.skip_last = write("and the last (B)", form.skip_last, "Bytes at the end that do not count", 5)
        self.edges = choose("Edges marked", [edges.value for edges in _EDGES], _EDGES.index(form.edges), 21)
        Tooltip(
            self.edges.entry, self._theme, "TCP keeps no edges: this marks where each message begins or ends (framing)"
        )
        self.length = choose("of", LENGTHS, form.length, 19)
        self.counts = self._tick("counts its own bytes", self._counts_itself)
        self.end = write("which are", form.end, r"Text with escapes: \r\n, ; or \x03", 8)
        self.fixed_size = write("of (B)", form.size, "Bytes of every message", 7)
        self._fields_at_fault = {At.CHECKSUM: self.skip_first, At.FRAME_END: self.end, At.FRAME_SIZE: self.fixed_size}

    def _choice(self, label: str, values: Sequence[str], chosen: int, width: int = 14) -> Field:
        field = Field(self.flow, self._theme, label, values=values, editable=False, width=width)
        field.choose(chosen)
        field.on_change(self._changed)
        self.flow.add(field)
        return field

    def _text(self, label: str, value: str, help: str, width: int) -> Field:
        field = Field(self.flow, self._theme, label, value=value, help=help, width=width)
        field.on_change(self._changed)
        self.flow.add(field)
        return field

    def _tick(self, label: str, variable: tk.BooleanVar) -> ttk.Checkbutton:
        tick = ttk.Checkbutton(self.flow, text=label, variable=variable, command=self._changed)
        self.flow.add(tick)
        return tick

    @property
    def form(self) -> ComposeForm:
        """The fields as they stand."""
        return ComposeForm(
            self.encoding.index,
            _LINE_ENDS[self.line_end.index],
            self._has_macros.get(),
            self.checksum.index,
            self.order.index,
            self.skip_first.value,
            self.skip_last.value,
            _EDGES[self.edges.index],
            self.length.index,
            self._counts_itself.get(),
            self.end.value,
            self.fixed_size.value,
        )

    def show(self, form: ComposeForm) -> None:
        """Set the fields; nobody is told."""
        self._last_checksum = form.checksum
        self._has_macros.set(form.has_macros)
        self._counts_itself.set(form.counts_itself)
        chosen = {
            self.encoding: form.encoding,
            self.line_end: _LINE_ENDS.index(form.line_end),
            self.checksum: form.checksum,
            self.order: form.order,
            self.edges: _EDGES.index(form.edges),
            self.length: form.length,
        }
        typed = {
            self.skip_first: form.skip_first,
            self.skip_last: form.skip_last,
            self.end: form.end,
            self.fixed_size: form.size,
        }
        for field, index in chosen.items():
            field.choose(index)
        for field, text in typed.items():
            field.value = text
        self._show_fields()

    def show_error(self, field: At, words: str) -> bool:
        """Say beside its field what is wrong; False when it is none of the fields here."""
        at = self._fields_at_fault.get(field)
        if at is not None:
            at.show_error(words)
        return at is not None

    def say_preview(self, data: bytes | None) -> None:
        """What would be sent now; None: nothing can be."""
        if data is None:
            self.preview.say("")
            return
        shown = show_hex(data[:PREVIEW_BYTES]) + (" …" if len(data) > PREVIEW_BYTES else "")
        self.preview.say(f"{counted(len(data), 'byte')}: {shown}")

    def clear(self) -> None:
        """Take the messages away."""
        for field in self._fields_at_fault.values():
            field.clear()

    def _changed(self) -> None:
        form = self.form
        if form.checksum != self._last_checksum:
            self._last_checksum = form.checksum
            self.order.choose(usual_order(form.checksum))
        self.clear()
        self._show_fields()
        self._on_change()

    def _show_fields(self) -> None:
        form = self.form
        in_use: dict[tk.Misc, bool] = {
            self.order: bool(form.checksum),
            self.skip_first: bool(form.checksum),
            self.skip_last: bool(form.checksum),
            self.length: form.edges is Edges.LENGTH,
            self.counts: form.edges is Edges.LENGTH,
            self.end: form.edges is Edges.END,
            self.fixed_size: form.edges is Edges.SIZE,
        }
        for widget, is_shown in in_use.items():
            self.flow.show(widget, is_shown)
