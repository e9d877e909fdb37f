"""The colours of the two looks, each with a name that says what it is for (pure, any thread).

Law: every text colour has a contrast of at least 4.5:1 against every background it is listed with in `text_pairs()`,
and what outlines a control at least 3:1; a test computes it.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.contract.frozen import frozen


@frozen
class Palette:
    """One look; all colours are "#rrggbb"."""

    is_dark: bool
    # Backgrounds, from the outermost to the innermost.
    window: str
    surface: str
    panel: str
    field: str
    hover: str
    # Lines: between areas, and round what can be used.
    line: str
    strong_line: str
    # Text.
    text: str
    muted: str
    disabled: str
    # The one colour that says "here".
    accent: str
    accent_hover: str
    on_accent: str
    soft: str
    # What is so and what happened; direction and state are always said in words or signs as well.
    ok: str
    warning: str
    error: str
    incoming: str
    outgoing: str
    info_panel: str
    warning_panel: str
    error_panel: str
    tooltip: str
    on_tooltip: str
    thumb: str
    thumb_hover: str

    def tags(self) -> dict[str, str]:
        """The text colour of each row tag that tables know."""
        return {
            "in": self.incoming,
            "out": self.outgoing,
            "ok": self.ok,
            "warning": self.warning,
            "error": self.error,
            "muted": self.muted,
        }

    def text_pairs(self) -> Iterator[tuple[str, str, str]]:
        """Every (what it is, text colour, background) that the window shows."""
        grounds = {name: getattr(self, name) for name in ("window", "surface", "panel", "field", "hover", "soft")}
        for ground, background in grounds.items():
            yield f"text on {ground}", self.text, background
            yield f"muted on {ground}", self.muted, background
        for kind in ("info", "warning", "error"):
            background = getattr(self, f"{kind}_panel")
            yield f"text on {kind} panel", self.text, background
            yield f"muted on {kind} panel", self.muted, background
        for tag, colour in self.tags().items():
            yield f"row {tag}", colour, self.surface
            yield f"selected row {tag}", colour, self.soft
        for colour in ("ok", "warning", "error", "incoming", "outgoing"):
            yield f"{colour} on panel", getattr(self, colour), self.panel
            yield f"{colour} on window", getattr(self, colour), self.window
        yield "error on hover", self.error, self.hover
        yield "disabled on surface", self.disabled, self.surface
        yield "disabled on panel", self.disabled, self.panel
        yield "disabled on window", self.disabled, self.window
        yield "primary button", self.on_accent, self.accent
        yield "primary button under the pointer", self.on_accent, self.accent_hover
        yield "accent on surface", self.accent, self.surface
        yield "selected text", self.text, self.soft
        yield "tooltip", self.on_tooltip, self.tooltip

    def outline_pairs(self) -> Iterator[tuple[str, str, str]]:
        """Every (what it is, outline, background) that marks out what can be used or what has the focus."""
        for ground in ("window", "surface", "panel"):
            yield f"focus ring on {ground}", self.accent, getattr(self, ground)
        yield "field outline", self.strong_line, self.surface
        yield "field outline inside", self.strong_line, self.field


LIGHT = Palette(
    is_dark=False,
    window="#eff2f7",
    surface="#ffffff",
    panel="#f4f6fa",
    field="#ffffff",
    hover="#edf1f8",
    line="#d3dae5",
    strong_line="#8a94a6",
    text="#1a2130",
    muted="#525d70",
    disabled="#616b7d",
    accent="#1d5fd6",
    accent_hover="#174db0",
    on_accent="#ffffff",
    soft="#dbe7ff",
    ok="#0a683b",
    warning="#855000",
    error="#b0241c",
    incoming="#0a683b",
    outgoing="#1c54c2",
    info_panel="#e9f1ff",
    warning_panel="#fff2d9",
    error_panel="#fdebea",
    tooltip="#222a38",
    on_tooltip="#f3f6fa",
    thumb="#bcc5d3",
    thumb_hover="#8f9bad",
)

DARK = Palette(
    is_dark=True,
    window="#12161c",
    surface="#1b2129",
    panel="#222933",
    field="#161b22",
    hover="#2a333f",
    line="#343e4b",
    strong_line="#707d90",
    text="#e8ecf2",
    muted="#aab4c2",
    disabled="#8d98a8",
    accent="#5c9bff",
    accent_hover="#85b5ff",
    on_accent="#08101f",
    soft="#223d68",
    ok="#62d69d",
    warning="#f4b95e",
    error="#ff9c95",
    incoming="#62d69d",
    outgoing="#93beff",
    info_panel="#1b2c49",
    warning_panel="#38301d",
    error_panel="#452524",
    tooltip="#3a4556",
    on_tooltip="#f3f6fa",
    thumb="#455162",
    thumb_hover="#667489",
)
