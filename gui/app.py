"""Builds all of the program, runs it, and stops it in order (window thread).

Law: everything is made here once and passed on; after run() no thread of ours is left and the capture is closed.
"""

from __future__ import annotations

import sys
import tkinter as tk
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, assert_never

from core.capture.capture import Capture
from core.contract.commands import Stop
from core.contract.events import (
    Done,
    Event,
    Failed,
    InternalError,
    JobChanged,
    PeerHeard,
    ReadingPaused,
    ReadingResumed,
    SocketChanged,
    Stopped,
)
from core.contract.faults import Fault
from core.contract.sockets import Role
from gui.ahead import SWITCH_INTERVAL_S
from gui.assets import asset
from gui.bridge import Bridge
from gui.collector import CalmCollector
from gui.diagnostics import DiagnosticsRun
from gui.display import bring_in, draw, hear_input_methods, show_window
from gui.files.dialogs import FileDialogs
from gui.frame.troubles import Troubles
from gui.models.files.jobs import Jobs
from gui.models.finding.record_filter import RecordFilter
from gui.models.messages.messages import Messages
from gui.models.records.reading import Reading
from gui.models.records.selection import Selection
from gui.models.replies.rules_asked import RulesAsked
from gui.models.sending.send_jobs import SendJobs
from gui.models.sockets.options_asked import OptionsAsked
from gui.models.sockets.sockets import Sockets
from gui.models.sockets.tls_form import TlsAsked
from gui.models.why.reasons import Reasons
from gui.parts import Parts
from gui.settings import LoadedSettings, SettingsFile
from gui.signals import EndSignals
from gui.theme import Theme
from gui.window import Window

if TYPE_CHECKING:
    from core.engine.loop import Engine
    from gui.options import AskedSession, Wish

LONGEST_STOP_MS = 2_000
"""The window waits so long for the engine to close its sockets, then goes anyway."""
_ICON_SIZES = (16, 32, 48, 128)


