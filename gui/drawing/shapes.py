"""What a picture is made of (pure, any thread).

Law: horizontal and vertical lines only, for Tk's canvas does not smooth on Linux; places are real pixels, colours are
names of the palette, so that one picture fits both looks, the screen and a file.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

Anchor: TypeAlias = Literal["w", "center", "e"]
Font: TypeAlias = Literal["LabText", "LabSmall", "LabBold", "LabMono", "LabHeading"]


class Line(NamedTuple):
    """From one place to another; `head` pixels long is the arrow's head at its end, 0 for none."""

    x1: int
    y1: int
    x2: int
    y2: int
    colour: str
    width: int = 1
    dashed: bool = False
    head: int = 0
    key: int = 0


class Box(NamedTuple):
    """A filled rectangle; `outline` "" has none."""

    x1: int
    y1: int
    x2: int
    y2: int
    fill: str
    outline: str = ""
    key: int = 0
    width: int = 1


class Disc(NamedTuple):
    """A filled dot."""

    x: int
    y: int
    radius: int
    colour: str
    key: int = 0


class Words(NamedTuple):
    """One line of text, at the height of its middle. `ground`: the colour behind it, which hides what it crosses."""

    x: int
    y: int
    text: str
    colour: str
    font: Font = "LabText"
    anchor: Anchor = "w"
    ground: str = ""
    key: int = 0


Shape: TypeAlias = Line | Box | Disc | Words
"""`key`: what the shape stands for, 0 for nothing: a click on it selects that."""
