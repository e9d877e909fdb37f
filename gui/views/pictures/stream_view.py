"""The Stream view: bytes as a ribbon, cut above by each send() and below by each recv(), and how they are read.

Window thread. Law: the cuts are the recorded lengths; the controls change how the real socket is really read.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from core.contract.commands import Reading, SetReading
from gui.drawing.ladder import Picture
from gui.drawing.measure import Measure
from gui.drawing.ribbon import Window, ribbon, ribbon_height
from gui.drawing.shapes import Shape, Words
from gui.models.pictures.ribbons import Ribbons
from gui.models.sockets.socket_choice import SocketChoice
from gui.parts import Parts
from gui.views.lower_view import LowerView
from gui.views.pictures.picture_files import PictureButton
from gui.views.pictures.reading_controls import ReadingControls
from gui.widgets.flow import Flow
from gui.widgets.picture.picture_pane import PicturePane
from gui.widgets.tooltip import Tooltip

NOTHING_YET = "No conversation yet. Connect in the Client tab, or select a connection, and send something."
_EXPLAINED = (
    "TCP keeps the order of bytes, not the edges of messages: each recv() takes what is there, up to its size. "
    "UDP keeps each datagram whole, and cuts off what does not fit."
)
SCALES = (0, 1, 4, 16, 64, 256, 1024, 4096, 16384, 65536)
"""Bytes a pixel; 0: so few that each can be read."""


class StreamView(LowerView):
    """Two ribbons and the buffers between; the chosen socket's reading can be changed."""

    has_detail = False

    def __init__(self, parent: tk.Misc, parts: Parts) -> None:
        super().__init__(parent)
        self._parts = parts
        self._scale = 0
        self._start = 0
        self._at_end = True
        self._followed: int | None = None
        self._choice = SocketChoice(parts.capture, parts.sockets, parts.selection)
        self.ribbons = Ribbons(parts.capture, parts.sockets, parts.bridge.ask)
        self.pane = PicturePane(self, parts.theme, self._picture)
        self._bar = ttk.Scrollbar(self, orient="horizontal", takefocus=False, command=self._scroll_by_bar)
        self._bar.pack(side="bottom", fill="x")
        self.pane.pack(fill="both", expand=True)
        self._bind_keys()
        self.bind("<Destroy>", self._end, add=True)

    def controls(self, bar: Flow) -> tk.Widget:
        """How it is read, how large it is drawn, save."""
        frame = ttk.Frame(bar)
        self.reading = ReadingControls(frame, self._parts, self._set_reading)
        self.reading.pack(side="left")
        for text, step, tip in (("−", 1, "More bytes in sight"), ("+", -1, "Fewer bytes in sight, larger")):
            self._zoom_button(frame, text, step, tip)
        PictureButton(
            frame, self._parts, "stream", lambda measure: self._picture(self.pane.winfo_width(), measure)
        ).pack(side="left")
        return frame

    @property
    def stamp(self) -> object:
        """The selection, the kernel's word, the pieces, and what is in sight."""
        selection = self._parts.selection
        return selection.record, selection.sockets, self.ribbons.stamp, self._scale, self._start

    def bring_up_to_date(self) -> None:
        """Show what there is now."""
        self._choice.look()
        self.ribbons.follow(self._choice.number)
        ends = self.ribbons.ends
        self.reading.show(ends.own if ends is not None else None)
        self._follow_record()
        self.pane.refresh()

    def _picture(self, width: int, measure: Measure) -> Picture:
        px = measure.px
        if self.ribbons.ends is None:
            return Picture([Words(px(8), px(24), NOTHING_YET, "muted")], width, px(48))
        left, room = px(8), max(1, width - px(16))
        window = self._window(room, measure)
        self._show_place(room, window)
        shapes: list[Shape] = []
        y = px(6)
        for made in self.ribbons.ribbons(window, room, with_text=self._scale == 0):
            shapes += ribbon(made, window, left, y, room, measure)
            y += ribbon_height(measure) + px(14)
        shapes.append(Words(left, y, _EXPLAINED, "muted", "LabSmall"))
        return Picture(shapes, width, y + px(20))

    def _window(self, room: int, measure: Measure) -> Window:
        """Which bytes are in sight; the last ones, as long as the person is there."""
        per_pixel = SCALES[self._scale] or 1 / max(1, measure.text_width("0" * 64, "LabMono") / 64)
        visible = max(1, int(room * per_pixel))
        last = max(0, self.ribbons.length - visible)
        self._start = last if self._at_end else min(self._start, last)
        return Window(self._start, per_pixel)

    def _show_place(self, room: int, window: Window) -> None:
        total = max(1, self.ribbons.length)
        self._bar.set(window.start / total, min(1.0, (window.start + room * window.bytes_per_pixel) / total))

    def _visible(self) -> int:
        first, last, *_ = self._bar.get()
        return max(1, round((float(last) - float(first)) * max(1, self.ribbons.length)))

    def _scroll_to(self, start: int) -> None:
        last = max(0, self.ribbons.length - self._visible())
        self._start = max(0, min(start, last))
        self._at_end = self._start >= last
        self.pane.refresh()

    def _scroll_by_bar(self, verb: str, amount: str, unit: str = "") -> None:
        if verb == "moveto":
            self._scroll_to(round(float(amount) * self.ribbons.length))
        else:
            part = 1 if unit == "pages" else 10
            self._scroll_to(self._start + int(float(amount)) * max(1, self._visible() // part))

    def _zoom_button(self, frame: ttk.Frame, text: str, step: int, tip: str) -> None:
        button = ttk.Button(frame, text=text, width=2, style="Quiet.TButton", command=lambda: self._zoom_by(step))
        button.pack(side="left")
        Tooltip(button, self._parts.theme, tip)

    def _zoom_by(self, step: int) -> None:
        self._scale = min(max(self._scale + step, 0), len(SCALES) - 1)
        self.pane.refresh()

    def _bind_keys(self) -> None:
        canvas = self.pane.canvas
        moves = {"<Left>": -1, "<Right>": 1}
        for key, by in moves.items():
            canvas.bind(key, lambda _, by=by: self._scroll_by_bar("scroll", str(by), "units"))  # type: ignore[misc]
        canvas.bind("<Home>", lambda _: self._scroll_to(0))
        canvas.bind("<End>", lambda _: self._scroll_to(self.ribbons.length))
        canvas.bind("<Button-1>", self._clicked, add=True)

    def _clicked(self, event: tk.Event[tk.Misc]) -> None:
        key = self.pane.canvas.key_at(event.x, event.y)
        if key:
            self._followed = key
            self._parts.selection.choose_record(key)

    def _follow_record(self) -> None:
        """Bring the piece of the record that was chosen elsewhere into sight, once."""
        wanted = self._parts.selection.record
        if wanted is None or wanted == self._followed:
            return
        piece = self.ribbons.piece_of(wanted)
        if piece is not None:
            self._followed = wanted
            if not self._start <= piece.start < self._start + self._visible():
                self._scroll_to(piece.start)

    def _set_reading(self, reading: Reading) -> None:
        ends = self.ribbons.ends
        if ends is not None:
            number = ends.own.number
            self._parts.bridge.submit(
                lambda command: SetReading(command, number, reading), lambda _: None, lambda _: None
            )

    def _end(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self:
            self.ribbons.close()
