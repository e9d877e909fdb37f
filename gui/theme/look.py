"""What the window looks like at this moment: colours and scale together, as one value (pure, any thread).

Law: every size in the window comes out of `px()`.
"""

from __future__ import annotations

from core.contract.frozen import frozen
from gui.theme.palette import Palette


@frozen
class Look:
    """Colours, and how many real pixels a pixel of the design (96 dots per inch, text size 100 %) takes."""

    palette: Palette
    scale: float

    def px(self, size: float) -> int:
        """`size` pixels of the design in real pixels; what is not nothing is at least 1."""
        return max(1, round(size * self.scale)) if size > 0 else 0

    @property
    def variant(self) -> str:
        """A word that is different for each look: pictures and ttk elements are named after it."""
        return f"{'dark' if self.palette.is_dark else 'light'}{round(self.scale * 100)}"
