"""The sheet while it is being filled."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kaizen_helpers.excel.samples.model import CleanTable, Field
from kaizen_helpers.excel.samples.values import shown

__all__ = ["Filling", "Grid", "runs"]


class Grid:
    """Cells, their formats, merged ranges and hidden rows; ``row`` is the next free row."""

    def __init__(self, left: int) -> None:
        self.cells: dict[tuple[int, int], object] = {}
        self.formats: dict[tuple[int, int], str] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden: list[int] = []
        self.row, self.left = 1, left

    def put(self, row: int, column: int, value: object, number_format: str = "") -> None:
        """Write a value; an old one and its format are gone. ``None`` leaves the cell empty."""
        self.cells.pop((row, self.left + column), None)
        self.formats.pop((row, self.left + column), None)
        if value is not None:
            self.cells[row, self.left + column] = value
            if number_format or shown(value):
                self.formats[row, self.left + column] = number_format or shown(value)

    def merge(self, top: int, first: int, bottom: int, last: int) -> None:
        """Merge a range, unless it is one cell."""
        if (top, first) != (bottom, last):
            self.merged.append((top, self.left + first, bottom, self.left + last))


@dataclass
class Filling:
    """What the steps of the dirtying share: the grid, the dice, and what has been done so far."""

    clean: CleanTable
    draw: random.Random
    trap: str
    grid: Grid
    levels: int
    """Rows of the header."""
    amount: float
    """How many of the values are dirty, as a share."""
    thousands: tuple[str, ...] = ()
    """Columns written in 千円."""
    thousands_above: bool = False
    """Whether 「単位：千円」 stands above the table only."""
    units_in_header: frozenset[str] = frozenset()
    drop_hidden: bool = False
    """Whether hidden rows hold what does not belong (and not rows of the table)."""
    dirt: list[str] = field(default_factory=list)
    row_dirt: list[list[str]] = field(default_factory=list)
    where: list[int] = field(default_factory=list)
    """The row of the sheet of each row of the truth."""

    def maybe(self, kind: str, chance: float = 0.5) -> bool:
        """Throw the dice for a kind of dirt, and note it."""
        happens = self.draw.random() < chance
        if happens:
            self.dirt.append(kind)
        return happens

    def scaled(self, value: object, one: Field) -> object:
        """The number as it stands in a column of 千円."""
        return value // 1000 if one.name in self.thousands and isinstance(value, int) else value


def runs(values: Sequence[object]) -> list[tuple[int, int]]:
    """First and last place (from 1) of each run of equal values; ``None`` is no run."""
    return list(_each_run(values))


def _each_run(values: Sequence[object]) -> Iterator[tuple[int, int]]:
    start = 0
    for place in range(1, len(values) + 1):
        if place == len(values) or values[place] != values[start]:
            if values[start] is not None:
                yield start + 1, place
            start = place
