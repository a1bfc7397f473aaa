"""A form as data: single entries and tables. Workbooks, printed pages and Word documents are made from it.

The same form is filled on paper, in Excel or in a panel, and read back by the library: see ``values`` and ``reading``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = ["Entry", "Filled", "Form", "Grid", "Kind", "Problem", "Value", "Values"]

Kind = Literal["text", "number", "date", "choice", "yes"]
Value = Any
"""``str``, ``int``, ``float``, ``datetime.date``, ``bool`` or ``None``, by the kind of the entry."""
Values = Mapping[str, Any]
"""By key: a value for an entry, a list of rows (column key → value) for a grid."""

_KINDS = ("text", "number", "date", "choice", "yes")


@dataclass(frozen=True)
class Entry:
    """One thing to fill in, or one column of a :class:`Grid`."""

    key: str
    """ASCII, for code."""
    label: str
    """What people read beside it, or above the column; also how it is found again in a workbook."""
    kind: Kind = "text"
    note: str = ""
    """How to fill it in, in a few words."""
    unit: str = ""
    """Of a number: 「分」「件」「円」; what is typed in another unit of time is converted."""
    choices: tuple[str, ...] = ()
    required: bool = False
    lines: int = 1
    """Height on paper and in the workbook."""
    past: bool = False
    """Of a date: it was; a day without a year is the last such day, not the next."""

    def __post_init__(self) -> None:
        if self.kind not in _KINDS or (self.kind == "choice") != bool(self.choices):
            raise ValueError(f"entry {self.key!r}: kind and choices do not agree")
        if not re.fullmatch(r"[a-z][a-z0-9_]*", self.key):
            raise ValueError(f"entry {self.key!r}: the key is not snake_case ASCII")

    @property
    def heading(self) -> str:
        """The label with the unit: 「1件の分（分）」."""
        return f"{self.label}（{self.unit}）" if self.unit and self.unit not in self.label else self.label


@dataclass(frozen=True)
class Grid:
    """A table that people fill row by row."""

    key: str
    label: str
    columns: tuple[Entry, ...]
    note: str = ""
    rows: int = 5
    """Blank rows that are offered."""


@dataclass(frozen=True)
class Form:
    """A whole form. ``name`` is what it is called everywhere, at most 31 characters (a sheet's name)."""

    name: str
    parts: tuple[Entry | Grid, ...]
    note: str = ""
    """What it is for and who fills it in; stands above."""

    def __post_init__(self) -> None:
        sheets = [self.name, *(grid.label for grid in self.grids)]
        if any(re.search(r"[\[\]:*?/\\]", name) or not 0 < len(name) <= 31 for name in sheets):
            raise ValueError(f"form {self.name!r}: a name cannot be the name of a sheet")
        for names in ([part.key for part in self.parts], sheets, [entry.label for entry in self.entries]):
            if len(set(names)) != len(names):
                raise ValueError(f"form {self.name!r}: a name stands twice")

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The single entries, in order."""
        return tuple(part for part in self.parts if isinstance(part, Entry))

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The tables, in order."""
        return tuple(part for part in self.parts if isinstance(part, Grid))


@dataclass(frozen=True)
class Problem:
    """What could not be read: where, and what to write instead."""

    where: str
    message_ja: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message_ja}" if self.where else self.message_ja


@dataclass(frozen=True)
class Filled:
    """A form that was read: every key of the form is in ``values`` (``None`` or ``[]`` where nothing was written)."""

    values: dict[str, Any]
    problems: tuple[Problem, ...] = ()
    """What is there but could not be read; its value is None."""
    notes: tuple[Problem, ...] = ()
    """What was read in another way than it was typed: 「約30分」 as 30."""
    missing: tuple[str, ...] = field(default=())
    """Labels of required entries that are blank."""
