"""Drafts of files before they are written: a sheet as cells and looks, so that a defect can be put in by hand.

Nothing here comes from the checker. What a case expects is written by the one who puts the defect in.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

__all__ = [
    "ROLES_OF_NUMBERS",
    "Case",
    "Column",
    "Draft",
    "Expected",
    "Look",
    "Maker",
    "Place",
    "Sheet",
    "address",
    "draft_of",
    "expect",
    "letters",
    "plain",
]

Place = tuple[int, int]
Kind = Literal["xlsx", "csv", "pdf", "docx", "pptx", "png"]
ROLES_OF_NUMBERS = ("amount", "count", "measure")


def letters(column: int) -> str:
    """「A」 for 1."""
    name = ""
    while column:
        column, left = divmod(column - 1, 26)
        name = chr(65 + left) + name
    return name


def address(place: Place) -> str:
    """「B5」 for (5, 2)."""
    return f"{letters(place[1])}{place[0]}"


@dataclass(frozen=True)
class Look:
    """How a cell is dressed."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    colour: str = ""
    fill: str = ""
    format: str = ""
    wrap: bool = False
    align: str = ""
    border: bool = False
    size: int = 0


Maker = Callable[[random.Random, int], object]


@dataclass(frozen=True)
class Column:
    """A column of a base table: its heading, what it is for the defects, and how its values come about."""

    head: str
    role: str
    """「code」「muni」「person」「org」「place」「address」「phone」「amount」「count」「measure」「choice」「date」「text」「remark」…"""
    make: Maker
    format: str = ""
    width: float = 12.0


