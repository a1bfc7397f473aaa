"""Sheets for tests and benchmarks of the tables: from rows in a test, and from a file by openpyxl alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries


@dataclass(frozen=True)
class Span:
    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class PlainCell:
    value: object
    formula: str | None = None
    number_format: str = "General"


@dataclass(frozen=True)
class PlainSheet:
    name: str
    cells: Mapping[tuple[int, int], PlainCell]
    merged: tuple[Span, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def value(self, row: int, column: int) -> object:
        cell = self.cells.get((row, column))
        return cell.value if cell else None

    def address(self, row: int, column: int) -> str:
        return f"{get_column_letter(column)}{row}"


def sheet_of(
    rows: Sequence[Sequence[object]],
    merged: Sequence[str] = (),
    *,
    hidden_rows: Sequence[int] = (),
    formats: Mapping[str, str] | None = None,
) -> PlainSheet:
    """A sheet of these rows; ``merged`` as 「A1:B2」, ``formats`` by address."""
    spans = []
    for text in merged:
        left, top, right, bottom = range_boundaries(text)
        spans.append(Span(top, left, bottom, right))
    cells = {
        (row, column): PlainCell(value, None, (formats or {}).get(f"{get_column_letter(column)}{row}", "General"))
        for row, values in enumerate(rows, 1)
        for column, value in enumerate(values, 1)
        if value is not None
    }
    return PlainSheet("シート1", cells, tuple(spans), frozenset(hidden_rows))


def first_sheet(path: Path) -> PlainSheet:
    """The first sheet of an ``.xlsx`` as openpyxl reads it."""
    sheet = load_workbook(path).worksheets[0]
    cells = {
        (cell.row, cell.column): PlainCell(cell.value, None, cell.number_format)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    spans = tuple(Span(one.min_row, one.min_col, one.max_row, one.max_col) for one in sheet.merged_cells.ranges)
    rows = frozenset(row for row, one in sheet.row_dimensions.items() if one.hidden)
    columns = frozenset(column_index_from_string(name) for name, one in sheet.column_dimensions.items() if one.hidden)
    return PlainSheet(sheet.title, cells, spans, rows, columns)
