"""A flow as an SVG picture: lanes side by side, time running down.

The picture says everything without colour (shapes, numbers, words), prints in black and white, needs
no script and no font file, and carries a text alternative: ``<desc>`` lists the steps. Every text is
escaped; ids are made from the content, so that many pictures can share a page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from kaizen_helpers.flow.cells import short
from kaizen_helpers.flow.geometry import (
    BADGE,
    CUT,
    FONT,
    HEAD_FONT,
    LABEL_FONT,
    LINE,
    MARGIN,
    MARK_FONT,
    TITLE_FONT,
    Box,
    Label,
    Layout,
    Wire,
)
from kaizen_helpers.flow.grid import Shape
from kaizen_helpers.flow.layout import lay_out
from kaizen_helpers.flow.model import Flow, Step
from kaizen_helpers.flow.text import wrap

__all__ = ["Drawing", "draw"]

_FAMILY = "'Noto Sans CJK JP', 'Noto Sans JP', Meiryo, 'Yu Gothic', 'Hiragino Sans', IPAexGothic, sans-serif"
_INK = "#1f2933"
_GREY = "#8792a0"
_CORNER = 5.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG picture and its natural size in pixels. A notebook shows it as it is."""

    svg: str
    width: int
    height: int

    def _repr_svg_(self) -> str:
        return self.svg


def draw(flow: Flow, marks: Mapping[int, str] | None = None, width: int | None = None) -> Drawing:
    """Draw a flow, finished or half typed; never raises.

    ``marks`` puts a short flag on steps (step number → 「二重入力」). ``width`` is the width in pixels to
    aim for (900 if not given); a flow of many lanes may need more. A flow without steps becomes a small
    picture that says where the drawing will appear.
    """
    flags = {number: " ".join(text.split()) for number, text in (marks or {}).items() if text.strip()}
    layout = lay_out(flow, flags, float(width or 900))
    if not layout.boxes:
        return _empty()
    body = "\n".join(_body(layout))
    return _document(body, layout.width, layout.height, _title(flow), _description(flow, flags))


def _empty() -> Drawing:
    text = "ここに図が出ます"
    body = (
        '<rect x="6" y="6" width="348" height="78" rx="10" fill="#fff" stroke="#8792a0" stroke-dasharray="6 5"/>\n'
        f'<text x="180" y="50" font-size="14" text-anchor="middle" fill="{_INK}">{text}</text>'
    )
    return _document(body, 360, 90, text, "表に手順を書くと、業務フロー図になります。")


def _document(body: str, width: float, height: float, title: str, description: str) -> Drawing:
    key = hashlib.sha256(f"{title}\0{description}\0{body}".encode("utf-8", "replace")).hexdigest()[:10]
    wide, high = round(width), round(height)
    svg = "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}"'
            f' role="img" aria-labelledby="t{key} d{key}" lang="ja" style="max-width:100%;height:auto"'
            f' font-family="{_FAMILY}" fill="{_INK}">',
            f'<title id="t{key}">{_escape(title)}</title>',
            f'<desc id="d{key}">{_escape(description)}</desc>',
            f'<rect width="{wide}" height="{high}" fill="#fff"/>',
            body.replace("{key}", key),
            "</svg>",
            "",
        ]
    )
    return Drawing(svg, wide, high)


# --- the words -----------------------------------------------------------------------------------


def _title(flow: Flow) -> str:
    name = " ".join(flow.title.split())
    return f"業務フロー図：{name}" if name else "業務フロー図"


def _description(flow: Flow, marks: Mapping[int, str]) -> str:
    lines = [f"手順は{len(flow.steps)}、担当は{'、'.join(lane or '（未記入）' for lane in flow.lanes)}です。"]
    lines += [_sentence(step, marks.get(step.number, "")) for step in flow.steps]
    return "\n".join(lines)


def _sentence(step: Step, mark: str) -> str:
    ways = [
        (f"{' '.join(branch.condition.split())}なら" if branch.condition.strip() else "")
        + ("おわり" if branch.to is None else f"{branch.to}へ")
        for branch in step.next
    ]
    what = " ".join(step.what.split()) or "（未記入）"
    who = " ".join(step.who.split()) or "（未記入）"
    leads = "、".join(ways) if ways else "おわり" if step.is_end else "次は未記入"
    flag = f" ［{mark}］" if mark else ""
    return f"{step.number} {step.kind.label} {who}：{what}{flag} → {leads}"


