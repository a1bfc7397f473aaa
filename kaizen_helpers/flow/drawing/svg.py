"""A picture as SVG: no script, no font file, every text escaped.

Nothing is referred to by an id but the title and the description, and those ids are made from the
content: many pictures can share a page. Arrow heads are plain shapes, because programs of office suites
leave out SVG markers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from kaizen_helpers.flow.drawing.canvas import INK, PAPER, Circle, Group, Item, Path, Picture, Rect, Style, Text

__all__ = ["FAMILY", "to_svg"]

FAMILY = "'Noto Sans CJK JP', 'Noto Sans JP', Meiryo, 'Yu Gothic', 'Hiragino Sans', IPAexGothic, sans-serif"


def to_svg(picture: Picture) -> str:
    """The picture as a document of its own, which is also good inside HTML."""
    body = "\n".join(_written(picture.items))
    told = f"{picture.title}\0{picture.description}\0{body}"
    key = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:10]
    wide, high = _n(picture.width), _n(picture.height)
    if picture.millimetres:
        size = f'width="{_mm(picture.width, picture)}mm" height="{_mm(picture.height, picture)}mm"'
    else:
        size = f'width="{wide}" height="{high}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {wide} {high}"'
            f' role="img" aria-labelledby="t{key} d{key}" lang="ja" style="max-width:100%;height:auto"'
            f' font-family="{FAMILY}" fill="{INK}">',
            f'<title id="t{key}">{escaped(picture.title)}</title>',
            f'<desc id="d{key}">{escaped(picture.description)}</desc>',
            f'<rect width="{wide}" height="{high}" fill="{PAPER}"/>',
            body,
            "</svg>",
            "",
        ]
    )


def escaped(text: str) -> str:
    """Text for XML: marks escaped, characters that XML does not allow replaced by a blank."""
    legal = "".join(mark if _is_xml(mark) else " " for mark in text)
    return legal.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _is_xml(mark: str) -> bool:
    code = ord(mark)
    return code in {9, 10} or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF


def _n(value: float) -> str:
    """A coordinate: at most one decimal, no trailing zero."""
    text = f"{value:.1f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"


def _mm(value: float, picture: Picture) -> str:
    return f"{value * picture.millimetres:.2f}".rstrip("0").rstrip(".")


def _written(items: Sequence[Item]) -> list[str]:
    lines: list[str] = []
    for item in items:
        if isinstance(item, Text):
            lines.append(_text(item))
        elif isinstance(item, Path):
            steps = "".join(name + " ".join(map(_n, at)) for name, at in item.steps)
            lines.append(f'<path d="{steps}"{_style(item.style)}/>')
        elif isinstance(item, Rect):
            round_ = f' rx="{_n(item.radius)}"' if item.radius else ""
            lines.append(
                f'<rect x="{_n(item.x)}" y="{_n(item.y)}" width="{_n(item.width)}" height="{_n(item.height)}"'
                f"{round_}{_style(item.style)}/>"
            )
        elif isinstance(item, Circle):
            lines.append(f'<circle cx="{_n(item.x)}" cy="{_n(item.y)}" r="{_n(item.radius)}"{_style(item.style)}/>')
        else:
            lines += _group(item)
    return lines


def _group(group: Group) -> list[str]:
    moved = ""
    if group.dx or group.dy or group.scale != 1.0:
        moved = f"translate({_n(group.dx)} {_n(group.dy)})"
        if group.scale != 1.0:
            moved += f" scale({group.scale:.4g})"
        moved = f' transform="{moved}"'
    title = [f"<title>{escaped(group.title)}</title>"] if group.title else []
    return [f"<g{moved}>", *title, *_written(group.items), "</g>"]


def _style(style: Style) -> str:
    written = f' fill="{style.fill or "none"}"'
    if style.stroke:
        written += f' stroke="{style.stroke}" stroke-width="{style.width:g}"'
        if style.dash:
            written += f' stroke-dasharray="{" ".join(f"{part:g}" for part in style.dash)}"'
        if style.round:
            written += ' stroke-linecap="round"'
    return written


def _text(text: Text) -> str:
    extra = (' font-weight="700"' if text.bold else "") + (f' fill="{text.fill}"' if text.fill != INK else "")
    return (
        f'<text x="{_n(text.x)}" y="{_n(text.y)}" font-size="{_n(text.size)}" text-anchor="{text.anchor}"{extra}>'
        f"{escaped(text.text)}</text>"
    )
