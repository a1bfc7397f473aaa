"""Whether a place of a drawing is still free."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kaizen_helpers.flow.formats.bpmn_document import Bounds

__all__ = ["Room"]

_CELL = 160.0
_MOST_CELLS = 400
"""A lane of 5,000 steps is no obstacle: what would fill more cells is not noted."""


class Room:
    """Rectangles by the cells of a coarse grid, so that a question looks only at what is near."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Bounds]] = defaultdict(list)

    def take(self, bounds: Bounds) -> None:
        """Nothing else may stand here. A line is a rectangle without width or height."""
        for cell in _cells(bounds):
            self._cells[cell].append(bounds)

    def is_free(self, bounds: Bounds) -> bool:
        """Whether nothing that was taken overlaps it."""
        return not any(_overlap(bounds, other) for cell in _cells(bounds) for other in self._cells.get(cell, ()))


def _cells(bounds: Bounds) -> Iterator[tuple[int, int]]:
    left, right = int(bounds.x // _CELL), int((bounds.x + bounds.width) // _CELL)
    top, bottom = int(bounds.y // _CELL), int((bounds.y + bounds.height) // _CELL)
    if (right - left + 1) * (bottom - top + 1) <= _MOST_CELLS:
        yield from ((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))


def _overlap(one: Bounds, other: Bounds) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )
