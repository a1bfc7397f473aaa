"""The pieces of a laid-out picture in pixels, and the sizes all of them are made from."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from kaizen_helpers.flow.grid import Shape

__all__ = ["Box", "Label", "LaneBand", "Layout", "Wire", "end_of_side"]

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
"""How far the pointed sides of a decision reach in."""
TRACK = 13.0
"""Distance of two arrows in a gutter."""
PORT = 15.0
"""Distance of two arrows at a box."""
MARGIN = 12.0


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
        if self.shape is Shape.DECISION:
            return CUT
        return 0.0 if self.shape is Shape.TASK else self.height / 2


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
    """A lane: the lines of its name, and its left and right border."""

    lines: tuple[str, ...]
    left: float
    right: float


@dataclass(slots=True)
class Layout:
    """The whole picture in pixels."""

    width: float = 0.0
    height: float = 0.0
    head_top: float = 0.0
    head_bottom: float = 0.0
    title_lines: tuple[str, ...] = ()
    lanes: list[LaneBand] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    wires: list[Wire] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    not_drawn: int = 0


def end_of_side(box: Box, *, across: bool, at: float, towards: int) -> float:
    """Where an arrow meets the outline of a box.

    ``at`` is the y of an arrow that comes across, or the x of one that comes down; ``towards`` is the
    side of the box: -1 left or upper, +1 right or lower.
    """
    if across:
        off = min(abs(at - box.y), box.height / 2)
        return box.x + towards * (box.width / 2 - _side_inset(box, off))
    off = abs(at - box.x)
    flat = box.width / 2 - box.inset
    if off <= flat or box.inset == 0:
        return box.y + towards * box.height / 2
    over = min(off - flat, box.inset)
    if box.shape is Shape.DECISION:
        return box.y + towards * box.height / 2 * (1 - over / box.inset)
    return box.y + towards * math.sqrt(max(0.0, box.inset**2 - over**2))


def _side_inset(box: Box, off: float) -> float:
    if box.shape is Shape.TASK:
        return 0.0
    if box.shape is Shape.DECISION:
        return CUT * off / (box.height / 2)
    return box.inset - math.sqrt(max(0.0, box.inset**2 - off**2))
