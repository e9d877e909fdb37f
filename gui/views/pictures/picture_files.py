"""A button that saves the picture of its view: SVG for print and slides, PNG for everything else (window thread).

Law: the file is complete or not there; writing it is a worker thread's business.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from tkinter import ttk

from core.capture.export.replacement import replacing
from core.contract.faults import Fault, fault_of
from core.explain.faults import explain
from gui.drawing.ladder import Picture
from gui.drawing.measure import Measure
from gui.drawing.svg import png, svg
from gui.models.files.file_kinds import PNG, SVG
from gui.parts import Parts
from gui.widgets.picture.shape_canvas import measure_of
from gui.widgets.tooltip import Tooltip


class PictureButton(ttk.Button):
    """Save picture…"""

    def __init__(self, parent: tk.Misc, parts: Parts, name: str, picture: Callable[[Measure], Picture]) -> None:
        """`name`: of the file, to begin with."""
        super().__init__(parent, text="Save picture…", style="Quiet.TButton", command=self._ask)
        self._parts = parts
        self._name = name
        self._picture = picture
        self.said = ""
        Tooltip(self, parts.theme, lambda: self.said or "As SVG or PNG, in the colours of the window")

    def _ask(self) -> None:
        path = self._parts.dialogs.ask_new("Save picture", SVG, f"{self._name}.svg", others=[PNG])
        if path is not None:
            self.save(path)

    def save(self, path: Path) -> None:
        """Write it; what came of it stands on the button for a while, and in its tooltip."""
        measure = measure_of(self._parts.theme)
        palette = self._parts.theme.palette
        document = svg(self._picture(measure), lambda name: str(getattr(palette, name)), measure)

        def write() -> Fault | None:
            data = png(document) if path.suffix.lower() == PNG.suffix else document.encode()
            try:
                with replacing(path) as part:
                    part.write_bytes(data)
            except OSError as error:
                return fault_of(error, "write", about=str(path))
            return None

        self._parts.bridge.ask(write, lambda fault: self._written(path, fault))

    def _written(self, path: Path, fault: Fault | None) -> None:
        if fault is None:
            self.said = f"Saved as {path}"
            self.configure(text="Saved ✓")
        else:
            words = explain(fault)
            self.said = f"{words.sentence} {words.remedy} {words.error}"
            self.configure(text="Not saved!")
        self.after(4000, lambda: self.configure(text="Save picture…"))
