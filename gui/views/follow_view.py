"""One conversation as a continuous sheet, live: who said what to whom, in two colours and two signs (window thread).

Law: what is in sight is laid out, and nothing else; the end is followed only by who is at the end and selects nothing.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from itertools import islice
from tkinter import ttk

from core.capture.follower import Follower
from core.explain.faults import explain
from core.payload.numbers import show_size
from gui.models.conversation import ConversationChoice
from gui.models.followed import Directions, Followed, Found
from gui.models.sheet import Place, Sheet, SheetRow
from gui.models.sheet_parts import Margin, copied, parts_of
from gui.models.sheet_rows import HexLayout, Layout, TextLayout
from gui.parts import Parts
from gui.views.lower_view import LowerView
from gui.widgets.flow import Flow
from gui.widgets.page_text import PageText
from gui.widgets.said_label import SaidLabel
from gui.widgets.segmented import Segmented

_NOTHING_CHOSEN = (
    "Select a row of Traffic or Calls, or a connection above: here you read the whole conversation that it belongs to."
)
_NOTHING_YET = "Nothing has gone over in this conversation yet."
_NEARLY = 0.995
"""A capture that grows is never looked through quite to its end."""
_WITH_TIME = 84
"""Characters in a row from which on there is room for the time."""
_FAR = 1 << 20
"""Rows; who scrolls by more wants to go to the beginning or the end."""


class FollowView(LowerView):
    """Follows the selection; its own controls say which directions are shown, and how bytes are written."""

    def __init__(self, parent: tk.Misc, parts: Parts) -> None:
        super().__init__(parent)
        self._parts = parts
        self._choice = ConversationChoice(parts.capture, parts.sockets, parts.selection)
        self._followed: Followed | None = None
        self._follower: Follower | None = None
        self._sheet: Sheet | None = None
        self._margin = Margin(0, with_time=False)
        self._directions, self._as_hex = Directions.BOTH, False
        self._top = Place(0, 0)
        self._at_end = True
        self._selected: int | None = None
        self._drawn: object = None
        self.rows: list[SheetRow] = []
        """Those in sight."""
        self.title = SaidLabel(self)
        self.title.pack(fill="x")
        self.page = PageText(self, parts.theme, self)
        self.page.pack(fill="both", expand=True)
        parts.theme.follow(self, lambda: self.title.configure(padding=(0, 0, 0, parts.theme.px(5))))
        self.bind("<Destroy>", self._end, add=True)

    def controls(self, bar: Flow) -> tk.Widget:
        """Which directions, text or hex."""
        frame = ttk.Frame(bar)
        theme = self._parts.theme
        ways = [("both", "both"), ("in", "← in"), ("out", "→ out")]
        self.directions = Segmented(frame, theme, ways, self._choose_directions)
        self.style_switch = Segmented(frame, theme, [("text", "Text"), ("hex", "Hex")], self._choose_style)
        self.style_switch.pack(side="right")
        self.directions.pack(side="right")
        theme.follow(frame, lambda: self.directions.pack_configure(padx=(0, theme.px(12))))
        return frame

    @property
    def stamp(self) -> object:
        """What is chosen, and how much of it is found."""
        selection = self._parts.selection
        found = None if self._followed is None else (self._followed.found, self._followed.progress)
        return selection.record, selection.sockets, selection.peer, found

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
        self._sheet, self._selected, self._at_end = None, None, True

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
            totals = capture.peer_totals(*chosen) if chosen.peer else capture.totals(chosen.socket)
            sizes = f"← {show_size(totals.bytes_in)}  → {show_size(totals.bytes_out)}"
            self.title.say(f"{self._choice.title}   {sizes}", "TLabel")

    def _see_selected(self) -> None:
        """Scroll to a record that was selected elsewhere, once it is found."""
        wanted = self._parts.selection.record
        sheet = self._laid_out()
        if wanted == self._selected or sheet is None or self._followed is None:
            return
        place = None if wanted is None else sheet.place_of(wanted)
        if place is None and self._followed.progress < 1:
            return
        self._selected = wanted
        if place is not None and not self._is_in_sight(place):
            row = sheet.row_at(place)
            above = [] if row is None else [row, *islice(sheet.rows_before(row.place), self.page.most_rows // 3)]
            self._go_to(above[-1].place if above else place)

    def _is_in_sight(self, place: Place) -> bool:
        return bool(self.rows) and self.rows[0].place <= place <= self.rows[-1].place

    def _laid_out(self) -> Sheet | None:
        """The sheet as it fits into the window now."""
        if self._followed is None:
            return None
        columns = self.page.columns
        self._margin = margin = Margin(self._followed.found.size, with_time=columns >= _WITH_TIME)
        width = columns - margin.width
        layout: Layout = HexLayout.fitting(width) if self._as_hex else TextLayout(width)
        if self._sheet is None:
            self._sheet = Sheet(self._parts.capture, self._followed, layout)
        elif self._sheet.layout != layout:
            self._sheet.layout = layout
        return self._sheet

    def _draw(self) -> None:
        sheet = self._laid_out()
        if sheet is None or self._followed is None:
            self.page.hint(_NOTHING_CHOSEN)
            return
        if self.page.has_selection and self.rows:
            return  # what somebody is about to copy stays where it is
        found = self._followed.found  # before anything is laid out: meanwhile more is found
        if self._state(sheet, found) == self._drawn:
            return
        if self._at_end:
            self._top = self._last_page(sheet)
        rows = self._page_from(sheet)
        if not self._at_end and rows and self._ends(sheet, rows) and self._fits(rows):
            self._top, self._at_end = self._last_page(sheet), True
            rows = self._page_from(sheet)
        self.rows = rows
        record = self._parts.selection.record
        marked = None if record is None else sheet.span_of(record)
        self.page.fill([*parts_of(rows, sheet.layout, self._margin, marked)])
        self.page.hint("" if rows else _NOTHING_YET)
        self._show_place(sheet)
        self._drawn = self._state(sheet, found)

    def _state(self, sheet: Sheet, found: Found) -> object:
        """What decides how the page looks: equal states look the same."""
        place = None if self._at_end else self._top
        room = self.page.most_rows, self.page.text.winfo_height(), self._margin.width
        return sheet, found, sheet.begin, sheet.layout, room, self._parts.selection.record, place

    def _page_from(self, sheet: Sheet) -> list[SheetRow]:
        return list(islice(sheet.rows_from(self._top), self.page.most_rows))

    def _last_page(self, sheet: Sheet) -> Place:
        """Where to begin so that the last row is the lowest one in sight."""
        rows = list(islice(sheet.rows_before(sheet.end), self.page.most_rows))
        return rows[self.page.fit([row.place.block for row in rows]) - 1].place if rows else sheet.begin

    def _fits(self, rows: Sequence[SheetRow]) -> bool:
        return self.page.fit([row.place.block for row in rows]) == len(rows)

    def _ends(self, sheet: Sheet, rows: Sequence[SheetRow]) -> bool:
        """Whether the last of these rows is the last of all."""
        last = next(sheet.rows_before(sheet.end), None)
        return last is not None and last.place == rows[-1].place

    def _show_place(self, sheet: Sheet) -> None:
        low, high = sheet.weight(sheet.begin), sheet.weight(sheet.end)
        if not self.rows or high <= low:
            self.page.show_place(0, 1)
            return
        shown = self.rows[: self.page.fit([row.place.block for row in self.rows])]
        last = shown[-1]
        after = 1.0 if self._at_end else (sheet.weight(Place(last.place.block, last.end)) - low) / (high - low)
        self.page.show_place((sheet.weight(self.rows[0].place) - low) / (high - low), after)

    def _go_to(self, place: Place) -> None:
        """Have this the uppermost row in sight, as far as that is possible."""
        self._top, self._at_end = place, False
        self.page.text.tag_remove("sel", "1.0", "end")
        self._draw()

    def resized(self) -> None:
        """There is room for more or less."""
        self._draw()

    def scroll(self, rows: int) -> None:
        """Go down so many rows, or up."""
        sheet = self._sheet
        if sheet is None or not self.rows:
            return
        if rows > _FAR:
            self._at_end = True
            self._go_to(self._last_page(sheet))
        elif rows < -_FAR:
            self._go_to(sheet.begin)
        elif rows < 0:
            above = list(islice(sheet.rows_before(self.rows[0].place), -rows))
            self._go_to(above[-1].place if above else sheet.begin)
        elif not self._at_end:
            below = list(islice(sheet.rows_from(self.rows[0].place), rows + 1))
            self._go_to(below[-1].place)

    def jump(self, fraction: float) -> None:
        """Go where the scroll bar was dragged to."""
        if self._sheet is not None:
            self._go_to(self._sheet.place_at(fraction))

    def click(self, row: int, character: int) -> None:
        """Select the record that moved the byte that was clicked."""
        if self._sheet is None or row >= len(self.rows):
            return
        block, offset = self.rows[row].place
        if not self.rows[row].is_note:
            offset = self._sheet.layout.byte_at(self.rows[row].bytes, character - self._margin.width)
        self._select(self._sheet.seq_at(Place(block, offset)))

    def step(self, steps: int) -> None:
        """Select the record before or after the selected one, or begin with the first one in sight."""
        if self._sheet is None or not self.rows:
            return
        selected = self._parts.selection.record
        if selected is None or self._sheet.place_of(selected) is None:
            self._select(self.rows[0].seq)
        else:
            self._select(self._sheet.step(selected, steps))
            self._see_selected()

    def _select(self, seq: int) -> None:
        self._parts.selection.choose_record(seq)
        self._draw()

    def copied(self, first: tuple[int, int], last: tuple[int, int]) -> str:
        """The selected text without the margin."""
        if self._sheet is None:
            return ""
        width = self._margin.width
        rows = self.rows[first[0] : last[0] + 1]
        return copied(rows, self._sheet.layout, first[1] - width, last[1] - width if last[0] < len(self.rows) else 0)

    def _choose_directions(self, key: str) -> None:
        self._directions = Directions(key)
        self._begin()
        self.bring_up_to_date()

    def _choose_style(self, key: str) -> None:
        """The same place, written down in another way."""
        self._as_hex = key == "hex"
        self._draw()
