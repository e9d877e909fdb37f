"""Chooses what is exported: which rows, in which format; each format says what it is for (window thread).

Law: it only chooses. Asking for the file and writing it is the business of whoever made it.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from gui.files.raw_choice import RawChoice
from gui.models.files.export_form import FORMATS, ExportForm, Rows, row_labels, why_not
from gui.models.records.record_list import Shown
from gui.parts import Parts
from gui.widgets.card.side_panel import SidePanel
from gui.widgets.said_label import SaidLabel
from gui.widgets.tooltip import Enabler
from gui.widgets.wrapped_label import WrappedLabel

WIDTH = 560


class ExportPanel(SidePanel):
    """Rows, formats, and a button."""

    def __init__(
        self,
        parent: tk.Misc,
        parts: Parts,
        shown: Callable[[], Shown | None],
        on_export: Callable[[ExportForm, Shown | None], None],
    ) -> None:
        """`shown`: the view in front, if it shows rows that can be exported."""
        super().__init__(parent, parts.theme, "Export", WIDTH)
        self._parts = parts
        self._shown = shown
        self._on_export = on_export
        self.form = ExportForm(format=parts.settings.export_format)
        self._rows = tk.StringVar(self, self.form.rows.value)
        self._format = tk.StringVar(self, self.form.format)
        self.body.columnconfigure(0, weight=1)
        self._heading("Rows")
        self.rows = {rows: self._row_button(rows) for rows in Rows}
        self.formats: dict[str, ttk.Radiobutton] = {}
        self._fill_formats()
        self._refusal = SaidLabel(self.foot, style="Warning.TLabel")
        self.button = ttk.Button(self.foot, text="Export…", style="Accent.TButton", command=self._export)
        self._enabler = Enabler(self.button, parts.theme, help="Choose the file, then write it (Return)")
        self.button.pack(side="right")
        self._refusal.pack(side="left")
        parts.theme.follow(self.foot, self._space)  # it has something in it only now
        self.first_focus = self.rows[Rows.ALL]
        self.bind("<Return>", self._return)

    def open(self) -> None:
        """Begin with what is in front: its rows if something is left out of it, all otherwise."""
        selection, filter = self._parts.selection, self._parts.filter
        narrowed = self._shown() is not None and (filter.is_on or not selection.shows_all)
        self._rows.set((Rows.SHOWN if narrowed else Rows.ALL).value)
        self.raw.offer()
        self._chosen()
        super().open()

    def bring_up_to_date(self) -> None:
        """Rows come in, and another view may have come to the front."""
        shown = self._shown()
        labels = row_labels(self._parts.capture, shown)
        for rows, button in self.rows.items():
            if rows in labels:
                if str(button.cget("text")) != labels[rows]:
                    button.configure(text=labels[rows])
                button.grid()
            else:
                button.grid_remove()
        if self.form.rows not in labels:
            self._rows.set(Rows.ALL.value)
            self.form.rows = Rows.ALL
        if self.form.format == "raw":
            self.raw.bring_up_to_date()
        reason = why_not(self.form, shown)
        self._enabler.set(not reason, reason)
        self._refusal.say(reason)

    def _heading(self, text: str) -> None:
        heading = ttk.Label(self.body, text=text, style="Bold.TLabel")
        heading.grid(sticky="w")
        px = self._theme.px
        self._theme.follow(heading, lambda: heading.grid_configure(pady=(px(14), px(4))))

    def _row_button(self, rows: Rows) -> ttk.Radiobutton:
        button = ttk.Radiobutton(self.body, variable=self._rows, value=rows.value, command=self._chosen)
        button.grid(sticky="w")
        return button

    def _fill_formats(self) -> None:
        self._heading("As")
        purposes: list[WrappedLabel] = []
        for choice in FORMATS:
            button = ttk.Radiobutton(
                self.body, text=choice.title, variable=self._format, value=choice.key, command=self._chosen
            )
            button.grid(sticky="w")
            self.formats[choice.key] = button
            purpose = WrappedLabel(self.body, style="Muted.TLabel")
            purpose.say(choice.purpose)
            purpose.grid(sticky="ew")
            purposes.append(purpose)
            if choice.key == "raw":
                self.raw = RawChoice(self.body, self._parts, self.form, self._chosen)
                self.raw.grid(sticky="ew")

        def space() -> None:
            px = self._theme.px
            for purpose in purposes:
                purpose.grid_configure(padx=(px(26), 0), pady=(0, px(4)))

        self._theme.follow(self.body, space)

    def _chosen(self) -> None:
        self.form.rows = Rows(self._rows.get())
        self.form.format = self._parts.settings.export_format = self._format.get()
        if self.form.format == "raw":
            self.raw.grid()
        else:
            self.raw.grid_remove()
        self.bring_up_to_date()

    def _return(self, event: tk.Event[tk.Misc]) -> str | None:
        if isinstance(event.widget, ttk.Button):
            return None
        self._export()
        return "break"

    def _export(self) -> None:
        self.bring_up_to_date()
        if self.button.instate(["!disabled"]):
            self._on_export(self.form, self._shown())
