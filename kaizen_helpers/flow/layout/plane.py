"""The arranged flow on the page: lanes side by side with time running down, or lanes stacked with time running right.

Everything before this module speaks of lanes and time; everything after it of x and y. So no rule of routing, sizes
or placing is written twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kaizen_helpers.flow.layout.grid import Grid
from kaizen_helpers.flow.layout.paths import Point

__all__ = ["Direction", "Plane", "on_the_page"]

Direction = Literal["TB", "LR"]
"""TB: lanes side by side, time runs down. LR: lanes above one another, time runs to the right."""


@dataclass(frozen=True, slots=True)
class Plane:
    """Cells and ways in x (axis 0) and y (axis 1)."""

    grid: Grid
    time: int
    """The axis of time: 1 in TB, 0 in LR."""
    cells: list[tuple[int, int]]
    """For each node its column and row on the page."""
    counts: tuple[int, int]
    """How many columns and rows there are."""
    routes: list[list[Point]]

    def has_border(self, axis: int, gap: int) -> bool:
        """Whether two lanes meet in this gutter."""
        lanes = self.grid.column_lane
        return axis != self.time and 0 < gap < len(lanes) and lanes[gap - 1] != lanes[gap]


def on_the_page(grid: Grid, routes: list[list[Point]], direction: Direction) -> Plane:
    """Turn the plane of lanes and time into that of the page."""
    if direction == "TB":
        cells = [(node.column, node.row) for node in grid.nodes]
        return Plane(grid, 1, cells, (len(grid.column_lane), grid.rows), routes)
    cells = [(node.row, node.column) for node in grid.nodes]
    turned = [[(y, x) for x, y in route] for route in routes]
    return Plane(grid, 0, cells, (grid.rows, len(grid.column_lane)), turned)
