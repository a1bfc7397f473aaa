"""One piece of a picture on paper: its lanes with their names, its steps, and the ends of the arrows that are cut."""

from __future__ import annotations

from collections.abc import Sequence

from kaizen_helpers.flow.drawing.canvas import INK, PAPER, Circle, Group, Item, Style, Text
from kaizen_helpers.flow.drawing.drawing import LaidOut
from kaizen_helpers.flow.drawing.scene import arrow, box_items, label_items, lane_ground, lane_head
from kaizen_helpers.flow.drawing.tiles import Piece, Tile, Window
from kaizen_helpers.flow.layout.geometry import HEAD_FONT, LaneBand, Layout
from kaizen_helpers.flow.model import LaneKind
from kaizen_helpers.flow.text import em_width, wrap

__all__ = ["BEYOND", "Part", "head_size"]

BEYOND = 44.0
"""Room beside a cut for the circles with numbers, in units of the drawing."""
_RADIUS = 9.0
_NUMBER = 10.0
_NEAR = 2 * _RADIUS + 2
"""Arrows that are cut closer to one another have their circles one behind the other."""


def head_size(layout: Layout) -> float:
    """How high the names of the lanes are (TB), or how wide (LR), in units."""
    band = layout.lanes[0] if layout.lanes else LaneBand((), 0.0, 0.0)
    if layout.direction == "TB":
        return band.head_bottom - band.head_top
    return band.head_right - band.head_left


class Part:
    """A piece with its size in units, names of lanes included."""

    def __init__(self, laid: LaidOut, tile: Tile) -> None:
        self.laid, self.layout, self.tile = laid, laid.layout, tile
        self.down = self.layout.direction == "TB"
        self.seen = _with_margin(tile.window)
        self.head = head_size(self.layout)
        self.width = self.seen.right - self.seen.left + (0.0 if self.down else self.head)
        self.height = self.seen.bottom - self.seen.top + (self.head if self.down else 0.0)

    @property
    def numbers(self) -> list[int]:
        """The steps on it."""
        return [number for n in self.tile.boxes if (number := self.layout.boxes[n].number) is not None]

    def placed(self, left: float, top: float, kinds: Sequence[LaneKind | None]) -> Group:
        """Its shapes, with its upper left corner at this place of the page."""
        dx = left - self.seen.left + (0.0 if self.down else self.head)
        dy = top - self.seen.top + (self.head if self.down else 0.0)
        return Group(tuple(self._picture(kinds)), dx=dx, dy=dy)

    def _picture(self, kinds: Sequence[LaneKind | None]) -> list[Item]:
        layout, dress = self.layout, self.laid.dress
        items: list[Item] = []
        for n, band in enumerate(layout.lanes):
            clipped = self._clipped(band)
            if clipped is not None:
                items.append(lane_ground(clipped, kinds[n], n))
                items += lane_head(clipped, kinds[n])
        items += self._arrows()
        items += [box_items(layout.boxes[n], dress.rows.get(n, ()), dress.changes.get(n, "")) for n in self.tile.boxes]
        return [*items, *(label_items(layout.labels[n]) for n in self.tile.labels)]

    def _clipped(self, band: LaneBand) -> LaneBand | None:
        """The part of a lane on this page, with its name at the edge; ``None`` for a lane of other pages."""
        window, seen, head = self.tile.window, self.seen, self.head
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


def _with_margin(window: Window) -> Window:
    """The window, and beside each cut the room for circles."""
    beyond = {side: BEYOND if side in window.goes_on else 0.0 for side in ("left", "top", "right", "bottom")}
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
    size = _NUMBER if number < 100 else 8.0
    return [
        Circle(x, y, _RADIUS, Style(INK)),
        Text(str(number), x, y + size * 0.38, size, bold=True, fill=PAPER),
    ]
