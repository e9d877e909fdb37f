"""What a session keeps of the window: its size, what is in front, how the room is shared, and the send rows.

Window thread. Law: a value that this window has no use for changes nothing, and opening a look starts nothing.
"""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

from core.contract.faults import BadInput
from core.payload.composition import Composition
from core.payload.messages.saved import SavedMessage
from core.session.messages import Messages, Row
from core.session.window import Look
from gui.views.lower_views import VIEWS

if TYPE_CHECKING:
    from gui.tabs.sending.send_row import SendRow
    from gui.window import Window

_LEAST_SIDE, _MOST_SIDE = 300, 20_000
_HISTORY = 50


def look_of(window: Window) -> Look:
    """How the window looks now."""
    root, records = window.winfo_toplevel(), window.records
    return {
        "width": root.winfo_width(),
        "height": root.winfo_height(),
        "tab": window.tabs.name,
        "view": records.front,
        "splitter": round(window.splitter.fraction, 3),
        "forms_folded": window.splitter.is_folded,
        "detail_splitter": round(records.splitter.fraction, 3),
        "detail_folded": records.splitter.is_folded,
    }


def show_look(window: Window, look: Look) -> None:
    """Make the window look so, as far as it is told."""
    _resize(window.winfo_toplevel(), look)
    if look.get("tab") in window.tabs.NAMES:
        window.show_tab(str(look["tab"]))
    if any(view.key == look.get("view") for view in VIEWS):
        window.records.show(str(look["view"]))
    for splitter, fraction, folded in (
        (window.splitter, "splitter", "forms_folded"),
        (window.records.splitter, "detail_splitter", "detail_folded"),
    ):
        if isinstance(share := look.get(fraction), float) and 0 < share < 1:
            splitter.fraction = share
        if isinstance(is_folded := look.get(folded), bool) and window.tabs.talking is not None:
            splitter.is_folded = is_folded


def messages_of(window: Window) -> Messages:
    """What stands in the send rows."""
    return Messages({name: _row_of(row) for name, row in _rows(window).items()})


def show_messages(window: Window, messages: Messages) -> None:
    """Put messages into the send rows; nothing is sent."""
    for name, row in _rows(window).items():
        if name in messages.rows:
            _restore(row, messages.rows[name])


def _rows(window: Window) -> dict[str, SendRow]:
    return {"server": window.server.send_row, "client": window.client.send_row}


def _row_of(row: SendRow) -> Row:
    history = tuple(row.entry.history[-_HISTORY:])
    try:
        return Row(row.composition, row.has_steps, history)
    except BadInput:  # a field of how it is made makes no sense: the text at least is kept
        return Row(Composition(row.entry.value, row.messages.notation), row.has_steps, history)


def _restore(row: SendRow, kept: Row) -> None:
    row.restore(SavedMessage("", kept.message, is_steps=kept.is_steps), kept.history)


def _resize(root: tk.Misc, look: Look) -> None:
    width, height = look.get("width"), look.get("height")
    if not (type(width) is int and type(height) is int and min(width, height) >= _LEAST_SIDE):
        return
    width, height = min(width, root.winfo_screenwidth()), min(height, root.winfo_screenheight())
    if max(width, height) <= _MOST_SIDE and isinstance(root, tk.Tk):
        root.geometry(f"{width}x{height}")
