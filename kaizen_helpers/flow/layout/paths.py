"""The ways an arrow may take from one cell to another: straight, L, Z, round a gutter (flow.md §2.3 no. 4).

The plane is a coarse grid of x (over the lanes) and y (time): odd indices are columns and rows, even indices the
gutters beside them. An arrow leaves a box below or at a side (one that leads back also above) and enters above or at a
side. Each way knows its bends, its length and, as bits of one integer, the points it visits: what two ways share is
one ``&``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

__all__ = ["BEND", "Path", "Paths", "Point"]

Point = tuple[int, int]
"""(x, y) on the coarse grid."""

BEND = 2.0
_ACROSS, _DOWN = 0.16, 0.10
"""The cost of half a cell."""
_UP_AND_OUT = 1.5
_ASIDE = 0.1
_FAR = 2
"""How many gutters beyond the two cells an arrow may go round."""
_MOST_BENDS = 4


class Path:
    """One way from cell to cell; ``mask`` holds all its points, ``level`` and ``upright`` those it passes straight."""

    __slots__ = (
        "bends",
        "corners",
        "cost",
        "inner",
        "into",
        "key",
        "level",
        "mask",
        "out",
        "places",
        "points",
        "upright",
    )

    def __init__(self, corners: tuple[Point, ...], cost: float) -> None:
        self.corners, self.cost = corners, cost
        self.bends = len(corners) - 2
        self.out = _side(corners[0], corners[1])
        self.into = _side(corners[-1], corners[-2])
        self.key = -1
        self.mask = self.inner = self.level = self.upright = 0
        self.points: list[Point] = []
        self.places: dict[Point, int] = {}

    def walk(self) -> list[Point]:
        """Every point it visits, in order; found once."""
        if not self.points:
            points = [self.corners[0]]
            for (ax, ay), (bx, by) in pairwise(self.corners):
                dx, dy = (bx > ax) - (bx < ax), (by > ay) - (by < ay)
                points += [(ax + dx * n, ay + dy * n) for n in range(1, abs(bx - ax) + abs(by - ay) + 1)]
            self.points = points
            self.places = {point: n for n, point in enumerate(points)}
        return self.points


def _side(cell: Point, neighbour: Point) -> int:
    """0 below, 1 left, 2 above, 3 right: the side of the cell on which the neighbour lies."""
    if neighbour[0] != cell[0]:
        return 3 if neighbour[0] > cell[0] else 1
    return 0 if neighbour[1] > cell[1] else 2


@dataclass(slots=True)
class _Ways:
    """What is known of the ways between two cells: those with 0 and 1 bends, with 2 and so on, as far as asked for."""

    shortest: float
    groups: list[list[Path]] = field(default_factory=list)


class Paths:
    """All ways on a plane of so many columns and rows; each is worked out once, and only when it is looked at."""

    def __init__(self, columns: int, rows: int) -> None:
        self.width, self.height = 2 * columns, 2 * rows
        self.stride = self.width + 1
        self._column = sum(1 << (y * self.stride) for y in range(self.height + 1))
        row = sum(1 << x for x in range(1, self.width, 2))
        self._cells = sum(row << (y * self.stride) for y in range(1, self.height, 2))
        self._found: dict[tuple[Point, Point, bool], _Ways] = {}
        self.count = 0

    def bit(self, point: Point) -> int:
        """The bit of a point."""
        return 1 << (point[1] * self.stride + point[0])

    def between(self, source: Point, target: Point, *, back: bool) -> Iterator[tuple[float, list[Path]]]:
        """The ways between two cells, in groups of as many bends: (what they cost at least, the cheapest first).

        In the last group there always is one that no box can block.
        """
        key = (source, target, back)
        ways = self._found.get(key)
        (x1, y1), (x2, y2) = source, target
        if ways is None:
            ways = self._found[key] = _Ways(_ACROSS * abs(x1 - x2) + _DOWN * abs(y1 - y2))
        for bends in range(1, _MOST_BENDS + 1):
            at_least = ways.shortest + (BEND * bends if bends > 1 else 0.0)
            if len(ways.groups) < bends:
                yield at_least, []  # the caller may have enough already
                shapes = dict.fromkeys(
                    corners
                    for corners in self._shapes(bends, source, target, back)
                    if _proper(corners) and (back or corners[1][1] >= y1)  # only what leads back leaves at the top
                )
                group = [Path(corners, _cost(corners, back)) for corners in shapes]
                ways.groups.append(sorted(group, key=lambda path: path.cost))
            yield at_least, ways.groups[bends - 1]

    def fill(self, path: Path) -> None:
        """Find the points of a way as bits."""
        stride = self.stride
        for (ax, ay), (bx, by) in pairwise(path.corners):
            if ay == by:
                low, length = min(ax, bx), abs(ax - bx)
                at = ay * stride + low
                path.mask |= ((1 << (length + 1)) - 1) << at
                path.level |= ((1 << (length - 1)) - 1) << (at + 1)
            else:
                low, length = min(ay, by), abs(ay - by)
                at = low * stride + ax
                path.mask |= (self._column & ((1 << (length * stride + 1)) - 1)) << at
                path.upright |= (self._column & ((1 << ((length - 1) * stride)) - 1)) << (at + stride)
        path.inner = path.mask & self._cells & ~self.bit(path.corners[0]) & ~self.bit(path.corners[-1])
        self.count += 1
        path.key = self.count

    def _shapes(self, bends: int, source: Point, target: Point, back: bool) -> Iterator[tuple[Point, ...]]:
        """Corner points, good and bad; :func:`_proper` tells which lead to the goal without turning round."""
        (x1, y1), (x2, y2) = source, target
        starts = [y1 + 1, y1 - 1] if back else [y1 + 1]
        above = y2 - 1
        if bends == 1:
            yield source, target
            yield source, (x2, y1), target
            yield source, (x1, y2), target
        elif bends == 2:
            for g in self._gutters(x1, x2):
                yield source, (g, y1), (g, y2), target
            for h in _levels(y1, y2):
                yield source, (x1, h), (x2, h), target
        elif bends == 3:
            for g in self._gutters(x1, x2):
                yield source, (g, y1), (g, above), (x2, above), target
                for h in starts:
                    yield source, (x1, h), (g, h), (g, y2), target
            for h in _levels(y1, y2):
                for g in (x1 - 1, x1 + 1):
                    yield source, (g, y1), (g, h), (x2, h), target
                for k in (x2 - 1, x2 + 1):
                    yield source, (x1, h), (k, h), (k, y2), target
        else:
            for g in self._gutters(x1, x2):
                for h in starts:
                    yield source, (x1, h), (g, h), (g, above), (x2, above), target
            for h in _levels(y1, y2):
                for g in (x1 - 1, x1 + 1):
                    for k in (x2 - 1, x2 + 1):
                        yield source, (g, y1), (g, h), (k, h), (k, y2), target

    def _gutters(self, x1: int, x2: int) -> list[int]:
        """The gutters between two columns, a few beyond them, and the outermost; of many only those near the ends."""
        low, high = min(x1, x2) - 1 - 2 * _FAR, max(x1, x2) + 1 + 2 * _FAR
        found = range(max(0, low), min(self.width, high) + 1, 2)
        near = [*found] if len(found) <= 12 else [*found[:5], *found[-5:]]
        return [*dict.fromkeys([*near, 0, self.width])]


def _levels(y1: int, y2: int) -> list[int]:
    """The gutters between two rows and just beyond them; of many only those near the ends."""
    inside = range(min(y1, y2) - 1, max(y1, y2) + 2, 2)
    return [*inside] if len(inside) <= 8 else [*inside[:3], *inside[-3:]]


def _cost(corners: tuple[Point, ...], back: bool) -> float:
    cost = BEND * (len(corners) - 2)
    for (ax, ay), (bx, by) in pairwise(corners):
        cost += _ACROSS * abs(ax - bx) + _DOWN * abs(ay - by)
    if corners[0][0] != corners[1][0]:
        return cost if back else cost + _ASIDE
    return cost + _UP_AND_OUT if corners[1][1] < corners[0][1] else cost


def _proper(corners: tuple[Point, ...]) -> bool:
    """Whether every part has a length, every corner is a turn, and the arrow does not enter from below.

    Nor may it come back over the box it leaves, or pass the one it goes to before it enters.
    """
    if corners[-2][0] == corners[-1][0] and corners[-2][1] > corners[-1][1]:
        return False
    level = corners[0][1] == corners[1][1]
    last, is_loop = len(corners) - 2, corners[0] == corners[-1]
    for n, (a, b) in enumerate(pairwise(corners)):
        if (a[0] == b[0]) == (a[1] == b[1]) or (a[1] == b[1]) is not level:
            return False
        if n > 0 and _lies_on(corners[0], a, b) and not (n == last and is_loop):
            return False
        if n < last and _lies_on(corners[-1], a, b) and not (n == 0 and is_loop):
            return False
        level = not level
    return True


def _lies_on(cell: Point, a: Point, b: Point) -> bool:
    return min(a[0], b[0]) <= cell[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= cell[1] <= max(a[1], b[1])
