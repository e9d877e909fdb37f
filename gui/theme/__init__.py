"""How the window looks: colours, fonts, sizes, and the pictures that ttk's controls are made of (window thread)."""

from gui.theme.palette import Palette
from gui.theme.theme import NAMES, Theme

__all__ = ["NAMES", "Palette", "Theme"]
