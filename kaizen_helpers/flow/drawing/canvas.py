"""A picture as a short list of plain shapes: rectangles, paths, circles and lines of text.

Every drawing of a flow is made of these, and every format is written from them: SVG by
:mod:`kaizen_helpers.flow.drawing.svg`, PNG and PDF by :mod:`kaizen_helpers.flow.drawing.picture`. So the formats cannot
differ in what they show. Lengths are in the picture's own unit, y runs down, as in SVG.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

__all__ = [
    "GREY",
    "INK",
    "PAPER",
    "Circle",
    "Group",
    "Item",
    "Path",
    "Picture",
    "Rect",
    "Style",
    "Text",
    "joined",
    "texts_of",
]

INK = "#1f2933"
GREY = "#8792a0"
PAPER = "#fff"


@dataclass(frozen=True, slots=True)
class Style:
    """How an outline and its inside look."""

    fill: str = ""
    """A colour as #rgb or #rrggbb; empty for none."""
    stroke: str = ""
    width: float = 1.0
    dash: tuple[float, ...] = ()
    """Lengths of dashes and gaps; empty for a whole line."""
    round: bool = False
    """Whether the ends of lines are round."""


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle; ``radius`` rounds its corners."""

    x: float
    y: float
    width: float
    height: float
    style: Style
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle around (x, y)."""

    x: float
    y: float
    radius: float
    style: Style


@dataclass(frozen=True, slots=True)
class Path:
    """Lines and curves: steps of a letter (M, L, Q, C or Z as in SVG, absolute) and its coordinates."""

    steps: tuple[tuple[str, tuple[float, ...]], ...]
    style: Style


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; (x, y) is on its base line, ``size`` is one em."""

    text: str
    x: float
    y: float
    size: float
    anchor: str = "middle"
    """``start``, ``middle`` or ``end``: which part of the line is at x."""
    bold: bool = False
    fill: str = INK


@dataclass(frozen=True, slots=True)
class Group:
    """Shapes that belong together: made ``scale`` times as large, then moved by (dx, dy).

    ``title`` is what a screen reader, or the pointer resting on it, tells about the whole.
    """

    items: tuple[Item, ...]
    title: str = ""
    dx: float = 0.0
    dy: float = 0.0
    scale: float = 1.0


Item: TypeAlias = Rect | Circle | Path | Text | Group


@dataclass(frozen=True, slots=True)
class Picture:
    """A whole picture with its text alternative."""

    width: float
    height: float
    items: tuple[Item, ...]
    title: str
    description: str
    millimetres: float = 0.0
    """How many millimetres on paper one unit is; 0 for a picture on the screen, where it is a pixel."""


def joined(points: Iterable[tuple[float, float]], style: Style, *, close: bool = False) -> Path:
    """Straight lines from point to point."""
    steps = [("L" if n else "M", point) for n, point in enumerate(points)]
    return Path((*steps, ("Z", ())) if close else tuple(steps), style)


def texts_of(items: Sequence[Item]) -> Iterator[Text]:
    """Every line of text, in the order drawn."""
    for item in items:
        if isinstance(item, Text):
            yield item
        elif isinstance(item, Group):
            yield from texts_of(item.items)
