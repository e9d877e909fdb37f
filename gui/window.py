"""The window: tabs above, records below, header, notices and status round them; keys, and what is remembered of it.

Window thread. Law: it puts parts together; what they do is theirs. What a person meets first is made first: header,
status, and the form of the tab in front; the rest follows when that stands on the screen.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from functools import partial
from time import monotonic
from tkinter import ttk
from typing import TYPE_CHECKING

from gui.display import set_aside
from gui.files.job_cards import JobCards
from gui.frame.first_card import FirstCard
from gui.frame.header import Header
from gui.frame.notices import Notices
from gui.frame.status_bar import StatusBar
from gui.keys import bind_message_keys, bind_shortcuts, label_of
from gui.models.lab.rates import Rates
from gui.models.sockets.socket_deeds import Deed, is_on_the_way
from gui.parts import Parts
from gui.sessions.sessions import Sessions
from gui.tabs.tabs import Tabs
from gui.views.lower_views import ACTIONS as BELOW
from gui.widgets.scrollable import Scrollable
from gui.widgets.splitter import Fold, Splitter

if TYPE_CHECKING:
    from gui.frame.help_panel import HelpPanel
    from gui.tabs.client_tab import ClientTab
    from gui.tabs.sending.send_row import SendRow
    from gui.tabs.server_tab import ServerTab

_FOLD = Fold(
    "top",
    f"Fold the tabs away: all the room for the views below ({label_of('fold')})",
    f"Bring the tabs back ({label_of('fold')})",
)


class Window(ttk.Frame):
    """Everything inside the frame that the system draws."""

    def __init__(self, root: tk.Tk, parts: Parts, on_quit: Callable[[], None]) -> None:
        super().__init__(root, style="Window.TFrame")
        set_aside(self)
        self._parts = parts
        self._on_quit = on_quit
        self._help: HelpPanel | None = None
        self._seen: object = None
        self.notices = Notices(self, parts.theme)
        self.job_cards = JobCards(self, parts.theme, parts.jobs)
        self._page = Scrollable(self, parts.theme, on_window=True)
        self.splitter = Splitter(self._page.body, parts.theme, fraction=parts.settings.splitter, fold=_FOLD)
        self.tabs = Tabs(self.splitter, parts, self.notices)
        self.sessions = Sessions(self, parts)
        self.header = Header(self.splitter.top, parts, self._actions(), self.sessions.fill)
        self.rates = Rates()
        self.status = StatusBar(self, parts)
        self.first_card = FirstCard(parts, self.notices, self._show_demonstration)
        self._place()
        self.tabs.show(parts.settings.tab)
        self.splitter.is_folded = parts.settings.forms_folded and self.tabs.talking is not None

    def complete(self) -> None:
        """Make the rest: the tab behind, the lower half, and what keys and menus ask for."""
        from gui.files.capture_files import CaptureFiles  # a third of the window's modules, not needed at first sight
        from gui.files.opened_captures import OpenedCaptures
        from gui.files.record_elsewhere import RecordElsewhere
        from gui.frame.panels import Panels
        from gui.tabs.remedy_hands import RemedyHands
        from gui.views.records_pane import RecordsPane
        from gui.views.why_pane import WhyPane

        parts = self._parts
        self.records = RecordsPane(self.splitter.bottom, parts)
        self.records.pack(fill="both", expand=True)
        self.tabs.complete()
        self.record_elsewhere = RecordElsewhere(parts, self.notices)
        self.opened = OpenedCaptures(self.winfo_toplevel(), parts, self.notices)
        self.capture_files = CaptureFiles(self, parts, self.notices, lambda: self.records.shown, self.opened.open)
        hands = RemedyHands(parts, self.notices, self.server.form, self.client.form)
        remedies = hands.remedies(self, self.tabs.show_port)
        self.why = WhyPane(self.splitter.bottom, self, self._page, parts, remedies)
        self.panels = Panels(self._page, parts, self.rates, self._send_row)
        parts.messages.on_ask = partial(self.panels.show, "messages")
        parts.options.on_ask = partial(self.panels.show, "options")
        parts.rules.on_ask = partial(self.panels.show, "rules")
        parts.tls.on_ask = partial(self.panels.show, "tls")
        self.status.add_chart(self.rates, partial(self.panels.toggle, "chart"), label_of("chart"))
        bind_shortcuts(self.winfo_toplevel(), self._actions())
        bind_message_keys(self.winfo_toplevel(), self._send_kept)
        self.sessions.begin()

    def bring_up_to_date(self, came_in: bool) -> bool:
        """Show the newest state in whatever can be seen; True if there was any.

        `came_in`: an event or an answer has come since the last time. Without one, and with nothing else that is new,
        nothing is done: an idle window must cost next to nothing. Ages go on once a second.
        """
        parts = self._parts
        news = any((self.opened.bring_up_to_date(), self.job_cards.bring_up_to_date()))
        seen = (parts.sockets.version, parts.capture.count, int(monotonic()), self.records.stamp, self.tabs.name)
        if seen == self._seen and not came_in and not self.tabs.is_behind:
            return news
        self._seen = seen
        self.tabs.bring_up_to_date()
        parts.reasons.settle()
        self.records.bring_up_to_date()
        self.capture_files.bring_up_to_date()
        self.header.bring_up_to_date()
        overall = parts.capture.overall
        self.rates.take(overall.bytes_in, overall.bytes_out, parts.capture.count)
        self.status.bring_up_to_date()
        self.panels.bring_up_to_date()
        return True

    @property
    def server(self) -> ServerTab:
        """The Server tab."""
        return self.tabs.server

    @property
    def client(self) -> ClientTab:
        """The Client tab."""
        return self.tabs.client

    def show_tab(self, name: str) -> None:
        """Bring a tab to the front, ready to be typed into."""
        self.tabs.show(name)

    def show_help(self) -> None:
        """Open the help, or close it."""
        from gui.frame.help_panel import HelpPanel  # not needed for the first picture

        if self._help is None:
            self._help = HelpPanel(self, self._parts, self._demonstrate, self._show_from_help)
        self._help.toggle()

    @property
    def help_is_open(self) -> bool:
        """Whether the help lies over the window."""
        return self._help is not None and self._help.is_open

    def remember(self) -> None:
        """Put what the window looks like into the settings."""
        settings = self._parts.settings
        root = self.winfo_toplevel()
        settings.width, settings.height = root.winfo_width(), root.winfo_height()
        settings.theme, settings.text_percent = self._parts.theme.name, self._parts.theme.percent
        settings.splitter, settings.forms_folded = self.splitter.fraction, self.splitter.is_folded
        self.records.remember()
        self.tabs.remember()

    def _demonstrate(self) -> None:
        """From the help: what the card does with one click."""
        self.first_card.demonstration.start()
        self.first_card.offer()

    def _show_from_help(self, name: str) -> None:
        """From the help: another panel."""
        self.panels.toggle(name)

    def _show_demonstration(self, listener: int | None) -> None:
        self.show_tab("server")
        if listener is not None:
            self.server.bound.want(listener)
        self.records.show("traffic")

    def _actions(self) -> dict[str, Callable[[], object]]:
        theme = self._parts.theme
        return {
            "primary": self._submit_form,
            "send": self._send,
            "server": lambda: self.show_tab("server"),
            "client": lambda: self.show_tab("client"),
            "ports": lambda: self.show_tab("ports"),
            **{action: partial(self._do_below, action) for action in BELOW},
            "why": lambda: self.why.show(self.tabs.chosen.about.open_card),
            "stop": lambda: self._deed(Deed.STOP),
            "finish": lambda: self._deed(Deed.FINISH),
            "close": lambda: self._deed(Deed.CLOSE),
            "reset": lambda: self._deed(Deed.RESET),
            "options": lambda: self._deed(Deed.OPTIONS),
            "remove": self._remove_ended,
            "fold": self._fold,
            "session": self._show_session_menu,
            "capture": self._show_capture_menu,
            "save": self._save_as,
            "export": self._export,
            "import": self._import,
            "record-elsewhere": self._go_on_elsewhere,
            "messages": partial(self._show_panel, "messages"),
            "limits": partial(self._show_panel, "limits"),
            "chart": partial(self._show_panel, "chart"),
            "diagnostics": partial(self._show_panel, "diagnostics"),
            "names": partial(self._show_panel, "names"),
            "larger": theme.larger,
            "smaller": theme.smaller,
            "normal": lambda: theme.set_percent(100),
            "theme": theme.toggle,
            "help": self.show_help,
            "escape": self._escape,
            "open": self._open,
            "quit": self._on_quit,
        }

    def _open(self) -> None:
        self.opened.ask()

    def _save_as(self) -> None:
        self.capture_files.save_as()

    def _export(self) -> None:
        self.capture_files.export()

    def _import(self) -> None:
        self.capture_files.import_()

    def _go_on_elsewhere(self) -> None:
        self.record_elsewhere.ask()

    def _do_below(self, action: str) -> None:
        self.tabs.show_records()
        self.records.do(action)

    def _show_panel(self, name: str) -> None:
        self.panels.toggle(name)

    def _fold(self) -> None:
        if self.tabs.talking is not None:  # with the Ports tab folded away nothing would be left
            self.splitter.is_folded = not self.splitter.is_folded

    def _submit_form(self) -> None:
        self.tabs.front.form.submit()

    def _send(self) -> None:
        if self.tabs.talking is not None:
            self.tabs.talking.send_row.submit()

    def _send_row(self) -> SendRow | None:
        return self.tabs.talking.send_row if self.tabs.talking is not None else None

    def _send_kept(self, key: int) -> None:
        row = self._send_row()
        if row is not None:
            row.send_with_key(key)

    def _deed(self, deed: Deed) -> None:
        """With the selected sockets, unless their tab is out of sight."""
        if self.tabs.talking is not None:
            self.tabs.talking.deed(deed)

    def _remove_ended(self) -> None:
        if self.tabs.talking is not None:
            self.tabs.talking.remove.remove()

    def _show_session_menu(self) -> None:
        self.header.session.post()

    def _show_capture_menu(self) -> None:
        self.header.capture.post()

    def _escape(self) -> None:
        """One thing at a time, and nothing that a person did not open or start."""
        ways_out = (
            self._close_help, self.capture_files.close_panel, self.panels.close, self.notices.close_newest,
            self.why.dismiss,
        )  # fmt: skip
        if not any(close() for close in ways_out) and is_on_the_way(self.client.conversations.snapshots):
            self.client.deed(Deed.CLOSE)

    def _close_help(self) -> bool:
        was_open = self.help_is_open
        if self._help is not None and was_open:
            self._help.close()
        return was_open

    def _place(self) -> None:
        self.tabs.notebook.pack(fill="both", expand=True)
        self.notices.pack(fill="x")
        self.job_cards.pack(fill="x")
        self.status.pack(side="bottom", fill="x")
        self.splitter.pack(fill="both", expand=True)
        self._page.pack(fill="both", expand=True)
        self._parts.theme.follow(self, self._space)

    def _space(self) -> None:
        px = self._parts.theme.px
        self.splitter.pack_configure(padx=px(8), pady=(px(8), 0))
        self.header.place(relx=1, rely=0, x=-px(2), y=0, anchor="ne")
