"""Writes the rules of a reply: a list of them, and the fields of the one in hand (window thread).

Law: what is written here takes effect when its button is pressed, and then in open conversations too; closed without
it, all stays as it was.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from core.contract.faults import BadInput, Fault
from core.explain.faults import explain
from core.replies.rulebook.answering import Step
from core.replies.rulebook.json_form import from_json, to_json
from core.replies.rulebook.rule import EXAMPLE, RuleBook, Take
from gui.models.replies.rule_editing import RuleEditing, Wrong, outcome, try_out
from gui.models.replies.rules_asked import RulesWish
from gui.parts import Parts
from gui.replies.rule_fields import RuleFields
from gui.replies.rule_files import RuleFiles
from gui.widgets.card.side_panel import SidePanel
from gui.widgets.entry.field import Field
from gui.widgets.flow import Flow
from gui.widgets.table.columns import Column
from gui.widgets.table.list_table import ListRow, ListTable
from gui.widgets.tooltip import Enabler
from gui.widgets.when_quiet import WhenQuiet
from gui.widgets.wrapped_label import WrappedLabel

WIDTH = 640
COLUMNS = (
    Column("number", "", 46, "right"),
    Column("condition", "if a message", 230),
    Column("answer", "answer", 180, stretch=True),
    Column("then", "then", 110),
)
TAKES = {Take.FIRST: "the first that matches", Take.ALL: "all that match"}
_QUIET_MS = 150
_NO_RULES = "No rule yet. “Add” makes one."


class RulesPanel(SidePanel):
    """Shows what parts.rules was asked for."""

    def __init__(self, parent: tk.Misc, parts: Parts) -> None:
        super().__init__(parent, parts.theme, "Rules", WIDTH)
        self._parts = parts
        self._wish = RulesWish("", "", lambda _: None)
        self.editing = RuleEditing()
        theme = parts.theme
        self.whose = WrappedLabel(self.body, style="Muted.TLabel")
        self._make_head(self.body)
        self.table = ListTable(self.body, theme, COLUMNS, mono=True, empty=_NO_RULES, multiple=False)
        self.table.table.tree.configure(height=7)
        self._make_buttons(self.body)
        self.fields = RuleFields(self.body, theme, self._typed)
        self.trial = Field(
            self.body, theme, "Try a message", mono=True, help="See what would be answered; nothing is sent"
        )
        self.said = WrappedLabel(self.body)
        gap = theme.px(8)
        self.whose.pack(fill="x", pady=(0, gap))
        self.head.pack(fill="x", pady=(0, gap))
        self.table.pack(fill="both", expand=True, pady=(0, gap))
        self.buttons.pack(fill="x", pady=(0, gap))
        self.fields.pack(fill="x")
        ttk.Separator(self.body).pack(fill="x", pady=(0, gap))
        self.trial.pack(fill="x", pady=(0, gap))
        self.said.pack(fill="x")
        self._make_foot()
        self.table.on_select(self._chosen)
        self._trying = WhenQuiet(self, self._try, _QUIET_MS)
        self.trial.on_change(self._trying.ask)
        self.first_focus = self.table.table.tree

    def open(self) -> None:
        """Begin with somebody's rules; without any, with an example."""
        self._wish = wish = self._parts.rules.wish or self._wish
        self.whose.say(f"What {wish.whose} answers. A message is compared with the rules from the first one on.")
        try:
            self._begin(from_json(wish.rules.encode()) if wish.rules else EXAMPLE)
        except BadInput as error:  # settings that somebody wrote by hand
            self._begin(RuleBook())
            self._say(error.fault)
        super().open()

    def close(self) -> None:
        """Take it away, and say so."""
        was_open = self.is_open
        super().close()
        if was_open:
            self._wish.left()

    def use(self) -> None:
        """Have the rules used, or go to what is wrong with them."""
        book = self._book_or_fault()
        if book is not None:
            self._wish.use(to_json(book).decode())
            self.close()

    def _make_head(self, parent: tk.Misc) -> None:
        theme = self._theme
        self.head = Flow(parent, theme)
        help = (
            r"Text with escapes, like \n or ;  It does not belong to the message. Empty: what one recv() brings is one"
        )
        self.ends_with = Field(self.head, theme, "A message ends with", mono=True, width=7, help=help)
        self.take = Field(self.head, theme, "Obey", values=list(TAKES.values()), editable=False, width=20)
        for field in (self.ends_with, self.take):
            field.on_change(self._head_changed)
            self.head.add(field)

    def _make_buttons(self, parent: tk.Misc) -> None:
        self.buttons = Flow(parent, self._theme, gap=6)
        self.add = ttk.Button(self.buttons, text="Add", command=self._add)
        self.remove = ttk.Button(self.buttons, text="Remove", command=self._remove)
        self.up = ttk.Button(self.buttons, text="Up", command=lambda: self._move(-1))
        self.down = ttk.Button(self.buttons, text="Down", command=lambda: self._move(1))
        self.files = RuleFiles(self.buttons, self._parts, self._book_or_fault, self._begin, self._say)
        for button in (self.add, self.remove, self.up, self.down):
            self.buttons.add(button)
        for button in (self.files.open, self.files.save):
            self.buttons.add(button, right=True)
        self._up = Enabler(self.up, self._theme, help="Compare it earlier")
        self._down = Enabler(self.down, self._theme, help="Compare it later")
        self._removing = Enabler(self.remove, self._theme, help="Take the selected rule away")

    def _make_foot(self) -> None:
        self.button = ttk.Button(self.foot, text="Use these rules", style="Accent.TButton", command=self.use)
        Enabler(self.button, self._theme, help="From the next message on, also in open conversations")
        self.wrong = WrappedLabel(self.foot, style="Warning.TLabel")
        self.button.pack(side="right")
        self.wrong.pack(side="left", fill="x", expand=True)
        self._parts.theme.follow(self.foot, self._space)  # it has something in it only now

    def _begin(self, book: RuleBook) -> None:
        self.editing = RuleEditing.of(book)
        self.ends_with.value = book.ends_with
        self.take.choose(tuple(TAKES).index(book.take))
        self.wrong.say("")
        self._show()

    def _show(self) -> None:
        """The list, and the rule in hand in the fields."""
        self._list()
        editing = self.editing
        faults = editing.faults_at(editing.at) if editing.at is not None else ()
        self.fields.show(editing.in_hand, faults)

    def _list(self) -> None:
        editing = self.editing
        rows = []
        for at, form in enumerate(editing.rules):
            sign = "!" if editing.faults_at(at) else "" if form.is_on else "–"
            rows.append(ListRow(at, (f"{sign} {at + 1}".strip(), form.condition, form.answer, form.consequence)))
        self.table.show(rows)
        self.table.select(() if editing.at is None else (editing.at,))
        none = "" if editing.at is not None else "There is no rule."
        self._removing.set(not none, none)
        self._up.set(editing.can_move(-1), none or "It is the first already.")
        self._down.set(editing.can_move(1), none or "It is the last already.")
        self._trying.ask()

    def _chosen(self, keys: tuple[int | str, ...]) -> None:
        if keys and int(keys[0]) != self.editing.at:
            self.editing.at = int(keys[0])
            self._show()

    def _typed(self) -> None:
        self.editing.change(self.fields.form)
        if self.editing.at is not None:
            self.fields.say(self.editing.faults_at(self.editing.at))
        self.wrong.say("")
        self._list()

    def _head_changed(self) -> None:
        self.editing.ends_with = self.ends_with.value
        self.editing.take = tuple(TAKES)[self.take.index]
        self.wrong.say("")
        self._trying.ask()

    def _add(self) -> None:
        self.editing.add()
        self._show()
        self.fields.pattern.focus_entry()

    def _remove(self) -> None:
        self.editing.remove()
        self._show()

    def _move(self, by: int) -> None:
        self.editing.move(by)
        self._show()

    def _book_or_fault(self) -> RuleBook | None:
        """The book; else the rule at fault comes to hand, and what is wrong is said."""
        book = self.editing.book()
        if isinstance(book, RuleBook):
            return book
        self._show_wrong(book)
        return None

    def _show_wrong(self, wrong: Wrong) -> None:
        if wrong.at is not None:
            self.editing.at = wrong.at
            self._show()
            self.fields.focus_fault(wrong.faults)
            self.wrong.say(f"Rule {wrong.at + 1} cannot be used as it is.")
        elif self.editing.rules:
            words = explain(wrong.faults[0])
            self.ends_with.show_error(f"{words.sentence} {words.remedy}")
            self.ends_with.focus_entry()
        else:
            self._say(wrong.faults[0])

    def _say(self, said: Fault | str) -> None:
        if isinstance(said, Fault):
            words = explain(said)
            said = f"{words.sentence} {words.remedy}"
        self.wrong.say(said)

    def _try(self) -> None:
        """Looking may take its time, so another thread does it; an answer to what was typed before is not shown."""
        book, message = self.editing.book(), self.trial.value
        self.trial.clear()
        if not message or not isinstance(book, RuleBook):
            self.said.say("" if not message else "The rules cannot be tried as they are.")
            return

        def found(steps: list[Step] | Fault) -> None:
            if message != self.trial.value:
                return
            if isinstance(steps, Fault):
                words = explain(steps)
                self.trial.show_error(f"{words.sentence} {words.remedy}")
                self.said.say("")
            else:
                self.said.say(outcome(steps))

        self._parts.bridge.ask(lambda: try_out(book, message), found)
