"""Chooses what a listener answers, from the list of all replies, and what the reply is given (window thread).

Law: it only says what stands in it; whoever shows it decides what comes of a choice.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from core.contract.commands import ReplyChoice
from core.contract.faults import BadInput
from core.explain.faults import explain
from core.payload.escapes import show_text
from core.replies.catalogue import FILED, KINDS, path_of
from gui.keys import leave_send_keys
from gui.models.sockets.endpoint_forms import REPLY_NAMES, parse_reply
from gui.parts import Parts
from gui.tabs.reply_file import ReplyFile
from gui.widgets.entry.field import Field
from gui.widgets.flow import Flow
from gui.widgets.tooltip import Tooltip

NAMES: tuple[str, ...] = tuple(REPLY_NAMES)


class ReplyChooser:
    """Two places in somebody's Flow: which reply, and what it is given: a text, an address, a file, rules."""

    def __init__(
        self,
        flow: Flow,
        parts: Parts,
        *,
        name: str = "none",
        text: str = "",
        to: str = "",
        file: str = "",
        on_choice: Callable[[], None] = lambda: None,
        on_submit: Callable[[], None] = lambda: None,
        on_rules: Callable[[], None] = lambda: None,
    ) -> None:
        """`on_choice`: a person chose another reply; `on_submit`: a person pressed Return in the text; `on_rules`:
        a person wants to see the rules."""
        theme = parts.theme
        self._on_choice = on_choice
        self._rules = ""
        self.which = Field(
            flow,
            theme,
            "Reply",
            values=list(REPLY_NAMES.values()),
            editable=False,
            width=12,
        )
        self._holder = ttk.Frame(flow)
        self.text = Field(
            self._holder, theme, "Text", mono=True, width=14, value=text, help=r"Escapes: \r \n \t \0 \xNN"
        )
        self.to = Field(
            self._holder, theme, "To", mono=True, width=24, value=to,
            help="tcp://192.168.1.20:80, or tls://example.org:443 to speak TLS there "
            "(with “insecure” after it its certificate is not checked)",
        )  # fmt: skip
        self.edit = ttk.Button(self._holder, text="Rules…", command=on_rules)
        Tooltip(self.edit, theme, "See and write what is looked for, and what is answered")
        self.file = ReplyFile(self._holder, parts, lambda: self.name, value=file, on_choice=on_choice)
        flow.add(self.which)
        flow.add(self._holder)
        self.which.on_change(self._chosen)
        for given in (self.text, self.to, self.file.field):
            given.on_submit(on_submit)
            leave_send_keys(given.entry)
        self.name = name

    @property
    def name(self) -> str:
        """Which reply, by its name in core.replies."""
        return NAMES[self.which.index]

    @name.setter
    def name(self, name: str) -> None:
        self.which.choose(NAMES.index(name) if name in NAMES else 0)
        self._show_given()

    @property
    def given(self) -> str:
        """What the reply is given, as a form has it."""
        if self.name in FILED:
            return self.file.field.value
        return {"fixed": self.text.value, "forward": self.to.value, "rules": self._rules}.get(self.name, "")

    @property
    def field(self) -> Field | None:
        """Where a person types what the reply is given."""
        if self.name in FILED:
            return self.file.field
        return {"fixed": self.text, "forward": self.to}.get(self.name)

    @property
    def rules(self) -> str:
        """The rules that stand here, as JSON; "": none."""
        return self._rules

    @rules.setter
    def rules(self, rules: str) -> None:
        self._rules = rules
        self.which.clear()

    def show(self, choice: ReplyChoice) -> None:
        """A reply that is in force."""
        match choice.name:
            case "fixed":
                self.text.value = show_text(choice.data)
            case "forward":
                self.to.value = choice.data.decode("utf-8", "replace")
            case "rules":
                self.rules = choice.data.decode("utf-8", "replace")
            case name if name in FILED:
                self.file.field.value = path_of(choice)
        self.name = choice.name

    def choice(self) -> ReplyChoice | None:
        """The reply as it stands; None, and a message at the text, when the text is no good."""
        try:
            return parse_reply(self.name, self.given)
        except BadInput as error:
            words = explain(error.fault)
            at = self.field or self.which
            at.show_error(f"{words.sentence} {words.remedy}")
            at.focus_entry()
            return None

    def _chosen(self) -> None:
        self._show_given()
        self._on_choice()

    def _show_given(self) -> None:
        """Few are given anything; what the chosen one does, its tooltip says."""
        self.which.set_help(KINDS[self.which.index].line)
        given: dict[str, tk.Widget] = {"fixed": self.text, "forward": self.to, "rules": self.edit}
        given |= dict.fromkeys(FILED, self.file)
        wanted = given.get(self.name)
        for widget in given.values():
            if widget is not wanted:
                widget.pack_forget()
        if wanted is not None:
            wanted.pack()
        else:
            self._holder.configure(width=1, height=1)  # Tk leaves an emptied frame as large as it was
