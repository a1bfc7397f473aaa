"""A drawing as shapes and lines, whatever program it is for: what draw.io, Excel and PowerPoint have in common.

Lengths are pixels of 1/96 inch from the upper left corner; one pixel is 9,525 EMU of Office.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from math import hypot

from kaizen_helpers.flow.formats.facts import Facts

__all__ = ["MOST_SHAPES", "Cell", "Form", "Line", "Point", "Shape", "Sketch"]

Point = tuple[float, float]
MOST_SHAPES = 3000
"""Shapes and lines read of one drawing."""


class Form(StrEnum):
    """What a shape looks like. The values of a flow chart mean what JIS X 0121 says."""

    BOX = "box"
    DECISION = "decision"
    TERMINAL = "terminal"
    WAIT = "wait"
    SYSTEM = "system"
    PARALLEL = "parallel"
    SUBPROCESS = "subprocess"
    DOCUMENT = "document"
    STORE = "store"
    """A data base or a ledger: the drum."""
    LANE = "lane"
    """Known to be the frame of a lane (a draw.io swimlane, or our own)."""
    HEAD = "head"
    """Known to be the head of a lane, with its name."""
    TEXT = "text"
    """Words without outline and ground."""
    PICTURE = "picture"
    """A picture or another thing without words that can be read."""


@dataclass(slots=True, eq=False)
class Shape:
    """A shape with its words."""

    key: str
    form: Form
    text: str
    x: float
    """The left edge."""
    y: float
    """The upper edge."""
    width: float
    height: float
    facts: Facts | None = None
    """What we wrote beside it; ``None`` for a shape of somebody else."""
    cell: Point | None = None
    """In a worksheet: the middle, counted in columns and rows."""
    inside: str = ""
    """In draw.io: the key of the container it belongs to."""

    @property
    def middle(self) -> Point:
        """Its centre."""
        return self.x + self.width / 2, self.y + self.height / 2

    def holds(self, point: Point) -> bool:
        """Whether a point lies inside its rectangle."""
        return self.x <= point[0] <= self.x + self.width and self.y <= point[1] <= self.y + self.height

    def distance(self, point: Point) -> float:
        """How far a point lies outside its rectangle; 0 inside."""
        across = max(self.x - point[0], 0.0, point[0] - self.x - self.width)
        down = max(self.y - point[1], 0.0, point[1] - self.y - self.height)
        return hypot(across, down)


@dataclass(slots=True, eq=False)
class Line:
    """A line between two shapes."""

    key: str
    source: str | None
    """The key of the shape its start is glued to."""
    target: str | None
    points: list[Point]
    """From start to end, at least two."""
    start_head: bool = False
    """Whether it has an arrow head where it starts."""
    end_head: bool = True
    text: str = ""
    facts: Facts | None = None
    label: Shape | None = None
    """For writing: the place of its text."""
    sites: tuple[int, int] = (2, 0)
    """For writing: the sides where it is glued, 0 upper, 1 left, 2 lower, 3 right."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the worksheet with text: from (column, row) up to, not including, (column, row)."""

    text: str
    left: int
    top: int
    right: int
    bottom: int


@dataclass(slots=True)
class Sketch:
    """One drawing."""

    width: float = 0.0
    height: float = 0.0
    shapes: list[Shape] = field(default_factory=list)
    """From the back to the front."""
    lines: list[Line] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    left_out: int = 0
    """Shapes that were only counted, because there are more than can be read."""
    title: str = ""
    """The name of the sheet or page, where the drawing itself has none."""
