"""How good a drawing is, by the definitions of flow.md §2.1, for whatever tool made it.

A drawing is reduced to the frames of its nodes and the corner points of its edges; both tools go through the same
code. Corners closer than 4 px to the one before are one corner, and a turn of less than 15° is no bend: what nobody
sees does not count, in either tool. Two edges that share a line count as an overlap also where they end at the same
node: nothing is excused.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations, pairwise

__all__ = ["Picture", "Score", "score"]

Point = tuple[float, float]
Rect = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_SHARED = 8.0
"""Pixels on one another that count as an overlap."""
_INSIDE = 2.0
"""An edge may touch a node by this much before it runs through it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing: frames of the nodes, and edges as (source, target, corner points)."""

    nodes: list[Rect]
    edges: list[tuple[int, int, list[Point]]]
    pointed: frozenset[int] = frozenset()
    """Nodes drawn as a diamond inside their frame."""


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one drawing; ``length`` in mean node diagonals an edge."""

    crossings: int
    overlaps: int
    through: int
    nodes_on_nodes: int
    bends: int
    edges: int
    length: float

    @property
    def clean(self) -> bool:
        """No overlap, no edge through a node, no node on a node."""
        return not (self.overlaps or self.through or self.nodes_on_nodes)


def score(picture: Picture) -> Score:
    """Measure one drawing."""
    lines = [_corners(points) for _, _, points in picture.edges]
    crossings = overlaps = 0
    for one, other in combinations(lines, 2):
        if not _near(one, other):
            continue
        pairs = [(a, b) for a in pairwise(one) for b in pairwise(other)]
        crossings += sum(_cross(a, b) for a, b in pairs)
        overlaps += any(_on_one_another(a, b) > _SHARED for a, b in pairs)
    through = sum(
        any(_runs_through(segment, rect, number in picture.pointed) for segment in pairwise(line))
        for (source, target, _), line in zip(picture.edges, lines, strict=True)
        for number, rect in enumerate(picture.nodes)
        if number not in {source, target}
    )
    on_nodes = sum(_overlap(a, b) for a, b in combinations(picture.nodes, 2))
    diagonals = [math.dist(rect[:2], rect[2:]) for rect in picture.nodes]
    total = sum(math.dist(a, b) for line in lines for a, b in pairwise(line))
    mean = sum(diagonals) / len(diagonals)
    return Score(
        crossings,
        overlaps,
        through,
        on_nodes,
        sum(map(_bends, lines)),
        len(lines),
        total / (mean * len(lines)) if lines else 0.0,
    )


def _corners(points: list[Point]) -> list[Point]:
    kept = [points[0]]
    for point in points[1:-1]:
        if math.dist(kept[-1], point) >= 4:
            kept.append(point)
    if len(kept) > 1 and math.dist(kept[-1], points[-1]) < 4:
        kept.pop()
    return [*kept, points[-1]]


def _bends(line: list[Point]) -> int:
    turns = 0
    for a, b, c in zip(line, line[1:], line[2:], strict=False):
        one, other = math.atan2(b[1] - a[1], b[0] - a[0]), math.atan2(c[1] - b[1], c[0] - b[0])
        turns += abs(math.remainder(other - one, math.tau)) > math.radians(15)
    return turns


def _near(one: list[Point], other: list[Point]) -> bool:
    return all(
        min(p[axis] for p in one) <= max(p[axis] for p in other) + 1
        and min(p[axis] for p in other) <= max(p[axis] for p in one) + 1
        for axis in (0, 1)
    )


def _side(a: Point, b: Point, p: Point) -> float:
    return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])


def _cross(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    """A proper intersection: each segment has the ends of the other on its two sides."""
    (a, b), (c, d) = one, other
    return _side(a, b, c) * _side(a, b, d) < -1e-9 and _side(c, d, a) * _side(c, d, b) < -1e-9


def _on_one_another(one: tuple[Point, Point], other: tuple[Point, Point]) -> float:
    """The length for which two segments lie on one another, within a pixel and a degree."""
    (a, b), (c, d) = one, other
    length, theirs = math.dist(a, b), math.dist(c, d)
    if length < 1e-9 or theirs < 1e-9:
        return 0.0
    ux, uy = (b[0] - a[0]) / length, (b[1] - a[1]) / length
    if abs(ux * (d[1] - c[1]) - uy * (d[0] - c[0])) > math.sin(math.radians(1)) * theirs:
        return 0.0
    if max(abs(_side(a, b, c)), abs(_side(a, b, d))) / length > 1:
        return 0.0
    along = sorted((ux * (p[0] - a[0]) + uy * (p[1] - a[1])) for p in (c, d))
    return min(length, along[1]) - max(0.0, along[0])


def _runs_through(segment: tuple[Point, Point], rect: Rect, pointed: bool) -> bool:
    """Whether a segment has a piece inside a node (Cyrus and Beck, against the sides of the convex outline)."""
    left, top, right, bottom = rect[0] + _INSIDE, rect[1] + _INSIDE, rect[2] - _INSIDE, rect[3] - _INSIDE
    x, y = (left + right) / 2, (top + bottom) / 2
    outline = [(left, top), (right, top), (right, bottom), (left, bottom)]
    if pointed:
        outline = [(x, top), (right, y), (x, bottom), (left, y)]
    (ax, ay), (bx, by) = segment
    enter, leave = 0.0, 1.0
    for one, other in zip(outline, [*outline[1:], outline[0]], strict=True):
        at, ahead = _side(one, other, (ax, ay)), _side(one, other, (bx, by))  # positive inside
        if at <= 0 and ahead <= 0:
            return False
        if at <= 0:
            enter = max(enter, at / (at - ahead))
        elif ahead < 0:
            leave = min(leave, at / (at - ahead))
    return leave - enter > 1e-6


def _overlap(a: Rect, b: Rect) -> bool:
    return a[0] < b[2] - 1 and b[0] < a[2] - 1 and a[1] < b[3] - 1 and b[1] < a[3] - 1
