"""How much room everything needs: labels, boxes, and the gutters with the arrows in them.

Both axes of the page are treated alike: axis 0 is x (columns), axis 1 is y (rows).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from kaizen_helpers.flow.layout.geometry import BADGE, CUT, FONT, LABEL_FONT, LINE, MARGIN, MARK_FONT, PORT, TRACK, Box
from kaizen_helpers.flow.layout.grid import Node, Shape
from kaizen_helpers.flow.layout.plane import Plane
from kaizen_helpers.flow.layout.tracks import Line, Segment
from kaizen_helpers.flow.text import em_width, wrap

__all__ = ["Gap", "Sizes"]

_MOST_LINES = 6
_ARROW = 16.0
"""The last piece of an arrow, with its head."""
_LEAST_INSIDE = (26.0, 28.0)
"""A gutter between two columns, and between two rows."""
_LEAST_OUTSIDE = (10.0, 14.0)
_EMPTY = (70.0, 30.0)
"""A lane in which nothing stands is still as wide or as high as this."""
_SIGN = 20.0
"""Room in a parallel gateway for its + before the text."""
_LABEL_AIR = (14.0, 6.0)
"""Air around a condition that stands beside a box, and below one."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A gutter: room for labels at its start and end, and the slots for arrows (and a lane border) between."""

    first: float
    """How far from its start the first slot lies."""
    border: int | None
    """The slot of the lane border, if the gutter lies between two lanes."""
    size: float

    def track(self, track: int) -> float:
        """How far from its start the arrow on this track lies."""
        return self.first + (track + (self.border is not None and track >= self.border)) * TRACK

    def border_at(self) -> float:
        """How far from its start the lane border lies."""
        return self.first + (self.border or 0) * TRACK


