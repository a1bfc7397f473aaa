"""From places to shapes: lanes, arrows, steps with their flags, and conditions.

Nothing is told by colour alone. Lanes of residents and of systems have a sign beside the name and a ground
of their own that is also seen in a grey print.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kaizen_helpers.flow.cells import short
from kaizen_helpers.flow.drawing.canvas import GREY, INK, PAPER, Circle, Group, Item, Path, Rect, Style, Text, joined
from kaizen_helpers.flow.drawing.marks import Flag
from kaizen_helpers.flow.drawing.room import chip_row, rows_height
from kaizen_helpers.flow.drawing.symbols import outline, sign
from kaizen_helpers.flow.layout.geometry import (
    BADGE,
    FONT,
    HEAD_FONT,
    LABEL_FONT,
    LINE,
    MARGIN,
    MARK_FONT,
    POINTED,
    TITLE_FONT,
    Box,
    Label,
    LaneBand,
    Layout,
)
from kaizen_helpers.flow.layout.grid import Shape
from kaizen_helpers.flow.model import Flow, LaneKind
from kaizen_helpers.flow.text import em_width, wrap

__all__ = [
    "Dress",
    "arrow",
    "box_items",
    "label_items",
    "lane_ground",
    "lane_head",
    "lane_kinds",
    "scene",
    "text_block",
]

_CORNER = 5.0
_TO_BASE = 0.4
"""From the middle of a line of Japanese to its base line, in em."""
_WIRE = Style("", INK, 1.4)
_HEAD_LENGTH, _HEAD_HALF = 8.0, 3.4
_HEAD_GROUND = "#e4e9ef"
_SIGN = 14.0
_STEP_SIGNS = {Shape.WAIT: "clock", Shape.SYSTEM: "gear", Shape.SUBPROCESS: "part"}


@dataclass(frozen=True, slots=True)
class Dress:
    """What is put on the steps beyond their text; keys are places in ``layout.boxes``."""

    rows: Mapping[int, tuple[tuple[Flag, ...], ...]] = field(default_factory=dict)
    """Rows of flags below the text."""
    changes: Mapping[int, str] = field(default_factory=dict)
    """What becomes of a step."""


def scene(layout: Layout, kinds: Sequence[LaneKind | None], dress: Dress) -> list[Item]:
    """The whole picture, from the ground up."""
    items: list[Item] = []
    for n, title in enumerate(layout.title_lines):
        y = MARGIN + TITLE_FONT * (0.95 + 1.4 * n)
        items.append(Text(title, MARGIN, y, TITLE_FONT, "start", bold=True))
    for n, band in enumerate(layout.lanes):
        items.append(lane_ground(band, kinds[n], n))
        items += lane_head(band, kinds[n])
    for wire in layout.wires:
        items += arrow(wire.points)
    for n, box in enumerate(layout.boxes):
        items.append(box_items(box, dress.rows.get(n, ()), dress.changes.get(n, "")))
    items += [label_items(label) for label in layout.labels]
    if layout.not_drawn:
        items.append(Text(f"ほかに{layout.not_drawn}の手順があります。", layout.width / 2, layout.height - 6, 11))
    return items


# --- lanes ---------------------------------------------------------------------------------------

_SYSTEM_NAME = re.compile(r"システム|kintone|RPA|サーバ|データベース|ポータル")
_RESIDENT_NAME = re.compile(
    r"住民|[県市町村都府区国]民|(申請|申込|届出|請求|応募|相談)(者|人|する人|する方)|利用者|事業者|本人|保護者|世帯主|来庁者"
)


def lane_kinds(flow: Flow, layout: Layout) -> list[LaneKind | None]:
    """Who stands behind each lane that is drawn: as declared, else by words of its name (申請者, 受付システム)."""
    drawn = flow.steps[: len(flow.steps) - layout.not_drawn]
    shown = {lane.name for lane in flow.declared} | {step.who for step in drawn}
    kinds = [flow.lane(name).kind or _kind_by_name(name) for name in flow.lanes if name in shown]
    return [*kinds, *[None] * (len(layout.lanes) - len(kinds))]


def _kind_by_name(name: str) -> LaneKind | None:
    folded = unicodedata.normalize("NFKC", name)
    if re.search(r"[課係班室局部]$", folded):
        return None  # 市民課 and 情報システム課 are staff
    if _SYSTEM_NAME.search(folded):
        return LaneKind.SYSTEM
    return LaneKind.RESIDENT if _RESIDENT_NAME.search(folded) else None


_GROUNDS = {LaneKind.RESIDENT: "#f3efe2", LaneKind.SYSTEM: "#dfe4ea"}
"""In grey print 94 % and 89 % white."""
_LANE_SIGNS = {LaneKind.RESIDENT: "person", LaneKind.SYSTEM: "gear"}


def lane_ground(band: LaneBand, kind: LaneKind | None, place: int) -> Rect:
    """The band of a lane."""
    ground = _GROUNDS.get(kind) if kind else None
    style = Style(ground or (PAPER if place % 2 else "#f6f8fa"), GREY)
    return Rect(band.left, band.top, band.right - band.left, band.bottom - band.top, style)


def lane_head(band: LaneBand, kind: LaneKind | None) -> list[Item]:
    """The name of a lane, with a sign before or above it where there is room."""
    left, top = band.head_left, band.head_top
    wide, high = band.head_right - left, band.head_bottom - top
    items: list[Item] = [Rect(left, top, wide, high, Style(_HEAD_GROUND, GREY))]
    x, y = left + wide / 2, top + high / 2
    name = _LANE_SIGNS.get(kind) if kind else None
    text_wide = max(map(em_width, band.lines), default=0.0) * HEAD_FONT
    text_high = len(band.lines) * HEAD_FONT * LINE
    if name and wide - text_wide >= 2 * _SIGN + 8:
        items.append(sign(name, x - text_wide / 2 - 5, y, _SIGN))
        x += _SIGN / 2 + 2
    elif name and high - text_high >= _SIGN + 8:
        items.append(sign(name, x, y - text_high / 2 - 1, _SIGN))
        y += _SIGN / 2 + 2
    size = min(HEAD_FONT, max(10.0, (wide - 6) / max(map(_bold_width, band.lines), default=1.0)))
    return [*items, *text_block(band.lines, x, y, size, bold=True)]


def _bold_width(line: str) -> float:
    """The width in em where Latin letters are bold and wide, as in Meiryo."""
    widths = [em_width(mark) for mark in line]
    return max(1.0, sum(width if width in {0.0, 1.0} else max(0.72, 1.1 * width) for width in widths))


# --- arrows --------------------------------------------------------------------------------------


def arrow(points: Sequence[tuple[float, float]], *, head: bool = True) -> list[Item]:
    """An arrow with softly rounded corners; without ``head`` it goes on elsewhere."""
    *_, before, end = points
    steps: list[tuple[str, tuple[float, ...]]] = [("M", points[0])]
    for last, here, after in zip(points, points[1:], points[2:], strict=False):
        steps += [("L", _towards(here, last)), ("Q", (*here, *_towards(here, after)))]
    if not head:
        return [Path((*steps, ("L", end)), _WIRE)]
    steps.append(("L", _towards(end, before, _HEAD_LENGTH / 2)))
    base = _towards(end, before, _HEAD_LENGTH)
    across = (_HEAD_HALF, 0.0) if abs(end[0] - before[0]) < abs(end[1] - before[1]) else (0.0, _HEAD_HALF)
    one, other = (base[0] - across[0], base[1] - across[1]), (base[0] + across[0], base[1] + across[1])
    return [Path(tuple(steps), _WIRE), joined([one, end, other], Style(INK), close=True)]


def _towards(corner: tuple[float, float], other: tuple[float, float], most: float = _CORNER) -> tuple[float, float]:
    """The point a little before the corner, on the way to the other point."""
    length = abs(corner[0] - other[0]) + abs(corner[1] - other[1])
    part = min(most, length / 2) / length if length else 0.0
    return corner[0] + (other[0] - corner[0]) * part, corner[1] + (other[1] - corner[1]) * part


# --- steps ---------------------------------------------------------------------------------------


def box_items(box: Box, rows: tuple[tuple[Flag, ...], ...] = (), change: str = "") -> Group:
    """A step: its edge, number, sign, text, and what is flagged on it."""
    items = outline(box, bold=bool(change) and change != "なくす", dashed=change == "なくす")
    bottom = box.bottom
    if box.mark:
        bottom -= MARK_FONT * LINE + 8
        items += _strip(box)
    elif rows:
        high = rows_height(rows)
        bottom -= high
        for n, row in enumerate(rows):
            items += chip_row(row, box.x, bottom - 3 + (n + 0.5) * (high - 2) / len(rows))
    middle = (box.top + bottom) / 2
    if box.number is None:
        return Group((*items, *text_block(box.lines, box.x, middle, FONT)), _told(box, rows))
    left, right = box.left + BADGE, box.right - 8
    items += _badge(box, middle)
    if box.shape is not Shape.TASK:
        left, right = left + 5, right - 4
    if box.shape is Shape.PARALLEL:
        right -= _SIGN
        items.append(sign("new", right + 2, middle, _SIGN))
    x, size = (left + right) / 2, FONT
    if box.shape in {Shape.START, Shape.END}:
        middle += 6
        size = _round_size(box, x, middle)
        caption = "きっかけ" if box.shape is Shape.START else "おわり"
        items.append(Text(caption, x, middle - len(box.lines) * size * LINE / 2 - 3, 10))
    items += text_block(box.lines, x, middle, size)
    if change == "なくす":
        items += _struck(box.lines, x, middle, size)
    return Group(tuple(items), _told(box, rows))


def _round_size(box: Box, x: float, middle: float) -> float:
    """Letters that stay inside a round box: many lines reach into its corners."""
    radius = min(box.inset, box.width / 2)
    for size in (FONT, 12.0, 11.0):
        high, widths = len(box.lines) * size * LINE / 2, [em_width(line) * size / 2 for line in box.lines]
        corners = [(w, middle - high + n * size * LINE) for n, w in enumerate(widths)]
        corners += [(w, middle - high + (n + 1) * size * LINE) for n, w in enumerate(widths)]
        if all(_inside_round(box, radius, abs(x - box.x) + w, abs(y - box.y)) for w, y in corners):
            return size
    return 10.0


def _inside_round(box: Box, radius: float, across: float, down: float) -> bool:
    over_x, over_y = across - (box.width / 2 - radius), down - (box.height / 2 - radius)
    return over_x <= 0 or over_y <= 0 or over_x**2 + over_y**2 <= (radius - 1) ** 2


def _told(box: Box, rows: tuple[tuple[Flag, ...], ...]) -> str:
    text = " ".join(box.text.split()) or "（未記入）"
    head = f"手順{box.number} " if box.number is not None else ""
    flags = [box.mark] if box.mark else [flag.told for row in rows for flag in row]
    return f"{head}{text}" + (f"［{'、'.join(flags)}］" if flags else "")


def _badge(box: Box, y: float) -> list[Item]:
    """The number in its circle, and below it the sign of the kind."""
    x = box.left + (14 if box.shape is Shape.TASK else 16)
    if box.shape in POINTED:
        x += max(0.0, abs(y - box.y) * 2 / box.height * box.inset - 2)  # the edge leans in
    text = str(box.number)
    size = {1: 11.0, 2: 10.0}.get(len(text), max(3.0, 23.0 / len(text)))
    if box.shape in {Shape.START, Shape.END}:
        y = max(y, box.y + 9 - math.sqrt(10 * max(box.inset, 9.0)))  # where the edge leans in by at most five
    items: list[Item] = []
    if box.shape in _STEP_SIGNS:
        y = max(y - 7, box.top + 12.5)
        items.append(sign(_STEP_SIGNS[box.shape], x, y + 15.5, 11))
    items.append(Circle(x, y, 9, Style(PAPER, INK)))
    items.append(Text(text, x, y + size * 0.36, size, bold=True))
    return items


def _strip(box: Box) -> list[Item]:
    """A dark strip along the lower edge with the mark in white; it prints as it shows."""
    high = MARK_FONT * LINE + 4
    inset = box.inset or 4
    wide = box.width - 2 * inset - 4
    text = wrap(f"▲ {box.mark}", wide / MARK_FONT - 0.6, 1)
    top = box.bottom - high - 4
    return [
        Rect(box.x - wide / 2, top, wide, high, Style(INK), 3),
        Text(text[0] if text else "", box.x, top + high / 2 + MARK_FONT * 0.36, MARK_FONT, bold=True, fill=PAPER),
    ]


def _struck(lines: Sequence[str], x: float, middle: float, size: float) -> list[Item]:
    """A line through each line of text: the step goes."""
    first = middle - (len(lines) - 1) / 2 * size * LINE
    struck: list[Item] = []
    for n, line in enumerate(lines):
        half, y = em_width(line) * size / 2, first + n * size * LINE
        struck.append(joined([(x - half, y), (x + half, y)], Style("", INK, 1.0)))
    return struck


# --- conditions and text -------------------------------------------------------------------------


def label_items(label: Label) -> Group:
    """A condition on its white ground, which is as high as the lines of a browser."""
    left, top = label.x - label.width / 2, label.y - label.height / 2 - 0.6
    ground = Rect(left, top, label.width, label.height + 1.2, Style(PAPER))
    return Group((ground, *text_block(label.lines, label.x, label.y, LABEL_FONT)), short(label.text, 200))


def text_block(lines: Sequence[str], x: float, middle: float, size: float, *, bold: bool = False) -> list[Item]:
    """Lines of text around a middle."""
    first = middle - (len(lines) - 1) / 2 * size * LINE + size * _TO_BASE
    return [Text(line, x, first + n * size * LINE, size, bold=bold) for n, line in enumerate(lines)]
