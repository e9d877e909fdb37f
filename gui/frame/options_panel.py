"""A socket's options, read from the kernel and set there; or those that a form sets before bind() (window thread).

Law: what is shown of a socket is what getsockopt() said of it; nothing is set until a person says so.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from core.contract.commands import Command
from core.contract.endpoints import Family, Protocol
from core.contract.events import Failed
from core.contract.option_commands import ReadOptions, SetOption
from core.contract.socket_options import SocketOption, options_elsewhere, options_for
from core.contract.sockets import Role, SocketSnapshot
from gui.frame.groups_part import GroupsPart
from gui.frame.option_row import OptionRow
from gui.models.sockets.groups import Places, own_places
from gui.models.sockets.option_words import where_there_is
from gui.models.sockets.options_asked import ChosenOptions
from gui.parts import Parts
from gui.widgets.card.side_panel import SidePanel
from gui.widgets.wrapped_label import WrappedLabel

WIDTH = 620
_FORM_SAYS = (
    "What is chosen here is set on each new socket between socket() and {call}; what is left stays as the system has "
    "it. An option of the other IP version is passed over."
)
_INHERITED = " On Linux the sockets that accept() makes begin with most of a listener’s options."


class OptionsPanel(SidePanel):
    """Rows for whatever Parts.options names when it is opened."""

    def __init__(self, parent: tk.Misc, parts: Parts) -> None:
        super().__init__(parent, parts.theme, "Options", WIDTH)
        self._parts = parts
        self._number: int | None = None
        self._chosen: ChosenOptions | None = None
        self._seen = -1
        self.rows: dict[str, OptionRow] = {}
        self.groups: GroupsPart | None = None
        self.about = WrappedLabel(self.inside)
        self.about.pack(fill="x", before=self.foot)
        self._list = ttk.Frame(self.body)
        self._list.pack(fill="x")
        self.absent = WrappedLabel(self.body, style="Muted.TLabel")
        self.absent.pack(fill="x")
        self.button = ttk.Button(self.foot, text="Set what was changed", style="Accent.TButton", command=self.submit)
        self.again = ttk.Button(self.foot, text="Read again", command=self._read)
        self.usual = ttk.Button(self.foot, text="All as usual", command=self._forget)
        parts.theme.follow(self.absent, self._space_list)

    def open(self) -> None:
        """Begin anew with what is asked for."""
        subject = self._parts.options.subject
        self._seen = -1
        for button in (self.button, self.again, self.usual):
            button.pack_forget()
        if isinstance(subject, ChosenOptions):
            self._number, self._chosen = None, subject
            self._fill_for_form(subject)
        else:
            self._number, self._chosen = subject, None
            self._fill_for_socket(self._parts.sockets.get(subject))
        self.lay()
        self.update_idletasks()  # sentences know their height only now: what gets the focus is at its place
        super().open()

    def bring_up_to_date(self) -> None:
        """What the kernel said meanwhile; and whether the socket is still there."""
        if self._number is None or self._seen == self._parts.sockets.version:
            return
        self._seen = self._parts.sockets.version
        snapshot = self._parts.sockets.get(self._number)
        for value in snapshot.options if snapshot is not None else ():
            if value.name in self.rows:
                self.rows[value.name].show(value)
        if self.groups is not None and snapshot is not None:
            self.groups.show(snapshot)
        if snapshot is None or not snapshot.is_open:
            self._end()

    def submit(self) -> None:
        """Set all that was changed, each by a call of its own."""
        number = self._number
        if number is None:
            return
        changed = {name: row.wanted() for name, row in self.rows.items() if row.is_changed}
        for name, value in changed.items():
            if value is not None:
                self._set(number, name, value)

    def _set(self, number: int, name: str, value: int) -> None:
        row = self.rows[name]
        row.was_set()

        def failed(answer: Failed) -> None:
            self._refused(row, answer)

        self._submit(lambda id: SetOption(id, number, name, value), failed)

    def _refused(self, row: OptionRow, answer: Failed) -> None:
        if self.rows.get(row.option.name) is row:  # else the panel speaks of another socket by now
            row.was_refused(answer.fault)

    def _submit(self, make: Callable[[int], Command], failed: Callable[[Failed], None]) -> None:
        self._parts.bridge.submit(make, lambda _: None, failed)

    def _read(self) -> None:
        number = self._number
        if number is not None:
            self._submit(lambda id: ReadOptions(id, number), lambda _: None)  # its row says when it is gone

    def _forget(self) -> None:
        if self._chosen is not None:
            self._chosen.forget()
            self._fill_for_form(self._chosen)

    def _fill_for_form(self, chosen: ChosenOptions) -> None:
        inherited = _INHERITED if chosen.call == "bind()" else ""
        self.about.say(_FORM_SAYS.format(call=chosen.call) + inherited)
        self._make_rows(chosen.offered)
        for name, row in self.rows.items():
            row.choose(chosen.texts.get(name, ""), lambda text, name=name: chosen.choose(name, text))  # type: ignore[misc]
        self._say_absent(options_elsewhere(chosen.protocol, None))
        self._parts.bridge.ask(own_places, self._offer)
        self.usual.pack(side="right")

    def _fill_for_socket(self, snapshot: SocketSnapshot | None) -> None:
        self._make_rows(options_for(snapshot.protocol, snapshot.family) if snapshot is not None else ())
        if snapshot is None:
            return
        for row in self.rows.values():
            if row.option.fixed:
                row.close(row.option.fixed)
        inherited = _INHERITED if snapshot.role is Role.LISTENER else ""
        self.about.say(f"{_name_of(snapshot)}.{inherited}")
        self._say_absent(options_elsewhere(snapshot.protocol, snapshot.family))
        if snapshot.protocol is Protocol.UDP and snapshot.family is not Family.UNIX:
            self.groups = GroupsPart(self._list, self._theme, snapshot, self._parts.bridge.submit)
            self.groups.pack(fill="x", before=next(iter(self.rows.values())))
            self.first_focus = self.groups.group.entry
        self._parts.bridge.ask(own_places, self._offer)
        self.button.pack(side="right")
        self.again.pack(side="left")
        self._read()

    def _offer(self, places: Places) -> None:
        for row in self.rows.values():
            row.offer(places.addresses, places.interfaces)
        if self.groups is not None:
            self.groups.offer(places.interfaces)

    def _make_rows(self, options: tuple[SocketOption, ...]) -> None:
        for child in self._list.winfo_children():
            child.destroy()
        self.groups = None
        self.rows = {it.name: OptionRow(self._list, self._theme, it, on_submit=self.submit) for it in options}
        for row in self.rows.values():
            row.pack(fill="x")
        self.first_focus = next((row.field.entry for row in self.rows.values()), self.close_button)

    def _say_absent(self, options: tuple[SocketOption, ...]) -> None:
        there = ", ".join(f"{it.name} ({where_there_is(it)})" for it in options)
        self.absent.say(f"Not on this system: {there}." if there else "")

    def _end(self) -> None:
        for row in self.rows.values():
            row.close("")
        if self.groups is not None:
            self.groups.destroy()
            self.groups = None
        self.about.say(f"#{self._number} has ended: this is what its options were.")
        self.button.pack_forget()
        self.again.pack_forget()

    def _space_list(self) -> None:
        self.absent.pack_configure(pady=(self._theme.px(14), 0))


def _name_of(snapshot: SocketSnapshot) -> str:
    ends = " → ".join(str(end) for end in (snapshot.local, snapshot.remote) if end is not None)
    kind = snapshot.role.value if snapshot.role is Role.BOUND else f"{snapshot.protocol.name} {snapshot.role.value}"
    return f"#{snapshot.number}, {kind} {ends or snapshot.requested}"
