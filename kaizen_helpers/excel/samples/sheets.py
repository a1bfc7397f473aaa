"""A dirty workbook as an opened sheet in memory, so that a judge needs no file."""

from __future__ import annotations

from kaizen_helpers.excel.opening.model import Sheet, Span, Style
from kaizen_helpers.excel.samples.model import DirtyBook

__all__ = ["SHEET_NAME", "as_sheet"]

SHEET_NAME = "回答"


def as_sheet(book: DirtyBook) -> Sheet:
    """What opening the written file gives: the same values, formats, merged ranges and hidden rows."""
    formats = ["General", *sorted(set(book.formats.values()))]
    rows: list[list[object]] = []
    looks: list[list[int]] = []
    for (row, column), value in sorted(book.cells.items()):
        while len(rows) < row:
            rows.append([])
            looks.append([])
        rows[-1] += [None] * (column - 1 - len(rows[-1])) + [value]
        number = formats.index(book.formats.get((row, column), "General"))
        looks[-1] += [0] * (column - 1 - len(looks[-1])) + [number]
    return Sheet(
        SHEET_NAME,
        tuple(map(tuple, rows)),
        tuple(Style(number_format=one) for one in formats),
        tuple(map(tuple, looks)),
        merged=tuple(Span(*one) for one in book.merged),
        hidden_rows=frozenset(book.hidden_rows),
        hidden_columns=frozenset(book.hidden_columns),
    )