@dataclass
class Sheet:
    """One sheet: cells by place, columns as they were meant, and all that lies on top."""

    name: str
    columns: list[Column]
    cells: dict[Place, object] = field(default_factory=dict)
    looks: dict[Place, Look] = field(default_factory=dict)
    formulas: dict[Place, str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    objects: list[tuple[str, Place]] = field(default_factory=list)
    """「画像」「グラフ」「図形」 and the cell under the corner."""
    extras: set[str] = field(default_factory=set)
    """「filter」「freeze」「list」「comment」「table」「link」「outline」: things that are no defect."""
    head: int = 1
    """The row of the headings."""

    @property
    def last(self) -> int:
        """The last row with a value."""
        return max((row for row, _ in self.cells), default=0)

    @property
    def width(self) -> int:
        """The last column with a value."""
        return max((column for _, column in self.cells), default=0)

    @property
    def body(self) -> range:
        """The rows below the headings."""
        return range(self.head + 1, self.last + 1)

    def of(self, *roles: str) -> list[int]:
        """The numbers of the columns that have one of these roles."""
        return [number for number, one in enumerate(self.columns, 1) if one.role in roles]

    def pick(self, draw: random.Random, *roles: str) -> int:
        """One column of these roles; a defect asks only for what its base has."""
        found = self.of(*roles)
        if not found:
            raise LookupError(f"{self.name}: no column {roles}")
        return draw.choice(found)

    def row(self, draw: random.Random) -> int:
        """Any row of the body."""
        return draw.choice(list(self.body))

    def some(self, draw: random.Random, least: int, most: int) -> list[int]:
        """Some rows of the body, in order."""
        rows = list(self.body)
        return sorted(draw.sample(rows, min(len(rows), draw.randint(least, most))))

    def put(self, row: int, column: int, value: object) -> Place:
        """Write a value; ``None`` empties the cell."""
        if value is None:
            self.cells.pop((row, column), None)
        else:
            self.cells[row, column] = value
        return row, column

    def get(self, row: int, column: int) -> object:
        return self.cells.get((row, column))

    def dress(self, places: Iterable[Place], **what: object) -> list[Place]:
        """Change the look of cells."""
        done = list(places)
        for place in done:
            self.looks[place] = replace(self.looks.get(place, Look()), **what)  # type: ignore[arg-type]
        return done

    def down(self, at: int, by: int = 1) -> None:
        """Push everything from this row on downwards."""
        self._move(lambda place: (place[0] + by, place[1]) if place[0] >= at else place)
        if at <= self.head:
            self.head += by

    def right(self, at: int, by: int = 1) -> None:
        """Push everything from this column on to the right."""
        self._move(lambda place: (place[0], place[1] + by) if place[1] >= at else place)
        self.widths = {column + by if column >= at else column: size for column, size in self.widths.items()}
        for _ in range(by):
            self.columns.insert(at - 1, Column("", "none", lambda _draw, _row: None))

    def _move(self, where: Callable[[Place], Place]) -> None:
        self.cells = {where(place): value for place, value in self.cells.items()}
        self.looks = {where(place): look for place, look in self.looks.items()}
        self.formulas = {where(place): text for place, text in self.formulas.items()}

    def add(self, column: Column, draw: random.Random) -> int:
        """A further column at the right end."""
        self.columns.append(column)
        number = len(self.columns)
        fill_column(self, number, column, draw)
        return number

    def redo(self, number: int, column: Column, draw: random.Random) -> int:
        """Another column in the place of this one."""
        self.columns[number - 1] = column
        for place in [place for place in self.cells if place[1] == number]:
            del self.cells[place]
        for place in [place for place in self.looks if place[1] == number and place[0] > self.head]:
            del self.looks[place]
        fill_column(self, number, column, draw, self.last)
        return number

    def grid(self) -> Iterator[list[object]]:
        """The values row by row, for a text file."""
        width = self.width
        for row in range(1, self.last + 1):
            yield [self.cells.get((row, column)) for column in range(1, width + 1)]


@dataclass
class Draft:
    """A file that is going to be written."""

    stem: str
    kind: Kind
    sheets: list[Sheet]
    encoding: str = "cp932"
    """Of a text file: 「cp932」「utf-8」「utf-8-sig」."""
    writer: Literal["xlsxwriter", "openpyxl"] = "xlsxwriter"
    purpose: Literal["提供用", "作業用"] = "提供用"
    earlier: Draft | None = None
    raw: set[int] = field(default_factory=set)
    """Rows of a text file that are written without any quotation marks."""
    quote_all: bool = False

    @property
    def data(self) -> Sheet:
        """The sheet that the case is about."""
        return self.sheets[0]

    @property
    def described(self) -> bool:
        """Whether the file explains its columns itself."""
        return any("explains" in sheet.extras for sheet in self.sheets)

    @property
    def sheet_name(self) -> str:
        """What a finding calls the sheet; empty where that is for the checker to choose (a text file has no sheets)."""
        return self.data.name if self.kind == "xlsx" else ""


@dataclass(frozen=True)
class Expected:
    """What a check has to find: of each group of cells at least one."""

    rule: str
    sheet: str
    groups: tuple[frozenset[Place], ...]
    certainties: frozenset[str]


@dataclass(frozen=True)
class Case:
    """A file and what is right to say of it."""

    id: str
    rule: str
    bad: bool
    draft: Draft
    expected: tuple[Expected, ...] = ()
    also: frozenset[str] = frozenset()
    """Rules that may be named as well, because the defect brings them along or the reference leaves it open."""

    @property
    def labels(self) -> frozenset[str]:
        """The rules of which a finding is right."""
        return frozenset(one.rule for one in self.expected if "違反" in one.certainties)


def expect(
    draft: Draft,
    rule: str,
    groups: Iterable[Place | Iterable[Place]] = (),
    *,
    sure: Literal["違反", "要確認", "either"] = "違反",
) -> Expected:
    """A place alone is a group of one cell."""
    made = [
        frozenset([one]) if isinstance(one, tuple) and one and isinstance(one[0], int) else frozenset(one)
        for one in groups
    ]
    certainties = frozenset({"違反", "要確認"}) if sure == "either" else frozenset({sure})
    return Expected(rule, draft.sheet_name, tuple(made), certainties)  # type: ignore[arg-type]


def fill_column(sheet: Sheet, number: int, column: Column, draw: random.Random, last: int = 0) -> None:
    """Heading, values and number formats of one column."""
    last = last or sheet.last
    sheet.put(sheet.head, number, column.head)
    sheet.widths[number] = column.width
    if (sheet.head, 1) in sheet.looks:
        sheet.looks[sheet.head, number] = sheet.looks[sheet.head, 1]
    for row in range(sheet.head + 1, last + 1):
        sheet.put(row, number, column.make(draw, row - sheet.head))
        if column.format:
            sheet.dress([(row, number)], format=column.format)


def draft_of(
    stem: str,
    name: str,
    columns: Sequence[Column],
    rows: int,
    draw: random.Random,
    explain: Callable[[Sheet], list[Sheet]],
) -> Draft:
    """A clean file of these columns; half of the headings are bold on a colour, as people like them."""
    sheet = Sheet(name, list(columns))
    if draw.random() < 0.5:
        fill = draw.choice(["", "D9E1F2", "E2EFDA", "FFF2CC"])
        sheet.dress([(1, number) for number in range(1, len(columns) + 1)], bold=True, fill=fill, align="center")
    for number, column in enumerate(columns, 1):
        fill_column(sheet, number, column, draw, rows + 1)
    sheet.extras = {one for one in ("filter", "freeze") if draw.random() < 0.3}
    kind: Kind = "csv" if draw.random() < 0.3 else "xlsx"
    draft = Draft(stem, kind, [sheet], encoding=draw.choice(["cp932", "utf-8", "utf-8-sig"]))
    draft.writer = draw.choice(["xlsxwriter", "xlsxwriter", "openpyxl"])
    if kind == "xlsx" and draw.random() < 0.6:
        draft.sheets += explain(sheet)
    return draft


def plain(draft: Draft, kind: Literal["xlsx", "csv"], encoding: str = "") -> Draft:
    """The same as a workbook or as a text file."""
    draft.kind = kind
    draft.encoding = encoding or draft.encoding
    if kind == "csv":
        del draft.sheets[1:]
    return draft
