"""Opens and saves the session, as a person asks for it in the menu (window thread).

Law: a file is read and written by worker threads; sockets that are open are never closed because of one.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from core.contract.commands import CloseAll
from core.payload.escapes import show_name
from core.payload.numbers import counted
from core.session.errors import SessionError
from core.session.file import open_session, save_session
from core.session.session import Session
from gui.assets import asset
from gui.frame.notices import Notice
from gui.models.files.file_kinds import SESSION
from gui.models.session.open_session import OpenSession
from gui.models.session.session_words import contents, trouble
from gui.parts import Parts
from gui.sessions.keeper import Keeper
from gui.sessions.look import look_of, messages_of, show_look, show_messages
from gui.sessions.ready_card import ReadyCard
from gui.sessions.session_menu import TITLE

if TYPE_CHECKING:
    from gui.window import Window

MOST_RECENT = 8
_NAME_CHARACTERS = 24
LAST_SESSION = "As it was when the lab was closed"


class SessionDesk:
    """What the menu does."""

    def __init__(self, window: Window, parts: Parts) -> None:
        self._window = window
        self._parts = parts
        self._submenus: list[tk.Menu] = []
        self.session = OpenSession(parts.sockets, parts.bridge.asked)
        self.card = ReadyCard(parts, window.notices, self.session, self._show_listener, self._show_clients)
        self.keeper = Keeper(window, parts.bridge, self._now)

    def fill(self, menu: tk.Menu) -> None:
        """The menu as it is at this moment."""
        menu.delete(0, "end")
        for submenu in self._submenus:
            submenu.destroy()
        self._submenus.clear()
        add = partial(self._add, menu)
        add("New", self.new)
        add("Open…", self.ask)
        self._cascade(menu, "Open an example", [(path.stem, path) for path in examples()], self.open_example)
        self._cascade(menu, "Open recent", self._recent(), self.open)
        menu.add_separator()
        add("Save", self.save)
        add("Save as…", self.save_as)
        if self.session.ready:
            menu.add_separator()
            ready = contents([entry.what for entry in self.session.ready])
            add(f"Start all ({ready})", self.card.start_all)
            add("Show what is ready to start", self.card.show)

    def new(self) -> None:
        """A session without a name; what is open stays, unless a person closes it."""
        self._work_in(Session(), "", None)

    def ask(self) -> None:
        """Let a person choose a file, and open it."""
        path = self._parts.dialogs.ask_existing("Open a session", [SESSION])
        if path is not None:
            self.open(path)

    def open(self, path: Path, *, start: bool = False, allow_hooks: bool = False) -> None:
        """Open a file, soon; `start`: and start all that is in it, hooks too if they are allowed."""

        def started() -> None:
            self.card.start_unasked(allow_hooks=allow_hooks)

        self._read(path, path.stem, path, after=started if start else None)

    def open_example(self, path: Path) -> None:
        """As a session that has no file yet: what comes with the program is not written over."""
        self._read(path, path.stem, None)

    def restore(self, path: Path) -> None:
        """One that a lab which broke down has left over; once it is kept here it is forgotten there."""

        def forget() -> None:
            self._parts.bridge.ask(lambda: _forget(path), lambda _: None)

        self._read(path, "The session before", None, after=lambda: self.keeper.look(forget))

    def save(self) -> None:
        """Into its file; without one a person is asked for it."""
        if self.session.path is None:
            self.save_as()
        else:
            self._save(self.session.path)

    def save_as(self) -> None:
        """Into a file that a person names."""
        path = self._parts.dialogs.ask_new("Save the session as", SESSION, self.session.name or "session")
        if path is not None:
            self._save(path)

    def _read(self, path: Path, name: str, file: Path | None, *, after: Callable[[], None] | None = None) -> None:
        def answered(answer: Session | SessionError) -> None:
            if isinstance(answer, SessionError):
                self._window.notices.show_words(f"{show_name(path.name)} could not be opened", trouble(answer))
                return
            if file is not None:
                self._remember(file)
            self._work_in(answer, name, file)
            if after is not None:
                after()

        self._parts.bridge.ask(lambda: _try_to_open(path), answered)

    def _work_in(self, session: Session, name: str, path: Path | None) -> None:
        self.session.open(session, name, path)
        self._name_it()
        show_messages(self._window, session.messages)
        show_look(self._window, session.look)
        self.card.show()
        self._tell_of_others()

    def _tell_of_others(self) -> None:
        others = self.session.others
        if not others:
            return
        headline = f"{counted(len(others), 'socket')} of before {'is' if len(others) == 1 else 'are'} still open"
        notice = Notice("info", headline, "What is open is saved with the session.")

        def close() -> None:
            self._window.notices.close(notice)
            self._parts.bridge.submit(lambda id: CloseAll(id, others), lambda _: None, lambda _: None)

        self._window.notices.show(notice, [("Close what was open before", close)])

    def _save(self, path: Path) -> None:
        session = self._now(with_look=True)

        def answered(answer: SessionError | None) -> None:
            name = show_name(path.name)
            if answer is not None:
                self._window.notices.show_words(f"The session could not be saved as {name}", trouble(answer))
                return
            self.session.saved_as(session, path.stem, path)
            self._remember(path)
            self._name_it()
            what = contents([*session.listeners, *session.clients])
            self._window.notices.show(Notice("info", f"Saved the session as {name}: {what}", show_name(str(path))))

        self._parts.bridge.ask(lambda: _try_to_save(path, session), answered)

    def _now(self, *, with_look: bool = False) -> Session:
        look = look_of(self._window) if with_look else None
        return self.session.now(messages_of(self._window), look)

    def _name_it(self) -> None:
        name = show_name(self.session.name)
        root = self._window.winfo_toplevel()
        if isinstance(root, tk.Tk):
            root.title(f"{name} – Socket Lab" if name else "Socket Lab")
        short = name if len(name) <= _NAME_CHARACTERS else f"{name[: _NAME_CHARACTERS - 1]}…"
        self._window.header.session.configure(text=short or TITLE)

    def _show_listener(self, number: int) -> None:
        self._window.server.bound.want(number)

    def _show_clients(self) -> None:
        self._window.client.want_next()

    def _remember(self, path: Path) -> None:
        settings = self._parts.settings
        paths = [str(path.absolute()), *settings.recent_sessions]
        settings.recent_sessions = list(dict.fromkeys(paths))[:MOST_RECENT]

    def _recent(self) -> list[tuple[str, Path]]:
        from core.session.autosaves import last_session

        paths = [Path(text) for text in self._parts.settings.recent_sessions]
        last = last_session()
        recent = [(f"{show_name(path.stem)}   {show_name(str(path.parent))}", path) for path in paths]
        return recent + ([(LAST_SESSION, last)] if last is not None else [])

    def _add(self, menu: tk.Menu, label: str, action: Callable[[], object]) -> None:
        # Only once the menu has gone: a dialog that takes the pointer would lose it to the menu's end.
        menu.add_command(label=label, command=lambda: self._window.after_idle(action))

    def _cascade(self, menu: tk.Menu, label: str, files: list[tuple[str, Path]], open_: Callable[[Path], None]) -> None:
        submenu = tk.Menu(menu, tearoff=False)
        self._submenus.append(submenu)
        self._parts.theme.dress(submenu)
        for name, path in files:
            self._add(submenu, name, partial(open_, path))
        menu.add_cascade(label=label, menu=submenu, state="normal" if files else "disabled")


def examples() -> list[Path]:
    """Those that come with the program, in the order of their names."""
    return sorted(asset("sessions").glob("*.labsession"))


def _try_to_open(path: Path) -> Session | SessionError:
    try:
        return open_session(path)
    except SessionError as error:
        return error


def _forget(path: Path) -> None:
    from core.session.autosaves import forget_left_over

    with suppress(OSError):  # it is offered once more
        forget_left_over(path)


def _try_to_save(path: Path, session: Session) -> SessionError | None:
    try:
        save_session(path, session)
    except SessionError as error:
        return error
    return None
