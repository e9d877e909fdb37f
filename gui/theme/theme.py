"""The theme of the window: light or dark, and how large; both can be switched while it is open (window thread).

Law: a switch rebuilds nothing. Fonts have names, ttk styles are configured again, and whoever follows is called.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from gui.theme.classic import paint
from gui.theme.elements import Elements
from gui.theme.existing import mend
from gui.theme.fonts import Fonts
from gui.theme.look import Look
from gui.theme.palette import Palette
from gui.theme.pictures import Pictures
from gui.theme.screen import palette_of, screen_scale
from gui.theme.styles import apply_styles, control_height, row_height

NAMES = ("light", "dark", "system")
_TTK_NAME = "socketlab"


class Theme:
    """The look of one window and of everything in it."""

    STEPS = (80, 90, 100, 110, 125, 150, 175, 200, 225, 250, 300)
    """The text sizes that `larger` and `smaller` go through, in percent."""

    def __init__(self, root: tk.Tk, *, name: str = "system", percent: int = 100) -> None:
        """Raises ValueError for a name that is not in NAMES; `percent` outside of STEPS is taken to the nearest end."""
        self._root = root
        self._screen_scale = screen_scale(root)
        self._fonts = Fonts(root, float(root.tk.call("tk", "scaling")))
        self._style = ttk.Style(root)
        self._followers: dict[str, list[Callable[[], object]]] = {}
        self._name, self._percent = _known(name), self._allowed(percent)
        if _TTK_NAME not in self._style.theme_names():
            self._style.theme_create(_TTK_NAME, parent="clam")
        self._style.theme_use(_TTK_NAME)
        self._apply()
        self.dress(root)

    @property
    def name(self) -> str:
        """As asked: "light", "dark" or "system"."""
        return self._name

    @property
    def is_dark(self) -> bool:
        """Which it is now."""
        return self.look.palette.is_dark

    @property
    def palette(self) -> Palette:
        """The colours now."""
        return self.look.palette

    @property
    def percent(self) -> int:
        """The text size now."""
        return self._percent

    def set_name(self, name: str) -> None:
        """Switch to light, dark, or what the system prefers."""
        if _known(name) != self._name:
            self._name = name
            self._switch()

    def toggle(self) -> None:
        """From light to dark or back."""
        self.set_name("light" if self.is_dark else "dark")

    def set_percent(self, percent: int) -> None:
        """Switch to another text size, 80 to 300."""
        if self._allowed(percent) != self._percent:
            self._percent = self._allowed(percent)
            self._switch()

    def larger(self) -> None:
        """The next text size."""
        self.set_percent(min((step for step in self.STEPS if step > self._percent), default=self._percent))

    def smaller(self) -> None:
        """The text size before this one."""
        self.set_percent(max((step for step in self.STEPS if step < self._percent), default=self._percent))

    def px(self, size: float) -> int:
        """`size` pixels of the design (96 dots per inch, text size 100 %) in real pixels now."""
        return self.look.px(size)

    def text_width(self, text: str, font: str = "LabText") -> int:
        """How many real pixels `text` takes now."""
        return self._fonts.width(text, font)

    def line_height(self, font: str = "LabText") -> int:
        """Real pixels from one line of text to the next."""
        return self._fonts.line_height(font)

    @property
    def control_height(self) -> int:
        """Real pixels of a button or a field now: what stands beside one is centred to that."""
        return control_height(self.look, self._fonts)

    def sign(self, kind: str) -> str:
        """The picture of a sign, for `image=`: "info", "note" (the same), "warning" or "error"."""
        p = self.palette
        colours = {"info": p.accent, "note": p.accent, "warning": p.warning, "error": p.error}
        return self.pictures.kind("info" if kind == "note" else kind, colours[kind], p.surface)

    def arrow(self, *, down: bool) -> str:
        """The picture of an arrow, to the right or down, for `image=`."""
        return self.pictures.arrow("down" if down else "right", self.palette.muted, down=down)

    def recording_dot(self, *, on: bool) -> str:
        """The picture before the recording note, for `image=`: red while it records."""
        return self.pictures.dot("dot-on" if on else "dot", self.palette.error if on else self.palette.muted)

    def cross(self) -> str:
        """The picture that means "close this", for `image=`."""
        return self.pictures.cross("cross", self.palette.muted)

    def row_height(self, font: str = "LabText") -> int:
        """Real pixels of a table's row now."""
        return row_height(self.look, self._fonts, font)

    def follow(self, widget: tk.Misc, apply: Callable[[], object]) -> None:
        """Call `apply` now and after every switch, until `widget` is destroyed."""
        path = str(widget)
        if path not in self._followers:
            self._followers[path] = []
            widget.bind("<Destroy>", lambda event: self._forget(event, path), add=True)
        self._followers[path].append(apply)
        apply()

    def dress(self, widget: tk.Misc) -> None:
        """Keep a classic Tk widget (Text, Canvas, Listbox, Menu, Toplevel, main window) in the look."""
        self.follow(widget, lambda: paint(widget, self.look))

    def finish(self) -> None:
        """Draw what could not be seen in the first picture of the window."""
        self.pictures.draw_the_rest()

    def _forget(self, event: tk.Event[tk.Misc], path: str) -> None:
        if str(event.widget) == path:  # a window also hears of the end of what was in it
            self._followers.pop(path, None)

    def _switch(self) -> None:
        self._apply()
        for applies in list(self._followers.values()):
            for apply in applies:
                apply()
        self.finish()

    def _apply(self) -> None:
        self.look = Look(palette_of(self._root, self._name), self._screen_scale * self._percent / 100)
        self.pictures = Pictures(self._root, self.look)
        self._fonts.resize(self._percent)
        apply_styles(self._style, self.look, self._fonts)
        Elements(self._style, self.look, self.pictures).lay_out()
        mend(self._root, self.look)

    def _allowed(self, percent: int) -> int:
        return min(max(percent, self.STEPS[0]), self.STEPS[-1])


def _known(name: str) -> str:
    if name not in NAMES:
        raise ValueError(f"no theme is named {name!r}")
    return name
