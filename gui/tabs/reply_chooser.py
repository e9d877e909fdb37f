"""Chooses what a listener answers, from the list of all replies (window thread).

Law: it only says what stands in it; whoever shows it decides what comes of a choice.
"""

from __future__ import annotations

from collections.abc import Callable
from tkinter import ttk

from core.contract.commands import ReplyChoice
from core.contract.faults import BadInput
from core.explain.faults import explain
from core.replies.catalogue import KINDS
from gui.keys import leave_send_keys
from gui.models.sockets.endpoint_forms import REPLY_NAMES, parse_reply
from gui.theme import Theme
from gui.widgets.entry.field import Field
from gui.widgets.flow import Flow

NAMES: tuple[str, ...] = tuple(REPLY_NAMES)


class ReplyChooser:
    """Two fields in somebody's Flow: which reply, and, for a fixed one, its text."""

    def __init__(
        self,
        flow: Flow,
        theme: Theme,
        *,
        name: str = "none",
        text: str = "",
        on_choice: Callable[[], None] = lambda: None,
        on_submit: Callable[[], None] = lambda: None,
    ) -> None:
        """`on_choice`: a person chose another reply; `on_submit`: a person pressed Return in the text."""
        self._on_choice = on_choice
        self.which = Field(
            flow,
            theme,
            "Reply",
            values=list(REPLY_NAMES.values()),
            editable=False,
            width=10,
        )
        self._holder = ttk.Frame(flow)
        self.text = Field(
            self._holder, theme, "Text", mono=True, width=14, value=text, help=r"Escapes: \r \n \t \0 \xNN"
        )
        flow.add(self.which)
        flow.add(self._holder)
        self.which.on_change(self._chosen)
        self.text.on_submit(on_submit)
        leave_send_keys(self.text.entry)
        self.name = name

    @property
    def name(self) -> str:
        """Which reply, by its name in core.replies."""
        return NAMES[self.which.index]

    @name.setter
    def name(self, name: str) -> None:
        self.which.choose(NAMES.index(name) if name in NAMES else 0)
        self._show_text()

    def choice(self) -> ReplyChoice | None:
        """The reply as it stands; None, and a message at the text, when the text is no good."""
        try:
            return parse_reply(self.name, self.text.value)
        except BadInput as error:
            words = explain(error.fault)
            self.text.show_error(f"{words.sentence} {words.remedy}")
            self.text.focus_entry()
            return None

    def _chosen(self) -> None:
        self._show_text()
        self._on_choice()

    def _show_text(self) -> None:
        """Only a fixed text has a text; what the chosen one does, its tooltip says."""
        self.which.set_help(KINDS[self.which.index].line)
        if self.name == "fixed":
            self.text.pack()
        else:
            self.text.pack_forget()
            self._holder.configure(width=1, height=1)  # Tk leaves an emptied frame as large as it was
