"""A flow on paper: as many pages of A4 or A3 as it needs, in millimetres, to be printed and put on the table.

Nothing is made smaller than can be read on paper: a flow that is too large is folded into pages. The names of
the lanes stand on every page, and an arrow that is cut ends in a dark circle whose number is found again on
another page (a connector of ISO 5807 and JIS X 0121).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.canvas import GREY, INK, PAPER, Circle, Group, Item, Picture, Rect, Style, Text, joined
from kaizen_helpers.flow.cells import short
from kaizen_helpers.flow.drawing import Drawing, LaidOut, description_of, lay_out_flow, title_of
from kaizen_helpers.flow.geometry import HEAD_FONT, LaneBand, Layout
from kaizen_helpers.flow.layout import Direction, Quality
from kaizen_helpers.flow.model import Flow
from kaizen_helpers.flow.scene import arrow, box_items, label_items, lane_ground, lane_head, lane_kinds
from kaizen_helpers.flow.text import em_width, wrap
from kaizen_helpers.flow.tiles import Piece, Tile, Window, cut_into_tiles, cuts_of

__all__ = ["LEAST_LETTER", "PAPERS", "Paper", "draw_pages"]

PAPERS: Mapping[str, tuple[float, float]] = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}
"""Width and height of the sheets that offices have, in millimetres, upright (ISO 216)."""
LEAST_LETTER = 2.5
"""Millimetres: no letter on paper is smaller (about seven points)."""

_SMALLEST = 10.0
"""The smallest letters of a drawing, in its own units."""
_LEAST_SCALE = LEAST_LETTER / _SMALLEST
_SCALE = 25.4 / 96
"""Millimetres a unit: as large as on the screen."""
_MOST_SCALE = 0.35
"""A small flow on a large sheet may become larger, but not a poster."""
_EDGE = 12.0
"""Millimetres around the drawing that printers leave white, or that a file punch needs."""
_HEAD = 15.0
"""Millimetres for title, version, author, date and page."""
_FOOT = 6.0
_BEYOND = 44.0
"""Room beside a cut for the circles with numbers, in units of the drawing."""
_RADIUS = 9.0
_NEAR = 2 * _RADIUS + 2
"""Arrows that are cut closer to one another have their circles one behind the other."""

Paper = Literal["A4", "A3"]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet of paper and how large the drawing is on it."""

    width: float
    height: float
    scale: float
    """Millimetres a unit."""

    def room(self, laid: LaidOut) -> tuple[float, float]:
        """Width and height for the picture without the names of the lanes, in units."""
        wide, high = (self.width - 2 * _EDGE) / self.scale, (self.height - 2 * _EDGE - _HEAD - _FOOT) / self.scale
        head = _head_size(laid.layout)
        return (wide, high - head) if laid.layout.direction == "TB" else (wide - head, high)


def draw_pages(
    flow: Flow,
    paper: Paper = "A4",
    *,
    landscape: bool | None = None,
    direction: Direction = "TB",
    marks: Mapping[int, str] | None = None,
    show: Iterable[str] = (),
    changes: Mapping[int, str] | None = None,
    quality: Quality = "print",
) -> tuple[Drawing, ...]:
    """Draw a flow on pages of paper, each a picture of its own; :func:`save_picture` makes one PDF of them.

    Args:
        flow: what to draw; its title, version, author and date stand at the top of each page.
        paper: "A4" or "A3".
        landscape: whether the sheets lie on their side; ``None`` takes what needs fewer pages, or cuts fewer arrows.
        direction: "TB", lanes side by side and time running down, or "LR", lanes stacked and time running right.
        marks: a short flag on steps, as for :func:`draw`.
        show: what else stands on the steps, as for :func:`draw`.
        changes: what becomes of steps, as for :func:`draw`.
        quality: "print" takes up to a second for a clearer picture.

    Raises:
        InputError: another paper, or a word in ``show`` or ``changes`` that is not known.
    """
    if paper not in PAPERS:
        raise InputError(
            f"「{short(str(paper))}」という用紙は使えません。{'・'.join(PAPERS)}のどれかにしてください。", "paper"
        )
    show = (show,) if isinstance(show, str) else tuple(show)
    plan = _Plan(flow, marks, show, changes, direction)
    upright, lying = PAPERS[paper], (PAPERS[paper][1], PAPERS[paper][0])
    sheets = [upright, lying] if direction == "TB" else [lying, upright]
    if landscape is not None:
        sheets = [lying if landscape else upright]
    if len(sheets) > 1:
        folded = [plan.fold(*sheet, "typing")[2] for sheet in sheets]
        costs = [(len(tiles), cuts_of(tiles)) for tiles in folded]
        sheets = [sheets[costs.index(min(costs))]]
    sheet, laid, tiles = plan.fold(*sheets[0], quality)
    if not tiles:
        return (_blank(flow, sheet),)
    return tuple(_Page(flow, sheet, laid, tiles, n).drawing() for n in range(len(tiles)))


