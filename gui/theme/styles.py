"""Colours, fonts and paddings of every ttk style (window thread).

Law: nothing here but values out of the look; what a control is made of stands in elements.py.
"""

from __future__ import annotations

from tkinter import ttk

from gui.theme.fonts import Fonts
from gui.theme.look import Look

_CELL_INSET = 4
"""What Tk adds to the padding of a cell, but not to that of a heading, at any scaling."""


def apply_styles(style: ttk.Style, look: Look, fonts: Fonts) -> None:
    """Configure all ttk styles."""
    p = look.palette
    style.configure(
        ".",
        background=p.surface,
        foreground=p.text,
        font="LabText",
        bordercolor=p.line,
        lightcolor=p.surface,
        darkcolor=p.surface,
        troughcolor=p.surface,
        focuscolor=p.accent,
        selectbackground=p.soft,
        selectforeground=p.text,
        insertcolor=p.text,
        insertwidth=look.px(1.2),
        relief="flat",
    )
    style.map(".", foreground=[("disabled", p.disabled)])
    _style_areas(style, look)
    _style_labels(style, look)
    _style_buttons(style, look)
    _style_fields(style, look, fonts)
    _style_notebook(style, look)
    _style_tables(style, look, fonts)


def row_height(look: Look, fonts: Fonts, font: str) -> int:
    """Of the rows of a table, from the font: a row that only grew with the screen would cut its text."""
    return fonts.line_height(font) + look.px(8)


def control_height(look: Look, fonts: Fonts) -> int:
    """Of buttons and fields."""
    return fonts.line_height("LabText") + 2 * look.px(7)


def _style_areas(style: ttk.Style, look: Look) -> None:
    p = look.palette
    style.configure("TFrame", background=p.surface)
    style.configure("Window.TFrame", background=p.window)
    style.configure("DropLine.TFrame", background=p.accent)
    style.configure("Panel.TFrame", background=p.panel)
    style.configure("Grip.TFrame", background=p.thumb)
    style.map("Grip.TFrame", background=[("focus", p.accent), ("active", p.thumb_hover)])
    for kind in ("info", "warning", "error"):
        ground = getattr(p, f"{kind}_panel")
        for name in (
            "Filled.TFrame",
            "TLabel",
            "Bold.TLabel",
            "Muted.TLabel",
            "TButton",
            "Accent.TButton",
            "Quiet.TButton",
        ):
            style.configure(f"{kind}.Card.{name}", background=ground)
    style.configure("TScrollbar", bordercolor=p.surface)
    style.configure("Window.Vertical.TScrollbar", bordercolor=p.window, troughcolor=p.window)
    style.configure("TSeparator", background=p.line)
    style.configure("Tooltip.TLabel", background=p.tooltip, foreground=p.on_tooltip, padding=look.px(7))
    style.configure("TScale", background=p.accent, troughcolor=p.panel, bordercolor=p.strong_line, gripcount=0)
    style.configure("TScale", lightcolor=p.accent, darkcolor=p.accent, sliderlength=look.px(14))
    style.map("TScale", background=[("disabled", p.line)], lightcolor=[("disabled", p.line)])
    style.map("TScale", darkcolor=[("disabled", p.line)], bordercolor=[("focus", p.accent)])
    style.configure("TProgressbar", background=p.accent, troughcolor=p.panel, bordercolor=p.line)
    style.configure("TProgressbar", thickness=look.px(8), lightcolor=p.accent, darkcolor=p.accent)


def _style_labels(style: ttk.Style, look: Look) -> None:
    p = look.palette
    style.configure("TLabel", background=p.surface, foreground=p.text)
    style.configure("Muted.TLabel", foreground=p.muted)
    style.configure("Small.TLabel", foreground=p.muted, font="LabSmall")
    style.configure("Bold.TLabel", font="LabBold")
    style.configure("Heading.TLabel", font="LabHeading")
    style.configure("Mono.TLabel", font="LabMono")
    style.configure("Hint.TLabel", foreground=p.muted)
    style.configure("Message.TLabel", foreground=p.muted, space=look.px(6))
    style.configure("Error.Message.TLabel", foreground=p.error)
    style.configure("Window.TLabel", background=p.window)
    style.configure("Window.Muted.TLabel", background=p.window, foreground=p.muted)
    style.configure("Panel.TLabel", background=p.panel)
    style.configure("Panel.Muted.TLabel", background=p.panel, foreground=p.muted)
    style.configure("Panel.Mono.TLabel", background=p.panel, font="LabMono")
    for kind in ("ok", "warning", "error"):
        name = kind.capitalize()
        style.configure(f"{name}.TLabel", foreground=getattr(p, kind))
        style.configure(f"Window.{name}.TLabel", background=p.window, foreground=getattr(p, kind))
        style.configure(f"Panel.{name}.TLabel", background=p.panel, foreground=getattr(p, kind))


