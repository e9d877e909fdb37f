"""A picture as an SVG file, and as a PNG made of that (pure, any thread).

Law: the file stands alone: colours and sizes are written out, and what a peer sent is escaped text and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import escape

from gui.drawing.ladder import Picture
from gui.drawing.measure import Measure
from gui.drawing.shapes import Box, Disc, Line, Shape, Words

_MONO = frozenset({"LabMono"})
_BOLD = frozenset({"LabBold", "LabHeading"})
_ANCHORS = {"w": "start", "center": "middle", "e": "end"}
_TEXT, _FIXED = "DejaVu Sans, Segoe UI, Helvetica, Arial, sans-serif", "DejaVu Sans Mono, Consolas, Menlo, monospace"
_OF_THE_LINE = 0.86
"""How much of a line's height its letters' size is, about."""
_BELOW_THE_MIDDLE = 0.3
"""Of a line's height: where letters stand on."""


def svg(picture: Picture, colour: Callable[[str], str], measure: Measure) -> str:
    """`colour`: "#rrggbb" for a name of the palette."""
    margin = measure.px(16)
    width, height = picture.width + 2 * margin, picture.height + 2 * margin
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">',
        f'<rect width="{width}" height="{height}" fill="{colour("surface")}"/>',
        f'<g transform="translate({margin} {margin})">',
        *(element for element in _elements(picture.shapes, colour, measure)),
        "</g></svg>",
    ]
    return "\n".join(parts) + "\n"


def png(document: str) -> bytes:
    """The same in pixels. Takes some tenths of a second: a worker thread's business."""
    import resvg_py  # 3 MB, and only who saves a picture needs it

    return bytes(resvg_py.svg_to_bytes(svg_string=document))


def _elements(shapes: Iterable[Shape], colour: Callable[[str], str], measure: Measure) -> Iterator[str]:
    for shape in shapes:
        match shape:
            case Line():
                yield from _line(shape, colour(shape.colour))
            case Box(x1, y1, x2, y2, fill, outline, _, width):
                edge = f' stroke="{colour(outline)}" stroke-width="{width}"' if outline else ""
                ground = colour(fill) if fill else "none"
                yield f'<rect x="{x1}" y="{y1}" width="{x2 - x1}" height="{y2 - y1}" fill="{ground}"{edge}/>'
            case Disc(x, y, radius, name):
                yield f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{colour(name)}"/>'
            case Words():
                yield from _words(shape, colour, measure)


def _line(line: Line, colour: str) -> Iterator[str]:
    dash = f' stroke-dasharray="{4 * line.width} {3 * line.width}"' if line.dashed else ""
    x2, y2, head = line.x2, line.y2, line.head
    if head and line.y1 == line.y2:
        back = -head if x2 > line.x1 else head
        yield f'<path d="M{x2} {y2}l{back} {-head // 2}v{head // 2 * 2}z" fill="{colour}"/>'
        x2 += back // 2
    elif head:
        back = -head if y2 > line.y1 else head
        yield f'<path d="M{x2} {y2}l{-head // 2} {back}h{head // 2 * 2}z" fill="{colour}"/>'
        y2 += back // 2
    yield (
        f'<line x1="{line.x1}" y1="{line.y1}" x2="{x2}" y2="{y2}" stroke="{colour}" stroke-width="{line.width}"{dash}/>'
    )


def _words(words: Words, colour: Callable[[str], str], measure: Measure) -> Iterator[str]:
    if not words.text:
        return
    line = measure.line_height(words.font)
    if words.ground:
        width = measure.text_width(words.text, words.font) + measure.px(6)
        left = words.x - {"w": measure.px(3), "center": width // 2, "e": width - measure.px(3)}[words.anchor]
        fill = colour(words.ground)
        yield f'<rect x="{left}" y="{words.y - line // 2}" width="{width}" height="{line}" fill="{fill}"/>'
    family = _FIXED if words.font in _MONO else _TEXT
    weight = ' font-weight="bold"' if words.font in _BOLD else ""
    size, base = line * _OF_THE_LINE, words.y + line * _BELOW_THE_MIDDLE
    yield (
        f'<text x="{words.x}" y="{base:.1f}" font-family="{family}" font-size="{size:.1f}"'
        f'{weight} text-anchor="{_ANCHORS[words.anchor]}" fill="{colour(words.colour)}" xml:space="preserve">'
        f"{escape(words.text, quote=False)}</text>"
    )