@dataclass(frozen=True, slots=True)
class _Plan:
    """A flow, and what is shown of it, on its way to paper."""

    flow: Flow
    marks: Mapping[int, str] | None
    show: tuple[str, ...]
    changes: Mapping[int, str] | None
    direction: Direction

    def fold(self, width: float, height: float, quality: Quality) -> tuple[_Sheet, LaidOut, list[Tile]]:
        """The sheet with its scale, the layout for it, and what each page shows."""
        sheet = _Sheet(width, height, _SCALE)
        # The title stands in the head of the page, not in the picture.
        bare = replace(self.flow, title="", version="")
        wide = (width - 2 * _EDGE) / _SCALE
        laid = lay_out_flow(bare, self.marks, wide, self.direction, quality, self.show, self.changes)
        if not laid.layout.boxes:
            return sheet, laid, []
        whole = cut_into_tiles(laid.layout, float("inf"), float("inf"))
        needed = _size(whole[0].window)
        best = min(have * _SCALE / need for have, need in zip(sheet.room(laid), needed, strict=True))
        if best >= _LEAST_SCALE:  # all of it on one page, made a little smaller or larger
            sheet = replace(sheet, scale=min(best, _MOST_SCALE))
            # The names of the lanes take their part in the drawing's own units.
            room = sheet.room(laid)
            if all(need <= have + 0.01 for have, need in zip(room, needed, strict=True)):
                return sheet, laid, whole
        return self._folded(replace(sheet, scale=_LEAST_SCALE), laid, needed)

    def _folded(self, sheet: _Sheet, laid: LaidOut, needed: tuple[float, float]) -> tuple[_Sheet, LaidOut, list[Tile]]:
        down = self.direction == "TB"
        room = sheet.room(laid)
        across, along = room if down else room[::-1]
        if needed[0 if down else 1] > across:
            across -= 2 * _BEYOND
        return sheet, laid, cut_into_tiles(laid.layout, along - 2 * _BEYOND, across)


def _size(window: Window) -> tuple[float, float]:
    return window.right - window.left, window.bottom - window.top


def _head_size(layout: Layout) -> float:
    """How high the names of the lanes are (TB), or how wide (LR), in units."""
    band = layout.lanes[0] if layout.lanes else LaneBand((), 0.0, 0.0)
    if layout.direction == "TB":
        return band.head_bottom - band.head_top
    return band.head_right - band.head_left


# --- one page --------------------------------------------------------------------------------------


class _Page:
    """One page: its part of the picture below a head, and the names of the lanes again."""

    def __init__(self, flow: Flow, sheet: _Sheet, laid: LaidOut, tiles: list[Tile], place: int) -> None:
        self.flow, self.laid, self.layout = flow, laid, laid.layout
        self.tile, self.place, self.count = tiles[place], place + 1, len(tiles)
        self.kinds = lane_kinds(flow, self.layout)
        self.down = self.layout.direction == "TB"
        self.seen = _with_margin(self.tile.window)
        wide, high = _size(self.seen)
        head = _head_size(self.layout)
        if self.down:
            high += head
        else:
            wide += head
        room = (sheet.width - 2 * _EDGE), (sheet.height - 2 * _EDGE - _HEAD - _FOOT)
        # One row of boxes that is larger than a page cannot be folded.
        self.scale = min(sheet.scale, room[0] / wide, room[1] / high)
        self.width, self.height = sheet.width / self.scale, sheet.height / self.scale
        self.left = (self.width - wide) / 2 + (0.0 if self.down else head)
        self.top = (_EDGE + _HEAD) / self.scale + (head if self.down else 0.0)

    def drawing(self) -> Drawing:
        """The page as a picture."""
        items = [*_page_head(self.flow, self.width, self.scale, self.place, self.count)]
        items.append(Group(tuple(self._picture()), dx=self.left - self.seen.left, dy=self.top - self.seen.top))
        items += self._foot()
        numbers = [number for n in self.tile.boxes if (number := self.layout.boxes[n].number) is not None]
        told = description_of(self.flow, self.laid.flags, None if self.count == 1 else numbers)
        title = title_of(self.flow) + (f"（{self.place}／{self.count}ページ）" if self.count > 1 else "")
        return Drawing.of(Picture(self.width, self.height, tuple(items), title, told, self.scale))

    def _picture(self) -> list[Item]:
        layout, dress = self.layout, self.laid.dress
        items: list[Item] = []
        for n, band in enumerate(layout.lanes):
            clipped = self._clipped(band)
            if clipped is not None:
                items.append(lane_ground(clipped, self.kinds[n], n))
                items += lane_head(clipped, self.kinds[n])
        items += self._arrows()
        items += [box_items(layout.boxes[n], dress.rows.get(n, ()), dress.changes.get(n, "")) for n in self.tile.boxes]
        return [*items, *(label_items(layout.labels[n]) for n in self.tile.labels)]

    def _clipped(self, band: LaneBand) -> LaneBand | None:
        """The part of a lane on this page, with its name at the edge; ``None`` for a lane of other pages."""
        window, seen, head = self.tile.window, self.seen, _head_size(self.layout)
        if self.down:
            if band.right <= window.left or band.left >= window.right:
                return None
            left = band.left if band.left > window.left else seen.left
            right = band.right if band.right < window.right else seen.right
            lines = _fitted(band.lines, right - left)
            return LaneBand(lines, left, right, seen.top - head, seen.bottom, left, right, seen.top - head, seen.top)
        if band.bottom <= window.top or band.top >= window.bottom:
            return None
        top = band.top if band.top > window.top else seen.top
        bottom = band.bottom if band.bottom < window.bottom else seen.bottom
        start = seen.left - head
        return LaneBand(band.lines, start, seen.right, top, bottom, start, seen.left, top, bottom)

    # --- arrows ---

    def _arrows(self) -> list[Item]:
        ends = [(piece, begins) for piece in self.tile.pieces for begins in (True, False) if _number(piece, begins)]
        places = _places([(piece.points[0 if begins else -1], _inward(piece, begins)) for piece, begins in ends])
        circles = dict(zip([(id(piece), begins) for piece, begins in ends], places, strict=True))
        items: list[Item] = []
        for piece in self.tile.pieces:
            points = list(piece.points)
            if start := circles.get((id(piece), True)):
                points[0] = _short_of(start, points[1])
            if end := circles.get((id(piece), False)):
                points[-1] = _short_of(end, points[-2])
            items += arrow(points)
        for (piece, begins), place in zip(ends, places, strict=True):
            items += _circle(_number(piece, begins), place)
        return items

    def _foot(self) -> list[Item]:
        notes = []
        if self.count > 1:
            notes.append("黒い丸の番号は、ほかのページの同じ番号につながります。")
        if self.layout.not_drawn and self.place == self.count:
            notes.append(f"ほかに{self.layout.not_drawn}の手順があります。")
        if not notes:
            return []
        size = max(_SMALLEST, 2.8 / self.scale)
        return [Text("".join(notes), self.width / 2, self.height - _EDGE / self.scale, size)]


def _with_margin(window: Window) -> Window:
    """The window, and beside each cut the room for circles."""
    beyond = {side: _BEYOND if side in window.goes_on else 0.0 for side in ("left", "top", "right", "bottom")}
    return Window(
        window.left - beyond["left"],
        window.top - beyond["top"],
        window.right + beyond["right"],
        window.bottom + beyond["bottom"],
        window.goes_on,
    )


def _fitted(lines: tuple[str, ...], wide: float) -> tuple[str, ...]:
    room = (wide - 10) / HEAD_FONT
    if max(map(em_width, lines), default=0.0) <= room:
        return lines
    return wrap("".join(lines), room, max(1, len(lines)))


def _number(piece: Piece, begins: bool) -> int:
    return piece.comes_from if begins else piece.goes_to


