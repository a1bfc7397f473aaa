"""Which shapes a line joins, which way it goes, and which words are its condition.

A glued end is certain. A loose end belongs to the shape whose outline is nearest, or, where it ends on another line, to
what that line joins (people merge arrows, flow.md §2.2). All that had to be guessed is kept, to be asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import hypot, inf

from kaizen_helpers.flow.formats.sketch import Form, Line, Point, Shape, Sketch

__all__ = ["Tie", "tie_lines"]

_SURE = 12.0
"""An end so near to an outline is meant to touch it."""
_REACH = 48.0
"""Farther away nothing is taken for the end of a line."""
_ON_A_LINE = 9.0
_LABEL_REACH = 36.0


@dataclass(slots=True)
class Tie:
    """A line between two shapes, in its direction."""

    line: Line
    source: str | None
    target: str | None
    words: str = ""
    """Its condition."""
    loose: list[str] = field(default_factory=list)
    """The keys of shapes that are only near its ends."""
    undirected: bool = False
    """It has no arrow head, or one at each end."""
    doubtful: list[str] = field(default_factory=list)
    """Words near it that might as well be those of another line."""


def tie_lines(sketch: Sketch) -> tuple[list[Tie], set[str]]:
    """(every line that joins something, the keys of the text boxes that were taken for conditions)."""
    nodes = _ends_of_lines(sketch)
    keys = {shape.key for shape in nodes}
    ties = [_tie(line, nodes, keys) for line in sketch.lines if not _is_rule(line, sketch, keys)]
    _follow_joins(ties)
    for tie in ties:
        _direct(tie)
    return ties, _give_words(sketch, ties)


def _ends_of_lines(sketch: Sketch) -> list[Shape]:
    """The shapes a line can end at: not the frame of a lane, not a picture, and words only where a line is glued."""
    glued = {key for line in sketch.lines for key in (line.source, line.target) if key is not None}
    shapes = [shape for shape in sketch.shapes if shape.form not in {Form.LANE, Form.HEAD, Form.PICTURE}]
    solid = [shape for shape in shapes if shape.form is not Form.TEXT]
    around = _containers(solid) - glued
    return [
        shape
        for shape in shapes
        if shape.key in glued or (shape.form is not Form.TEXT and shape.key not in around and not _is_note(shape))
    ]


def _is_note(shape: Shape) -> bool:
    return shape.facts is not None and shape.facts.role in {"flow", "rest", "condition"}


def _containers(shapes: Sequence[Shape]) -> set[str]:
    """Shapes around the middle of a clearly smaller one."""
    ordered = sorted(shapes, key=lambda shape: shape.middle[0])
    found = set()
    for outer in shapes:
        size = outer.width * outer.height / 1.5
        for inner in ordered:
            x, y = inner.middle
            if x > outer.x + outer.width:
                break
            if x >= outer.x and outer.y <= y <= outer.y + outer.height and inner.width * inner.height < size:
                found.add(outer.key)
                break
    return found


def _is_rule(line: Line, sketch: Sketch, keys: set[str]) -> bool:
    """A ruled line, drawn to part lanes: straight, without a head, nearly as long as the drawing."""
    if line.start_head or line.end_head or line.source in keys or line.target in keys or line.facts is not None:
        return False
    (x0, y0), (x1, y1) = line.points[0], line.points[-1]
    across, down = abs(x1 - x0), abs(y1 - y0)
    return (down <= 2 and across >= 0.6 * sketch.width) or (across <= 2 and down >= 0.6 * sketch.height)


# --- ends ----------------------------------------------------------------------------------------


def _tie(line: Line, nodes: Sequence[Shape], keys: set[str]) -> Tie:
    tie = Tie(line, line.source if line.source in keys else None, line.target if line.target in keys else None)
    for end in ("source", "target"):
        if getattr(tie, end) is None:
            other = tie.target if end == "source" else tie.source
            point = line.points[0 if end == "source" else -1]
            near = _nearest([shape for shape in nodes if shape.key != other], point)
            if near is not None:
                setattr(tie, end, near[0])
                if near[1]:
                    tie.loose.append(near[0])
    return tie


def _nearest(nodes: Sequence[Shape], point: Point) -> tuple[str, bool] | None:
    """(the shape whose outline is nearest, whether that is doubtful); ``None`` where none is near."""
    found = sorted((_from_outline(shape, point), shape.key) for shape in nodes if shape.distance(point) <= _REACH)
    if not found or found[0][0] > _REACH:
        return None
    doubtful = found[0][0] > _SURE or (len(found) > 1 and found[1][0] - found[0][0] < 4)
    return found[0][1], doubtful


def _from_outline(shape: Shape, point: Point) -> float:
    outside = shape.distance(point)
    if outside:
        return outside
    x, y = point
    # Inside: an arrow may be drawn into a box, up to its middle, and still be meant for it.
    inside = min(x - shape.x, shape.x + shape.width - x, y - shape.y, shape.y + shape.height - y)
    return 0.0 if shape.width * shape.height < 60_000 else inside


def _follow_joins(ties: Sequence[Tie]) -> None:
    """An arrow that ends on another arrow goes where that one goes; one that begins on another comes from its start."""
    for _ in range(3):
        changed = False
        for tie in ties:
            for end in ("source", "target"):
                if getattr(tie, end) is not None:
                    continue
                point = tie.line.points[0 if end == "source" else -1]
                other = next(
                    (it for it in ties if it is not tie and _to_line(point, it.line.points) <= _ON_A_LINE), None
                )
                if other is not None and getattr(other, end) is not None:
                    setattr(tie, end, getattr(other, end))
                    tie.loose.append(getattr(other, end))
                    changed = True
        if not changed:
            return


def _direct(tie: Tie) -> None:
    """Turn a line whose only head is at its start."""
    line = tie.line
    if line.start_head and not line.end_head:
        tie.source, tie.target = tie.target, tie.source
        line.points = line.points[::-1]
        line.start_head, line.end_head = False, True
    tie.undirected = line.start_head == line.end_head


# --- words ---------------------------------------------------------------------------------------


def _give_words(sketch: Sketch, ties: Sequence[Tie]) -> set[str]:
    """Give each text box near a line to it: our own to the line they were written for, others to the nearest."""
    ours = {key: tie for tie in ties if (key := _way(tie)) is not None}
    used: set[str] = set()
    words: dict[int, list[Shape]] = {}
    for shape in sketch.shapes:
        if shape.form is not Form.TEXT or not shape.text.strip() or (shape.facts and shape.facts.role != "condition"):
            continue
        if any(shape.key in {tie.source, tie.target} for tie in ties):
            continue
        tie = None
        if shape.facts is not None:
            tie = ours.get((shape.facts.values.get("from"), shape.facts.values.get("way")))
        if tie is None:
            tie = _beside(shape, ties)
        if tie is not None:
            used.add(shape.key)
            words.setdefault(id(tie), []).append(shape)
    for tie in ties:
        texts = [tie.line.text, *(shape.text for shape in words.get(id(tie), []))]
        tie.words = "\n".join(text.strip() for text in texts if text.strip())
    return used


def _way(tie: Tie) -> tuple[object, object] | None:
    """What our own condition says of the line it belongs to."""
    facts = tie.line.facts
    if facts is None or facts.role != "way":
        return None
    ways = facts.values.get("ways")
    first = ways[0][0] if isinstance(ways, list) and ways and isinstance(ways[0], list) and ways[0] else None
    return (facts.values.get("from"), first) if isinstance(first, int) else None


def _beside(shape: Shape, ties: Sequence[Tie]) -> Tie | None:
    """The line nearest to the words; one that parts is preferred, and of two the one that starts nearer."""
    x, y = shape.middle
    ways: dict[str | None, int] = {}
    for tie in ties:
        ways[tie.source] = ways.get(tie.source, 0) + 1
    found: list[tuple[float, int]] = []
    for index, tie in enumerate(ties):
        away = _rectangle_to_line(shape, tie.line.points)
        if away <= _LABEL_REACH:
            start = tie.line.points[0]
            parts = 0.0 if ways[tie.source] > 1 else 12.0
            found.append((away + parts + 0.05 * hypot(start[0] - x, start[1] - y), index))
    if not found:
        return None
    found.sort()
    best = ties[found[0][1]]
    if len(found) > 1 and found[1][0] - found[0][0] < 3 and ties[found[1][1]].target != best.target:
        best.doubtful.append(shape.text)
    return best


def _rectangle_to_line(shape: Shape, points: Sequence[Point]) -> float:
    """How far a line passes from a text box; 0 where it runs through it."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    if (
        min(xs) - _LABEL_REACH > shape.x + shape.width
        or max(xs) + _LABEL_REACH < shape.x
        or min(ys) - _LABEL_REACH > shape.y + shape.height
        or max(ys) + _LABEL_REACH < shape.y
    ):
        return inf  # most lines are far from most words
    on_the_way = [
        (x0 + (x1 - x0) * n / 8, y0 + (y1 - y0) * n / 8) for (x0, y0), (x1, y1) in pairwise(points) for n in range(9)
    ]
    return min(_to_line(shape.middle, points), *(shape.distance(point) for point in on_the_way))


def _to_line(point: Point, points: Sequence[Point]) -> float:
    """How far a point lies from a line of straight pieces."""
    return min(_to_piece(point, one, other) for one, other in pairwise(points))


def _to_piece(point: Point, one: Point, other: Point) -> float:
    dx, dy = other[0] - one[0], other[1] - one[1]
    length = dx * dx + dy * dy
    part = 0.0 if not length else ((point[0] - one[0]) * dx + (point[1] - one[1]) * dy) / length
    part = min(1.0, max(0.0, part))
    return hypot(point[0] - one[0] - part * dx, point[1] - one[1] - part * dy)
