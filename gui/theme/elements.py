"""ttk's controls drawn by our pictures: which picture in which state, and what a control is made of (window thread).

Law: an element of ttk cannot be changed once made, so each look has elements of its own, and a switch lays out all
styles again.
"""

from __future__ import annotations

from tkinter import ttk
from typing import Any, TypeAlias

from gui.theme.look import Look
from gui.theme.pictures import Pictures

Part: TypeAlias = tuple[str, Any]
"""An element in a layout: its name, and where it lies with what inside (ttk_style, "layouts")."""


class Elements:
    """Makes the elements of one look and lays out the styles that use them."""

    def __init__(self, style: ttk.Style, look: Look, pictures: Pictures) -> None:
        self._style = style
        self._look = look
        self._pictures = pictures
        self._made = set(style.element_names())

    def lay_out(self) -> None:
        """All controls."""
        self._lay_out_button("TButton", self._plain_button())
        self._lay_out_button("Accent.TButton", self._accent_button())
        self._lay_out_button("Quiet.TButton", self._quiet_button("quiet", self._look.palette.surface))
        self._lay_out_button("Window.Quiet.TButton", self._quiet_button("quiet-window", self._look.palette.window))
        self._lay_out_menu_button()
        self._lay_out_fields()
        self._lay_out_frames()
        self._lay_out_marks()
        self._lay_out_segments()
        self._lay_out_scrollbar("Vertical.TScrollbar", self._look.palette.surface)
        self._lay_out_scrollbar("Horizontal.TScrollbar", self._look.palette.surface)
        self._lay_out_scrollbar("Window.Vertical.TScrollbar", self._look.palette.window)

    def _lay_out_button(self, style: str, element: str) -> None:
        self._style.layout(style, [_filled(element, _filled("Button.padding", _filled("Button.label")))])

    def _plain_button(self) -> str:
        p, box = self._look.palette, self._pictures.box
        return self._box_element(
            "button",
            box("button", (0, p.strong_line), (1, p.surface)),
            ("disabled", box("button-disabled", (0, p.line), (1, p.panel))),
            ("pressed", box("button-pressed", (0, p.accent), (1, p.soft))),
            ("focus", box("button-focus", (0, p.accent), (1.8, p.surface))),
            ("active", box("button-hover", (0, p.strong_line), (1, p.hover))),
        )

    def _accent_button(self) -> str:
        p, box = self._look.palette, self._pictures.box
        return self._box_element(
            "accent",
            box("accent", (0, p.accent)),
            ("disabled", box("button-disabled", (0, p.line), (1, p.panel))),
            ("pressed", box("accent-hover", (0, p.accent_hover))),
            ("focus", box("accent-focus", (0, p.accent), (1.5, p.surface), (3, p.accent))),
            ("active", box("accent-hover", (0, p.accent_hover))),
        )

    def _quiet_button(self, key: str, ground: str) -> str:
        p, pictures = self._look.palette, self._pictures
        return self._box_element(
            key,
            pictures.nothing(),
            ("disabled", pictures.nothing()),
            ("pressed", pictures.box(f"{key}-pressed", (0, p.soft), behind=ground)),
            ("focus", pictures.box(f"{key}-focus", (0, p.accent), (1.8, ground), behind=ground)),
            ("active", pictures.box(f"{key}-hover", (0, p.hover), behind=ground)),
        )

    def _lay_out_menu_button(self) -> None:
        p = self._look.palette
        chevron = self._element(
            "chevron-window",
            self._pictures.chevron("chevron", p.muted),
            ("active", self._pictures.chevron("chevron-hover", p.text)),
        )
        inside = _filled("Menubutton.padding", (chevron, {"side": "right", "sticky": ""}), _filled("Menubutton.label"))
        for style, ground in (
            ("Window.Quiet.TMenubutton", self._quiet_button("quiet-window", p.window)),
            ("TMenubutton", self._plain_button()),  # in Tk's own dialog for files
        ):
            self._style.layout(style, [_filled(ground, inside)])

    def _lay_out_fields(self) -> None:
        p, box = self._look.palette, self._pictures.box
        field = self._box_element(
            "field",
            box("field", (0, p.strong_line), (1, p.field)),
            ("disabled", box("field-disabled", (0, p.line), (1, p.panel))),
            ("invalid", box("field-invalid", (0, p.error), (1.8, p.field))),
            ("focus", box("field-focus", (0, p.accent), (1.8, p.field))),
        )
        chevron = self._element(
            "chevron",
            self._pictures.chevron("chevron", p.muted),
            ("disabled", self._pictures.chevron("chevron-disabled", p.line)),
            ("active", self._pictures.chevron("chevron-hover", p.text)),
        )
        text = _filled("Entry.padding", _filled("Entry.textarea"))
        self._style.layout("TEntry", [_filled(field, text)])
        chosen = _filled("Combobox.padding", _filled("Combobox.textarea"))
        self._style.layout("TCombobox", [_filled(field, (chevron, {"side": "right", "sticky": ""}), chosen)])

    def _lay_out_frames(self) -> None:
        p, area = self._look.palette, self._pictures.area
        focus = area("border-focus", (0, p.accent), (1.8, p.surface))
        border = self._box_element("border", area("border", (0, p.line), (1, p.surface)), ("focus", focus))
        self._style.layout("Border.TFrame", [_filled(border)])
        for kind in ("info", "warning", "error"):
            edge = p.accent if kind == "info" else getattr(p, kind)
            card = self._box_element(f"card-{kind}", area(f"card-{kind}", (0, edge), (1, getattr(p, f"{kind}_panel"))))
            self._style.layout(f"{kind}.Card.TFrame", [_filled(card)])

    def _lay_out_marks(self) -> None:
        p = self._look.palette
        ring_picture = self._pictures.box("ring", (0, p.accent), (1.5, p.surface))
        ring = self._box_element("ring", self._pictures.nothing(), ("focus", ring_picture))
        for kind, draw in (("check", self._pictures.check), ("radio", self._pictures.radio)):
            mark = self._element(
                kind,
                draw(kind, p.strong_line, p.field),
                ("disabled selected", draw(f"{kind}-disabled-on", p.line, p.panel, p.disabled)),
                ("disabled", draw(f"{kind}-disabled", p.line, p.panel)),
                ("selected", draw(f"{kind}-on", p.accent, p.accent, p.on_accent)),
                ("active", draw(f"{kind}-hover", p.accent, p.hover)),
            )
            name = f"{kind.capitalize()}button"
            label = (f"{name}.label", {"side": "left", "sticky": "nswe"})
            inside = _filled(f"{name}.padding", (mark, {"side": "left", "sticky": ""}), label)
            self._style.layout(f"T{name}", [_filled(ring, inside)])

    def _lay_out_segments(self) -> None:
        p, box = self._look.palette, self._pictures.box
        element = self._box_element(
            "segment",
            self._pictures.nothing(),
            ("selected focus", box("segment-on-focus", (0, p.accent), (1.8, p.soft))),
            ("selected", box("segment-on", (0, p.soft))),
            ("focus", box("segment-focus", (0, p.accent), (1.8, p.surface))),
            ("active", box("segment-hover", (0, p.hover))),
        )
        label = ("Radiobutton.label", {"sticky": ""})
        self._style.layout("Segment.TRadiobutton", [_filled(element, _filled("Radiobutton.padding", label))])

    def _lay_out_scrollbar(self, style: str, ground: str) -> None:
        """A thumb in an empty trough, without arrows."""
        p, end, vertical = self._look.palette, self._look.px(6), "Vertical" in style
        size, border = ((12, 30), (0, end)) if vertical else ((30, 12), (end, 0))
        key = f"{style}.thumb"  # a scroll bar moves the element whose name ends so
        usual = self._pictures.thumb(key, p.thumb, size, ground)
        held = self._pictures.thumb(f"{key}-hover", p.thumb_hover, size, ground)
        all_is_shown = ("disabled", self._pictures.nothing())
        thumb = self._element(key, usual, all_is_shown, ("pressed", held), ("active", held), border=border)
        trough = "Vertical.Scrollbar.trough" if vertical else "Horizontal.Scrollbar.trough"
        self._style.layout(style, [_filled(trough, _filled(thumb))])

    def _box_element(self, key: str, usual: str, *states: tuple[str, str]) -> str:
        border = self._pictures.box_border
        # Its corners are what it needs; its middle is repeated or cut to any size.
        return self._element(key, usual, *states, border=border, width=2 * border, height=2 * border)

    def _element(self, key: str, usual: str, *states: tuple[str, str], **options: int | tuple[int, int]) -> str:
        """The name of an element that is `usual`, or the picture of the first of (states, picture) that applies."""
        name = f"lab{self._look.variant}{key.replace('-', '')}"
        if name not in self._made:
            specs: list[Any] = [(*words.split(), picture) for words, picture in states]
            create: Any = self._style.element_create  # typeshed takes the options one by one only
            create(name, "image", usual, *specs, padding=0, sticky="nswe", **options)
            self._made.add(name)
        return name


def _filled(element: str, *inside: Part) -> Part:
    """An element that takes all the room there is."""
    options: dict[str, Any] = {"expand": "1", "sticky": "nswe"}
    return element, options | ({"children": list(inside)} if inside else {})
