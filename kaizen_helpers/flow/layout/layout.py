"""From a flow to geometry: boxes, lines and labels in pixels, nothing drawn yet.

Columns and rows are as large as their boxes, gutters as wide as the arrows and labels in them need.
So no line can run through a box, no two lines can lie on one another, and a condition always has its
place at the start of its arrow. Everything is decided by the flow alone: the same flow gives the same
picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from kaizen_helpers.flow.layout.geometry import (
    HEAD_FONT,
    LINE,
    MARGIN,
    TITLE_FONT,
    Label,
    LaneBand,
    Layout,
    Wire,
    end_of_side,
)
from kaizen_helpers.flow.layout.grid import MOST_DRAWN, MOST_PRINTED, Edge, arrange
from kaizen_helpers.flow.layout.plane import Direction, on_the_page
from kaizen_helpers.flow.layout.search import Quality, find_ways
from kaizen_helpers.flow.layout.sizes import Gap, Sizes
from kaizen_helpers.flow.layout.tracks import Segment, assign_tracks, segments_of
from kaizen_helpers.flow.model import Flow
from kaizen_helpers.flow.text import em_width, wrap

__all__ = ["Direction", "Quality", "lay_out"]

_NAME_EM = 5.0
"""The width of the names of lanes that lie above one another."""


def lay_out(
    flow: Flow,
    marks: Mapping[int, str] | None = None,
    width: float = 900.0,
    *,
    direction: Direction = "TB",
    quality: Quality = "typing",
) -> Layout:
    """The geometry of a flow, finished or half typed.

    Args:
        flow: what to draw.
        marks: a short flag on steps (step number → 「二重入力」).
        width: the width in pixels to aim for; the least is what the columns need.
        direction: "TB", lanes side by side and time running down, or "LR", lanes stacked and time running right.
        quality: "typing" follows every key that is pressed; "print" takes up to a second for fewer crossings and bends.
    """
    grid = arrange(flow, MOST_DRAWN if quality == "typing" else MOST_PRINTED)
    if not grid.nodes:
        return Layout(direction=direction)
    plane = on_the_page(grid, find_ways(grid, quality), direction)
    parts = segments_of(plane.routes)
    sizes = Sizes(plane, parts, assign_tracks(plane.routes, parts))
    return _Placing(flow, sizes, marks or {}, width).layout


class _Placing:
    """Sizes become places: first the lines of the grid, then boxes, arrows and labels on it."""

    def __init__(self, flow: Flow, sizes: Sizes, marks: Mapping[int, str], width: float) -> None:
        self.plane, self.sizes = sizes.plane, sizes
        self.grid, self.time = sizes.plane.grid, sizes.plane.time
        names = [name or "（だれが？）" for name in self.grid.lanes]
        head = 0.0 if self.time else _name_width(names)
        self.boxes = sizes.boxes(marks, width - head)
        self.layout = Layout(boxes=self.boxes, not_drawn=self.grid.not_drawn, direction="TB" if self.time else "LR")
        across = _positions(MARGIN + head, sizes.extents(self.boxes, 0), sizes.gaps[0])
        self.layout.width = across[2] + MARGIN
        self._place_title(flow)
        lines = self._name_lines(names, head, across[1])
        down = _positions(self.layout.head_bottom, self._row_heights(lines), sizes.gaps[1])
        self.layout.height = down[2] + MARGIN
        self.middles, self.starts = (across[0], down[0]), (across[1], down[1])
        self.layout.gutters = [
            (start, start + gap.size) for start, gap in zip(self.starts[self.time], sizes.gaps[self.time], strict=True)
        ]
        self._place_lanes(lines, head)
        for cell, box in zip(self.plane.cells, self.boxes, strict=True):
            box.x, box.y = self.middles[0][cell[0]], self.middles[1][cell[1]]
        for index, edge in enumerate(self.grid.edges):
            wire = self._wire(edge, sizes.parts[index])
            self.layout.wires.append(wire)
            if sizes.labels[index]:
                self.layout.labels.append(self._label(index, edge, wire))

    # --- title and lanes ---

    def _place_title(self, flow: Flow) -> None:
        layout = self.layout
        layout.title_lines = wrap(flow.title, (layout.width - 2 * MARGIN) / TITLE_FONT, 2)
        layout.head_top = MARGIN + len(layout.title_lines) * TITLE_FONT * 1.5
        layout.head_bottom = layout.head_top

    def _name_lines(self, names: list[str], head: float, starts: list[float]) -> list[tuple[str, ...]]:
        """The names of the lanes in lines; with time running down, the height of the head follows from them."""
        if not self.time:
            return [wrap(name, (head - 10) / HEAD_FONT, 3) for name in names]
        borders = self._borders(starts, MARGIN, self.layout.width - MARGIN)
        lines = [
            wrap(name, (right - left - 10) / HEAD_FONT, 3)
            for name, (left, right) in zip(names, pairwise(borders), strict=True)
        ]
        self.layout.head_bottom += max(1, *map(len, lines)) * HEAD_FONT * LINE + 12
        return lines

    def _row_heights(self, lines: list[tuple[str, ...]]) -> list[float]:
        """The heights of the rows; a lane that lies above others is high enough for its name."""
        heights = self.sizes.extents(self.boxes, 1)
        if not self.time:
            for row, lane in enumerate(self.grid.column_lane):
                share = len(lines[lane]) * HEAD_FONT * LINE / self.grid.column_lane.count(lane)
                heights[row] = max(heights[row], share)
        return heights

    def _borders(self, starts: list[float], begin: float, end: float) -> list[float]:
        gaps = self.sizes.gaps[1 - self.time]
        inner = [start + gap.border_at() for start, gap in zip(starts, gaps, strict=True) if gap.border is not None]
        return [begin, *inner, end]

    def _place_lanes(self, lines: list[tuple[str, ...]], head: float) -> None:
        layout = self.layout
        left, right, bottom = MARGIN, layout.width - MARGIN, layout.height - MARGIN
        top, below = layout.head_top, layout.head_bottom
        if self.time:
            for names, (start, end) in zip(lines, pairwise(self._borders(self.starts[0], left, right)), strict=True):
                layout.lanes.append(LaneBand(names, start, end, top, bottom, start, end, top, below))
        else:
            for names, (start, end) in zip(lines, pairwise(self._borders(self.starts[1], top, bottom)), strict=True):
                layout.lanes.append(LaneBand(names, left, right, start, end, left, left + head, start, end))

    # --- arrows and conditions ---

    def _wire(self, edge: Edge, route: list[Segment]) -> Wire:
        lies = [self._lies_at(segment) for segment in route]
        points = []
        for (one, at), (other, there) in pairwise(zip(route, lies, strict=True)):
            points.append((there, at) if one.across and not other.across else (at, there))
        start = self._meets(route[0], lies[0], edge.source)
        end = self._meets(route[-1], lies[-1], edge.target)
        return Wire(edge.source, edge.target, [start, *points, end])

    def _meets(self, segment: Segment, at: float, node: int) -> tuple[float, float]:
        """Where the first or last part of an arrow meets the outline of its box."""
        index = 2 * self.plane.cells[node][0 if segment.across else 1] + 1
        towards = 1 if segment.low == index else -1
        edge = end_of_side(self.boxes[node], across=segment.across, at=at, towards=towards)
        return (edge, at) if segment.across else (at, edge)

    def _lies_at(self, segment: Segment) -> float:
        """The y of a part that runs across, the x of one that runs down."""
        axis, number = int(segment.across), segment.line // 2
        if segment.line % 2:
            return self.middles[axis][number] + self.sizes.offsets[id(segment)]
        return self.starts[axis][number] + self.sizes.gaps[axis][number].track(segment.track)

    def _label(self, index: int, edge: Edge, wire: Wire) -> Label:
        """A condition stands on the first part of its arrow, just outside the box."""
        width, height = self.sizes.label_size(index)
        box, first = self.boxes[edge.source], self.sizes.parts[index][0]
        x, y = wire.points[0]
        if first.across:
            towards = 1 if wire.points[1][0] > x else -1
            x = box.x + towards * (box.width / 2 + 7 + width / 2)
        else:
            towards = 1 if wire.points[1][1] > y else -1
            y = box.y + towards * (box.height / 2 + 4 + height / 2)
        return Label(index, self.sizes.labels[index], edge.label, x, y, width, height)


def _name_width(names: list[str]) -> float:
    widest = max((em_width(line) for name in names for line in wrap(name, _NAME_EM, 3)), default=0.0)
    return max(2.0, widest) * HEAD_FONT + 12


def _positions(start: float, sizes: list[float], gaps: list[Gap]) -> tuple[list[float], list[float], float]:
    """(the middle of each row or column, the start of each gutter, the end of all)."""
    middles, starts, at = [], [], start
    for gap, size in zip(gaps, [*sizes, 0.0], strict=True):
        starts.append(at)
        at += gap.size
        middles.append(at + size / 2)
        at += size
    return middles[:-1], starts, at