class App:
    """The window, the engine and the capture."""

    def __init__(
        self,
        root: tk.Tk,
        capture: Capture,
        settings_file: SettingsFile,
        wishes: Sequence[Wish] = (),
        *,
        to_open: Sequence[Path] = (),
        not_recorded_there: Fault | None = None,
        diagnostics: Path | None = None,
        settings: LoadedSettings | None = None,
        session: AskedSession | None = None,
        dialogs: FileDialogs | None = None,
        signals: EndSignals | None = None,
    ) -> None:
        """Takes the hidden main window and the capture over.

        `wishes`: sockets to open at the start, `to_open`: saved captures. `not_recorded_there`: why the capture is not
        in the file that was asked for. `diagnostics`: the file for them. `settings`: what stood in the settings file,
        if it has been read. `session`: one to open, and perhaps to start. `dialogs`: instead of the system's.
        `signals`: whether it has been asked to end from outside.
        """
        self.root = root
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        self._capture = capture
        self._settings_file = settings_file
        self._wishes = wishes
        self._to_open = to_open
        self._session = session
        self._not_recorded_there = not_recorded_there
        self._closing = False
        self._signals = signals
        self._patience = ""
        self._collector = CalmCollector()
        self.settings, self._settings_note = settings or settings_file.load()
        self.engine: Engine
        self.bridge = Bridge(self.root, self._handle, self._refresh)
        self.parts = self._make_parts(dialogs or FileDialogs(self.root, self.settings))
        self.window = Window(self.root, self.parts, self.close)
        self.troubles = Troubles(self.root, self.parts, self.window, settings_file.folder)
        self._diagnostics = DiagnosticsRun(self.root, capture, self.parts.sockets, diagnostics) if diagnostics else None
        self._dress_root()

    def run(self) -> None:
        """Show the window until it is closed, then stop everything in order."""
        self.start()
        try:
            self.root.mainloop()
        finally:
            self.finish()

    def start(self) -> None:
        """Show the window and begin to work: what is seen first is on the screen before the rest is loaded."""
        self.root.report_callback_exception = self._report_mistake
        self._say_what_is_known()
        show_window(self.root, self.settings)
        bring_in(self.window)
        draw(self.root)
        hear_input_methods(self.root)
        self.window.tabs.front.form.port.focus_entry()  # only now it can have it: what is typed already goes there
        self.window.complete()
        self.parts.theme.finish()
        draw(self.root)
        self._start_engine()
        self._open_what_was_asked_for()
        self._offer_left_overs()
        if self._diagnostics is not None:
            self._diagnostics.start()
        self._collector.begin()

    def close(self) -> None:
        """Close in order: the engine closes its sockets first, and the window goes when it has."""
        if self._closing:
            return
        self._closing = True
        self.window.remember()
        self._settings_file.save(self.settings)
        self.root.withdraw()
        self.parts.jobs.cancel()
        self.window.opened.close_all()
        self.window.sessions.end()
        self.bridge.submit(Stop, lambda _: None, lambda _: None)
        self._patience = self.root.after(LONGEST_STOP_MS, self._go)

    def finish(self) -> None:
        """After the main loop: wait for the engine's end, and write the last of the capture."""
        if not self._closing:  # something else than close() has ended the main loop
            self.engine.submit(Stop(0))
        self.engine.join(LONGEST_STOP_MS / 1000)
        self.parts.jobs.cancel()
        self.parts.jobs.join(LONGEST_STOP_MS / 1000)  # they read the capture
        self._capture.close()
        self._collector.end()

    def _make_parts(self, dialogs: FileDialogs) -> Parts:
        settings = self.settings
        sockets = Sockets()
        selection = Selection(sockets)
        return Parts(
            theme=Theme(self.root, name=settings.theme, percent=settings.text_percent),
            settings=settings,
            capture=self._capture,
            bridge=self.bridge,
            sockets=sockets,
            selection=selection,
            filter=RecordFilter(self._capture),
            reading=Reading(
                self._capture.header.start_ns, time_style=settings.time_style, encoding=settings.text_encoding
            ),
            reasons=Reasons(self.bridge.ask, sockets, selection, self._capture),
            send_jobs=SendJobs(),
            messages=Messages(self.bridge.ask, self._settings_file.folder),
            options=OptionsAsked(),
            rules=RulesAsked(),
            tls=TlsAsked(),
            dialogs=dialogs,
            jobs=Jobs(),
            command_name=self.bridge.command_name,
        )

    def _dress_root(self) -> None:
        self._icons = [tk.PhotoImage(master=self.root, file=asset(f"icon-{size}.png")) for size in _ICON_SIZES]
        self.root.iconphoto(True, *self._icons)
        self.root.protocol("WM_DELETE_WINDOW", self.close)

    def _say_what_is_known(self) -> None:
        """What there is to say from the beginning, and the first-start card."""
        self.troubles.settings_note(self._settings_note)
        if self._not_recorded_there is not None:
            self.troubles.not_recorded_there(self._not_recorded_there)
        if not (self.settings.welcomed or self._wishes or self._to_open or self._session):
            self.window.first_card.offer()

    def _start_engine(self) -> None:
        from core.engine.loop import Engine  # 30 ms that the window need not wait for

        self.engine = Engine(self._capture)
        self.engine.start()
        self.bridge.start(self.engine)
        self.parts.reasons.prepare()

    def _open_what_was_asked_for(self) -> None:
        """The sockets and captures of the start options; and find out early whether settings can be kept."""
        for wish in self._wishes:
            self._open(wish)
        for path in self._to_open:
            self.window.opened.open(path)
        if self._session is not None:
            asked = self._session
            self.window.sessions.open(asked.path, start=asked.starts, allow_hooks=asked.allows_hooks)
        kept = replace(self.settings)
        self.bridge.ask(lambda: self._settings_file.save(kept), self._settings_kept)

    def _offer_left_overs(self) -> None:
        from gui.files.left_overs import LeftOvers
        from gui.sessions.left_over_sessions import LeftOverSessions

        LeftOvers(self.parts, self.window.notices, self.window.opened.open).look()
        LeftOverSessions(self.parts, self.window).look()

    def _settings_kept(self, note: str) -> None:
        """That they can't be kept is said once, and not to somebody who has just read that they can't be read."""
        if not self._settings_note:
            self.troubles.settings_note(note)

    def _open(self, wish: Wish) -> None:
        def failed(failure: Failed) -> None:
            from core.explain.why.case import Case  # only a failure needs it

            case = Case(failure.fault, wish.protocol, wish.make(0), self.parts.sockets.get(failure.socket))
            self.parts.reasons.failed(case, lambda words: self.troubles.start_option_failed(wish.typed, words))

        self.bridge.submit(wish.make, self._opened, failed)

    def _opened(self, done: Done) -> None:
        snapshot = self.parts.sockets.get(done.socket)
        if snapshot is not None and snapshot.role in (Role.LISTENER, Role.BOUND):
            self.window.server.bound.want(snapshot.number)

    def _handle(self, event: Event) -> None:
        """What the engine says of its own accord."""
        match event:
            case SocketChanged(snapshot):
                before = self.parts.sockets.get(snapshot.number)
                self.parts.sockets.apply(snapshot)
                self.parts.reasons.changed(before, snapshot)
            case PeerHeard(number, peer):
                self.parts.sockets.heard(number, peer)
            case JobChanged(job):
                self.parts.send_jobs.apply(job)
            case ReadingPaused():
                self.window.status.reading_paused = True
            case ReadingResumed():
                self.window.status.reading_paused = False
            case InternalError(report):
                self.troubles.mistake(report)
            case Stopped():
                self._go()
            case Done() | Failed():
                raise AssertionError("the bridge answers commands itself")
            case _:
                assert_never(event)

    def _refresh(self, came_in: bool) -> bool:
        if self._signals is not None and self._signals.came:
            self.close()
        if self._closing:
            return True
        came_in = self.parts.jobs.advance() or came_in
        self.troubles.watch_recording(self._capture.status)
        return self.window.bring_up_to_date(came_in)

    def _go(self) -> None:
        if self._diagnostics is not None:
            self._diagnostics.stop()
        self.bridge.stop()
        self.root.after_cancel(self._patience)
        self.root.destroy()

    def _report_mistake(self, kind: type[BaseException], mistake: BaseException, trace: TracebackType | None) -> None:
        """A mistake in a callback of the window: shown in it, for a packaged program has no terminal."""
        import traceback  # needed when something went wrong, not at every start

        self.troubles.mistake("".join(traceback.format_exception(kind, mistake, trace)))
