"""The keyboard shortcuts of the window: one table, bound by the window and read out by the help panel (window thread).

Law: every action of the window can be reached by keyboard, and what a tooltip calls a key stands here.
"""

from __future__ import annotations

import sys
import tkinter as tk
from collections.abc import Callable, Mapping
from functools import partial
from tkinter import ttk
from typing import NamedTuple

from gui.views.lower_views import VIEWS

MODIFIER, MODIFIER_NAME = ("Command", "⌘") if sys.platform == "darwin" else ("Control", "Ctrl+")
"""macOS uses the Command key where the others use Control; a Mac's Control key belongs to the text fields."""


class Shortcut(NamedTuple):
    """Keys for one action."""

    action: str
    sequences: tuple[str, ...]
    """As Tk names them."""
    label: str
    """As people name them."""
    meaning: str


def _with_modifier(action: str, keys: tuple[str, ...], label: str, meaning: str) -> Shortcut:
    return Shortcut(action, tuple(f"<{MODIFIER}-{key}>" for key in keys), MODIFIER_NAME + label, meaning)


def _keys(key: str) -> tuple[str, ...]:
    """A digit, or a letter whether or not it is a capital one."""
    return tuple(dict.fromkeys((f"Key-{key}", f"Key-{key.lower()}")))


SHORTCUTS = (
    _with_modifier("primary", ("l", "L"), "L", "Listen, or connect: the main button of the tab"),
    _with_modifier("send", ("Return", "KP_Enter"), "Return", "Send"),
    _with_modifier("messages", ("m",), "M", "The messages that you keep"),
    _with_modifier("server", ("Key-1",), "1", "Server tab"),
    _with_modifier("client", ("Key-2",), "2", "Client tab"),
    Shortcut("ports", ("<F2>",), "F2", "Ports tab: who holds which port of this computer"),
    *(_with_modifier(view.key, _keys(view.on), view.on, f"{view.title} view") for view in VIEWS),
    _with_modifier("find", ("f", "F"), "F", "Find text or bytes in the rows of Traffic or Calls"),
    Shortcut("find next", ("<F3>",), "F3", "The next row in which it was found"),
    Shortcut("find previous", ("<Shift-F3>",), "Shift+F3", "The row before in which it was found"),
    _with_modifier("jump", ("g", "G"), "G", "Go to a call’s number, a time, or seconds since the start"),
    _with_modifier("time", ("t",), "T", "Times as time of day, with date, since the start, since the row above"),
    Shortcut("why", ("<F4>",), "F4", "Why: the card about the selected socket, and back to its buttons"),
    Shortcut("stop", ("<F6>",), "F6", "Stop listening"),
    Shortcut("finish", ("<F7>",), "F7", "Finish sending"),
    Shortcut("close", ("<F8>",), "F8", "Close the selected sockets, or cancel connecting"),
    Shortcut("reset", ("<F9>",), "F9", "Reset the selected connections"),
    Shortcut("options", ("<Shift-F9>",), "Shift+F9", "The options of the selected socket"),
    Shortcut("remove", ("<Shift-F8>",), "Shift+F8", "Remove ended sockets from the list"),
    _with_modifier("fold", ("j", "J"), "J", "Fold the tabs away, or bring them back"),
    Shortcut("capture", ("<F10>",), "F10", "What can be done with the recording"),
    Shortcut("session", ("<F11>",), "F11", "The session: open, save, examples"),
    _with_modifier("save", ("s",), "S", "Save the recording as a file"),
    _with_modifier("export", ("E",), "Shift+E", "Export rows for other programs"),
    _with_modifier("chart", ("M",), "Shift+M", "The last minute as a chart: bytes in and out, rows"),
    Shortcut("names", ("<Shift-F1>",), "Shift+F1", "The names of Python’s socket module, and where to see them"),
    _with_modifier("diagnostics", ("D",), "Shift+D", "Diagnostics: how the lab itself fares"),
    _with_modifier("larger", ("plus", "equal", "KP_Add"), "+", "Larger text"),
    _with_modifier("smaller", ("minus", "KP_Subtract"), "−", "Smaller text"),
    _with_modifier("normal", ("Key-0",), "0", "Text at 100 %"),
    _with_modifier("theme", ("T",), "Shift+T", "Light or dark"),
    Shortcut("help", ("<F1>",), "F1", "This help"),
    Shortcut("escape", ("<Escape>",), "Escape", "Close a panel, the newest notice, the why card; cancel connecting"),
    _with_modifier("open", ("o", "O"), "O", "Open a saved capture in a window of its own"),
    _with_modifier("close window", ("w", "W"), "W", "Close the window of an opened capture"),
    _with_modifier("quit", ("q", "Q"), "Q", "Close Socket Lab"),
)

IN_LISTS = (
    ("↑ ↓, Shift", "Select rows in a list, several with Shift"),
    ("Shift+F10", "What can be done with the selected row: show only its like, copy, go to…"),
    (f"{MODIFIER_NAME}C, {MODIFIER_NAME}A", "Copy the selected rows; select all of them"),
    ("↑ ↓ in the send row", "What was sent before"),
    ("Alt+1 … Alt+9", "Send the message that was kept with this key"),
    ("← → in Follow", "The call before or after the selected one"),
    ("← → in a line of code", "From one part of a call to the next: what each is"),
    ("Tab", "To the next field or list"),
)
"""Keys that are not bound by the window, for the help."""


def bind_shortcuts(window: tk.Misc, actions: Mapping[str, Callable[[], object]]) -> None:
    """Bind those keys whose actions this window has."""
    for shortcut in SHORTCUTS:
        if shortcut.action in actions:
            for sequence in shortcut.sequences:
                window.bind(sequence, _doing(actions[shortcut.action]))


def _doing(action: Callable[[], object]) -> Callable[[object], str]:
    def handle(_event: object) -> str:
        action()
        return "break"

    return handle


def bind_message_keys(window: tk.Misc, send: Callable[[int], object]) -> None:
    """The hot keys of the messages that a person keeps."""
    for digit in range(1, 10):
        window.bind(f"<Alt-Key-{digit}>", _doing(partial(send, digit)))


def label_of(action: str) -> str:
    """What people call the keys of an action, for tooltips."""
    return next(shortcut.label for shortcut in SHORTCUTS if shortcut.action == action)


def leave_send_keys(entry: ttk.Entry) -> None:
    """Leave Ctrl+Return to the window in a field where Return does something of its own.

    Tk takes Ctrl+Return for Return where nothing is bound to it in particular.
    """
    for shortcut in SHORTCUTS:
        if shortcut.action == "send":
            for sequence in shortcut.sequences:
                entry.bind(sequence, lambda _: None)
