"""Contrast of both looks, computed as WCAG 2.1 says."""

from __future__ import annotations

import pytest

from gui.theme.palette import DARK, LIGHT, Palette

TEXT_CONTRAST = 4.5
OUTLINE_CONTRAST = 3.0


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.1, "relative luminance")."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_has_the_greatest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read_on_every_background_it_stands_on(palette: Palette) -> None:
    weak = [
        f"{what}: {contrast(text, ground):.2f}"
        for what, text, ground in palette.text_pairs()
        if contrast(text, ground) < TEXT_CONTRAST
    ]
    assert weak == []


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_what_can_be_used_and_what_has_the_focus_is_outlined_visibly(palette: Palette) -> None:
    weak = [
        f"{what}: {contrast(line, ground):.2f}"
        for what, line, ground in palette.outline_pairs()
        if contrast(line, ground) < OUTLINE_CONTRAST
    ]
    assert weak == []
