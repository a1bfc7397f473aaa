"""An opened workbook: plain values in rows, and beside them what the eye sees (styles, merged cells, pictures).

Values lie in rows, not in one object a cell, so that a sheet of two million cells fits into a small PC.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

__all__ = ["Book", "Cell", "CsvFacts", "Drawing", "Sheet", "Span", "Style", "address", "column_letters"]

FileKind = Literal["xlsx", "xls", "csv"]


def column_letters(column: int) -> str:
    """「A」 for 1, 「AA」 for 27."""
    letters = ""
    while column:
        column, left = divmod(column - 1, 26)
        letters = chr(65 + left) + letters
    return letters


def address(row: int, column: int) -> str:
    """「B5」 for row 5, column 2; both count from 1."""
    return f"{column_letters(column)}{row}"


class Span(NamedTuple):
    """A range; rows and columns count from 1, and the last ones belong to it."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        first, last = address(self.top, self.left), address(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"


@dataclass(frozen=True)
class Style:
    """How a cell looks. Colours are 「RRGGBB」, or empty where nobody chose one (automatic, no fill)."""

    number_format: str = "General"
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    colour: str = ""
    fill: str = ""
    size: float = 0.0
    """Points; 0 where the file does not say."""
    horizontal: str = ""
    """「left」「center」「right」…; empty for what Excel does by itself."""
    wrap: bool = False
    borders: str = ""
    """The sides that have a line, of 「tblr」 (top, bottom, left, right)."""


PLAIN = Style()


class Cell(NamedTuple):
    """One cell as a caller asks for it; the sheet does not keep these."""

    value: object
    formula: str | None
    style: Style

    @property
    def number_format(self) -> str:
        """The 表示形式: 「General」「#,##0;▲#,##0」…."""
        return self.style.number_format


@dataclass(frozen=True)
class Drawing:
    """Something that lies on the cells: kind is 「画像」「図形」「グラフ」 or 「その他」."""

    kind: str
    row: int
    """Row and column of its top left corner, from 1."""
    column: int


@dataclass(frozen=True)
class Sheet:
    """One sheet. Rows and columns count from 1 in every method; ``rows[0]`` is row 1, ``rows[0][0]`` its column A.

    ``rows`` are ragged: cells without a value at the end of a row, and such rows at the end of the sheet, are left
    out. A value is ``str``, ``int``, ``float``, ``bool``, ``date``, ``datetime``, ``time``, ``timedelta`` or ``None``
    (empty; an empty text counts as ``None``). An error of Excel is the text it shows (「#REF!」).
    """

    name: str
    rows: Sequence[Sequence[object]]
    styles: Sequence[Style] = (PLAIN,)
    """The styles of the book; the numbers of ``looks`` point into it."""
    looks: Sequence[Sequence[int]] = ()
    """For each row, the style number of each cell. It may reach further than ``rows`` (coloured, empty cells) and is
    empty for CSV. Rows without any look may be missing at the end."""
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """The formula of each cell that has one, with the leading 「=」; of one that cells share, as the first has it. The
    ``value`` is what Excel last calculated."""
    uncalculated: frozenset[tuple[int, int]] = frozenset()
    """Cells whose formula nobody has calculated yet: their value is ``None`` but they are not empty."""
    merged: tuple[Span, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    widths: Mapping[int, float] = field(default_factory=dict)
    """Of columns whose width was set: characters wide."""
    drawings: tuple[Drawing, ...] = ()
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Drop-down lists (入力規則): the range as written (「C2:C200」), and what can be chosen where it is a list."""
    hidden: bool = False
    cut: bool = False
    """Whether the sheet was longer or wider than what is read, so that cells at the end are missing here."""

    @property
    def width(self) -> int:
        """The last column that holds a value."""
        return max((len(row) for row in self.rows), default=0)

    @property
    def height(self) -> int:
        """The last row that holds a value."""
        return len(self.rows)

    def value(self, row: int, column: int) -> object:
        """What the cell holds; ``None`` where it is empty."""
        if not 0 < row <= len(self.rows) or not 0 < column <= len(self.rows[row - 1]):
            return None
        return self.rows[row - 1][column - 1]

    def style(self, row: int, column: int) -> Style:
        """How the cell looks."""
        if not 0 < row <= len(self.looks) or not 0 < column <= len(self.looks[row - 1]):
            return PLAIN
        return self.styles[self.looks[row - 1][column - 1]]

    def cell(self, row: int, column: int) -> Cell:
        """All of it."""
        return Cell(self.value(row, column), self.formulas.get((row, column)), self.style(row, column))

    def address(self, row: int, column: int) -> str:
        """「B5」."""
        return address(row, column)

    @cached_property
    def cells(self) -> Mapping[tuple[int, int], Cell]:
        """The cells that hold a value or a formula, by row and column. Cells are made when asked for."""
        return _Cells(self)


class _Cells(Mapping[tuple[int, int], Cell]):
    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def __getitem__(self, place: tuple[int, int]) -> Cell:
        cell = self._sheet.cell(*place)
        if cell.value is None and cell.formula is None:
            raise KeyError(place)
        return cell

    def __iter__(self) -> Iterator[tuple[int, int]]:
        without_value = {place for place in self._sheet.formulas if self._sheet.value(*place) is None}
        for row, values in enumerate(self._sheet.rows, 1):
            for column, value in enumerate(values, 1):
                if value is not None:
                    yield row, column
        yield from sorted(without_value)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(frozen=True)
class CsvFacts:
    """What only a text file has."""

    encoding: str
    """「UTF-8」「CP932」 (which people call Shift-JIS) or 「UTF-16」."""
    bom: bool
    delimiter: str
    line_breaks: tuple[tuple[int, int], ...] = ()
    """Cells (row, column) that hold a line break inside their quotation marks."""
    uneven: tuple[tuple[int, int, int], ...] = ()
    """Rows whose number of fields differs from that of the first row: (row, expected, found)."""


@dataclass(frozen=True)
class Book:
    """An opened file. Nothing in it was run, and the file was not touched."""

    name: str
    """The file's name without its folder."""
    kind: FileKind
    sheets: tuple[Sheet, ...]
    csv: CsvFacts | None = None
    macros: bool = False
    external_links: tuple[str, ...] = ()
    """The names of other workbooks that formulas point at, without their folders."""
    notes: tuple[str, ...] = ()
    """What a person should know about the reading, in Japanese: sheets that hold only a chart, rows left out…."""
    path: Path | None = None

    @property
    def sheet(self) -> Sheet:
        """The first sheet that is shown."""
        return next((one for one in self.sheets if not one.hidden), self.sheets[0])
