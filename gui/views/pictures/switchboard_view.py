"""The Switchboard view: who waits to be taken by a listener, and accept(), one press each (window thread).

Law: every press is one real accept(), and the lamps are what the kernel says.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from core.contract.commands import Accept, Command, SetAccepting
from core.contract.events import Done, Failed
from core.contract.sockets import SocketSnapshot
from core.explain.faults import explain
from gui.drawing.ladder import Picture
from gui.drawing.measure import Measure
from gui.drawing.shapes import Words
from gui.drawing.switchboard import switchboard
from gui.models.pictures.backlog import Backlog, listener_of
from gui.models.sockets.socket_choice import SocketChoice
from gui.parts import Parts
from gui.views.lower_view import LowerView
from gui.views.pictures.picture_files import PictureButton
from gui.widgets.flow import Flow
from gui.widgets.picture.picture_pane import PicturePane
from gui.widgets.said_label import SaidLabel
from gui.widgets.tooltip import Tooltip

NOTHING_YET = (
    "There is no listener yet. Choose a port in the Server tab and press Listen: it becomes the operator here."
)
BACKLOGS = ("0", "1", "3", "10", "128", "4096")


class SwitchboardView(LowerView):
    """One listener: the operator."""

    has_detail = False

    def __init__(self, parent: tk.Misc, parts: Parts) -> None:
        super().__init__(parent)
        self._parts = parts
        self._choice = SocketChoice(parts.capture, parts.sockets, parts.selection)
        self._backlog = Backlog(parts.sockets, parts.bridge.ask)
        self._listener: SocketSnapshot | None = None
        self.pane = PicturePane(self, parts.theme, self._picture)
        self.pane.pack(fill="both", expand=True)

    def controls(self, bar: Flow) -> tk.Widget:
        """By hand or not, Accept, the backlog."""
        frame = ttk.Frame(bar)
        theme = self._parts.theme
        self._by_hand = tk.BooleanVar(frame, value=False)
        self.by_hand = ttk.Checkbutton(frame, text="Accept by hand", variable=self._by_hand, command=self._switch)
        self.accept = ttk.Button(frame, text="Accept one caller", style="Accent.TButton", command=self._accept)
        label = ttk.Label(frame, text="backlog", style="Muted.TLabel")
        self.backlog = ttk.Combobox(frame, values=BACKLOGS, state="readonly", width=6)
        self.backlog.bind("<<ComboboxSelected>>", lambda _: self._set_backlog())
        self.said = SaidLabel(frame, style="Error.TLabel")
        picture = PictureButton(
            frame, self._parts, "switchboard", lambda measure: self._picture(self.pane.winfo_width(), measure)
        )
        for part in (self.by_hand, self.accept, label, self.backlog, picture, self.said):
            part.pack(side="left", padx=(0, theme.px(8)))
        Tooltip(self.by_hand, theme, "Callers wait in the backlog until you take them")
        Tooltip(self.accept, theme, "One accept(): takes the caller who has waited longest")
        Tooltip(self.backlog, theme, "How many callers may wait: listen() is called again with it")
        return frame

    @property
    def stamp(self) -> object:
        """The selection, and what the kernel said."""
        selection = self._parts.selection
        return selection.record, selection.sockets, self._backlog.stamp

    def bring_up_to_date(self) -> None:
        """Show what there is now."""
        self._choice.look()
        self._listener = listener_of(self._parts.sockets, self._choice.number)
        usable = self._listener is not None and self._listener.is_open
        by_hand = self._listener is not None and self._listener.by_hand
        self._by_hand.set(by_hand)
        self.by_hand.state(["!disabled"] if usable else ["disabled"])
        self.backlog.state(["!disabled"] if usable else ["disabled"])
        self.accept.state(["!disabled"] if usable and by_hand else ["disabled"])
        if self._listener is not None and self._listener.backlog is not None:
            self.backlog.set(str(self._listener.backlog))
        self.pane.refresh()

    def _picture(self, width: int, measure: Measure) -> Picture:
        if self._listener is None:
            return Picture([Words(measure.px(8), measure.px(24), NOTHING_YET, "muted")], width, measure.px(48))
        return switchboard(self._backlog.look(self._listener), width, measure)

    def _switch(self) -> None:
        by_hand = self._by_hand.get()
        self._ask(lambda command, number: SetAccepting(command, number, by_hand))

    def _set_backlog(self) -> None:
        backlog, by_hand = int(self.backlog.get()), self._by_hand.get()
        self._ask(lambda command, number: SetAccepting(command, number, by_hand, backlog))

    def _accept(self) -> None:
        self._ask(Accept)

    def _ask(self, make: Callable[[int, int], Command]) -> None:
        if self._listener is not None:
            number = self._listener.number
            self._parts.bridge.submit(lambda command: make(command, number), self._done, self._failed)

    def _done(self, _done: Done) -> None:
        self.said.say("")

    def _failed(self, failed: Failed) -> None:
        words = explain(failed.fault)
        self.said.say(f"{words.sentence} {words.remedy}")
