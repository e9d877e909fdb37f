"""A bare window for tests of the theme."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Iterator

import pytest

from tests.gui.windows import bury


@pytest.fixture
def root() -> Iterator[tk.Tk]:
    """An empty window on the screen."""
    window = tk.Tk()
    window.geometry("900x600+0+0")
    window.update()
    density = window.tk.call("tk", "scaling")
    yield window
    window.tk.call("tk", "scaling", density)  # of the screen, not of the window: the next test has the same one
    bury(window)
