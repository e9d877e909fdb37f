"""What a table's column is (pure, any thread)."""

from __future__ import annotations

from typing import Literal

from core.contract.frozen import frozen


@frozen
class Column:
    """One column of a table. `width` is in pixels at text size 100 %; a column that stretches is never narrower."""

    key: str
    title: str
    width: int
    align: Literal["left", "right", "center"] = "left"
    stretch: bool = False

    @property
    def anchor(self) -> Literal["w", "e", "center"]:
        """The same as Tk says it."""
        anchors: dict[str, Literal["w", "e", "center"]] = {"left": "w", "right": "e", "center": "center"}
        return anchors[self.align]
