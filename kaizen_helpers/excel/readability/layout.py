"""How a sheet is laid out, seen once for all rules: its tables, their header, their columns, what lies outside.

Nothing here keeps an object for a cell, so that a sheet of two million cells fits into a small PC. What a column holds
is counted at once for all its cells; the rows of a text are looked up when somebody asks for them.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

from kaizen_helpers.excel.opening.model import Book, Sheet
from kaizen_helpers.excel.readability.model import Purpose

__all__ = ["BookLook", "ColumnLook", "SheetLook", "TableLook", "is_number", "look_at"]

_FEW = 5_000
"""A column with more different texts than this counts them anew for each rule instead of holding them in memory."""
_NUMBER = re.compile(r"[-+]?(?:0|[1-9]\d*)(?:\.\d+)?", re.ASCII)


def is_number(text: str) -> bool:
    """Whether a text is nothing but a number: 「1200」「-0.5」; not 「1,200」, and not 「0123」, which is a code."""
    return _NUMBER.fullmatch(text) is not None


@dataclass(frozen=True)
class ColumnLook:
    """One column of a table, below its header."""

    column: int
    """From 1, in the sheet."""
    path: tuple[str, ...]
    """The words above it, from top to bottom (a merged heading counts for each of its columns)."""
    sheet: Sheet
    first_row: int
    last_row: int
    header: tuple[int, int] = (0, 0)
    """The cell with the lowest of the words above it; (0, 0) where there is none."""
    no_record: frozenset[int] = frozenset()
    """Rows of the table without any value: they are no records, so no value is missing in them."""
    covered: frozenset[int] = frozenset()
    """Rows where a merged range of the sheet hides this cell, so that it could not hold a value."""
    uncalculated: int = 0
    """How many cells hold a formula that nobody has calculated yet."""

    @property
    def name(self) -> str:
        """One name: 「設問2_人数」; empty where the heading is missing."""
        return "_".join(word for word in self.path if word)

    def cells(self) -> list[object]:
        """What stands from ``first_row`` to ``last_row``."""
        place = self.column - 1
        return [row[place] if place < len(row) else None for row in self.sheet.rows[self.first_row - 1 : self.last_row]]

    def values(self) -> Iterator[tuple[int, object]]:
        """Row and value of every cell, the empty ones too."""
        return enumerate(self.cells(), self.first_row)

    @cached_property
    def kinds(self) -> Mapping[type, int]:
        """How many cells hold a value of each type."""
        return Counter(map(type, self.cells()))

    @property
    def texts(self) -> Mapping[str, int]:
        """Each different text and how many cells hold it, in order. ``rows_of`` tells where."""
        if "few" in self._kept:
            return self._kept["few"]
        counted = Counter(value for value in self.cells() if type(value) is str)
        if len(counted) <= _FEW:
            self._kept["few"] = counted
        return counted

    @cached_property
    def _kept(self) -> dict[str, Mapping[str, int]]:
        return {}

    def rows_of(self, texts: Container[object]) -> array[int]:
        """The rows whose text is one of these, from top to bottom."""
        return array("L", (row for row, value in self.values() if type(value) is str and value in texts))

    @property
    def text_count(self) -> int:
        """How many cells hold a text."""
        return self.kinds.get(str, 0)

    @property
    def numbers(self) -> int:
        """How many cells hold a number (not a date, not yes or no)."""
        return self.kinds.get(int, 0) + self.kinds.get(float, 0)

    @property
    def dates(self) -> int:
        """How many hold a date, a time or a length of time."""
        return sum(self.kinds.get(kind, 0) for kind in (date, datetime, time, timedelta))

    @property
    def filled(self) -> int:
        """How many cells hold anything."""
        return sum(self.kinds.values()) - self.kinds.get(type(None), 0) + self.uncalculated

    @cached_property
    def numeric_texts(self) -> int:
        """How many texts are nothing but a number, as all numbers of a CSV are."""
        return sum(count for text, count in self.texts.items() if is_number(text.strip()))

    @property
    def is_numeric(self) -> bool:
        """Whether most of what it holds are numbers; in a CSV, texts that are nothing but a number are numbers."""
        numbers = self.numbers + (self.numeric_texts if not self.sheet.looks else 0)
        return numbers * 2 > self.filled

    @property
    def blanks(self) -> Sequence[int]:
        """The rows where a record has no value here. A formula that nobody has calculated is no blank."""
        if not self.kinds.get(type(None)):
            return array("L")
        out = self.no_record | self.covered
        waiting = self.sheet.uncalculated
        return array(
            "L",
            (
                row
                for row, value in self.values()
                if value is None and row not in out and (row, self.column) not in waiting
            ),
        )


@dataclass(frozen=True)
class TableLook:
    """A table: header rows, body, columns."""

    sheet: Sheet
    header_top: int
    header_bottom: int
    """Equal to ``header_top`` for a header of one row. The row above the first record where there is no header."""
    last_row: int
    columns: tuple[ColumnLook, ...]
    empty_rows: tuple[int, ...] = ()
    """Rows without any value between the header and the last row."""
    empty_columns: tuple[int, ...] = ()
    """Columns without heading and without value between the first and the last column."""
    sure: bool = True
    """Whether it is a table of its own; otherwise it may as well be the rest of the table above."""

    @property
    def has_header(self) -> bool:
        """Whether any row can be the header."""
        return any(column.name for column in self.columns)

    @property
    def first_row(self) -> int:
        """The first row below the header."""
        return self.header_bottom + 1

    @property
    def left(self) -> int:
        """Its first column."""
        return self.columns[0].column

    @property
    def right(self) -> int:
        """Its last column."""
        return self.columns[-1].column

    @property
    def records(self) -> int:
        """How many rows below the header hold something."""
        return max(0, self.last_row - self.header_bottom - len(self.empty_rows))


@dataclass(frozen=True)
class SheetLook:
    """A sheet: its tables from top to bottom, and the cells that belong to none."""

    sheet: Sheet
    tables: tuple[TableLook, ...]
    outside: tuple[tuple[int, int], ...]
    """Cells with a value above, below or beside the tables: titles, notes, sources, units."""

    @property
    def name(self) -> str:
        """The name of the sheet."""
        return self.sheet.name


@dataclass(frozen=True)
class BookLook:
    """All of it."""

    book: Book
    sheets: tuple[SheetLook, ...]
    """The sheets with data: without hidden ones, those that hold nothing, and those that only explain."""
    explanations: tuple[Sheet, ...] = ()
    """Sheets that explain the data: 「説明」「項目定義」「コード表」「更新履歴」…."""
    purpose: Purpose = "提供用"
    earlier: BookLook | None = field(default=None, repr=False)
    """The file of an earlier year, where somebody gave one to compare with."""


_EXPLAINING = re.compile(
    r"説明(?!会|員|者)|定義|(?:更新|改訂|改定|版)の?履歴|変更履歴$|凡例|(?:符号|記号|略号|略語|印)(?:の?(?:一覧|表|意味|見方))?$|コード(?:表|一覧|リスト)|読み方|見方|使い方|利用上の|留意|注意事項|注記"
    r"|はじめに|メタ(?:デー|情報)|readme|仕様$|データ仕様|項目一覧|記入(?:要領|例|方法)|補足|^概要$|データの概要|について$|用語|データ辞書",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?:データ)?(?:項目|列)(?:の?名称?)?|カラム名?")
_MEANING = re.compile(r".*(?:説明|意味|定義)|内容")


def _explains(sheet: Sheet) -> bool:
    """Whether a sheet tells what the data mean, by its name or by its headings 「項目」「説明」."""
    if _EXPLAINING.search(sheet.name):
        return True
    for row in sheet.rows[:3]:
        words = [value.strip() for value in row[:8] if isinstance(value, str) and len(value) < 20]
        if len(row) <= 8 and any(map(_ITEM.fullmatch, words)) and any(map(_MEANING.fullmatch, words)):
            return True
    return False


def look_at(book: Book, *, purpose: Purpose = "提供用", earlier: Book | None = None) -> BookLook:
    """Look at every sheet once."""
    from kaizen_helpers.excel.readability.areas import areas

    shown = [sheet for sheet in book.sheets if not sheet.hidden and any(sheet.rows)]
    explanations = [] if book.kind == "csv" else [sheet for sheet in shown if _explains(sheet)]
    if len(explanations) == len(shown):
        # A book of nothing but explanations holds its data under such a name.
        explanations = explanations[1:]
    kept = {id(sheet) for sheet in explanations}
    sheets = [SheetLook(sheet, *areas(sheet)) for sheet in shown if id(sheet) not in kept]
    return BookLook(
        book,
        tuple(sheets),
        tuple(explanations),
        purpose,
        look_at(earlier, purpose=purpose) if earlier is not None else None,
    )