def _style_buttons(style: ttk.Style, look: Look) -> None:
    p, px = look.palette, look.px
    style.configure("TButton", padding=(px(13), px(7)), anchor="center")
    style.configure("Accent.TButton", font="LabBold", foreground=p.on_accent, padding=(px(16), px(7)))
    style.configure("Danger.TButton", foreground=p.error)
    style.configure("Quiet.TButton", foreground=p.muted, padding=(px(8), px(7)))
    style.configure("Small.Quiet.TButton", font="LabSmall", padding=(px(8), 0))
    style.configure("Window.Quiet.TButton", background=p.window)
    style.configure("Bar.Quiet.TButton", background=p.window, font="LabSmall", padding=(px(10), 0))
    style.configure("TMenubutton", padding=(px(8), px(7), 0, px(7)))
    style.configure(
        "Window.Quiet.TMenubutton", background=p.window, foreground=p.muted, padding=(px(6), px(7), 0, px(7))
    )
    style.map("Window.Quiet.TMenubutton", foreground=[("active", p.text), ("focus", p.text)])
    for name in ("Accent", "Danger", "Quiet"):
        style.map(f"{name}.TButton", foreground=[("disabled", p.disabled)])
    style.map("Quiet.TButton", foreground=[("disabled", p.disabled), ("active", p.text), ("focus", p.text)])
    for name in ("TCheckbutton", "TRadiobutton"):
        style.configure(name, padding=(px(5), px(5)))
    style.configure("Segment.TRadiobutton", padding=(px(9), px(7)), foreground=p.muted)
    style.map(
        "Segment.TRadiobutton",
        foreground=[("disabled", p.disabled), ("selected", p.text), ("active", p.text)],
        font=[("selected", "LabBold")],
    )


def _style_fields(style: ttk.Style, look: Look, fonts: Fonts) -> None:
    p, px = look.palette, look.px
    for name in ("TEntry", "TCombobox"):
        style.configure(name, foreground=p.text, fieldbackground=p.field, padding=(px(8), px(7)))
        style.map(
            name,
            foreground=[("disabled", p.disabled)],
            selectbackground=[("focus", p.soft), ("!focus", p.field)],
            selectforeground=[("disabled", p.disabled)],
        )
    style.configure("TCombobox", padding=(px(8), px(7), 0, px(7)))
    # As high as the others, whatever the fixed-width font is like.
    mono = max(0, (control_height(look, fonts) - fonts.line_height("LabMono")) // 2)
    style.configure("Mono.TEntry", padding=(px(8), mono))
    style.configure("Mono.TCombobox", padding=(px(8), mono, 0, mono))
    style.configure("ComboboxPopdownFrame", relief="solid", borderwidth=1, bordercolor=p.strong_line)
    style.configure("TCombobox", postoffset=(0, px(2), 0, 0))
    style.map("TCombobox", selectbackground=[("readonly", p.field), ("focus", p.soft), ("!focus", p.field)])


def _style_notebook(style: ttk.Style, look: Look) -> None:
    p, px = look.palette, look.px
    style.configure("TNotebook", background=p.window, bordercolor=p.line, lightcolor=p.surface, darkcolor=p.surface)
    style.configure("TNotebook", tabmargins=(px(8), px(6), px(8), 0), padding=0, borderwidth=1)
    style.configure("TNotebook.Tab", background=p.window, foreground=p.muted, padding=(px(18), px(8)))
    style.configure("TNotebook.Tab", bordercolor=p.line, lightcolor=p.window, darkcolor=p.window, focuscolor=p.accent)
    style.map(
        "TNotebook.Tab",
        background=[("selected", p.surface), ("active", p.hover)],
        lightcolor=[("selected", p.surface), ("active", p.hover)],
        foreground=[("selected", p.text), ("active", p.text)],
        font=[("selected", "LabBold")],
        padding=[("selected", (px(18), px(8)))],
        expand=[("selected", (0, 0, 0, 1))],
    )


def _style_tables(style: ttk.Style, look: Look, fonts: Fonts) -> None:
    p, px = look.palette, look.px
    style.layout("Treeview", [("Treeview.treearea", {"sticky": "nswe"})])  # the border is the frame's round it
    for name, font in (("Treeview", "LabText"), ("Mono.Treeview", "LabMono")):
        style.configure(name, font=font, rowheight=row_height(look, fonts, font))
        style.configure(f"{name}.Cell", padding=(px(8) - _CELL_INSET, 0))
    style.configure("Treeview", background=p.surface, fieldbackground=p.surface, foreground=p.text, borderwidth=0)
    style.map("Treeview", background=[("selected", p.soft)], foreground=[])
    style.configure("Treeview.Heading", font="LabSmall", foreground=p.muted, background=p.surface, relief="flat")
    style.configure("Treeview.Heading", padding=(px(8), px(6)), borderwidth=0)
    style.map("Treeview.Heading", background=[("active", p.hover)], foreground=[("active", p.text)])
