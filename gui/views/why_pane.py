"""The why card, beside the views of the lower half: what happened, what was checked, the cause, what helps.

Window thread. Law: it takes its room from the side, so that nothing moves up or down; at large text, where the lower
half is out of sight, it lies over a corner of the window. It never takes the keyboard by itself.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from functools import partial
from tkinter import ttk
from typing import TYPE_CHECKING

from gui.keys import label_of
from gui.models.why.remedies import Remedies
from gui.parts import Parts
from gui.widgets.flow import Flow
from gui.widgets.scrollable import Scrollable
from gui.widgets.tooltip import Tooltip
from gui.widgets.when_quiet import WhenQuiet
from gui.widgets.wrapped_label import WrappedLabel

if TYPE_CHECKING:
    from core.explain.why.case import Card, Check, Remedy

_WIDTH = 430
_SHARE = 0.46
"""Of the lower half's width at most: the rows that tell of it stay in sight."""
_LEAST_HEIGHT = 220
"""Of the lower half, in sight, for a card beside it: what happened, the cause and the first remedy."""
_SETTLE_MS = 150
"""After a change of size: on the way to its new sizes Tk goes through others, and the card must not jump."""
_OVER_SHARE, _OVER_HEIGHT = 0.62, 0.55
"""Of the window, in width at most and in height, for a card that lies over it: forms and buttons stay in sight."""
LOOKING = "Looking at this computer’s own tables…"


