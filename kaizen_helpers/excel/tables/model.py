"""What a repair is made of: the area of a table, the rules of its columns, the questions, the ledger, the checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

__all__ = [
    "Area",
    "Change",
    "Check",
    "Column",
    "Heading",
    "Plan",
    "Refused",
    "RepairQuestion",
    "Repaired",
    "Rule",
    "SheetLike",
    "Step",
    "TableRule",
]

Kind = Literal["text", "kana", "code", "number", "date", "time", "choice"]


class SpanLike(Protocol):
    """A merged range; the last row and column belong to it."""

    @property
    def top(self) -> int: ...
    @property
    def left(self) -> int: ...
    @property
    def bottom(self) -> int: ...
    @property
    def right(self) -> int: ...


class CellLike(Protocol):
    """What a repair has to know of a cell."""

    @property
    def value(self) -> object: ...
    @property
    def formula(self) -> str | None: ...
    @property
    def number_format(self) -> str: ...


class SheetLike(Protocol):
    """What a repair has to know of a sheet: the ``Sheet`` of an opened book, or anything of that shape."""

    @property
    def name(self) -> str:
        """The name of the sheet."""
        ...

    @property
    def cells(self) -> Mapping[tuple[int, int], CellLike]:
        """The cells that hold something, by row and column, from 1."""
        ...

    @property
    def merged(self) -> Sequence[SpanLike]:
        """The merged ranges."""
        ...

    @property
    def hidden_rows(self) -> frozenset[int]:
        """Rows that are not shown."""
        ...

    @property
    def hidden_columns(self) -> frozenset[int]:
        """Columns that are not shown."""
        ...

    def value(self, row: int, column: int) -> object:
        """What the cell holds; None where it is empty."""
        ...

    def address(self, row: int, column: int) -> str:
        """「B5」."""
        ...


@dataclass(frozen=True)
class Rule:
    """What a column holds.

    ``text`` stays as it was typed but for spaces around it; ``kana`` likewise, but half-width kana become full-width;
    ``code`` is digits and signs kept as a text (``digits``: its full length, so that lost leading zeros come back);
    ``number`` is in ``unit``; ``choice`` is one of ``choices``, and what stands behind 「その他：」 goes to the column
    ``other``.
    """

    kind: Kind
    unit: str = ""
    digits: int = 0
    choices: tuple[str, ...] = ()
    other: str = ""
    table: Mapping[str, str] = field(default_factory=dict)
    """The mapping table (対応表) of a text or a choice: spellings in use, and what each of them means."""
    check: str = ""
    """Of a code: the check digit that it carries, 「団体コード」 or 「法人番号」."""
    least: float | None = None
    most: float | None = None
    """Numbers outside are asked: 375 for a temperature is not silently 37.5."""
    not_below: str = ""
    """A column whose value in the same row is never larger or later (決定額 of 申請額, 開始 of 終了)."""


@dataclass(frozen=True)
class TableRule:
    """What holds between the rows."""

    key: tuple[str, ...] = ()
    """The columns that tell one row from another. Two rows with one key are asked."""
    newest: str = ""
    """The date (or time) by which the newest of two such rows is known."""
    no_overlap: tuple[str, str, str] | None = None
    """What can be used by one at a time, and the columns of beginning and end (the end itself is free again)."""


@dataclass(frozen=True)
class Heading:
    """A column of the sheet: the words above it from top to bottom, without the unit, which stands apart."""

    column: int
    path: tuple[str, ...]
    unit: str = ""

    @property
    def name(self) -> str:
        """One name for the column: 「設問2_人数」."""
        return "_".join(self.path)


@dataclass(frozen=True)
class Area:
    """A table in a sheet. Rows and columns count from 1, and the last ones belong to it."""

    top: int
    bottom: int
    header_rows: int
    headings: tuple[Heading, ...]
    header_cells: frozenset[tuple[int, int]]
    doubts: tuple[tuple[int, str], ...] = ()
    """Rows of which only a person can say whether they belong to the table, and the question in Japanese."""
    problems: tuple[str, ...] = ()
    """Why the table cannot be read as it stands, in Japanese."""

    @property
    def first_row(self) -> int:
        """The first row below the header."""
        return self.top + self.header_rows


@dataclass(frozen=True)
class Step:
    """One step of the plan: its name, what it does here (Japanese), the rule of the government's list behind it."""

    name: str
    what_ja: str
    rule: str = ""


@dataclass(frozen=True)
class RepairQuestion:
    """What only a person can decide. ``proposal`` is what most people answer, ``None`` where there is no such thing."""

    key: str
    text_ja: str
    choices: tuple[str, ...] = ()
    proposal: object = None


@dataclass(frozen=True)
class Plan:
    """What would be done to the sheet, and what has to be answered before. Nothing has been changed yet."""

    sheet: SheetLike
    area: Area
    rules: Mapping[str, Rule]
    steps: tuple[Step, ...]
    questions: tuple[RepairQuestion, ...]
    proposed: Mapping[str, Rule] = field(default_factory=dict)
    """A rule for each column that came without one. It counts once a person has agreed."""
    periods: tuple[str, ...] = ()
    """The words side by side (「令和5年度」…) where the table is wide."""
    whole: TableRule = TableRule()
    unit_above: str = ""
    """「千円」 where a note outside the table says so and no heading does."""
    page_rows: frozenset[int] = frozenset()
    """Rows in the table that say the heading once more."""


@dataclass(frozen=True)
class Change:
    """One line of the ledger: the cell, what stood there, what stands there now (``None``: taken out), and why."""

    cell: str
    before: object
    after: object
    step: str
    rule: str
    place: tuple[int, int] = (0, 0)
    removed: bool = False


@dataclass(frozen=True)
class Check:
    """Something that must not change, counted in the sheet and in the result by two different ways."""

    name_ja: str
    before: object
    after: object
    held: bool


@dataclass(frozen=True)
class Column:
    """A column of the result."""

    name: str
    kind: Kind
    unit: str = ""


@dataclass(frozen=True)
class Repaired:
    """The table, with one value a cell; ``None`` is 未回答 and never 0. Every check held."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]
    ledger: tuple[Change, ...]
    checks: tuple[Check, ...]


@dataclass(frozen=True)
class Refused:
    """Nothing was changed. ``reasons`` say in Japanese what stands in the way and what to do next."""

    reasons: tuple[str, ...]
    questions: tuple[RepairQuestion, ...] = field(default=())
