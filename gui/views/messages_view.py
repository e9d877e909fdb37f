"""One conversation cut into messages, live: a level above the rows of Traffic, which stay as they are (window thread).

Law: where messages end is what a person said, never guessed; each row leads to the call in which its message begins.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from tkinter import ttk

from core.capture.searching.follower import Follower
from core.contract.faults import BadInput
from core.contract.faults import Field as At
from core.explain.faults import explain
from core.payload.framing import Framing
from gui.models.follow.conversation import ConversationChoice
from gui.models.follow.split import Split
from gui.models.follow.split_rows import Row, SplitRows, summary
from gui.models.sending.compose_form import LENGTHS, ComposeForm, Edges
from gui.parts import Parts
from gui.views.encoding_button import EncodingButton
from gui.views.lower_view import LowerView
from gui.widgets.entry.field import Field
from gui.widgets.flow import Flow
from gui.widgets.said_label import SaidLabel
from gui.widgets.table.columns import Column
from gui.widgets.table.virtual_table import VirtualTable

COLUMNS = (
    Column("number", "message", 76, "right"),
    Column("time", "time", 136),
    Column("direction", "direction", 78),
    Column("size", "size", 72, "right"),
    Column("data", "what it says", 300, stretch=True),
)
_EDGES = (Edges.END, Edges.LENGTH, Edges.SIZE)
_NOTHING_CHOSEN = (
    "Select a row of Traffic or Calls, or a connection above: here you read the messages of the conversation that it "
    "belongs to."
)
_NOTHING_YET = "No message is complete yet. Is it the right end of a message that is looked for?"
_NEARLY = 0.995
"""A capture that grows is never looked through quite to its end."""


class _NoRows:
    """While no conversation is chosen."""

    def __len__(self) -> int:
        return 0

    def rows(self, first: int, count: int) -> Sequence[Row]:
        """None."""
        return ()


class MessagesView(LowerView):
    """The fields that say where messages end, and the table."""

    def __init__(self, parent: tk.Misc, parts: Parts) -> None:
        super().__init__(parent)
        self._parts = parts
        self._choice = ConversationChoice(parts.capture, parts.sockets, parts.selection)
        self._follower: Follower | None = None
        self._rows: SplitRows | None = None
        self._framing: Framing | None = None
        self._selected: int | None = None
        self._counts_itself = tk.BooleanVar(self, value=False)
        self.flow = Flow(self, parts.theme)
        self._make_fields()
        self.title = SaidLabel(self)
        self.table = VirtualTable(
            self, parts.theme, COLUMNS, _NoRows(), empty=_NOTHING_CHOSEN, follow=parts.capture.is_live, multiple=False
        )
        self.table.on_select(self._choose)
        self.table.set_widths(parts.settings.column_widths.get("split", {}))
        self._place()
        self.bind("<Destroy>", self._end, add=True)

    def _make_fields(self) -> None:
        theme, usual = self._parts.theme, ComposeForm()
        self.edges = Field(
            self.flow, theme, "A message has", values=[edges.value for edges in _EDGES], editable=False, width=21
        )
        self.ends = Field(
            self.flow, theme, "which are", value=r"\n", help=r"Text with escapes: \r\n, ; or \x03", width=8
        )
        self.length = Field(self.flow, theme, "of", values=LENGTHS, editable=False, width=19)
        self.counts = ttk.Checkbutton(
            self.flow, text="counts its own bytes", variable=self._counts_itself, command=self._changed
        )
        self.fixed_size = Field(self.flow, theme, "of (B)", value=usual.size, help="Bytes of every message", width=7)
        self.encoding = EncodingButton(self.flow, theme, self._parts.reading)
        for control in (self.edges, self.ends, self.length, self.counts, self.fixed_size, self.encoding):
            self.flow.add(control)
            if isinstance(control, Field):
                control.on_change(self._changed)
        self.edges.choose(0)
        self.length.choose(usual.length)
        self._show_fields()

    @property
    def stamp(self) -> object:
        """What is chosen, and how much of it is found."""
        selection, split = self._parts.selection, self._rows.split if self._rows is not None else None
        found = None if split is None else (split.count, split.progress, split.rests)
        return selection.record, selection.sockets, selection.peer, self._parts.reading.version, found

    def bring_up_to_date(self) -> None:
        """Follow the selection and the capture."""
        if self._choice.look() or (self._rows is None and self._choice.chosen is not None):
            self._begin()
        if self._rows is not None and self._follower is not None:
            if self._rows.split.walked < self._parts.capture.count:
                self._follower.wake()
            self._follow_selection(self._rows.split)
        self.encoding.bring_up_to_date()
        self.table.refresh()
        self._say_title()

    def close(self) -> None:
        """End the thread, and wait for the few milliseconds of work that it may have begun."""
        if self._follower is not None:
            self._follower.stop()
            self._follower.join()

    def remember(self) -> None:
        """Its columns."""
        self._parts.settings.column_widths["split"] = dict(self.table.widths)

    def _end(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self:
            self.close()

    @property
    def _form(self) -> ComposeForm:
        return ComposeForm(
            edges=_EDGES[self.edges.index],
            length=self.length.index,
            counts_itself=self._counts_itself.get(),
            end=self.ends.value,
            size=self.fixed_size.value,
        )

    def _begin(self) -> None:
        """Look for the messages of another conversation, or for other ones."""
        framing = self._read_framing()
        if framing is None or self._choice.chosen is None:
            return
        if self._follower is not None:
            self._follower.stop()
        split = Split(self._parts.capture, self._choice.chosen, framing)
        self._follower = Follower(split.step, "messages")
        self._rows = SplitRows(self._parts.capture, split, self._parts.reading)
        self._framing, self._selected = framing, None
        self.table.set_model(self._rows)
        self.table.set_empty(_NOTHING_YET)

    def _read_framing(self) -> Framing | None:
        """Where messages end; None, and said beside its field, when a field makes no sense."""
        try:
            return self._form.framing
        except BadInput as error:
            words = explain(error.fault)
            field = {At.FRAME_END: self.ends, At.FRAME_SIZE: self.fixed_size}[error.fault.field]
            field.show_error(f"{words.sentence} {words.remedy}")
            return None

    def _changed(self) -> None:
        self._show_fields()
        framing = self._read_framing()
        if framing is not None and framing != self._framing:
            self._begin()
            self.bring_up_to_date()

    def _show_fields(self) -> None:
        edges = self._form.edges
        self.flow.show(self.ends, edges is Edges.END)
        self.flow.show(self.length, edges is Edges.LENGTH)
        self.flow.show(self.counts, edges is Edges.LENGTH)
        self.flow.show(self.fixed_size, edges is Edges.SIZE)

    def _say_title(self) -> None:
        if self._rows is None or self._follower is None:
            self.title.say("No conversation is chosen", "TLabel")
        elif self._follower.fault is not None:
            self.title.say(explain(self._follower.fault).sentence, "Error.TLabel")
        elif (progress := self._rows.split.progress) < _NEARLY:
            self.title.say(f"{self._choice.title}   looking… {progress:.0%}", "TLabel")
        else:
            self.title.say(f"{self._choice.title}   {summary(self._rows.split)}", "TLabel")

    def _choose(self, row: int | None) -> None:
        if self._rows is not None and row is not None and (seq := self._rows.seq_at(row)) is not None:
            self._selected = seq
            self._parts.selection.choose_record(seq)

    def _follow_selection(self, split: Split) -> None:
        """Select the message that begins in a record that was selected elsewhere, once it is found."""
        wanted = self._parts.selection.record
        if wanted == self._selected:
            return
        number = None if wanted is None else split.number_of(wanted)
        if number is not None or split.progress >= 1:
            self._selected = wanted
            self.table.select(number)

    def _place(self) -> None:
        self.flow.pack(fill="x")
        self.title.pack(fill="x")
        self.table.pack(fill="both", expand=True)
        self._parts.theme.follow(self.title, self._space)

    def _space(self) -> None:
        px = self._parts.theme.px
        self.title.configure(padding=(0, px(6), 0, px(5)))
