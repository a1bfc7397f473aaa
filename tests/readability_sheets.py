"""Opened books for tests of the check, from rows in a test."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from openpyxl.utils import range_boundaries

from kaizen_helpers.excel.opening.model import Book, CsvFacts, Drawing, Sheet, Span, Style

__all__ = ["book_of", "csv_of", "sheet_of", "span"]

EXPLANATION = Sheet("説明", [["項目", "意味"], ["市町", "県内の市町"], ["更新日", "2026-04-01"]])


def span(text: str) -> Span:
    """「A1:B2」."""
    left, top, right, bottom = range_boundaries(text)
    return Span(top, left, bottom, right)


def sheet_of(
    rows: Sequence[Sequence[object]],
    *,
    name: str = "データ",
    merged: Sequence[str] = (),
    looks: Mapping[str, Style] | None = None,
    formulas: Mapping[tuple[int, int], str] | None = None,
    hidden_rows: Sequence[int] = (),
    hidden_columns: Sequence[int] = (),
    drawings: Sequence[Drawing] = (),
) -> Sheet:
    """A sheet; ``looks`` by range: 「A2:A5」."""
    styles = [Style()]
    height = len(rows)
    width = max((len(row) for row in rows), default=0)
    numbers = [[0] * width for _ in range(height)]
    for text, style in (looks or {}).items():
        styles.append(style)
        area = span(text)
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                numbers[row - 1][column - 1] = len(styles) - 1
    return Sheet(
        name,
        rows,
        styles,
        numbers,
        formulas or {},
        merged=tuple(span(text) for text in merged),
        hidden_rows=frozenset(hidden_rows),
        hidden_columns=frozenset(hidden_columns),
        drawings=tuple(drawings),
    )


def book_of(*sheets: Sheet, explained: bool = True) -> Book:
    """A workbook of these sheets, with one that explains them."""
    return Book("調査.xlsx", "xlsx", (*sheets, EXPLANATION) if explained else sheets)


def csv_of(text: str, *, encoding: str = "UTF-8", bom: bool = True) -> Book:
    """A text file as it is opened: values are texts, what is empty is ``None``, empty cells at the end are gone."""
    every = list(csv.reader(io.StringIO(text, newline="")))
    rows: list[list[object]] = []
    for fields in every:
        row: list[object] = [field or None for field in fields]
        while row and row[-1] is None:
            row.pop()
        rows.append(row)
    expected = len(every[0])
    uneven = tuple((row, expected, len(f)) for row, f in enumerate(every, 1) if len(f) != expected and f)
    breaks = tuple((row, c) for row, f in enumerate(every, 1) for c, field in enumerate(f, 1) if "\n" in field)
    return Book("調査.csv", "csv", (Sheet("調査", rows),), CsvFacts(encoding, bom, ",", breaks, uneven))
