"""Chooses what a listener answers: none, echo, or a fixed text (window thread).

Law: it only says what stands in it; whoever shows it decides what comes of a choice.
"""

from __future__ import annotations

from collections.abc import Callable

from core.contract.commands import ReplyChoice
from core.contract.faults import BadInput, Fault
from core.explain.faults import explain
from gui.models.endpoint_forms import REPLY_NAMES, parse_reply
from gui.theme import Theme
from gui.widgets.field import Field
from gui.widgets.flow import Flow

_NAMES = tuple(REPLY_NAMES)


class ReplyChooser:
    """Two fields in somebody's Flow: which reply, and the text of a fixed one."""

    def __init__(self, flow: Flow, theme: Theme, *, name: str = "none", text: str = "") -> None:
        self.which = Field(
            flow,
            theme,
            "Reply",
            values=list(REPLY_NAMES.values()),
            editable=False,
            width=9,
            help="What is answered to everything that comes in: nothing, the same bytes, or a text of your own",
        )
        self.text = Field(flow, theme, "Text", mono=True, width=14, value=text, help=r"Escapes: \r \n \t \0 \xNN")
        flow.add(self.which)
        flow.add(self.text)
        self.which.on_change(self._show_text)
        self.name = name

    @property
    def name(self) -> str:
        """Which reply: "none", "echo" or "fixed"."""
        return _NAMES[self.which.index]

    @name.setter
    def name(self, name: str) -> None:
        self.which.choose(_NAMES.index(name) if name in _NAMES else 0)
        self._show_text()

    def choice(self) -> ReplyChoice | None:
        """The reply as it stands; None, and a message at the text, when the text is no good."""
        try:
            return parse_reply(self.name, self.text.value)
        except BadInput as error:
            self.show_fault(error.fault)
            return None

    def show_fault(self, fault: Fault) -> None:
        """Say at the text what is wrong with it."""
        words = explain(fault)
        self.text.show_error(f"{words.sentence} {words.remedy}")
        self.text.focus_entry()

    def on_choice(self, callback: Callable[[], None]) -> None:
        """Call when a reply was chosen, or its text entered with Return."""
        self.which.on_change(callback)
        self.text.on_submit(callback)

    def _show_text(self) -> None:
        fixed = self.name == "fixed"
        self.text.set_enabled(fixed, "" if fixed else "Only a fixed text has a text.")
