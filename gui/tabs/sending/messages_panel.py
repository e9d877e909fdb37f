"""The messages that a person keeps: found by their words, put into the send row, sent, named, imported (window thread).

Law: nothing that was kept is written over or thrown away without a second word; what is typed in the send row stays
until it is asked to go.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tkinter import ttk

from core.contract.faults import BadInput
from core.explain.faults import explain
from core.payload.escapes import show_name
from core.payload.messages.saved import SavedMessage
from gui.models.messages.importing import Imported, read_import
from gui.models.messages.library import Library
from gui.models.messages.message_rows import KEYS, MessageForm, message_row, row_key
from gui.parts import Parts
from gui.tabs.sending.send_row import SendRow
from gui.widgets.card.side_panel import SidePanel
from gui.widgets.entry.field import Field
from gui.widgets.flow import Flow
from gui.widgets.table.columns import Column
from gui.widgets.table.list_table import ListRow, ListTable
from gui.widgets.tooltip import Enabler
from gui.widgets.wrapped_label import WrappedLabel

WIDTH = 720
COLUMNS = (
    Column("folder", "folder", 120),
    Column("name", "name", 150),
    Column("key", "key", 52),
    Column("text", "what", 180, stretch=True),
    Column("to", "meant for", 150),
)
_NOTHING = "Nothing is kept yet. Type a message in the send row, give it a name below, and press Keep."
_NONE_FOUND = "No message has these words."


class MessagesPanel(SidePanel):
    """A list that is narrowed by what is typed above it; below it the fields and what can be done."""

    def __init__(self, parent: tk.Misc, parts: Parts, send_row: Callable[[], SendRow | None]) -> None:
        """`send_row`: that of the tab in front."""
        super().__init__(parent, parts.theme, "Messages", WIDTH)
        self._parts = parts
        self._send_row = send_row
        self._library = Library()
        self._seen = -1
        self._replaced: SavedMessage | None = None
        """What the next Keep will write over, because a person was asked and pressed again."""
        self._thrown_away: SavedMessage | None = None
        theme = parts.theme
        self.search = Field(self.body, theme, "find", width=24, help="Words of the name, the folder or the message")
        self.table = ListTable(self.body, theme, COLUMNS, multiple=False)
        self.said = WrappedLabel(self.body, style="Muted.TLabel")
        self._fields = Flow(self.body, theme)
        self.name = Field(self._fields, theme, "Name", width=24)
        self.folder = Field(self._fields, theme, "Folder", width=14, values=())
        self.key = Field(self._fields, theme, "Hot key", width=7, values=KEYS, editable=False)
        self._bar = Flow(self.foot, theme, gap=6)
        self._enablers: dict[ttk.Button, Enabler] = {}
        self._make_buttons()
        self._place()
        self.search.on_change(self._show)
        self.table.on_select(lambda _: self._chosen_another())
        self.table.on_open(lambda _: self._use())
        self.name.on_change(self._edited)
        self.first_focus = self.search.entry
        self.key.choose(0)

    def _make_buttons(self) -> None:
        self.use = self._button("Use", "Put it into the send row (Return or double click)", self._use)
        self.send_now = self._button("Send", "Send it now; what is typed in the send row stays", self._send)
        self.keep = self._button("Keep", "Keep what stands in the send row under this name", self._keep)
        self.change = self._button("Change", "Give the selected one this name, folder and hot key", self._change)
        self.delete = self._button("Delete", "Keep the selected one no longer", self._delete)
        self.back = self._button("Bring back", "Keep what was deleted again", self._bring_back)
        self.take_over = self._button("Import…", "Messages of Packet Sender, or of another Socket Lab", self._import)

    def _button(self, text: str, help: str, do: Callable[[], None]) -> ttk.Button:
        button = ttk.Button(self._bar, text=text, command=do)
        self._bar.add(button, right=text == "Import…")
        self._enablers[button] = Enabler(button, self._parts.theme, help=help)
        return button

    def open(self) -> None:
        """Begin with all of them."""
        self.search.value = ""
        super().open()
        self._parts.messages.when_read(self._read)

    def bring_up_to_date(self) -> None:
        """What was changed, here or by its file."""
        if self._parts.messages.version != self._seen:
            self._seen = self._parts.messages.version
            if self._parts.messages.note:
                self.said.say(self._parts.messages.note)
            self._show()

    @property
    def _chosen(self) -> SavedMessage | None:
        chosen = self.table.selection
        return next((message for message in self._library.all() if row_key(message) in chosen), None)

    @property
    def _form(self) -> MessageForm:
        return MessageForm(self.name.value, self.folder.value, self.key.index)

    def _read(self, library: Library) -> None:
        self._library = library
        self.bring_up_to_date()
        self._show()

    def _show(self) -> None:
        found = self._library.find(self.search.value)
        self.table.set_empty(_NONE_FOUND if self._library.all() else _NOTHING)
        self.table.show([ListRow(row.key, row.cells) for row in map(message_row, found)])
        self.folder.set_values(self._library.folders())
        self._enable()

    def _enable(self) -> None:
        chosen, row = self._chosen is not None, self._send_row() is not None
        select, tab = "Select a message first.", "Go to the Server or the Client tab first."
        name = self._form.why_not
        for button, is_on, why in (
            (self.use, chosen and row, tab if chosen else select),
            (self.send_now, chosen and row, tab if chosen else select),
            (self.keep, row and not name, name or tab),
            (self.change, chosen and not name, name if chosen else select),
            (self.delete, chosen, select),
            (self.back, self._thrown_away is not None, "Nothing was deleted."),
        ):
            self._enablers[button].set(is_on, why)

    def _edited(self) -> None:
        self._replaced = None
        self._enable()

    def _chosen_another(self) -> None:
        self._replaced = None
        if (message := self._chosen) is not None:
            self._fill(message)
            self.said.say("")
        self._enable()

    def _fill(self, message: SavedMessage) -> None:
        form = MessageForm.of(message)
        self.name.value, self.folder.value = form.name, form.folder
        self.key.choose(form.key)

    def _use(self) -> None:
        message, row = self._chosen, self._send_row()
        if message is not None and row is not None:
            row.load(message)
            meant_for = f" It is meant for {show_name(message.to)}." if message.to else ""
            self.said.say(f"“{message.name}” stands in the send row.{meant_for}")

    def _send(self) -> None:
        message, row = self._chosen, self._send_row()
        if message is not None and row is not None:
            self.said.say(row.send_saved(message) or f"“{message.name}” was sent.")

    def _keep(self) -> None:
        row = self._send_row()
        if row is None or self._form.why_not:
            return
        try:
            message = self._form.message(row.composition, is_steps=row.has_steps)
        except BadInput as error:
            self.said.say(explain(error.fault).sentence)
            return
        there = self._library.get(message.folder, message.name)
        if there is not None and there != self._replaced:
            self._replaced = there
            self.said.say(f"There is a message “{message.name}” already. Press Keep again to write over it.")
            return
        self._library.put(message)
        self._changed(message, f"“{message.name}” is kept.")

    def _change(self) -> None:
        message = self._chosen
        if message is None or self._form.why_not:
            return
        changed = self._form.applied(message)
        there = self._library.get(changed.folder, changed.name)
        if there is not None and there != message:
            self.said.say(f"There is another message “{changed.name}” in that folder: take another name.")
            return
        self._library.rename(message, changed)
        self._changed(changed, f"“{changed.name}” is changed.")

    def _delete(self) -> None:
        if (message := self._chosen) is not None:
            self._library.remove(message)
            self._thrown_away = message
            self._changed(None, f"“{message.name}” is deleted. “Bring back” undoes that.")

    def _bring_back(self) -> None:
        if (message := self._thrown_away) is not None:
            self._thrown_away = None
            self._library.add_new([message])
            self._changed(message, f"“{message.name}” is kept again.")

    def _changed(self, message: SavedMessage | None, said: str) -> None:
        self._replaced = None
        self._parts.messages.changed()
        self._seen = self._parts.messages.version
        self._show()
        if message is not None:
            self.table.select((row_key(message),))
        self._enable()
        self.said.say(said)

    def _import(self) -> None:
        path = self._parts.dialogs.ask_existing("Import messages", ())
        if path is not None:
            self._parts.bridge.ask(partial(read_import, Path(path)), self._imported)

    def _imported(self, imported: Imported) -> None:
        added = self._library.add_new(imported.messages)
        self._changed(None, imported.said(added))

    def _place(self) -> None:
        self.search.pack(fill="x")
        self.table.pack(fill="both", expand=True)
        self.said.pack(fill="x")
        self._fields.pack(fill="x")
        for field in (self.name, self.folder, self.key):
            self._fields.add(field)
        self._bar.pack(fill="x")
        self._parts.theme.follow(self._fields, self._space_rows)

    def _space_rows(self) -> None:
        px = self._parts.theme.px
        self.table.pack_configure(pady=px(8))
        self._fields.pack_configure(pady=(px(8), 0))
        self._bar.pack_configure(pady=(px(10), 0))
