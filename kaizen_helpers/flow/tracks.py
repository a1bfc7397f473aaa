"""Side by side in a gutter: each arrow gets a track of its own, in the order with the fewest crossings.

After channel routing: arrows on the same line of the coarse grid that overlap must lie on different
tracks. Two arrows that only meet where they turn off may share a line, if the arrow that turns off
first also lies first in the gutter it turns into (the vertical constraint of channel routing).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from kaizen_helpers.flow.route import Point

__all__ = ["Line", "Segment", "assign_tracks", "segments_of"]


@dataclass(slots=True, eq=False)
class Segment:
    """A straight part of an arrow. ``line`` is the index across it, ``low``..``high`` the range along it."""

    edge: int
    across: bool
    line: int
    low: int
    high: int
    low_turn: Segment | None = None
    """The part it turns into at its low end; ``None`` at a box."""
    high_turn: Segment | None = None
    track: int = 0

    @property
    def key(self) -> tuple[bool, int]:
        """The line it lies on."""
        return self.across, self.line


@dataclass(slots=True)
class Line:
    """A row, a column or a gutter with the segments on it, clustered into groups that touch one another."""

    segments: list[Segment] = field(default_factory=list)
    clusters: list[list[Segment]] = field(default_factory=list)


def segments_of(routes: list[list[Point]]) -> list[list[Segment]]:
    """The straight parts of every route, in order from source to target."""
    result = []
    for edge, points in enumerate(routes):
        corners = [points[0]]
        for before, here, after in zip(points, points[1:], points[2:], strict=False):
            if (before[0] == here[0]) != (here[0] == after[0]):
                corners.append(here)
        corners.append(points[-1])
        parts: list[Segment] = []
        for start, end in pairwise(corners):
            across = start[1] == end[1]
            axis = 0 if across else 1
            low, high = sorted((start[axis], end[axis]))
            parts.append(Segment(edge, across, start[1 - axis], low, high))
        for (one, other), corner in zip(pairwise(parts), corners[1:-1], strict=True):
            _join(one, other, corner)
            _join(other, one, corner)
        result.append(parts)
    return result


def _join(this: Segment, that: Segment, corner: Point) -> None:
    """Note at which end this part turns into that."""
    if (corner[0] if this.across else corner[1]) == this.low:
        this.low_turn = that
    else:
        this.high_turn = that


class _Pairs:
    """Which segments must lie apart, and which must lie before which."""

    def __init__(self, lines: dict[tuple[bool, int], Line]) -> None:
        self.apart: set[tuple[int, int]] = set()
        self.meeting: list[tuple[Segment, Segment, Segment, Segment]] = []  # first, second, and what they turn into
        for (_, line), members in lines.items():
            for n, one in enumerate(members.segments):
                for other in members.segments[n + 1 :]:
                    self._compare(one, other, is_gutter=line % 2 == 0)

    def _compare(self, one: Segment, other: Segment, *, is_gutter: bool) -> None:
        if one.high > other.low and other.high > one.low:
            self.add(one, other)
            return
        first, second = (one, other) if one.low < other.low else (other, one)
        if first.high != second.low or first.high_turn is None or second.low_turn is None:
            return
        if is_gutter:
            self.add(one, other)
        else:
            self.meeting.append((first, second, first.high_turn, second.low_turn))

    def add(self, one: Segment, other: Segment) -> None:
        self.apart |= {(id(one), id(other)), (id(other), id(one))}

    def must_part(self, one: Segment, other: Segment) -> bool:
        return (id(one), id(other)) in self.apart


def assign_tracks(parts: list[list[Segment]]) -> dict[tuple[bool, int], Line]:
    """Give every segment its track and every line its clusters.

    No two segments that would lie on one another share a track of one line.
    """
    lines: dict[tuple[bool, int], Line] = {}
    for route in parts:
        for segment in route:
            lines.setdefault(segment.key, Line()).segments.append(segment)
    pairs = _Pairs(lines)
    while True:
        wanted = {(id(turn), id(other)) for _, _, turn, other in pairs.meeting}
        for _ in range(3):
            for across in (True, False):
                for key in sorted(lines):
                    if key[0] is across:
                        _order(lines[key], pairs, wanted)
        broken = [meeting for meeting in pairs.meeting if meeting[2].track >= meeting[3].track]
        if not broken:
            break
        for first, second, turn, other in broken:
            pairs.add(first, second)
            pairs.meeting.remove((first, second, turn, other))
    for line in lines.values():
        line.clusters = _clusters(line.segments, pairs, wanted)
    return lines


def _order(line: Line, pairs: _Pairs, wanted: set[tuple[int, int]]) -> None:
    """Order the segments of a line by exchanging neighbours while that saves crossings, then pack them."""
    order = sorted(line.segments, key=lambda s: (s.track, s.low + s.high, s.edge))
    cost = {(id(a), id(b)): _cost(a, b, wanted) for a in order for b in order if a is not b}
    for _ in range(len(order)):
        changed = False
        for n in range(len(order) - 1):
            one, other = order[n], order[n + 1]
            if cost[id(other), id(one)] < cost[id(one), id(other)]:
                order[n], order[n + 1] = other, one
                changed = True
        if not changed:
            break
    for n, segment in enumerate(order):
        before = [
            earlier.track + 1
            for earlier in order[:n]
            if pairs.must_part(earlier, segment)
            or (id(earlier), id(segment)) in wanted
            or (id(segment), id(earlier)) in wanted
        ]
        segment.track = max(before, default=0)


def _cost(first: Segment, second: Segment, wanted: set[tuple[int, int]]) -> float:
    """Crossings if ``first`` lies before (above, left of) ``second``."""
    cost = 50.0 if (id(second), id(first)) in wanted else 0.0
    for place, turn in _turns(second):
        if turn.low < second.line and _within(place, first):  # turns towards the first, over it
            cost += 1
    for place, turn in _turns(first):
        if turn.high > first.line and _within(place, second):
            cost += 1
    return cost


def _turns(segment: Segment) -> Iterable[tuple[tuple[int, int], Segment]]:
    """Its corners: (place along the line, the part it turns into)."""
    if segment.low_turn is not None:
        yield (segment.low, segment.low_turn.track), segment.low_turn
    if segment.high_turn is not None:
        yield (segment.high, segment.high_turn.track), segment.high_turn


def _within(place: tuple[int, int], segment: Segment) -> bool:
    low = (segment.low, segment.low_turn.track if segment.low_turn else -1)
    high = (segment.high, segment.high_turn.track if segment.high_turn else 10**6)
    return low < place < high


def _clusters(segments: list[Segment], pairs: _Pairs, wanted: set[tuple[int, int]]) -> list[list[Segment]]:
    """Groups of segments whose order matters, each in the order of their tracks."""

    def linked(one: Segment, other: Segment) -> bool:
        return pairs.must_part(one, other) or bool({(id(one), id(other)), (id(other), id(one))} & wanted)

    clusters: list[list[Segment]] = []
    for segment in segments:
        joined = [cluster for cluster in clusters if any(linked(segment, other) for other in cluster)]
        merged = [segment, *(other for cluster in joined for other in cluster)]
        clusters = [cluster for cluster in clusters if cluster not in joined] + [merged]
    return [sorted(cluster, key=lambda s: (s.track, s.low, s.edge)) for cluster in clusters]
