"""One conversation as a continuous sheet, live: who said what to whom, in two colours and two signs (window thread).

Law: what is in sight is laid out, and nothing else; the end is followed only by who is at the end and selects nothing.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from functools import partial
from tkinter import ttk

from core.capture.searching.follower import Follower
from core.explain.faults import explain
from core.payload.numbers import show_size
from gui.models.follow.conversation import ConversationChoice
from gui.models.follow.followed import Directions, Followed, Found
from gui.models.follow.sheet import Place, Sheet, SheetRow
from gui.models.follow.sheet_page import SheetPage
from gui.models.follow.sheet_parts import Margin, copied, parts_of
from gui.models.follow.sheet_rows import HexLayout, Layout
from gui.models.follow.text_rows import TextLayout
from gui.parts import Parts
from gui.theme import Theme
from gui.views.encoding_button import EncodingButton
from gui.views.lower_view import LowerView
from gui.widgets.flow import Flow
from gui.widgets.said_label import SaidLabel
from gui.widgets.segmented import Segmented
from gui.widgets.text.page_text import PageText

_NOTHING_CHOSEN = (
    "Select a row of Traffic or Calls, or a connection above: here you read the whole conversation that it belongs to."
)
_NOTHING_YET = "Nothing has gone over in this conversation yet."
_NEARLY = 0.995
"""A capture that grows is never looked through quite to its end."""
_WITH_TIME = 84
"""Characters in a row from which on there is room for the time."""


class FollowView(LowerView):
    """Follows the selection; its own controls say which directions are shown, and how bytes are written."""

    def __init__(self, parent: tk.Misc, parts: Parts) -> None:
        super().__init__(parent)
        self._parts = parts
        self._choice = ConversationChoice(parts.capture, parts.sockets, parts.selection)
        self._followed: Followed | None = None
        self._follower: Follower | None = None
        self._page: SheetPage | None = None
        self._margin = Margin(0, with_time=False)
        self._directions, self._as_hex = Directions.BOTH, False
        self._encoding = parts.reading.encoding
        self._selected: int | None = None
        self._drawn: object = None
        self.title = SaidLabel(self)
        self.title.pack(fill="x")
        self.text = PageText(self, parts.theme, self)
        self.text.pack(fill="both", expand=True)
        parts.theme.follow(self, lambda: self.title.configure(padding=(0, 0, 0, parts.theme.px(5))))
        self.bind("<Destroy>", self._end, add=True)

    def controls(self, bar: Flow) -> tk.Widget:
        """In which encoding, which directions, text or hex."""
        frame = ttk.Frame(bar)
        theme = self._parts.theme
        ways = [("both", "both"), ("in", "← in"), ("out", "→ out")]
        self.directions = Segmented(frame, theme, ways, self._choose_directions)
        self.style_switch = Segmented(frame, theme, [("text", "Text"), ("hex", "Hex")], self._choose_style)
        self.style_switch.pack(side="right")
        self.directions.pack(side="right")
        self.encoding_button = EncodingButton(frame, theme, self._parts.reading)
        self.encoding_button.pack(side="right")
        for control in (self.directions, self.encoding_button):
            theme.follow(control, partial(_space, control, theme))
        return frame

    @property
    def rows(self) -> Sequence[SheetRow]:
        """Those in sight."""
        return () if self._page is None else self._page.rows

    @property
    def stamp(self) -> object:
        """What is chosen, and how much of it is found."""
        selection = self._parts.selection
        found = None if self._followed is None else (self._followed.found, self._followed.progress)
        return selection.record, selection.sockets, selection.peer, self._parts.reading.version, found

    def bring_up_to_date(self) -> None:
        """Follow the selection and the capture."""
        if self._choice.look():
            self._begin()
        if (
            self._followed is not None
            and self._follower is not None
            and self._followed.walked < self._parts.capture.count
        ):
            self._follower.wake()
        self._read_as_chosen()
        self._see_selected()
        self._draw()
        self._say_title()

    def close(self) -> None:
        """End the thread, and wait for the few milliseconds of work that it may have begun."""
        if self._follower is not None:
            self._follower.stop()
            self._follower.join()

    def _end(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self:
            self.close()

    def _begin(self) -> None:
        """Look for the pieces of another conversation, or of other directions of it."""
        if self._follower is not None:
            self._follower.stop()
        if self._choice.chosen is None:
            return
        self._followed = Followed(self._parts.capture, self._choice.chosen, self._directions)
        self._follower = Follower(self._followed.step, "follow")
        self._page = SheetPage(Sheet(self._parts.capture, self._followed, self._layout()), self.text)
        self._selected = None
        self.text.deselect()

    def _say_title(self) -> None:
        followed, chosen = self._followed, self._choice.chosen
        if followed is None or chosen is None or self._follower is None:
            self.title.say("No conversation is chosen")
        elif self._follower.fault is not None:
            self.title.say(explain(self._follower.fault).sentence, "Error.TLabel")
        elif followed.progress < _NEARLY:
            self.title.say(f"{self._choice.title}   looking… {followed.progress:.0%}", "TLabel")
        else:
            capture = self._parts.capture
            number, peer = chosen.socket, chosen.peer
            totals = capture.peer_totals(number, peer) if peer else capture.totals(number)
            sizes = f"← {show_size(totals.bytes_in)}  → {show_size(totals.bytes_out)}"
            self.title.say(f"{self._choice.title}   {sizes}", "TLabel")

    def _read_as_chosen(self) -> None:
        """The same place in another encoding; text that is selected is not what it was."""
        if self._encoding is not self._parts.reading.encoding:
            self._encoding = self._parts.reading.encoding
            self.encoding_button.bring_up_to_date()
            self.text.deselect()

    def _see_selected(self) -> None:
        """Scroll to a record that was selected elsewhere, once it is found."""
        wanted, page = self._parts.selection.record, self._page
        if wanted == self._selected or page is None or self._followed is None:
            return
        place = None if wanted is None else page.sheet.place_of(wanted)
        if place is None and self._followed.progress < 1:
            return
        self._selected = wanted
        if place is not None:
            page.see(place)

    def _layout(self) -> Layout:
        """What fits into the window now, beside the margin."""
        columns = self.text.columns
        most = 0 if self._followed is None else self._followed.found.size
        self._margin = Margin(most, with_time=columns >= _WITH_TIME)
        width = columns - self._margin.width
        return HexLayout.fitting(width) if self._as_hex else TextLayout(width, self._encoding)

    def _draw(self) -> None:
        page = self._page
        if page is None or self._followed is None:
            self.text.hint(_NOTHING_CHOSEN)
            return
        if self.text.has_selection:
            return  # what somebody is about to copy stays where it is
        found = self._followed.found  # before anything is laid out: meanwhile more is found
        page.sheet.layout = self._layout()
        if self._state(page, found) == self._drawn:
            return
        page.lay_out()
        record = self._parts.selection.record
        marked = None if record is None else page.sheet.span_of(record)
        self.text.fill([*parts_of(page.rows, page.sheet.layout, self._margin, marked)])
        self.text.hint("" if page.rows else _NOTHING_YET)
        self.text.show_place(*page.bar)
        self._drawn = self._state(page, found)

    def _state(self, page: SheetPage, found: Found) -> object:
        """What decides how the page looks: equal states look the same."""
        room = self.text.room, self._margin.width
        return page, found, page.sheet.begin, page.sheet.layout, room, self._parts.selection.record, page.top

    def resized(self) -> None:
        """There is room for more or less."""
        self._draw()

    def scroll(self, rows: int) -> None:
        """Go down so many rows, or up."""
        if self._page is not None:
            self._page.scroll(rows)
            self._went()

    def jump(self, fraction: float) -> None:
        """Go where the scroll bar was dragged to."""
        if self._page is not None:
            self._page.jump(fraction)
            self._went()

    def _went(self) -> None:
        """Away from what may have been selected."""
        self.text.deselect()
        self._draw()

    def click(self, row: int, character: int) -> None:
        """Select the record that moved the byte that was clicked."""
        if self._page is None or row >= len(self.rows):
            return
        sheet, shown = self._page.sheet, self.rows[row]
        offset = shown.place.offset
        if not shown.is_note:
            offset = sheet.layout.byte_at(shown.bytes, character - self._margin.width)
        self._selected = sheet.seq_at(Place(shown.place.block, offset))  # it is in sight, wherever it begins
        self._select(self._selected)

    def step(self, steps: int) -> None:
        """Select the record before or after the selected one, or begin with the first one in sight."""
        if self._page is None or not self.rows:
            return
        selected = self._parts.selection.record
        if selected is None or self._page.sheet.place_of(selected) is None:
            self._select(self.rows[0].seq)
        else:
            self._select(self._page.sheet.step(selected, steps))

    def _select(self, seq: int) -> None:
        self._parts.selection.choose_record(seq)
        self._see_selected()
        self._draw()

    def copied(self, first: tuple[int, int], last: tuple[int, int]) -> str:
        """The selected text without the margin."""
        if self._page is None:
            return ""
        width, rows = self._margin.width, self.rows[first[0] : last[0] + 1]
        end = last[1] - width if last[0] < len(self.rows) else 0
        return copied(rows, self._page.sheet.layout, first[1] - width, end)

    def _choose_directions(self, key: str) -> None:
        self._directions = Directions(key)
        self._begin()
        self.bring_up_to_date()

    def _choose_style(self, key: str) -> None:
        """The same place, written down in another way."""
        self._as_hex = key == "hex"
        self._went()


def _space(control: tk.Widget, theme: Theme) -> None:
    control.pack_configure(padx=(0, theme.px(12)))
