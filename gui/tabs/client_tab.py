"""The Client tab: call another program, talk to it (window thread).

Law: every socket that was asked for here has a row, from the first look-up to the end, and says how it ended.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from tkinter import ttk

from gui.frame.notices import Notices
from gui.models.sockets.socket_deeds import Deed
from gui.models.sockets.socket_rows import Line, lines_of
from gui.models.sockets.sockets import Side
from gui.models.sockets.summaries import open_and_ended
from gui.parts import Parts
from gui.tabs.connect_bar import ConnectBar

EMPTY = "No conversation yet.\nEnter the host and port of a program that listens, and press Connect."


class ClientTab(ttk.Frame):
    """Form above, this tab's sockets, send row below."""

    def __init__(self, parent: tk.Misc, parts: Parts, notices: Notices) -> None:
        super().__init__(parent)
        self._parts = parts
        self._notices = notices
        self._asked_after: int | None = None
        self._seen = -1
        self.form = ConnectBar(self, parts, notices, self.want_next)
        self.form.pack(fill="x")
        parts.theme.follow(self, lambda: self.configure(padding=parts.theme.px(14)))

    def complete(self) -> None:
        """Make what stands below the form: a person who has just started the program sees that first."""
        from gui.tabs.about_line import AboutLine
        from gui.tabs.conversation_list import ConversationList
        from gui.tabs.deed_bar import DeedBar
        from gui.tabs.deeds import Deeds
        from gui.tabs.heading import Heading
        from gui.tabs.remove_button import RemoveButton
        from gui.tabs.sending.send_row import SendRow

        parts = self._parts
        self.heading = Heading(self, parts.theme)
        self.conversations = ConversationList(self, parts, EMPTY)
        self.bar = DeedBar(
            self, parts.theme, Deeds(parts, self._notices), lambda: self.conversations.snapshots,
            (Deed.FINISH, Deed.CLOSE, Deed.RESET, Deed.OPTIONS),
        )  # fmt: skip
        self.remove = RemoveButton(self.bar, parts, Side.CLIENT)
        self.about = AboutLine(self, parts)
        self.send_row = SendRow(self, parts, Side.CLIENT, self.conversations, "to all listed")
        self.conversations.table.on_select(lambda _: self._selection_moved())
        self.conversations.table.on_context(lambda _, x, y: self.bar.pop_up(x, y))
        self._place()

    def bring_up_to_date(self) -> None:
        """Show what there is now."""
        self.conversations.bring_up_to_date(self._lines)
        self.send_row.show_jobs()
        if self._asked_after is not None:
            self._select_what_was_asked_for(self._asked_after)
        if self._seen != self._parts.sockets.version:
            self._seen = self._parts.sockets.version
            snapshots = [line.snapshot for line in self.conversations.lines]
            self.heading.say("Conversations", open_and_ended(snapshots))
            self._speak()

    def deed(self, deed: Deed) -> None:
        """What a key asks for."""
        if deed in self.bar.buttons:
            self.bar.action(deed)()

    def want_next(self) -> None:
        """Select the next socket that comes: somebody has just asked for it."""
        self._asked_after = self._parts.sockets.highest

    def _lines(self) -> Sequence[Line]:
        return lines_of(self._parts.sockets.clients())

    def _select_what_was_asked_for(self, after: int) -> None:
        """Select the new socket at once, so that Close can cancel it while it is still on its way.

        Not one that a listener made to put a caller through: nobody asked for that here.
        """
        new = [line.key for line in self.conversations.lines if line.key > after and line.snapshot.partner is None]
        if new:
            self._asked_after = None
            self.conversations.table.select((new[-1],))
            self._selection_moved()

    def _selection_moved(self) -> None:
        """Tell the views below what "selected socket" means now."""
        numbers = tuple(snapshot.number for snapshot in self.conversations.snapshots)
        self._parts.selection.choose_sockets(Side.CLIENT, numbers)
        self._speak()

    def _speak(self) -> None:
        """Buttons, send row and the line about the selected socket."""
        chosen = self.conversations.snapshots
        if self.about.say(chosen[0] if chosen else None):
            self._show_about()
        self.bar.bring_up_to_date()
        self.remove.bring_up_to_date()
        self.send_row.bring_up_to_date()

    def _show_about(self) -> None:
        """Without anything to say it takes no room."""
        if self.about.text:
            self.about.pack(side="bottom", fill="x", after=self.send_row)
        else:
            self.about.pack_forget()

    def _place(self) -> None:
        self.heading.pack(fill="x")
        self.send_row.pack(side="bottom", fill="x")
        self.bar.pack(side="bottom", fill="x")
        self.conversations.pack(fill="both", expand=True)
        self._parts.theme.follow(self, self._space)

    def _space(self) -> None:
        px = self._parts.theme.px
        self.heading.pack_configure(pady=(px(8), 0))
        self.bar.pack_configure(pady=(px(6), px(6)))
        self.send_row.pack_configure(pady=(px(8), 0))
