"""The State view: where a socket is in its life, how it came there, and what the kernel says of it now (window thread).

Law: what is lit is what the kernel says, as far as it says anything; the path is what the calls tell.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from core.contract.endpoints import Family
from core.contract.tcp import TcpState
from core.explain.states import ending_text, state_text
from gui.drawing.cast import role_of
from gui.drawing.ladder import Picture
from gui.drawing.measure import Measure
from gui.drawing.shapes import Box, Shape, Words
from gui.drawing.states import LifeWalk, Walk, life_strip, tcp_diagram
from gui.models.pictures.socket_states import EndState, SocketStates
from gui.models.sockets.socket_choice import SocketChoice
from gui.parts import Parts
from gui.views.lower_view import LowerView
from gui.views.pictures.picture_files import PictureButton
from gui.widgets.flow import Flow
from gui.widgets.picture.picture_pane import PicturePane

NOTHING_YET = "There is no socket yet. Listen in the Server tab or connect in the Client tab, and see its states here."
GONE = "That socket has left the lists; its calls are still in the Calls view."
_RESET = "A reset (RST) leads from every state straight to CLOSED. In parentheses: an ACK, which only the kernel sees."
_UNIX = "A Unix socket sends no packets, as both ends are on this computer: there are no states but these."
_UDP = "UDP knows no connection: nothing is agreed on before, nothing after, so there are no states but these."


class StateView(LowerView):
    """One picture about one socket and, when it is in this lab, the other end of its conversation."""

    has_detail = False

    def __init__(self, parent: tk.Misc, parts: Parts) -> None:
        super().__init__(parent)
        self._parts = parts
        self._choice = SocketChoice(parts.capture, parts.sockets, parts.selection)
        self.states = SocketStates(parts.capture, parts.sockets, parts.bridge.ask)
        self._ends: tuple[EndState, ...] = ()
        self.pane = PicturePane(self, parts.theme, self._picture)
        self.pane.pack(fill="both", expand=True)
        self.bind("<Destroy>", self._end, add=True)

    def controls(self, bar: Flow) -> tk.Widget:
        """Save the picture."""
        frame = ttk.Frame(bar)
        PictureButton(
            frame, self._parts, "states", lambda measure: self._picture(self.pane.winfo_width(), measure)
        ).pack(side="left")
        return frame

    @property
    def stamp(self) -> object:
        """The selection, and what the kernel said."""
        selection = self._parts.selection
        return selection.record, selection.sockets, self.states.stamp

    def bring_up_to_date(self) -> None:
        """Show what there is now."""
        self._choice.look()
        self._ends = self.states.show(self._choice.number)
        self.pane.refresh()

    def _picture(self, width: int, measure: Measure) -> Picture:
        if not self._ends:
            text = GONE if self._choice.number else NOTHING_YET
            return Picture([Words(measure.px(8), measure.px(24), text, "muted")], width, measure.px(48))
        shapes: list[Shape] = []
        y = measure.px(4)
        for end, colour in zip(self._ends, ("accent", "warning"), strict=False):
            y = _heading(shapes, end, colour, y, width, measure)
        strip = life_strip(
            [LifeWalk(_name(end), [state for state, _ in end.paths.life]) for end in self._ends], y, width, measure
        )
        shapes += strip.shapes
        y += strip.height + measure.px(18)
        own = self._ends[0].snapshot
        if not own.has_tcp_states:
            shapes.append(Words(measure.px(8), y, _UNIX if own.family is Family.UNIX else _UDP, "muted"))
            return Picture(shapes, width, y + measure.px(24))
        walks = [_walk(end) for end in self._ends]
        diagram = tcp_diagram(walks, y, width, measure)
        y += diagram.height + measure.px(8)
        note = Words(measure.px(8), y + measure.px(4), _RESET, "muted", "LabSmall")
        return Picture([*shapes, *diagram.shapes, note], diagram.width, y + measure.px(20))

    def _end(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self:
            self.states.close()


def _heading(shapes: list[Shape], end: EndState, colour: str, y: int, width: int, measure: Measure) -> int:
    """Whose states, and in words where it is now; the square has the colour that its marks have below."""
    line, px = measure.line_height("LabBold"), measure.px
    middle = y + line // 2
    shapes.append(Box(px(8), middle - px(5), px(18), middle + px(5), colour))
    name, said = _name(end), _said(end)
    shapes.append(Words(px(26), middle, name, "text", "LabBold"))
    x = px(26) + measure.text_width(name, "LabBold") + px(16)
    if x + measure.text_width(said, "LabText") > width:  # a line of its own
        x, middle, y = px(26), middle + line, y + line
    shapes.append(Words(x, middle, said, "muted"))
    return y + line + px(6)


def _name(end: EndState) -> str:
    snapshot = end.snapshot
    ends = " → ".join(str(it) for it in (snapshot.local, snapshot.remote) if it is not None)
    return f"{role_of(snapshot)} #{snapshot.number}  {ends}"


def _said(end: EndState) -> str:
    """The lab's sentence, and the kernel's word."""
    snapshot = end.snapshot
    ours = ending_text(snapshot.ending) if snapshot.ending is not None else state_text(snapshot.state)
    if not snapshot.has_tcp_states:
        return ours
    if end.kernel is None:
        return f"{ours}  The kernel no longer knows it." if not snapshot.is_open else ours
    left = end.kernel.seconds_left
    wait = f", {left:.0f} s left" if left is not None else ""
    return f"{ours}  The kernel says {end.kernel.state.label}{wait}."


def _walk(end: EndState) -> Walk:
    unseen = frozenset(at for at, (_, seq) in enumerate(end.paths.tcp) if not seq)
    return Walk(_name(end), [state for state, _ in end.paths.tcp], _now(end), unseen)


def _now(end: EndState) -> TcpState | None:
    if end.kernel is not None:
        return end.kernel.state
    return TcpState.CLOSED if not end.snapshot.is_open else end.paths.tcp[-1][0] if end.paths.tcp else None
