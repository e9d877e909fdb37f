"""Python's socket module, name by name: what each is, and where in the lab to see it at work (window thread).

Law: the words are core's; here they are only found and shown.
"""

from __future__ import annotations

import tkinter as tk

from core.explain.socket_module import GROUPS, Name
from gui.parts import Parts
from gui.widgets.card.side_panel import SidePanel
from gui.widgets.entry.field import Field
from gui.widgets.table.columns import Column
from gui.widgets.table.list_table import ListRow, ListTable
from gui.widgets.wrapped_label import WrappedLabel

WIDTH = 760
COLUMNS = (
    Column("name", "name", 150),
    Column("what", "what it does", 380, stretch=True),
    Column("where", "see it in the lab", 170),
)
NONE_FOUND = "No name is like that."
_HEADING = "Python’s socket module"


class SocketNamesPanel(SidePanel):
    """A list that is narrowed by what is typed above it, and the chosen sentence in full below."""

    def __init__(self, parent: tk.Misc, parts: Parts) -> None:
        super().__init__(parent, parts.theme, _HEADING, WIDTH)
        theme = parts.theme
        self.search = Field(self.body, theme, "find", width=24, help="A part of a name, or a word of what it does")
        self.table = ListTable(self.body, theme, COLUMNS, empty=NONE_FOUND, multiple=False)
        self.said = WrappedLabel(self.body)
        self.search.pack(fill="x", pady=(0, theme.px(8)))
        self.table.pack(fill="both", expand=True)
        self.said.pack(fill="x", pady=(theme.px(8), 0))
        self.search.on_change(self._narrow)
        self.table.on_select(self._chosen)
        self.first_focus = self.search.entry
        self._narrow()

    def _narrow(self) -> None:
        wanted = self.search.value.strip().lower()
        self.table.show(
            [
                ListRow(f"{group} {name.name}", (name.name, name.meaning, name.where))
                for group, names in GROUPS.items()
                for name in names
                if wanted in f"{group} {name.name} {name.meaning} {name.where}".lower()
            ]
        )

    def _chosen(self, keys: tuple[int | str, ...]) -> None:
        for group, names in GROUPS.items():
            for name in names:
                if f"{group} {name.name}" in keys:
                    self.said.say(in_full(group, name))


def in_full(group: str, name: Name) -> str:
    """The group, the sentence, and where to see it."""
    where = f"  See it here: {name.where}." if name.where else "  The lab has no use for it."
    return f"{group}.  {name.name}: {name.meaning}{where}"
