"""The two ways in which bytes are written by hand: apart, because the window's start needs no more (any thread)."""

from __future__ import annotations

from enum import Enum


class Notation(Enum):
    """How a text is read; the value is what people read."""

    TEXT = "Text"
    HEX = "Hex"
