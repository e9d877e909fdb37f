"""The tabs of the upper half: which there are, which one is in front, and when each is made (window thread).

Law: a tab is made when it is first shown; but Server and Client, whose sockets live on behind another tab, are there
whole as soon as the first picture stands, in which the one in front has its form only.
"""

from __future__ import annotations

from collections.abc import Mapping
from tkinter import ttk
from typing import TYPE_CHECKING

from core.contract.commands import BindUdp, Connect, Listen
from gui.frame.notices import Notices
from gui.models.sockets.sockets import Side
from gui.parts import Parts
from gui.widgets.splitter import Splitter

if TYPE_CHECKING:
    from gui.tabs.client_tab import ClientTab
    from gui.tabs.ports.ports_tab import PortsTab
    from gui.tabs.server_tab import ServerTab
    from gui.widgets.table.list_table import ListTable

_TITLES = {"server": "Server", "client": "Client", "ports": "Ports"}
_SIDES = {"server": Side.SERVER, "client": Side.CLIENT}


class Tabs:
    """The notebook and what is in it."""

    NAMES = tuple(_TITLES)

    def __init__(self, splitter: Splitter, parts: Parts, notices: Notices) -> None:
        """They stand in the upper part of the splitter."""
        self._splitter = splitter
        self._parts = parts
        self._notices = notices
        self._tables: dict[str, ListTable] = {}
        self._ports: PortsTab | None = None
        self.notebook = ttk.Notebook(splitter.top)
        self._holders = {name: ttk.Frame(self.notebook) for name in _TITLES}
        for name, title in _TITLES.items():
            self.notebook.add(self._holders[name], text=title)
        self._make(parts.settings.tab)
        self.notebook.bind("<<NotebookTabChanged>>", lambda _: self._changed())

    def complete(self) -> None:
        """Make those that must be there although they are not in front, and what is below the forms."""
        for name in _SIDES:
            if name != self._parts.settings.tab:
                self._make(name)
        self.server.complete()
        self.client.complete()
        tables = {
            "bound": self.server.bound.table,
            "connections": self.server.conversations.table,
            "clients": self.client.conversations.table,
        }
        self._take_tables(tables)

    @property
    def name(self) -> str:
        """Which one is in front."""
        return tuple(_TITLES)[int(self.notebook.tk.call(self.notebook, "index", "current"))]

    @property
    def front(self) -> ServerTab | ClientTab | PortsTab:
        """The one in front."""
        return self.talking or self.ports

    @property
    def talking(self) -> ServerTab | ClientTab | None:
        """The one in front, if sockets are opened and talked through there."""
        if self.name == "ports":
            return None
        return self.server if self.name == "server" else self.client

    @property
    def is_behind(self) -> bool:
        """Whether the one in front could not show all that is new at once."""
        return self.talking is not None and self.talking.conversations.is_behind

    @property
    def chosen(self) -> ServerTab | ClientTab:
        """The one whose sockets the views below speak of: that in front, or the last one that was."""
        return self.server if self._parts.selection.side is Side.SERVER else self.client

    @property
    def ports(self) -> PortsTab:
        """The Ports tab; it is made when it is wanted first."""
        return self._make_ports()

    def show(self, name: str) -> None:
        """Bring a tab to the front, ready to be typed into."""
        self._splitter.is_folded = False
        self.notebook.tk.call(self.notebook, "select", list(_TITLES).index(name))
        self._show_below()
        self.front.form.port.focus_entry()

    def fill(self, command: Listen | BindUdp | Connect) -> None:
        """Go to the form that can ask for this, filled in and not pressed yet."""
        match command:
            case Connect():
                self.show("client")
                self.client.form.fill(command)
            case _:
                self.show("server")
                self.server.form.fill(command)

    def show_records(self) -> None:
        """Go to where the views of the lower half can be seen."""
        if self.talking is None:
            self.show("server" if self.chosen is self.server else "client")

    def show_port(self, port: int) -> None:
        """Go to a port of this computer, whoever holds it."""
        self.show("ports")
        self.ports.choose_port(port)

    def bring_up_to_date(self) -> None:
        """Show what is new in the tab in front; the Ports tab does it by itself."""
        if self.talking is not None:
            self.talking.bring_up_to_date()

    def remember(self) -> None:
        """Put what the tabs look like into the settings."""
        settings = self._parts.settings
        settings.tab = self.name
        settings.column_widths |= {name: dict(table.widths) for name, table in self._tables.items()}
        settings.column_orders |= {name: table.order for name, table in self._tables.items()}
        lines = [*self.server.send_row.entry.history, *self.client.send_row.entry.history]
        settings.send_history = list(dict.fromkeys(reversed(lines)))[::-1][-50:]  # each once, the newest last
        self.server.form.remember()
        self.client.form.remember()

    def _show_below(self) -> None:
        """Beside the Ports tab there is nothing below: records tell of this lab's sockets, it of the whole computer."""
        self._splitter.show_bottom(self.name != "ports")

    def _changed(self) -> None:
        self._show_below()
        if self.name in _SIDES:
            self._parts.selection.choose_side(_SIDES[self.name])
        else:
            self._make(self.name)

    def _make(self, name: str) -> None:
        if name == "client":
            from gui.tabs.client_tab import ClientTab

            self.client = ClientTab(self._holders[name], self._parts, self._notices)
            self.client.pack(fill="both", expand=True)
        elif name == "server":
            from gui.tabs.server_tab import ServerTab

            self.server = ServerTab(self._holders[name], self._parts, self._notices)
            self.server.pack(fill="both", expand=True)
        else:
            self._make_ports()

    def _make_ports(self) -> PortsTab:
        if self._ports is None:
            from gui.tabs.ports.ports_tab import PortsTab

            self._ports = PortsTab(self._holders["ports"], self._parts, self._notices, self.fill)
            self._ports.pack(fill="both", expand=True)
            self._take_tables({"ports": self._ports.table})
        return self._ports

    def _take_tables(self, tables: Mapping[str, ListTable]) -> None:
        """Give them their columns as they were, and remember those in the end."""
        self._tables |= tables
        for key, table in tables.items():
            table.set_widths(self._parts.settings.column_widths.get(key, {}))
            table.set_order(self._parts.settings.column_orders.get(key, {}))
