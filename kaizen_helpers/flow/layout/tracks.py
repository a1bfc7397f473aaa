"""Side by side in a gutter: each arrow gets a track of its own, in the order with the fewest crossings.

Which of two arrows lies first on a line is decided for the whole stretch they share, from the sides at which they join
and part (flow.meetings), so they cross only where they must. Arrows on the same line of the coarse
grid that overlap lie on different tracks. Two arrows that only meet where they turn off may share a line, if the one
that turns off first also lies first in the gutter it turns into (the vertical constraint of channel routing).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import pairwise

from kaizen_helpers.flow.layout.meetings import Stretch, stretches
from kaizen_helpers.flow.layout.paths import Point

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


def assign_tracks(routes: list[list[Point]], parts: list[list[Segment]]) -> dict[tuple[bool, int], Line]:
    """Give every segment its track and every line its clusters.

    No two segments that would lie on one another share a track of one line.
    """
    lines: dict[tuple[bool, int], Line] = {}
    for route in parts:
        for segment in route:
            lines.setdefault(segment.key, Line()).segments.append(segment)
    order = _Order(lines)
    order.note_stretches(routes, parts)
    # Where arrows turn off decides whether two that meet end to end may share a row, so the gutters come first.
    gutters = [line for key, line in lines.items() if key[1] % 2 == 0]
    for line in gutters:
        order.pack(line)
    for first, second in order.meeting:
        if _turn(first, high=True) >= _turn(second, high=False):
            order.part(first, second)
            order.put_first(second, first)  # the one that goes too far passes the other on its far side
    for key, line in lines.items():
        if key[1] % 2:
            order.pack(line)
    for line in lines.values():
        line.clusters = order.clusters(line.segments)
    return lines


def _turn(segment: Segment, *, high: bool) -> int:
    """The track on which it turns off at one end."""
    turn = segment.high_turn if high else segment.low_turn
    return turn.track if turn is not None else 0


class _Order:
    """Which segments must lie apart, and which lie before which."""

    def __init__(self, lines: dict[tuple[bool, int], Line]) -> None:
        self.apart: defaultdict[int, list[Segment]] = defaultdict(list)
        self.before: defaultdict[int, dict[int, Segment]] = defaultdict(dict)
        """By the id of a segment, those that lie after it."""
        self.meeting: list[tuple[Segment, Segment]] = []
        """Two that meet end to end in a row or column of boxes, where both turn off into one gutter."""
        for (_, line), members in lines.items():
            members.segments.sort(key=lambda segment: (segment.low, segment.high, segment.edge))
            for n, one in enumerate(members.segments):
                for other in members.segments[n + 1 :]:
                    if other.low > one.high:
                        break
                    self._compare(one, other, is_gutter=line % 2 == 0)

    def _compare(self, one: Segment, other: Segment, *, is_gutter: bool) -> None:
        """``one`` begins first."""
        if one.high > other.low and other.high > one.low:
            self.part(one, other)
        elif one.high_turn is not None and other.low_turn is not None:
            if is_gutter:
                self.part(one, other)
            else:
                self.meeting.append((one, other))

    def part(self, one: Segment, other: Segment) -> None:
        """These two must not share a track."""
        self.apart[id(one)].append(other)
        self.apart[id(other)].append(one)

    def put_first(self, one: Segment, other: Segment) -> None:
        """The first of these lies before (above, left of) the other."""
        if id(one) not in self.before[id(other)]:
            self.before[id(one)][id(other)] = other

    # --- from the stretches that arrows share ---

    def note_stretches(self, routes: list[list[Point]], parts: list[list[Segment]]) -> None:
        """Decide for every two arrows that meet."""
        visitors: defaultdict[Point, list[int]] = defaultdict(list)
        places: list[dict[Point, int]] = []
        on: list[dict[tuple[Point, bool], Segment]] = []
        for index, (points, segments) in enumerate(zip(routes, parts, strict=True)):
            places.append({point: n for n, point in enumerate(points)})
            on.append(_segments_at(segments))
            for point in points:
                visitors[point].append(index)
        pairs = {(one, other) for found in visitors.values() for one in found for other in found if one < other}
        for one, other in sorted(pairs):
            for stretch in stretches(routes[one], routes[other], places[other]):
                if len(stretch.points) > 1:
                    self._note_stretch(stretch, on[one], on[other])
                else:
                    self._note_touch(stretch.points[0], on[one], on[other])

    def _note_stretch(
        self,
        stretch: Stretch,
        first: dict[tuple[Point, bool], Segment],
        second: dict[tuple[Point, bool], Segment],
    ) -> None:
        left = (stretch.begin or stretch.end or 1) > 0
        noted: Segment | None = None
        for a, b in pairwise(stretch.points):
            across = a[1] == b[1]
            one = first[a, across]
            if one is not noted:
                noted, other = one, second[a, across]
                leads = left == (b[0] > a[0] or b[1] < a[1])  # left is above on the way right, and left on the way up
                self.put_first(one, other) if leads else self.put_first(other, one)

    def _note_touch(
        self, point: Point, first: dict[tuple[Point, bool], Segment], second: dict[tuple[Point, bool], Segment]
    ) -> None:
        """Both turn here, to different sides: what goes left lies at the left."""
        ways = [(found.get((point, True)), found.get((point, False))) for found in (first, second)]
        (level, upright), (their_level, their_upright) = ways
        if level is None or upright is None or their_level is None or their_upright is None:
            return
        if level.high == point[0] and their_level.low == point[0]:
            self.put_first(upright, their_upright)
        elif level.low == point[0] and their_level.high == point[0]:
            self.put_first(their_upright, upright)

    # --- tracks ---

    def pack(self, line: Line) -> None:
        """Order the segments of a line and give each the first track that is free."""
        placed: set[int] = set()
        floor: dict[int, int] = {}
        for segment in self._sorted(line.segments):
            tracks = [other.track + 1 for other in self.apart[id(segment)] if id(other) in placed]
            segment.track = max([floor.get(id(segment), 0), *tracks])
            placed.add(id(segment))
            for other in self.before[id(segment)]:
                floor[other] = max(floor.get(other, 0), segment.track + 1)

    def _sorted(self, segments: list[Segment]) -> list[Segment]:
        """What lies first, first (Kahn); where the wishes go in a circle, the one with the fewest against it."""
        waiting = {id(segment): 0 for segment in segments}
        for segment in segments:
            for other in self.before[id(segment)]:
                waiting[other] += 1
        rank = {id(segment): n for n, segment in enumerate(segments)}
        by_id = {id(segment): segment for segment in segments}
        queue = [(count, rank[key], key) for key, count in waiting.items()]
        heapify(queue)
        found: list[Segment] = []
        while queue:
            count, _, key = heappop(queue)
            if waiting.get(key) != count:
                continue
            del waiting[key]
            found.append(by_id[key])
            for other in self.before[key]:
                if other in waiting:
                    waiting[other] -= 1
                    heappush(queue, (waiting[other], rank[other], other))
        return found

    def clusters(self, segments: list[Segment]) -> list[list[Segment]]:
        """Groups of segments whose order matters, each in the order of their tracks."""
        near: defaultdict[int, list[Segment]] = defaultdict(list)
        members = {id(segment) for segment in segments}
        for segment in segments:
            for other in [*self.apart[id(segment)], *self.before[id(segment)].values()]:
                if id(other) in members:
                    near[id(segment)].append(other)
                    near[id(other)].append(segment)
        seen: set[int] = set()
        found: list[list[Segment]] = []
        for segment in segments:
            if id(segment) in seen:
                continue
            seen.add(id(segment))
            group = [segment]
            for member in group:
                for other in near[id(member)]:
                    if id(other) not in seen:
                        seen.add(id(other))
                        group.append(other)
            found.append(sorted(group, key=lambda s: (s.track, s.low, s.edge)))
        return found


def _segments_at(segments: list[Segment]) -> dict[tuple[Point, bool], Segment]:
    """For each point of an arrow the part across and the part down on which it lies."""
    found: dict[tuple[Point, bool], Segment] = {}
    for segment in segments:
        for at in range(segment.low, segment.high + 1):
            point = (at, segment.line) if segment.across else (segment.line, at)
            found[point, segment.across] = segment
    return found
