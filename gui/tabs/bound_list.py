"""The list of bound ports: what holds on to a port, what it answers, whether the network can reach it (window thread).

Law: a selected socket stays selected until the person chooses another or it leaves the list.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from core.contract.commands import ReplyChoice
from core.contract.sockets import SocketSnapshot
from gui.models.replies.rules_asked import RulesWish
from gui.models.sockets.browsing import address_of, open_in_browser
from gui.models.sockets.socket_deeds import Deed
from gui.models.sockets.socket_rows import bound_row
from gui.parts import Parts
from gui.tabs.deed_bar import DeedBar
from gui.tabs.deeds import Deeds
from gui.tabs.heading import Heading
from gui.tabs.reply_chooser import ReplyChooser
from gui.widgets.table.columns import Column
from gui.widgets.table.list_table import ListRow, ListTable
from gui.widgets.tooltip import Tooltip

COLUMNS = (
    Column("socket", "socket", 54),
    Column("fd", "fd", 42, "right"),
    Column("holds on to", "holds on to", 150),
    Column("reply", "reply", 92),
    Column("state", "state", 66, stretch=True),
)
EMPTY = "No port is held yet.\nChoose one above and press Listen."


class BoundList(ttk.Frame):
    """Listeners and bound UDP sockets, with their reply and what can be done with them."""

    def __init__(self, parent: tk.Misc, parts: Parts, deeds: Deeds) -> None:
        super().__init__(parent)
        self._parts = parts
        self._deeds = deeds
        self._seen = -1
        self._wanted: int | None = None
        self._told_reply: tuple[int, ReplyChoice] | None = None
        self.heading = Heading(self, parts.theme)
        self.heading.say("Bound ports")
        self.table = ListTable(self, parts.theme, COLUMNS, empty=EMPTY, multiple=False)
        self.bar = DeedBar(self, parts.theme, deeds, self._chosen, (Deed.STOP, Deed.CLOSE_ALL, Deed.OPTIONS))
        self.reply = ReplyChooser(
            self.bar,
            parts,
            on_choice=self._change_reply,
            on_submit=self._change_reply,
            on_rules=self._write_rules,
        )
        self.browse = ttk.Button(self.bar, text="Open in browser", command=self._browse)
        self.bar.add(self.browse)
        self.bar.show(self.browse, False)
        Tooltip(self.browse, parts.theme, lambda: f"Open {address_of(self.chosen)} in your browser")
        self.heading.pack(fill="x")
        self.bar.pack(side="bottom", fill="x")
        self.table.pack(fill="both", expand=True)
        self.table.on_context(lambda _, x, y: self.bar.pop_up(x, y))

    @property
    def chosen(self) -> SocketSnapshot | None:
        """The selected socket."""
        selection = self.table.selection
        return self._parts.sockets.get(int(selection[0])) if selection else None

    def want(self, number: int) -> None:
        """Select a socket that the person has just asked for."""
        self._wanted = number
        self._seen = -1

    def bring_up_to_date(self) -> None:
        """Show what is bound now."""
        if self._seen == self._parts.sockets.version:
            return
        self._seen = self._parts.sockets.version
        self.table.show([ListRow(*bound_row(snapshot)) for snapshot in self._parts.sockets.bound()])
        if self._wanted is not None:
            self.table.select((self._wanted,))
            self._wanted = None
        self.bar.bring_up_to_date()
        self.show_reply()

    def show_reply(self) -> None:
        """Let the reply box say what the selected socket answers; what a person is typing there is left alone."""
        chosen = self.chosen
        living = chosen is not None and chosen.is_open
        self.reply.which.set_enabled(living, "" if living else "Select a bound port first.")
        told = (chosen.number, ReplyChoice(chosen.reply, chosen.reply_data)) if chosen is not None else None
        if told is not None and told != self._told_reply:
            self.reply.show(told[1])
        self._told_reply = told
        self.bar.show(self.browse, bool(address_of(chosen)))

    def _browse(self) -> None:
        address = address_of(self.chosen)

        def opened(was_opened: bool) -> None:
            if not was_opened:
                self._deeds.tell("No browser could be opened.", f"Type {address} into the address line of one.")

        if address:
            self._parts.bridge.ask(lambda: open_in_browser(address), opened)

    def _chosen(self) -> tuple[SocketSnapshot, ...]:
        chosen = self.chosen
        return (chosen,) if chosen is not None else ()

    def _change_reply(self) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        given = self.reply.field
        if given is not None and not given.value:
            given.focus_entry()  # it comes next; Return makes it so
            return
        if self.reply.name == "rules":  # they come next; their panel makes it so
            self._write_rules()
            return
        reply: ReplyChoice | None = self.reply.choice()
        if reply is not None:
            self.reply.file.check(reply, lambda: self._deeds.set_reply(chosen.number, reply))

    def _write_rules(self) -> None:
        chosen = self.chosen
        if chosen is None:
            return

        def use(rules: str) -> None:
            self._parts.settings.listen_reply_rules = rules
            self._deeds.set_reply(chosen.number, ReplyChoice("rules", rules.encode()))

        def left() -> None:
            """Whatever became of it: the box says what the socket answers."""
            self._told_reply = None
            self.show_reply()

        rules = self.reply.rules or self._parts.settings.listen_reply_rules
        self._parts.rules.ask(RulesWish(str(chosen.local), rules, use, left))