class WhyPane:
    """Shows the card that the model has, and does its remedies."""

    def __init__(self, beside: tk.Misc, over: tk.Misc, page: tk.Misc, parts: Parts, remedies: Remedies) -> None:
        """`beside`: the lower half. `page`: what scrolls it; where too little of it is in sight, it goes `over` all."""
        self._beside, self._over, self._page = beside, over, page
        self._parts = parts
        self._remedies = remedies
        self._frame: ttk.Frame | None = None
        self._body: _CardBody | None = None
        self._settling = WhenQuiet(beside, self._settle, _SETTLE_MS)
        parts.reasons.on_change(self._show)
        for widget in (beside, page):
            widget.bind("<Configure>", lambda _: self._settling.ask(), add=True)
        parts.theme.follow(beside, self._settling.ask)

    @property
    def text(self) -> str:
        """All that it says, a line for each part; "" while there is no card."""
        return self._body.text if self._body is not None else ""

    @property
    def buttons(self) -> dict[str, ttk.Button]:
        """Its remedies, by what they say."""
        return self._body.buttons if self._body is not None else {}

    @property
    def close_button(self) -> ttk.Button | None:
        """What takes the card away."""
        return self._body.close_button if self._body is not None else None

    def show(self, open_card: Callable[[], None]) -> None:
        """Put the keyboard on the card; where none is shown, `open_card` opens the one that is meant."""
        if self._parts.reasons.case is None:
            open_card()
        self._focus()

    def _focus(self) -> None:
        """Put the keyboard on the first remedy, or on what closes the card."""
        if self._body is not None:
            next(iter([*self._body.buttons.values(), self._body.close_button])).focus_set()

    def dismiss(self) -> bool:
        """A person closes it; False when there was nothing to close."""
        return self._parts.reasons.dismiss()

    def _show(self) -> None:
        self._remedies.cancel()
        card = self._parts.reasons.card
        if card is None:
            self._clear()
            return
        had_focus = self._has_focus()
        if self._frame is None:
            self._frame = ttk.Frame(self._beside if self._fits_beside() else self._over)
            self._frame.pack_propagate(False)
            self._place(self._frame)
        self._draw(self._frame, card)
        if had_focus:
            self._focus()

    def _draw(self, frame: ttk.Frame, card: Card) -> None:
        for before in frame.winfo_children():
            before.destroy()
        scrollable = Scrollable(frame, self._parts.theme)
        scrollable.pack(fill="both", expand=True)
        case = self._parts.reasons.case
        about = f"#{case.socket.number}" if case is not None and case.socket is not None else ""
        self._body = _CardBody(scrollable.body, self._parts, card, about)
        self._body.pack(fill="both", expand=True)
        self._body.close_button.configure(command=self.dismiss)
        for remedy in card.diagnosis.remedies:
            self._body.add_remedy(remedy, partial(self._press, remedy))

    def _place(self, frame: ttk.Frame) -> None:
        """Beside the views, which get narrower; or over the lower right corner of what is in sight."""
        px = self._parts.theme.px
        if frame.master is self._beside:
            frame.configure(width=self._width(self._beside), padding=(0, px(12), px(12), px(12)))
            if not frame.winfo_manager():
                frame.pack(side="right", fill="y", before=self._beside.winfo_children()[0])
            return
        width, height = self._width(self._over), round(self._over.winfo_height() * _OVER_HEIGHT)
        below = self._over.winfo_rooty() + self._over.winfo_height()
        below -= self._page.winfo_rooty() + self._page.winfo_height()
        frame.place(relx=1, rely=1, anchor="se", x=-px(12), y=-below - px(8), width=width, height=height)
        frame.lift()

    def _width(self, whole: tk.Misc) -> int:
        wanted, theirs = self._parts.theme.px(_WIDTH), whole.winfo_width()
        return min(wanted, round(theirs * (_SHARE if whole is self._beside else _OVER_SHARE)))

    def _fits_beside(self) -> bool:
        """Whether enough of the lower half's height is in sight."""
        page, beside = self._page, self._beside
        upper = max(page.winfo_rooty(), beside.winfo_rooty())
        lower = min(page.winfo_rooty() + page.winfo_height(), beside.winfo_rooty() + beside.winfo_height())
        return lower - upper >= self._parts.theme.px(_LEAST_HEIGHT)

    def _settle(self) -> None:
        """The window or the text has another size now: so has the card, and perhaps another place."""
        if self._frame is None:
            return
        if self._fits_beside() is not (self._frame.master is self._beside):
            self._clear()
            self._show()
        else:
            self._place(self._frame)

    def _press(self, remedy: Remedy) -> None:
        """Do it; a second press of one that waits cancels it."""
        if self._remedies.left_s is not None:
            self._remedies.cancel()
            self._label(remedy, remedy.label)
        else:
            self._remedies.do(remedy, partial(self._count, remedy))
            if self._remedies.left_s is None:
                self._parts.reasons.clear()

    def _count(self, remedy: Remedy) -> None:
        """A second of a wait has gone, or the last one."""
        left = self._remedies.left_s
        if left is None:
            self._parts.reasons.clear()
        else:
            self._label(remedy, f"{left:.0f} s more – cancel")

    def _label(self, remedy: Remedy, words: str) -> None:
        if self._body is not None:
            self._body.buttons[remedy.label].configure(text=words)

    def _clear(self) -> None:
        if self._frame is not None:
            self._frame.destroy()
        self._frame = self._body = None

    def _has_focus(self) -> bool:
        return self._frame is not None and str(self._over.tk.call("focus")).startswith(f"{self._frame}.")