def _escape(text: str) -> str:
    """Text for XML: marks escaped, characters that XML does not allow replaced by a blank."""
    legal = "".join(mark if _is_xml(mark) else " " for mark in text)
    return legal.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _is_xml(mark: str) -> bool:
    code = ord(mark)
    return code in {9, 10} or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF


# --- the shapes ----------------------------------------------------------------------------------


def _n(value: float) -> str:
    """A coordinate: at most one decimal, no trailing zero."""
    text = f"{value:.1f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"


def _body(layout: Layout) -> list[str]:
    lines = [
        '<defs><marker id="a{key}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8"'
        f' orient="auto" markerUnits="userSpaceOnUse"><path d="M0 0.8 L10 5 L0 9.2 z" fill="{_INK}"/></marker></defs>'
    ]
    lines += _heads(layout)
    lines.append(f'<g fill="none" stroke="{_INK}" stroke-width="1.4">')
    lines += [_wire(wire) for wire in layout.wires]
    lines.append("</g>")
    for box in layout.boxes:
        lines += _box(box)
    for label in layout.labels:
        lines += _label(label)
    if layout.not_drawn:
        note = f"ほかに{layout.not_drawn}の手順があります。"
        lines.append(_text(note, layout.width / 2, layout.height - 6, 11))
    return lines


def _heads(layout: Layout) -> list[str]:
    lines = []
    for n, title in enumerate(layout.title_lines):
        y = MARGIN + TITLE_FONT * (0.95 + 1.4 * n)
        lines.append(_text(title, MARGIN, y, TITLE_FONT, anchor="start", bold=True))
    bottom = layout.height - MARGIN
    for n, lane in enumerate(layout.lanes):
        x, wide = _n(lane.left), _n(lane.right - lane.left)
        ground = "#fff" if n % 2 else "#f6f8fa"
        lines.append(
            f'<rect x="{x}" y="{_n(layout.head_top)}" width="{wide}" height="{_n(bottom - layout.head_top)}"'
            f' fill="{ground}" stroke="{_GREY}"/>'
        )
        lines.append(
            f'<rect x="{x}" y="{_n(layout.head_top)}" width="{wide}"'
            f' height="{_n(layout.head_bottom - layout.head_top)}" fill="#e4e9ef" stroke="{_GREY}"/>'
        )
        middle = (layout.head_top + layout.head_bottom) / 2
        lines += _lines(lane.lines, (lane.left + lane.right) / 2, middle, HEAD_FONT, bold=True)
    return lines


def _wire(wire: Wire) -> str:
    """An arrow with softly rounded corners."""
    points = wire.points
    path = [f"M{_n(points[0][0])} {_n(points[0][1])}"]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        (ax, ay), (bx, by) = _towards(here, before), _towards(here, after)
        path.append(f"L{_n(ax)} {_n(ay)}Q{_n(here[0])} {_n(here[1])} {_n(bx)} {_n(by)}")
    path.append(f"L{_n(points[-1][0])} {_n(points[-1][1])}")
    return f'<path d="{"".join(path)}" marker-end="url(#a{{key}})"/>'


