"""A themed window, and hands that press keys and buttons in it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Iterator

import pytest

from gui.theme import Theme
from tests.gui.windows import bury


@pytest.fixture
def root() -> Iterator[tk.Tk]:
    """An empty window on the screen."""
    window = tk.Tk()
    window.geometry("1000x700+0+0")
    window.update()
    yield window
    bury(window)


@pytest.fixture
def theme(root: tk.Tk) -> Theme:
    """Its look: light, 100 %."""
    return Theme(root, name="light")
