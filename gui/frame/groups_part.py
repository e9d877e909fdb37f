"""The groups (multicast) of a UDP socket in the options panel: which it hears, join another, leave one (window thread).

Law: the list shows what the engine said, never what was asked for.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from core.contract.commands import Command
from core.contract.endpoints import Family
from core.contract.events import Done, Failed
from core.contract.faults import BadInput, Fault
from core.contract.option_commands import JoinGroup, LeaveGroup, Membership
from core.contract.sockets import SocketSnapshot
from core.explain.faults import explain
from gui.models.sockets.groups import ANY_INTERFACE, EXAMPLES, deaf_note, membership_text, parse_membership
from gui.theme import Theme
from gui.widgets.entry.field import Field
from gui.widgets.flow import Flow
from gui.widgets.tooltip import Tooltip
from gui.widgets.wrapped_label import WrappedLabel

Submit = Callable[[Callable[[int], Command], Callable[[Done], None], Callable[[Failed], None]], object]
_ABOUT = (
    "A datagram to a group comes to every socket that has joined it, on any computer that it reaches. The kernel gives "
    "no list of a socket’s groups: this is what the lab has joined."
)
NO_GROUP = "It is in no group."


class GroupsPart(ttk.Frame):
    """For one socket; the panel makes it anew for another."""

    def __init__(self, parent: tk.Misc, theme: Theme, snapshot: SocketSnapshot, submit: Submit) -> None:
        super().__init__(parent)
        self._theme = theme
        self._number = snapshot.number
        self._submit = submit
        self._shown: tuple[Membership, ...] | None = None
        ttk.Label(self, text="Groups (multicast)", style="Bold.TLabel").pack(anchor="w")
        about = WrappedLabel(self, style="Muted.TLabel")
        about.say(_ABOUT)
        about.pack(fill="x")
        self.list = ttk.Frame(self)
        self.list.pack(fill="x")
        self.leave_buttons: dict[Membership, ttk.Button] = {}
        self._make_form(snapshot.family or Family.IPV4)
        self.note = WrappedLabel(self, style="Warning.TLabel")
        if self.note.say(deaf_note(snapshot)):
            self.note.pack(fill="x")
        theme.follow(self, self._space)

    def show(self, snapshot: SocketSnapshot) -> None:
        """The memberships that there are now."""
        if snapshot.memberships == self._shown:
            return
        self._shown = snapshot.memberships
        for child in self.list.winfo_children():
            child.destroy()
        self.leave_buttons = {membership: self._line(membership) for membership in snapshot.memberships}
        if not snapshot.memberships:
            ttk.Label(self.list, text=NO_GROUP).pack(anchor="w")

    def offer(self, interfaces: Sequence[str]) -> None:
        """The names of this computer's interfaces."""
        self.interface.set_values([ANY_INTERFACE, *interfaces])

    def join(self) -> None:
        """Ask for what stands in the form."""
        try:
            membership = parse_membership(self.group.value, self.interface.value)
        except BadInput as refused:
            self._say(refused.fault)
            return
        self.group.clear()
        self._submit(
            lambda id: JoinGroup(id, self._number, membership), lambda _: None, lambda failed: self._say(failed.fault)
        )

    @property
    def lines(self) -> list[str]:
        """What the list says."""
        return [membership_text(membership) for membership in self._shown or ()]

    def _make_form(self, family: Family) -> None:
        flow = Flow(self, self._theme)
        self.group = Field(flow, self._theme, "Group", width=17, help=f"Its address, for example {EXAMPLES[family]}")
        self.interface = Field(
            flow, self._theme, "on", values=[ANY_INTERFACE], width=17, value=ANY_INTERFACE,
            help="The interface by which its datagrams come in",
        )  # fmt: skip
        self.button = ttk.Button(flow, text="Join", command=self.join)
        Tooltip(self.button, self._theme, "Hear the group from now on. setsockopt()")
        for widget in (self.group, self.interface, self.button):
            flow.add(widget)
        for field in (self.group, self.interface):
            field.on_submit(self.join)
        flow.pack(fill="x")
        self._flow = flow

    def _line(self, membership: Membership) -> ttk.Button:
        line = ttk.Frame(self.list)
        ttk.Label(line, text=membership_text(membership)).pack(side="left")
        button = ttk.Button(line, text="Leave", command=lambda: self._leave(membership))
        button.pack(side="right")
        line.pack(fill="x")
        return button

    def _leave(self, membership: Membership) -> None:
        self._submit(
            lambda id: LeaveGroup(id, self._number, membership), lambda _: None, lambda failed: self._say(failed.fault)
        )

    def _say(self, fault: Fault) -> None:
        if self.winfo_exists():  # else the panel speaks of another socket by now
            words = explain(fault)
            self.group.show_error(f"{words.sentence} {words.remedy} {words.error}".rstrip())

    def _space(self) -> None:
        px = self._theme.px
        self.configure(padding=(0, px(8), 0, px(6)))
        self._flow.pack_configure(pady=px(6))