class _CardBody(ttk.Frame):
    """One card, drawn once."""

    def __init__(self, parent: tk.Misc, parts: Parts, card: Card, about: str) -> None:
        self._ground = f"{card.kind}.Card."
        super().__init__(parent, style=f"{self._ground}TFrame")
        self._parts = parts
        self._texts: list[ttk.Label] = []
        self._answers: list[ttk.Label] = []
        self.buttons: dict[str, ttk.Button] = {}
        self._row = 0
        self._sign = ttk.Label(self, style=f"{self._ground}TLabel")
        self._sign.grid(row=0, column=0, sticky="n")
        self.columnconfigure(1, weight=1)
        self.close_button = ttk.Button(self, style=f"{self._ground}Quiet.TButton")
        self.close_button.grid(row=0, column=2, sticky="ne")
        Tooltip(self.close_button, parts.theme, f"Close this card ({label_of('escape')})")
        self._say(card.words.sentence, "Bold.TLabel", beside_close=True)
        happened = "  ·  ".join(part for part in (about, card.call) if part)
        if happened:
            self._say(happened, "Muted.TLabel")
        # What was checked comes last: it is the longest, and in a low window the remedies must be in sight.
        if card.diagnosis.cause:
            self._say("What it means" if card.kind == "info" else "Most likely", "Bold.TLabel", gap=10)
            self._say(card.diagnosis.cause, "TLabel")
        if card.is_checked and not card.diagnosis.remedies:
            self._say(card.words.remedy, "TLabel", gap=6)
        self._actions = Flow(self, parts.theme, gap=8, style=f"{self._ground}Filled.TFrame")
        self._actions_row, self._row = self._row, self._row + 1
        self._add_checks(card)
        parts.theme.follow(self, self._apply)

    @property
    def text(self) -> str:
        """All that it says."""
        return "\n".join(str(label.cget("text")) for label in self._texts)

    def add_remedy(self, remedy: Remedy, press: object) -> None:
        """A button; the first one is the one to press."""
        if not self.buttons:
            self._actions.grid(row=self._actions_row, column=1, columnspan=2, sticky="ew")
        style = f"{self._ground}{'' if self.buttons else 'Accent.'}TButton"
        button = ttk.Button(self._actions, text=remedy.label, style=style, command=press)  # type: ignore[arg-type]
        self.buttons[remedy.label] = button
        self._actions.add(button)
        self._apply()

    def _add_checks(self, card: Card) -> None:
        if not card.is_checked:
            self._say(LOOKING, "Muted.TLabel", gap=10)
        elif card.diagnosis.checks:
            self._say("Checked just now", "Bold.TLabel", gap=10)
            for check in card.diagnosis.checks:
                self._add_check(check)

    def _add_check(self, check: Check) -> None:
        """The question, and its answer in bold with what is known of it."""
        from core.explain.why.case import Answer  # loaded by whoever made the card

        px = self._parts.theme.px
        row = ttk.Frame(self, style=f"{self._ground}Filled.TFrame")
        row.columnconfigure(1, weight=1)
        answer = ttk.Label(row, text=check.answer.value, style=f"{self._ground}Bold.TLabel")
        answer.grid(row=0, column=0, sticky="nw")
        row.columnconfigure(0, minsize=self._parts.theme.text_width(Answer.UNKNOWN.value, "LabBold") + px(10))
        question = WrappedLabel(row, style=f"{self._ground}TLabel")
        question.say(check.question)
        question.grid(row=0, column=1, sticky="ew")
        self._texts += [answer, question]
        if check.detail:
            detail = WrappedLabel(row, style=f"{self._ground}Muted.TLabel")
            detail.say(check.detail[:1].upper() + check.detail[1:])
            detail.grid(row=1, column=1, sticky="ew")
            self._texts.append(detail)
        row.grid(row=self._row, column=1, columnspan=2, sticky="ew", pady=(px(4), 0))
        self._row += 1

    def _say(self, text: str, style: str, *, gap: int = 3, beside_close: bool = False) -> None:
        label = WrappedLabel(self, style=f"{self._ground}{style}")
        label.say(text)
        columns = 1 if beside_close else 2
        label.grid(row=self._row, column=1, columnspan=columns, sticky="ew", pady=(self._parts.theme.px(gap), 0))
        self._texts.append(label)
        self._row += 1

    def _apply(self) -> None:
        px, theme = self._parts.theme.px, self._parts.theme
        self.configure(padding=(px(14), px(10), px(8), px(12)))
        self._sign.configure(image=theme.sign(self._ground.partition(".")[0]))
        self._sign.grid_configure(padx=(0, px(10)), pady=(px(4), 0))
        self.close_button.configure(image=theme.cross())
        if self.buttons:
            self._actions.grid_configure(pady=(px(12), 0), padx=(0, px(6)))