def _inward(piece: Piece, begins: bool) -> tuple[float, float]:
    """The next point of the arrow, as seen from its cut end."""
    return piece.points[1] if begins else piece.points[-2]


def _places(ends: Sequence[tuple[tuple[float, float], tuple[float, float]]]) -> list[tuple[float, float]]:
    """Where the circles lie: beyond the cut, in the direction of the arrow; close ones one behind the other."""
    taken: dict[tuple[str, float], list[tuple[float, int]]] = {}
    found = [(0.0, 0.0)] * len(ends)
    for n in sorted(range(len(ends)), key=lambda n: ends[n][0]):
        (x, y), (to_x, to_y) = ends[n]
        upright = x == to_x
        side = ("y", y) if upright else ("x", x)
        at = x if upright else y
        levels = {level for other, level in taken.get(side, []) if abs(other - at) < _NEAR}
        level = 1 if 0 in levels and 1 not in levels else 0
        taken.setdefault(side, []).append((at, level))
        far = _RADIUS + 6 + level * (2 * _RADIUS + 2)
        found[n] = (x, y + (far if y > to_y else -far)) if upright else (x + (far if x > to_x else -far), y)
    return found


def _short_of(circle: tuple[float, float], before: tuple[float, float]) -> tuple[float, float]:
    """The point where an arrow meets a circle."""
    x, y = circle
    if x == before[0]:
        return x, y + (_RADIUS if before[1] > y else -_RADIUS)
    return x + (_RADIUS if before[0] > x else -_RADIUS), y


def _circle(number: int, place: tuple[float, float]) -> list[Item]:
    x, y = place
    size = _SMALLEST if number < 100 else 8.0
    return [
        Circle(x, y, _RADIUS, Style(INK)),
        Text(str(number), x, y + size * 0.38, size, bold=True, fill=PAPER),
    ]


# --- the head --------------------------------------------------------------------------------------


def _page_head(flow: Flow, width: float, scale: float, place: int, count: int) -> list[Item]:
    """Title and page in one line, version, author and date in the next, and a rule below."""
    edge = _EDGE / scale
    large, small = 4.6 / scale, 3.2 / scale
    left, right = edge, width - edge
    page = f"{place}／{count}ページ"
    room = (right - left) / large - em_width(page) * small / large - 1.0
    title = wrap(" ".join(flow.title.split()) or "業務フロー図", room, 1)
    base = edge + large
    items: list[Item] = [
        Text(title[0] if title else "", left, base, large, "start", bold=True),
        Text(page, right, base, small, "end"),
    ]
    facts = _facts(flow)
    if facts:
        line = wrap(" ｜ ".join(facts), (right - left) / small, 1)
        items.append(Text(line[0] if line else "", left, base + small * 1.6, small, "start"))
    rule = edge + (_HEAD - 3.5) / scale
    return [*items, joined([(left, rule), (right, rule)], Style("", GREY, 1.0))]


def _facts(flow: Flow) -> list[str]:
    """What stands in the second line: only what is known."""
    known = [
        ("版", flow.version),
        ("作成", flow.author),
        ("更新日", _day(flow.updated)),
        ("年間件数", f"{flow.cases:,.10g}件" if flow.cases is not None else ""),
    ]
    return [f"{name}：{' '.join(text.split())}" for name, text in known if text.strip()]


def _day(text: str) -> str:
    """2026-11-20 as 2026年11月20日; anything else as it is written."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return text
    return f"{day.year}年{day.month}月{day.day}日"


def _blank(flow: Flow, sheet: _Sheet) -> Drawing:
    """The page of a flow without steps."""
    width, height = sheet.width / _SCALE, sheet.height / _SCALE
    frame = Rect(
        _EDGE / _SCALE, (_EDGE + _HEAD) / _SCALE, width - 2 * _EDGE / _SCALE, 120, Style(PAPER, GREY, 1.0, (6.0, 5.0))
    )
    text = Text("手順を書くと、ここに図が出ます。", width / 2, (_EDGE + _HEAD) / _SCALE + 65, 16)
    items = (*_page_head(flow, width, _SCALE, 1, 1), frame, text)
    return Drawing.of(Picture(width, height, items, title_of(flow), description_of(flow, {}), _SCALE))
