"""How much room everything needs: labels, boxes, and the gutters with the arrows in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from kaizen_helpers.flow.geometry import BADGE, CUT, FONT, LABEL_FONT, LINE, MARGIN, MARK_FONT, PORT, TRACK, Box
from kaizen_helpers.flow.grid import Grid, Node, Shape
from kaizen_helpers.flow.text import em_width, wrap
from kaizen_helpers.flow.tracks import Line, Segment

__all__ = ["Gap", "Sizes"]

_MOST_LINES = 6
_ARROW = 16.0
"""The last piece of an arrow, with its head."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A gutter: room for labels at its start and end, and the slots for arrows (and a lane border) between."""

    before: float
    after: float
    slots: int
    border: int | None
    """The slot of the lane border, if the gutter lies between two lanes."""
    size: float

    def track(self, track: int) -> float:
        """How far from its start the arrow on this track lies."""
        slot = track + 1 if self.border is not None and track >= self.border else track
        return self._slot(slot)

    def border_at(self) -> float:
        """How far from its start the lane border lies."""
        return self._slot(self.border or 0)

    def _slot(self, slot: int) -> float:
        return (self.before + self.size - self.after) / 2 + (slot - (self.slots - 1) / 2) * TRACK


class Sizes:
    """The sizes of one flow, found before anything has a place."""

    def __init__(self, grid: Grid, parts: list[list[Segment]], lines: dict[tuple[bool, int], Line]) -> None:
        self.grid, self.parts, self.lines = grid, parts, lines
        ways = [edge.source for edge in grid.edges]
        self.labels = [
            _label_lines(edge.label, route[0].across, ways.count(edge.source))
            for edge, route in zip(grid.edges, parts, strict=True)
        ]
        self.offsets: dict[int, float] = {}
        for (_, line), members in lines.items():
            if line % 2:
                for cluster in members.clusters:
                    self.offsets |= self._cluster_offsets(cluster)
        columns = range(len(grid.column_lane) + 1)
        self.column_gaps = [self._column_gap(gap) for gap in columns] if grid.nodes else []
        self.row_gaps = [self._row_gap(gap) for gap in range(grid.rows + 1)]

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

    def _tracks(self, key: tuple[bool, int]) -> int:
        line = self.lines.get(key)
        return 1 + max(segment.track for segment in line.segments) if line else 0

    def _label_zone(self, *, across: bool, at: int, towards: int) -> float:
        """Room for the conditions of arrows that leave a box into this gutter (+1 right or down, -1 left)."""
        sizes = [0.0]
        for edge, route in enumerate(self.parts):
            first = route[0]
            if first.across is across and self.labels[edge]:
                source = self.grid.nodes[self.grid.edges[edge].source]
                cell = 2 * (source.column if across else source.row) + 1
                if cell + towards == at and (first.low == cell) is (towards > 0):
                    sizes.append(self.label_size(edge)[0 if across else 1] + (14 if across else 6))
        return max(sizes)

    def _column_gap(self, gap: int) -> Gap:
        tracks = self._tracks((False, 2 * gap))
        before = self._label_zone(across=True, at=2 * gap, towards=1)
        after = self._label_zone(across=True, at=2 * gap, towards=-1)
        inside = 0 < gap < len(self.grid.column_lane)
        lanes = self.grid.column_lane
        border = tracks // 2 if inside and lanes[gap - 1] != lanes[gap] else None
        slots = tracks + (border is not None)
        # From an outer track to a box there must be room for the arrow head, to a label only for air.
        sides = sum(8.0 if zone else _ARROW for zone in (before, after))
        if inside:
            size = max(26.0, before + after + sides + max(0, slots - 1) * TRACK)
        else:
            size = max(10.0, before + after + sides + (slots - 1) * TRACK if slots else 0)
        return Gap(before, after, slots, border, size)

    def _row_gap(self, gap: int) -> Gap:
        tracks = self._tracks((True, 2 * gap))
        before = self._label_zone(across=False, at=2 * gap, towards=1)
        air = 8.0 if before else 12.0
        if gap in {0, self.grid.rows}:
            size = max(14.0, before + air + _ARROW + (tracks - 1) * TRACK if tracks else before)
        else:
            size = max(28.0, before + (air + (tracks - 1) * TRACK if tracks else 0) + _ARROW)
        return Gap(before, max(0.0, _ARROW - air), tracks, None, size)

    # --- boxes ---

    def boxes(self, marks: Mapping[int, str], width: float) -> list[Box]:
        """The boxes of all nodes; the columns become as wide as fits into the width asked for."""
        gaps = sum(gap.size for gap in self.column_gaps)
        room = (width - 2 * MARGIN - gaps) / max(1, len(self.grid.column_lane))
        text_em = min(10.5, max(7.0, (room - BADGE - 8) / FONT))
        boxes = [
            _box(node, marks.get(node.number, "") if node.number is not None else "", text_em)
            for node in self.grid.nodes
        ]
        for edge, route in zip(self.grid.edges, self.parts, strict=True):
            for segment, box in ((route[0], boxes[edge.source]), (route[-1], boxes[edge.target])):
                self._make_room(segment, box)
        for column in range(len(self.grid.column_lane)):
            members = [
                box
                for node, box in zip(self.grid.nodes, boxes, strict=True)
                if node.column == column and node.number is not None
            ]
            widest = max((box.width for box in members), default=0.0)
            for box in members:
                box.width = widest
        return boxes

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

    def extent(self, boxes: list[Box], *, across: bool, index: int) -> float:
        """The width of a column (``across``) or the height of a row."""
        sizes = [0.0]
        for node, box in zip(self.grid.nodes, boxes, strict=True):
            if (node.column if across else node.row) == index:
                sizes.append(box.width if across else box.height)
        line = self.lines.get((not across, 2 * index + 1))
        sizes += [
            2 * abs(self.offsets[id(segment)]) + max(8.0, self._label_across(segment) + 4)
            for segment in (line.segments if line else ())
        ]
        return max(sizes)


def _label_lines(text: str, across: bool, ways: int) -> tuple[str, ...]:
    """A condition beside a box is narrow, below a box wide; with many ways out it is cut earlier."""
    return wrap(text, 6.0 if across or ways > 3 else 9.0, 2 if ways > 3 else 3)


def _box(node: Node, mark: str, text_em: float) -> Box:
    if node.number is None:
        lines = wrap(node.text, 10.0, 1)
        width = max(map(em_width, lines), default=0.0) * FONT + 30
        return Box(node.shape, None, lines, node.text, width=max(76.0, width), height=30.0)
    inner = text_em - (0.0 if node.shape is Shape.TASK else 0.9)
    lines = wrap(node.text, inner, _MOST_LINES)
    height = max(1, len(lines)) * FONT * LINE + 18
    if node.shape in {Shape.START, Shape.END}:
        height += 12  # the small caption きっかけ or おわり
    if mark:
        height += MARK_FONT * LINE + 8
    return Box(
        node.shape, node.number, lines, node.text, mark, width=text_em * FONT + BADGE + 8, height=max(42.0, height)
    )
