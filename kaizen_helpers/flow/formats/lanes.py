"""Where the lanes of a drawing are: frames, heads in a row, or cells of the worksheet; each with its name.

People draw lanes in many ways. In this order: frames that are known as lanes (ours, a draw.io swimlane, a table), then
large frames around other shapes, then heads side by side (or one above another) without a frame, then cells with text
over or beside the steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from kaizen_helpers.flow.formats.shown import NO_OWNER, same_words, shown_name
from kaizen_helpers.flow.formats.sketch import Cell, Form, Shape, Sketch

__all__ = ["Lane", "find_lanes", "lane_of"]


@dataclass(slots=True)
class Lane:
    """The area of an owner: a rectangle in pixels, or in columns and rows where ``in_cells`` is true."""

    name: str
    left: float
    top: float
    right: float
    bottom: float
    in_cells: bool = False
    key: str = ""
    """The key of its frame, where one is known."""
    written: str | None = None
    """The name under which we wrote it, if we did."""

    @property
    def area(self) -> float:
        """Its size; of two areas that hold a step, the smaller one counts."""
        return (self.right - self.left) * (self.bottom - self.top)

    def holds(self, shape: Shape) -> bool:
        """Whether the middle of a shape lies in it."""
        x, y = shape.middle
        if self.in_cells:
            if shape.cell is None:
                return False
            x, y = shape.cell
        return self.left <= x < self.right and self.top <= y < self.bottom


def lane_of(lanes: Sequence[Lane], shape: Shape) -> Lane | None:
    """The lane a shape belongs to (draw.io keeps that), else the smallest one that holds its middle."""
    if shape.inside and (own := next((lane for lane in lanes if lane.key == shape.inside), None)) is not None:
        return own
    return min((lane for lane in lanes if lane.holds(shape)), key=lambda lane: lane.area, default=None)


def find_lanes(sketch: Sketch, tied: set[str]) -> tuple[list[Lane], set[str]]:
    """(the lanes, the keys of the shapes that make them up); ``tied``: shapes with a line at them."""
    lanes, used = _known_frames(sketch)
    if not lanes:
        lanes, used = _large_frames(sketch, tied)
    if not lanes:
        lanes, used = _heads_in_a_row(sketch, tied)
    return (lanes, used) if lanes else (_cells_beside(sketch, tied), set())


# --- frames --------------------------------------------------------------------------------------


def _known_frames(sketch: Sketch) -> tuple[list[Lane], set[str]]:
    frames = [shape for shape in sketch.shapes if shape.form is Form.LANE]
    heads = [shape for shape in sketch.shapes if shape.form is Form.HEAD]
    pools = {shape.key for shape in frames if sum(_is_in(other, shape) for other in frames) > 0}
    lanes = [_framed(frame, heads) for frame in frames if frame.key not in pools]
    around = [_framed(frame, heads) for frame in frames if frame.key in pools and frame.text.strip()]
    for lane in lanes:
        if not lane.name and lane.written is None:  # a cell of a table of lanes: the row or column has the name
            outer = [one for one in around if one.left <= lane.left and lane.right <= one.right]
            outer = [one for one in outer if one.top <= lane.top and lane.bottom <= one.bottom]
            lane.name = min(outer, key=lambda one: one.area).name if outer else ""
    return lanes, {shape.key for shape in [*frames, *heads]}


def _framed(frame: Shape, heads: Sequence[Shape]) -> Lane:
    head = next((head for head in heads if frame.holds(head.middle)), None)
    words, facts = (frame.text, frame.facts) if head is None else (head.text, head.facts)
    written = facts.values.get("name") if facts is not None else None
    name = " ".join(words.split())
    if not isinstance(written, str):
        written = None
        name = "" if name == NO_OWNER else name
    elif same_words(words, shown_name(written)) or (head is None and not name):
        name = written
    right, bottom = frame.x + frame.width, frame.y + frame.height
    return Lane(name, frame.x, frame.y, right, bottom, key=frame.key, written=written)


def _large_frames(sketch: Sketch, tied: set[str]) -> tuple[list[Lane], set[str]]:
    """Rectangles without a line at them, around at least one shape that has one."""
    worked = [shape for shape in sketch.shapes if shape.key in tied]
    frames = [
        shape
        for shape in sketch.shapes
        if shape.key not in tied and shape.form is Form.BOX and any(_is_in(other, shape) for other in worked)
    ]
    around = {shape.key for shape in frames if sum(_is_in(other, shape) for other in frames) > 1}
    frames = [shape for shape in frames if shape.key not in around] or frames
    frames += [
        shape
        for shape in sketch.shapes
        if shape.key not in tied and shape.form is Form.BOX and shape not in frames
        if any(_is_beside(shape, frame) for frame in frames) and not any(_is_in(shape, frame) for frame in frames)
    ]
    lanes, used = [], set(around) | {shape.key for shape in frames}
    for frame in frames:
        head = None if frame.text.strip() else _head_of(frame, sketch, tied, used)
        if head is not None:
            used.add(head.key)
        name = " ".join((frame.text if head is None else head.text).split())
        lanes.append(Lane(name, frame.x, frame.y, frame.x + frame.width, frame.y + frame.height))
    return (lanes, used) if any(lane.name for lane in lanes) else ([], set())


def _head_of(frame: Shape, sketch: Sketch, tied: set[str], used: set[str]) -> Shape | None:
    """The shape with the name: at the upper edge or the left edge of the frame, inside or just outside."""
    found: list[tuple[float, Shape]] = []
    for shape in sketch.shapes:
        if shape.key in tied or shape.key in used or not shape.text.strip():
            continue
        x, y = shape.middle
        above = abs(shape.y - frame.y) if shape.y >= frame.y - 8 else abs(shape.y + shape.height - frame.y)
        beside = abs(shape.x - frame.x) if shape.x >= frame.x - 8 else abs(shape.x + shape.width - frame.x)
        if frame.x <= x <= frame.x + frame.width and above <= 24:
            found.append((above, shape))
        elif frame.y <= y <= frame.y + frame.height and beside <= 24:
            found.append((beside, shape))
    return min(found, key=lambda item: item[0])[1] if found else None


def _is_beside(shape: Shape, frame: Shape) -> bool:
    """Whether it is a frame of the same row or stack, with nothing in it yet."""
    same_row = abs(shape.y - frame.y) <= 4 and abs(shape.height - frame.height) <= 4
    same_stack = abs(shape.x - frame.x) <= 4 and abs(shape.width - frame.width) <= 4
    return same_row or same_stack


def _is_in(inner: Shape, outer: Shape) -> bool:
    """Whether the middle of a smaller shape lies in a larger one."""
    larger = outer.width * outer.height > 1.5 * inner.width * inner.height
    return inner is not outer and larger and outer.holds(inner.middle)


# --- heads without a frame -----------------------------------------------------------------------


def _heads_in_a_row(sketch: Sketch, tied: set[str]) -> tuple[list[Lane], set[str]]:
    worked = [shape for shape in sketch.shapes if shape.key in tied]
    free = [shape for shape in sketch.shapes if shape.key not in tied and shape.text.strip()]
    if not worked:
        return [], set()
    top = min(shape.y for shape in worked)
    left = min(shape.x for shape in worked)
    above = _row([shape for shape in free if shape.y + shape.height <= top + 4], down=False)
    beside = _row([shape for shape in free if shape.x + shape.width <= left + 4], down=True)
    heads, down = (above, False) if len(above) >= len(beside) else (beside, True)
    if len(heads) < 2:
        return [], set()
    lanes = []
    for head, low, high in _between(heads, down=down):
        name = " ".join(head.text.split())
        lanes.append(Lane(name, -inf, low, inf, high) if down else Lane(name, low, -inf, high, inf))
    return lanes, {shape.key for shape in heads}


def _row(shapes: Sequence[Shape], *, down: bool) -> list[Shape]:
    """The longest row of shapes at about the same height (``down``: at the same place across)."""
    best: list[Shape] = []
    for shape in shapes[:200]:
        at, size = (shape.middle[0], shape.width) if down else (shape.middle[1], shape.height)
        row = [other for other in shapes if abs(other.middle[0 if down else 1] - at) <= max(6.0, size * 0.4)]
        if len(row) > len(best):
            best = row
    return sorted(best, key=lambda shape: shape.middle[1 if down else 0])


def _between(heads: Sequence[Shape], *, down: bool) -> list[tuple[Shape, float, float]]:
    """Each head with the start and end of its lane: half way to the next one, without an end at the rims."""
    spans = [(head.y, head.y + head.height) if down else (head.x, head.x + head.width) for head in heads]
    borders = [-inf, *((one[1] + other[0]) / 2 for one, other in pairwise(spans)), inf]
    return [(head, low, high) for head, (low, high) in zip(heads, pairwise(borders), strict=True)]


# --- cells of the worksheet ----------------------------------------------------------------------


def _cells_beside(sketch: Sketch, tied: set[str]) -> list[Lane]:
    """The row of cells over the steps, or the column beside them, in which the most different owners stand."""
    places = [shape.cell for shape in sketch.shapes if shape.key in tied and shape.cell is not None]
    if not places:
        return []
    top, left = min(y for _, y in places), min(x for x, _ in places)
    rows: dict[int, list[Cell]] = {}
    columns: dict[int, list[Cell]] = {}
    for cell in sketch.cells:
        if cell.bottom <= top and any(cell.left <= x < cell.right for x, _ in places):
            rows.setdefault(cell.top, []).append(cell)
        if cell.right <= left and any(cell.top <= y < cell.bottom for _, y in places):
            columns.setdefault(cell.left, []).append(cell)
    row = max(rows.items(), key=lambda item: (len(item[1]), item[0]), default=(0, []))[1]
    column = max(columns.items(), key=lambda item: (len(item[1]), item[0]), default=(0, []))[1]
    if max(len(row), len(column)) < 2:
        return []
    if len(row) >= len(column):
        return [Lane(_name(cell), cell.left, -inf, cell.right, inf, in_cells=True) for cell in row]
    return [Lane(_name(cell), -inf, cell.top, inf, cell.bottom, in_cells=True) for cell in column]


def _name(cell: Cell) -> str:
    return " ".join(cell.text.split())
