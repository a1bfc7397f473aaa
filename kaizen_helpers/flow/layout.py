"""From a flow to geometry: boxes, lines and labels in pixels, nothing drawn yet.

Columns and rows are as large as their boxes, gutters as wide as the arrows and labels in them need.
So no line can run through a box, no two lines can lie on one another, and a condition always has its
place at the start of its arrow. Everything is decided by the flow alone: the same flow gives the same
picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from kaizen_helpers.flow.geometry import (
    HEAD_FONT,
    LINE,
    MARGIN,
    TITLE_FONT,
    Box,
    Label,
    LaneBand,
    Layout,
    Wire,
    end_of_side,
)
from kaizen_helpers.flow.grid import Edge, arrange
from kaizen_helpers.flow.model import Flow
from kaizen_helpers.flow.route import route_edges
from kaizen_helpers.flow.sizes import Gap, Sizes
from kaizen_helpers.flow.text import wrap
from kaizen_helpers.flow.tracks import Segment, assign_tracks, segments_of

__all__ = ["lay_out"]


def lay_out(flow: Flow, marks: Mapping[int, str] | None = None, width: float = 900.0) -> Layout:
    """The geometry of a flow; ``width`` is the width in pixels to aim for, the least is what the columns need."""
    grid = arrange(flow)
    if not grid.nodes:
        return Layout()
    parts = segments_of(route_edges(grid))
    sizes = Sizes(grid, parts, assign_tracks(parts))
    return _Placing(flow, sizes, sizes.boxes(marks or {}, width)).layout


class _Placing:
    """Sizes become places: first the grid, then boxes, arrows and labels on it."""

    def __init__(self, flow: Flow, sizes: Sizes, boxes: list[Box]) -> None:
        grid = sizes.grid
        self.sizes, self.boxes = sizes, boxes
        self.layout = Layout(boxes=boxes, not_drawn=grid.not_drawn)
        columns = [sizes.extent(boxes, across=True, index=n) for n in range(len(grid.column_lane))]
        rows = [sizes.extent(boxes, across=False, index=n) for n in range(grid.rows)]
        self.x, self.x_gaps, right = _positions(MARGIN, columns, sizes.column_gaps)
        self.layout.width = right + MARGIN
        self._place_heads(flow)
        self.y, self.y_gaps, bottom = _positions(self.layout.head_bottom, rows, sizes.row_gaps)
        self.layout.height = bottom + MARGIN
        for node, box in zip(grid.nodes, boxes, strict=True):
            box.x, box.y = self.x[node.column], self.y[node.row]
        for index, edge in enumerate(grid.edges):
            wire = self._wire(edge, sizes.parts[index])
            self.layout.wires.append(wire)
            if sizes.labels[index]:
                self.layout.labels.append(self._label(index, edge, wire))

    def _place_heads(self, flow: Flow) -> None:
        layout, grid = self.layout, self.sizes.grid
        layout.title_lines = wrap(flow.title, (layout.width - 2 * MARGIN) / TITLE_FONT, 2)
        layout.head_top = MARGIN + len(layout.title_lines) * TITLE_FONT * 1.5
        borders = [MARGIN]
        for start, gap in zip(self.x_gaps, self.sizes.column_gaps, strict=True):
            if gap.border is not None:
                borders.append(start + gap.border_at())
        borders.append(layout.width - MARGIN)
        for name, (left, right) in zip(grid.lanes, pairwise(borders), strict=True):
            lines = wrap(name or "（だれが？）", (right - left - 10) / HEAD_FONT, 3)
            layout.lanes.append(LaneBand(lines, left, right))
        tallest = max(len(lane.lines) for lane in layout.lanes)
        layout.head_bottom = layout.head_top + max(1, tallest) * HEAD_FONT * LINE + 12

    def _wire(self, edge: Edge, route: list[Segment]) -> Wire:
        lies = [self._lies_at(segment) for segment in route]
        points = []
        for (one, at), (other, there) in zip(
            zip(route, lies, strict=True), zip(route[1:], lies[1:], strict=True), strict=False
        ):
            points.append((there, at) if one.across and not other.across else (at, there))
        first, last = route[0], route[-1]
        start = self._meets(first, lies[0], edge.source)
        end = self._meets(last, lies[-1], edge.target)
        return Wire(edge.source, edge.target, [start, *points, end])

    def _meets(self, segment: Segment, at: float, node: int) -> tuple[float, float]:
        """Where the first or last part of an arrow meets the outline of its box."""
        box, cell = self.boxes[node], self.sizes.grid.nodes[node]
        index = 2 * (cell.column if segment.across else cell.row) + 1
        towards = 1 if segment.low == index else -1
        edge = end_of_side(box, across=segment.across, at=at, towards=towards)
        return (edge, at) if segment.across else (at, edge)

    def _lies_at(self, segment: Segment) -> float:
        """The y of a part that runs across, the x of one that runs down."""
        number = segment.line // 2
        if segment.line % 2:
            return (self.y if segment.across else self.x)[number] + self.sizes.offsets[id(segment)]
        starts, gaps = (self.y_gaps, self.sizes.row_gaps) if segment.across else (self.x_gaps, self.sizes.column_gaps)
        return starts[number] + gaps[number].track(segment.track)

    def _label(self, index: int, edge: Edge, wire: Wire) -> Label:
        """A condition stands on the first part of its arrow, just outside the box."""
        width, height = self.sizes.label_size(index)
        box, first = self.boxes[edge.source], self.sizes.parts[index][0]
        x, y = wire.points[0]
        if first.across:
            towards = 1 if wire.points[1][0] > x else -1
            x = box.x + towards * (box.width / 2 + 7 + width / 2)
        else:
            y = box.bottom + 4 + height / 2
        return Label(index, self.sizes.labels[index], edge.label, x, y, width, height)


def _positions(start: float, sizes: list[float], gaps: list[Gap]) -> tuple[list[float], list[float], float]:
    """(the middle of each row or column, the start of each gutter, the end of all)."""
    middles, starts, at = [], [], start
    for gap, size in zip(gaps, [*sizes, 0.0], strict=True):
        starts.append(at)
        at += gap.size
        middles.append(at + size / 2)
        at += size
    return middles[:-1], starts, at
