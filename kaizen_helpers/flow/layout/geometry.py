"""The pieces of a laid-out picture in pixels, and the sizes all of them are made from."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from kaizen_helpers.flow.layout.grid import Shape

__all__ = ["Box", "Cut", "Label", "LaneBand", "Layout", "Wire", "end_of_side"]

FONT = 13.0
LINE = 1.35
"""Line height in em."""
LABEL_FONT = 12.0
MARK_FONT = 11.0
HEAD_FONT = 14.0
TITLE_FONT = 15.0
BADGE = 27.0
"""Room at the left of a box for its number."""
CUT = 13.0
"""How far the pointed sides of a decision or a parallel gateway reach in."""
ROUND = 14.0
"""Radius of the corners of a wait."""
TRACK = 13.0
"""Distance of two arrows in a gutter."""
PORT = 15.0
"""Distance of two arrows at a box."""
MARGIN = 12.0
POINTED = frozenset({Shape.DECISION, Shape.PARALLEL})
"""Drawn with a point at the left and at the right."""
_OVAL = frozenset({Shape.START, Shape.END, Shape.MISSING})


@dataclass(slots=True)
class Box:
    """A node with its place: centre, size and the lines of text inside it."""

    shape: Shape
    number: int | None
    lines: tuple[str, ...]
    text: str
    mark: str = ""
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0

    @property
    def left(self) -> float:
        """The left edge."""
        return self.x - self.width / 2

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.y - self.height / 2

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width / 2

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height / 2

    @property
    def inset(self) -> float:
        """How far the outline draws in from the rectangle at its sides."""
        if self.shape in POINTED:
            return CUT
        if self.shape is Shape.WAIT:
            return min(ROUND, self.height / 2)
        return self.height / 2 if self.shape in _OVAL else 0.0


@dataclass(slots=True)
class Wire:
    """An arrow: the corner points from source to target."""

    source: int
    target: int
    points: list[tuple[float, float]]


@dataclass(slots=True)
class Label:
    """A condition on its arrow: middle and size of its white ground."""

    wire: int
    lines: tuple[str, ...]
    text: str
    x: float
    y: float
    width: float
    height: float


@dataclass(slots=True)
class LaneBand:
    """A lane: the lines of its name, the rectangle of the whole band, and that of its head (the name) inside it."""

    lines: tuple[str, ...]
    left: float
    right: float
    top: float = 0.0
    bottom: float = 0.0
    head_left: float = 0.0
    head_right: float = 0.0
    head_top: float = 0.0
    head_bottom: float = 0.0


@dataclass(slots=True)
class Layout:
    """The whole picture in pixels."""

    width: float = 0.0
    height: float = 0.0
    head_top: float = 0.0
    """The upper edge of the lanes."""
    head_bottom: float = 0.0
    """Where the names of the lanes end: below them (TB); with names at the left (LR) it equals ``head_top``."""
    title_lines: tuple[str, ...] = ()
    lanes: list[LaneBand] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    wires: list[Wire] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    not_drawn: int = 0
    direction: str = "TB"
    """ "TB": lanes side by side, time runs down. "LR": lanes above one another, time runs to the right."""
    gutters: list[tuple[float, float]] = field(default_factory=list)
    """Start and end, in the direction of time, of the gutter before each row of boxes and after the last."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a page ends: a place along time (y in TB, x in LR), and the arrows that go on over it."""

    at: float
    wires: tuple[tuple[int, float], ...]
    """(index of the arrow, place across time), from left to right or from top to bottom."""


def end_of_side(box: Box, *, across: bool, at: float, towards: int) -> float:
    """Where an arrow meets the outline of a box.

    ``at`` is the y of an arrow that comes across, or the x of one that comes down; ``towards`` is the
    side of the box: -1 left or upper, +1 right or lower.
    """
    inset = box.inset
    if across:
        off = min(abs(at - box.y), box.height / 2)
        return box.x + towards * (box.width / 2 - _inset_across(box, inset, off))
    over = min(abs(at - box.x) - (box.width / 2 - inset), inset)
    if over <= 0 or inset == 0:
        return box.y + towards * box.height / 2
    if box.shape in POINTED:
        return box.y + towards * box.height / 2 * (1 - over / inset)
    return box.y + towards * (box.height / 2 - inset + math.sqrt(max(0.0, inset**2 - over**2)))


def _inset_across(box: Box, inset: float, off: float) -> float:
    if box.shape in POINTED:
        return inset * off / (box.height / 2)
    over = off - (box.height / 2 - inset)
    return inset - math.sqrt(max(0.0, inset**2 - over**2)) if over > 0 else 0.0