class Sizes:
    """The sizes of one flow, found before anything has a place."""

    def __init__(self, plane: Plane, parts: list[list[Segment]], lines: dict[tuple[bool, int], Line]) -> None:
        self.plane, self.parts, self.lines = plane, parts, lines
        self.nodes, self.edges = plane.grid.nodes, plane.grid.edges
        ways = [edge.source for edge in self.edges]
        self.labels = [
            _label_lines(edge.label, route[0].across, ways.count(edge.source))
            for edge, route in zip(self.edges, parts, strict=True)
        ]
        self.offsets: dict[int, float] = {}
        for (_, line), members in lines.items():
            if line % 2:
                for cluster in members.clusters:
                    self.offsets |= self._cluster_offsets(cluster)
        zones = self._label_zones()
        self.gaps = tuple([self._gap(axis, gap, zones) for gap in range(plane.counts[axis] + 1)] for axis in (0, 1))

    def label_size(self, edge: int) -> tuple[float, float]:
        """Width and height of the ground of a condition; zero without one."""
        lines = self.labels[edge]
        if not lines:
            return 0.0, 0.0
        return max(map(em_width, lines)) * LABEL_FONT + 8, len(lines) * LABEL_FONT * LINE + 2

    # --- arrows side by side at a row or column ---

    def _cluster_offsets(self, cluster: list[Segment]) -> dict[int, float]:
        """Places around the middle of a row or column; a straight arrow between two boxes keeps the middle."""
        tracks = sorted({segment.track for segment in cluster})
        reach = dict.fromkeys(tracks, PORT / 2)
        for segment in cluster:
            reach[segment.track] = max(reach[segment.track], self._label_across(segment) / 2 + 3)
        places = {tracks[0]: 0.0}
        for before, after in pairwise(tracks):
            places[after] = places[before] + reach[before] + reach[after]
        straight = {segment.track for segment in cluster if not (segment.low_turn or segment.high_turn)}
        middle = (places[tracks[0]] + places[tracks[-1]]) / 2
        if len(straight) == 1:
            middle = places[straight.pop()]
        return {id(segment): places[segment.track] - middle for segment in cluster}

    # --- gutters ---

    def _label_zones(self) -> dict[tuple[int, int, int], float]:
        """Room for the conditions of arrows that leave a box: by axis, gutter, and side of the gutter (-1 start)."""
        zones: dict[tuple[int, int, int], float] = {}
        for edge, route in enumerate(self.parts):
            if self.labels[edge]:
                axis = 0 if route[0].across else 1
                cell = self.plane.cells[self.edges[edge].source][axis]
                onward = route[0].low == 2 * cell + 1
                key = (axis, cell + 1, -1) if onward else (axis, cell, 1)
                zones[key] = max(zones.get(key, 0.0), self.label_size(edge)[axis] + _LABEL_AIR[axis])
        return zones

    def _gap(self, axis: int, gap: int, zones: Mapping[tuple[int, int, int], float]) -> Gap:
        line = self.lines.get((axis == 1, 2 * gap))
        tracks = 1 + max(segment.track for segment in line.segments) if line else 0
        border = tracks // 2 if self.plane.has_border(axis, gap) else None
        slots = tracks + (border is not None)
        before, after = zones.get((axis, gap, -1), 0.0), zones.get((axis, gap, 1), 0.0)
        inside = 0 < gap < self.plane.counts[axis]
        if slots:
            # From an outer track to a box there must be room for the arrow head, to a label only for air.
            before += 8.0 if before else 12.0 if axis == self.plane.time else _ARROW
            after += 8.0 if after else _ARROW
        elif inside:
            after += _ARROW
        needed = before + max(0, slots - 1) * TRACK + after
        size = max((_LEAST_INSIDE if inside else _LEAST_OUTSIDE)[axis], needed)
        return Gap(before + (size - needed) / 2, border, size)

    # --- boxes ---

    def boxes(self, marks: Mapping[int, str], width: float) -> list[Box]:
        """The boxes of all nodes; the columns become as wide as fits into the width asked for."""
        gaps = sum(gap.size for gap in self.gaps[0])
        room = (width - 2 * MARGIN - gaps) / max(1, self.plane.counts[0])
        text_em = min(10.5, max(7.0, (room - BADGE - 8) / FONT))
        boxes = [
            _box(node, marks.get(node.number, "") if node.number is not None else "", text_em) for node in self.nodes
        ]
        for edge, route in zip(self.edges, self.parts, strict=True):
            for segment, box in ((route[0], boxes[edge.source]), (route[-1], boxes[edge.target])):
                self._make_room(segment, box)
        self._widen(boxes)
        return boxes

    def _widen(self, boxes: list[Box]) -> None:
        """The boxes of a column are equally wide, but for small ones."""
        widest: dict[int, float] = {}
        members = [n for n, node in enumerate(self.nodes) if node.number is not None and node.shape != Shape.PARALLEL]
        for n in members:
            column = self.plane.cells[n][0]
            widest[column] = max(widest.get(column, 0.0), boxes[n].width)
        for n in members:
            boxes[n].width = widest[self.plane.cells[n][0]]

    def _make_room(self, segment: Segment, box: Box) -> None:
        """A box is large enough for every arrow that meets it, with its condition beside it."""
        reach = 2 * abs(self.offsets[id(segment)]) + max(16.0, self._label_across(segment) + 2)
        if segment.across:
            box.height = max(box.height, reach)
        else:
            box.width = max(box.width, reach + 2 * CUT)

    def _label_across(self, segment: Segment) -> float:
        """The size of the condition on this part, measured across it; zero if there is none."""
        if self.parts[segment.edge][0] is not segment:
            return 0.0
        return self.label_size(segment.edge)[1 if segment.across else 0]

    def extents(self, boxes: list[Box], axis: int) -> list[float]:
        """The widths of the columns (axis 0) or the heights of the rows."""
        sizes = [_EMPTY[axis]] * self.plane.counts[axis] if axis != self.plane.time else [0.0] * self.plane.counts[axis]
        for cell, box in zip(self.plane.cells, boxes, strict=True):
            sizes[cell[axis]] = max(sizes[cell[axis]], box.height if axis else box.width)
        for (across, line), members in self.lines.items():
            if across is (axis == 1) and line % 2:
                for segment in members.segments:
                    reach = 2 * abs(self.offsets[id(segment)]) + max(8.0, self._label_across(segment) + 4)
                    sizes[line // 2] = max(sizes[line // 2], reach)
        return sizes


def _label_lines(text: str, across: bool, ways: int) -> tuple[str, ...]:
    """A condition beside a box is narrow, below a box wide; with many ways out it is cut earlier."""
    return wrap(text, 6.0 if across or ways > 3 else 9.0, 2 if ways > 3 else 3)


def _box(node: Node, mark: str, text_em: float) -> Box:
    if node.number is None:
        lines = wrap(node.text, 10.0, 1)
        width = max(map(em_width, lines), default=0.0) * FONT + 30
        return Box(node.shape, None, lines, node.text, width=max(76.0, width), height=30.0)
    inner = text_em - (0.0 if node.shape is Shape.TASK else 0.9) - (1.5 if node.shape is Shape.PARALLEL else 0.0)
    lines = wrap(node.text, inner, _MOST_LINES)
    height = max(1, len(lines)) * FONT * LINE + 18
    width = text_em * FONT + BADGE + 8
    if node.shape is Shape.PARALLEL:
        width = min(width, max(map(em_width, lines), default=0.0) * FONT + BADGE + _SIGN + 2 * CUT)
    if node.shape in {Shape.START, Shape.END}:
        height += 12  # the small caption きっかけ or おわり
    if mark:
        height += MARK_FONT * LINE + 8
    return Box(node.shape, node.number, lines, node.text, mark, width=width, height=max(42.0, height))