def _towards(corner: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """The point a little before the corner, on the way to the other point."""
    length = abs(corner[0] - other[0]) + abs(corner[1] - other[1])
    part = min(_CORNER, length / 2) / length if length else 0.0
    return corner[0] + (other[0] - corner[0]) * part, corner[1] + (other[1] - corner[1]) * part


def _box(box: Box) -> list[str]:
    lines = ["<g>", f"<title>{_escape(_box_title(box))}</title>", _outline(box)]
    top, bottom = box.top, box.bottom
    if box.mark:
        bottom -= MARK_FONT * LINE + 8
        lines += _flag(box)
    middle = (top + bottom) / 2
    left = box.left
    if box.number is not None:
        left += BADGE
        lines += _badge(box, middle)
    if box.number is not None and box.shape in {Shape.START, Shape.END}:
        caption = "きっかけ" if box.shape is Shape.START else "おわり"
        lines.append(_text(caption, (left + box.right - 8) / 2, top + 14, 10))
        middle += 6
    right = box.right - (8 if box.number is not None else 0)
    if box.number is not None and box.shape is not Shape.TASK:
        left, right = left + 5, right - 4
    lines += _lines(box.lines, (left + right) / 2 if box.number is not None else box.x, middle, FONT)
    return [*lines, "</g>"]


def _box_title(box: Box) -> str:
    text = " ".join(box.text.split()) or "（未記入）"
    head = f"手順{box.number} " if box.number is not None else ""
    return f"{head}{text}" + (f"［{box.mark}］" if box.mark else "")


def _outline(box: Box) -> str:
    x, y, wide, high = _n(box.left), _n(box.top), _n(box.width), _n(box.height)
    style = f'fill="#fff" stroke="{_INK}" stroke-width="1.5"'
    if box.shape is Shape.DECISION:
        left, right = box.left + CUT, box.right - CUT
        return (
            f'<path d="M{_n(left)} {y}L{_n(right)} {y}L{_n(box.right)} {_n(box.y)}L{_n(right)} {_n(box.bottom)}'
            f'L{_n(left)} {_n(box.bottom)}L{x} {_n(box.y)}z" {style}/>'
        )
    if box.shape is Shape.TASK:
        return f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" rx="3" {style}/>'
    if box.shape is Shape.MISSING:
        style = f'fill="#fff" stroke="{_INK}" stroke-width="1.2" stroke-dasharray="4 3"'
    elif box.shape is Shape.END:
        style = f'fill="#fff" stroke="{_INK}" stroke-width="2.6"'
    return f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" rx="{_n(box.height / 2)}" {style}/>'


def _badge(box: Box, y: float) -> list[str]:
    x = box.left + (16 if box.shape is not Shape.TASK else 14)
    text = str(box.number)
    size = 11 if len(text) < 3 else 9 if len(text) < 4 else 7
    return [
        f'<circle cx="{_n(x)}" cy="{_n(y)}" r="9" fill="#fff" stroke="{_INK}" stroke-width="1"/>',
        _text(text, x, y + size * 0.36, size, bold=True),
    ]


def _flag(box: Box) -> list[str]:
    """A dark strip along the lower edge with the mark in white; it prints as it shows."""
    high = MARK_FONT * LINE + 4
    inset = box.inset if box.shape is not Shape.TASK else 4
    wide = box.width - 2 * inset - 4
    text = wrap(f"▲ {box.mark}", wide / MARK_FONT - 0.6, 1)
    top = box.bottom - high - 4
    return [
        f'<rect x="{_n(box.x - wide / 2)}" y="{_n(top)}" width="{_n(wide)}" height="{_n(high)}" rx="3" fill="{_INK}"/>',
        _text(text[0] if text else "", box.x, top + high / 2 + MARK_FONT * 0.36, MARK_FONT, fill="#fff", bold=True),
    ]


def _label(label: Label) -> list[str]:
    ground = (
        f'<rect x="{_n(label.x - label.width / 2)}" y="{_n(label.y - label.height / 2)}" width="{_n(label.width)}"'
        f' height="{_n(label.height)}" fill="#fff"/>'
    )
    return [
        "<g>",
        f"<title>{_escape(short(label.text, 200))}</title>",
        ground,
        *_lines(label.lines, label.x, label.y, LABEL_FONT),
        "</g>",
    ]


def _lines(lines: tuple[str, ...], x: float, middle: float, size: float, *, bold: bool = False) -> list[str]:
    """Lines of text around a middle."""
    first = middle - (len(lines) - 1) / 2 * size * LINE + size * 0.36
    return [_text(line, x, first + n * size * LINE, size, bold=bold) for n, line in enumerate(lines)]


def _text(
    text: str, x: float, y: float, size: float, *, anchor: str = "middle", bold: bool = False, fill: str = ""
) -> str:
    """One line of text."""
    extra = (' font-weight="700"' if bold else "") + (f' fill="{fill}"' if fill else "")
    return f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" text-anchor="{anchor}"{extra}>{_escape(text)}</text>'
