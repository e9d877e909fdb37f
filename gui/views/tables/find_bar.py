r"""The find bar: text or bytes looked for in the rows of the view in front, hit by hit (window thread).

Law: typing never waits for the search; closing the bar ends it. It looks where the view looks: what the filter and
"only" leave out is not found.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from core.contract.faults import Fault
from core.explain.faults import explain
from gui.keys import label_of
from gui.models.finding.record_find import Found, RecordFind, Way
from gui.models.finding.search_text import wanted_bytes
from gui.parts import Parts
from gui.views.detail_pane import DetailPane
from gui.views.tables.record_view import RecordView
from gui.widgets.entry.history_entry import HistoryEntry
from gui.widgets.flow import Flow
from gui.widgets.said_label import SaidLabel
from gui.widgets.tooltip import Tooltip
from gui.widgets.when_quiet import WhenQuiet

PAUSE_MS = 150
"""After the last key."""
_LOOK_MS = 20
"""Between two looks at what a search has found, until it is through."""
_NOTATIONS = ("text", "hex")


class FindBar(Flow):
    """Entry, text or hex, case, count, back and on, close."""

    def __init__(
        self,
        parent: tk.Misc,
        parts: Parts,
        view: Callable[[], RecordView],
        detail: DetailPane,
        on_close: Callable[[], None],
    ) -> None:
        """`view` gives the one in front."""
        super().__init__(parent, parts.theme, gap=8)
        self._parts = parts
        self._view = view
        self._detail = detail
        self._on_close = on_close
        self._find = RecordFind(parts.capture)
        self._anchor = 0
        self._read = parts.reading.encoding
        self._timer = ""
        self.entry = HistoryEntry(self, parts.theme, history=parts.settings.find_history, width=24)
        self.notation = ttk.Combobox(self, values=_NOTATIONS, state="readonly", width=5)
        self.notation.current(0)
        self._case = tk.BooleanVar(self, False)
        self.case = ttk.Checkbutton(self, text="match case", variable=self._case, command=self._typed)
        self.found = SaidLabel(self, style="Muted.TLabel")
        self.split = SaidLabel(self, style="Muted.TLabel")
        self._typing = WhenQuiet(self, self._typed, PAUSE_MS)
        self._build()
        self._bind_events()
        detail.mark_of = self._find.marked

    def open(self) -> None:
        """Ready to be typed into; what was looked for last is selected, and looked for again."""
        self._anchor = self._view().here
        self.entry.entry.focus_set()
        self.entry.entry.selection_range(0, "end")
        self._change()

    def close(self) -> None:
        """End the search, and take the marks away."""
        self._typing.forget()
        self._find.stop()
        self._detail.show_mark()
        self._on_close()

    def rest(self) -> None:
        """Another view is in front, which has no rows: go on when it is brought up to date again."""
        if self._timer:
            self.after_cancel(self._timer)
            self._timer = ""

    def go(self, way: Way) -> None:
        """To the next row with a hit, or the one before."""
        self._typing.forget()
        self.entry.remember()
        if self._change(way is Way.HERE):
            self._find.go(way, self._view().here)
            self._look()

    def bring_up_to_date(self) -> None:
        """The view may show other rows, the capture may have grown, or another encoding was chosen."""
        if self._parts.reading.encoding is not self._read:
            self._change()
        if not self._timer:
            self._look()

    @property
    def stamp(self) -> object:
        """Changes while there is something new to say."""
        return self._find.is_looking, self._find.progress, self._find.count

    def _typed(self) -> None:
        self._change()

    def _change(self, seek: bool = True) -> bool:
        """Look for what is typed now; from where the person began, if `seek`. Whether it can be looked for."""
        self._read = self._parts.reading.encoding
        as_hex = self.notation.current() == 1
        self.case.state(["disabled" if as_hex or not self._read.has_ascii_letters else "!disabled"])
        wanted = wanted_bytes(self.entry.value, self._read, as_hex=as_hex, match_case=self._case.get())
        if isinstance(wanted, Fault):
            self._find.stop()
            self.entry.show_error(_sentence(wanted))
        else:
            self.entry.clear_error()
            self._find.look_for(wanted.data, ignore_case=wanted.ignore_case)
            if seek and wanted.data:
                self._find.go(Way.HERE, self._anchor)
        self._detail.show_mark()
        self._look()
        return self._find.is_on

    def _look(self) -> None:
        """At what was found by now; and again soon, until all is known."""
        self.rest()
        found = self._find.advance(self._view().records)
        if found is not None:
            self._show(found)
        self.found.say(*self._words())
        if self._find.is_looking:
            self._timer = self.after(_LOOK_MS, self._look)

    def _show(self, found: Found) -> None:
        self._view().go_to(found.seq)
        self._detail.show_mark()
        self.split.say(self._about(found))

    def _words(self) -> tuple[str, str]:
        find = self._find
        if find.fault is not None:
            return explain(find.fault).sentence, "Error.TLabel"
        if not find.is_on:
            self.split.say("")
            return "", "Muted.TLabel"
        looking = f"  looking… {find.progress:.0%}" if find.progress < 1 else ""
        if not find.count:
            self.split.say("")
            return looking.strip() or f"not found {self._where()}", "Muted.TLabel" if looking else "TLabel"
        place = find.place
        number = f"{find.count:,}" if place is None else f"{place:,} of {find.count:,}"
        return number + looking, "TLabel"

    def _where(self) -> str:
        return "in the rows shown: filter or “only” leave some out" if self._view().records.is_narrow else "in any row"

    def _about(self, found: Found) -> str:
        """That a hit is split, that it is beyond what can be shown, that the way went round."""
        said = "from the other end again" if found.went_round else ""
        if len(found.pieces) > 1:
            said = f"split: begins in call {found.pieces[0].seq:,}, ends here"
        elif not found.pieces:
            said = "split: the row it began in is no longer kept"
        elif found.pieces[0].bytes.start >= self._detail.bytes_shown:
            said = f"at byte {found.pieces[0].bytes.start:,}, beyond those that are shown below"
        return said

    def _build(self) -> None:
        label = ttk.Label(self, text="find", style="Muted.TLabel")
        buttons = ttk.Frame(self)
        self.previous_button = ttk.Button(
            buttons, text="▴", width=2, style="Quiet.TButton", command=lambda: self.go(Way.PREVIOUS)
        )
        self.next_button = ttk.Button(
            buttons, text="▾", width=2, style="Quiet.TButton", command=lambda: self.go(Way.NEXT)
        )
        self.close_button = ttk.Button(self, text="×", width=2, style="Quiet.TButton", command=self.close)
        for button in (self.previous_button, self.next_button):
            button.pack(side="left")
        self.add(label)
        self.add(self.entry, grow=True)
        for part in (self.notation, self.case, self.found, buttons, self.split):
            self.add(part)
        self.add(self.close_button, right=True)
        self._add_tooltips()

    def _add_tooltips(self) -> None:
        for widget, text in (
            (self.previous_button, f"The row before in which it was found ({label_of('find previous')})"),
            (self.next_button, f"The next row in which it was found ({label_of('find next')}, Return)"),
            (self.close_button, "Close the find bar (Escape)"),
            (self.entry.entry, r"Looked for in the bytes of the rows shown. Text: \r \n \t \0 \xNN are escapes."),
            (self.notation, "Text means its bytes in the encoding in which text is shown; hex is like 0d 0a"),
            (self.found, "In so many rows: each counts once. What one receive left off, the next may end."),
        ):
            Tooltip(widget, self._parts.theme, text)

    def _bind_events(self) -> None:
        entry = self.entry.entry
        self.entry.on_change(self._typing.ask)
        self.entry.on_submit(lambda: self.go(Way.NEXT))
        entry.bind("<Shift-Return>", lambda _: self.go(Way.PREVIOUS))
        self.notation.bind("<<ComboboxSelected>>", lambda _: self._change())
        for widget in (entry, self.notation, self.case, self.previous_button, self.next_button, self.close_button):
            widget.bind("<Escape>", lambda _: self._escape())
        self.bind("<Destroy>", self._end, add=True)

    def _escape(self) -> str:
        self.close()
        return "break"

    def _end(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self:
            self.rest()
            self._find.close()


def _sentence(fault: Fault) -> str:
    words = explain(fault)
    return f"{words.sentence} {words.remedy}"
