"""The Server tab: hold on to a port, see who calls, answer (window thread).

Law: the lists, the buttons and the send row all speak of the same selected sockets.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from tkinter import ttk

from core.contract.endpoints import Protocol
from core.contract.sockets import SocketSnapshot
from gui.frame.notices import Notices
from gui.models.sockets.socket_deeds import Deed
from gui.models.sockets.socket_rows import Line, lines_of, peer_lines
from gui.models.sockets.sockets import Side
from gui.models.sockets.summaries import conversations_heading
from gui.parts import Parts
from gui.tabs.listen_bar import ListenBar

NOBODY = {
    None: "Select a bound port to see who has called it.",
    Protocol.TCP: "Nobody has called yet.",
    Protocol.UDP: "Nobody has sent anything yet.",
}
"""What stands in the empty list, by the protocol of the selected port."""


class ServerTab(ttk.Frame):
    """Form above, bound ports beside their connections, send row below."""

    def __init__(self, parent: tk.Misc, parts: Parts, notices: Notices) -> None:
        super().__init__(parent)
        self._parts = parts
        self._notices = notices
        self.form = ListenBar(self, parts, notices, self._made)
        self.columnconfigure(0, weight=34, uniform="lists")
        self.columnconfigure(1, weight=66, uniform="lists")
        self.rowconfigure(1, weight=1)
        self.form.grid(row=0, column=0, columnspan=2, sticky="ew")
        parts.theme.follow(self, lambda: self.configure(padding=parts.theme.px(14)))

    def complete(self) -> None:
        """Make what stands below the form: a person who has just started the program sees that first."""
        from gui.tabs.about_line import AboutLine
        from gui.tabs.bound_list import BoundList
        from gui.tabs.conversation_list import ConversationList
        from gui.tabs.deed_bar import DeedBar
        from gui.tabs.deeds import Deeds
        from gui.tabs.heading import Heading
        from gui.tabs.remove_button import RemoveButton
        from gui.tabs.sending.send_row import SendRow

        parts = self._parts
        deeds = Deeds(parts, self._notices)
        # In the order of the Tab key, which is the order in which things are made.
        self.bound = BoundList(self, parts, deeds)
        self._right = ttk.Frame(self)
        self.heading = Heading(self._right, parts.theme)
        self.conversations = ConversationList(self._right, parts, NOBODY[None])
        self.bar = DeedBar(
            self._right, parts.theme, deeds, lambda: self.conversations.snapshots,
            (Deed.FINISH, Deed.CLOSE, Deed.RESET, Deed.OPTIONS),
        )  # fmt: skip
        self.remove = RemoveButton(self.bar, parts, Side.SERVER)
        self.about = AboutLine(self, parts)
        self.send_row = SendRow(self, parts, Side.SERVER, self.conversations, "to all listed")
        self._subject: int | None = None
        self._seen = -1
        self.bound.table.on_select(lambda _: self._another_port())
        self.conversations.table.on_select(lambda _: self._selection_moved())
        self.conversations.table.on_context(lambda _, x, y: self.bar.pop_up(x, y))
        self._place()

    def bring_up_to_date(self) -> None:
        """Show what there is now."""
        self.bound.bring_up_to_date()
        subject = self.bound.chosen
        number = subject.number if subject is not None else None
        another = number != self._subject
        self._subject = number
        self.conversations.bring_up_to_date(self._lines, anew=another)
        self.send_row.show_jobs()
        if another:
            self.conversations.table.set_empty(NOBODY[subject.protocol if subject is not None else None])
            self._selection_moved()
        if another or self._seen != self._parts.sockets.version:
            self._seen = self._parts.sockets.version
            self.heading.say(*conversations_heading(subject, self.conversations.lines))
            self._speak()

    def _made(self, number: int) -> None:
        self.bound.want(number)

    def deed(self, deed: Deed) -> None:
        """What a key asks for."""
        chosen = self.conversations.snapshots and deed in self.bar.buttons
        bar = self.bound.bar if deed in self.bound.bar.buttons and not chosen else self.bar
        bar.action(deed)()

    def _lines(self) -> Sequence[Line]:
        subject = self.bound.chosen
        if subject is None:
            return ()
        if subject.protocol is Protocol.UDP:
            return peer_lines(self._parts.sockets, subject)
        return lines_of(self._parts.sockets.accepted_by(subject.number))

    def _another_port(self) -> None:
        """A person chose among the bound ports: show its connections at once."""
        self.bring_up_to_date()
        self._selection_moved()

    def _selection_moved(self) -> None:
        """Tell the views below what "selected socket" means now."""
        chosen: Sequence[SocketSnapshot] = self.conversations.snapshots
        if not chosen and self.bound.chosen is not None:
            chosen = (self.bound.chosen,)
        lines = self.conversations.selected
        numbers = tuple(snapshot.number for snapshot in chosen)
        self._parts.selection.choose_sockets(Side.SERVER, numbers, lines[0].peer if lines else None)
        self._speak()

    def _speak(self) -> None:
        """Buttons, send row and the line about the selected socket."""
        chosen = self.conversations.snapshots
        if self.about.say(chosen[0] if chosen else self.bound.chosen):
            self._show_about()
        self.bound.bar.bring_up_to_date()
        self.bound.show_reply()
        self.bar.bring_up_to_date()
        self.remove.bring_up_to_date()
        self.send_row.bring_up_to_date()

    def _show_about(self) -> None:
        """Without anything to say it takes no room."""
        if self.about.text:
            self.about.grid()
        else:
            self.about.grid_remove()

    def _place(self) -> None:
        self.heading.pack(fill="x")
        self.bar.pack(side="bottom", fill="x")
        self.conversations.pack(fill="both", expand=True)
        self.bound.grid(row=1, column=0, sticky="nsew")
        self._right.grid(row=1, column=1, sticky="nsew")
        self.about.grid(row=2, column=0, columnspan=2, sticky="ew")
        self.about.grid_remove()
        self.send_row.grid(row=3, column=0, columnspan=2, sticky="ew")
        self._parts.theme.follow(self, self._space)

    def _space(self) -> None:
        px = self._parts.theme.px
        self.bound.grid_configure(pady=px(8), padx=(0, px(12)))
        self._right.grid_configure(pady=px(8))
        self.send_row.grid_configure(pady=(px(8), 0))
        for bar in (self.bound.bar, self.bar):
            bar.pack_configure(pady=(px(6), 0))
