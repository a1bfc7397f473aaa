"""Reading a filled form back from its workbook, however a person has moved, added or left out things."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.formats.office import Package, read_source
from kaizen_helpers.forms.model import Entry, Filled, Form, Grid, Problem
from kaizen_helpers.forms.values import MOST_ROWS, Reader, same_word
from kaizen_helpers.forms.workbook import ENTRY_COLUMNS

__all__ = ["read_form", "read_sheets"]

_MOST_COLUMNS = 100
_MOST_SHEETS = 30
_MOST_UNPACKED = 40_000_000
_HEAD_ROWS = 15
"""The column names are looked for in so many rows from the top."""
_PERCENT = re.compile(r'^(?:[^"%\\]|"[^"]*"|\\.)*%')
"""A format that shows hundredths; a sign in quotes or behind a backslash only decorates."""

Rows = list[list[Any]]


def read_form(form: Form, path: Path | str | bytes, today: date | None = None) -> Filled:
    """The values of a form from a workbook; ``today`` completes days without a year.

    Entries are found by their label and columns by their heading, wherever they stand; further rows and columns of
    one's own do no harm. What cannot be read is a problem that names sheet and cell.

    Raises:
        MissingError: there is no such file, or it cannot be opened.
        InputError: it is no workbook, damaged, locked by a password, far too large, or another form.
    """
    data, where = read_source(path, ".xlsx")
    sheets = _sheets(data, where)
    reader = Reader(today)
    values: dict[str, Any] = {part.key: None if isinstance(part, Entry) else [] for part in form.parts}
    found = _read_entries(form, sheets, values, reader) if form.entries else False
    for grid in form.grids:
        found = _read_grid(grid, sheets, values, reader) or found
    if not found:
        called = form.name if form.entries else form.grids[0].label  # what stands on its sheet
        message = f"「{called}」の様式ではありません。この様式のファイルを選ぶか、空の様式を作り直してください。"
        raise InputError(message, where)
    return reader.filled(form, values)


def read_sheets(path: Path | str | bytes) -> dict[str, Rows]:
    """The cells of every sheet of a workbook, by the sheet's name, for tables that are no form.

    Raises:
        MissingError: there is no such file, or it cannot be opened.
        InputError: it is no workbook, damaged, locked by a password, or far too large.
    """
    data, where = read_source(path, ".xlsx")
    return _sheets(data, where)


def _sheets(data: bytes, where: str) -> dict[str, Rows]:
    """The cells of each sheet, with the values that Excel computed last."""
    if sum(part.file_size for part in Package(data, where).zip.infolist()) > _MOST_UNPACKED:
        raise InputError("広げると大きすぎるファイルです。様式だけを新しいファイルに写してください。", where)
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl drops (drop-down lists, pictures) is not read anyway
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            return {sheet.title: _rows(sheet) for sheet in book.worksheets[:_MOST_SHEETS]}
    except Exception as error:  # openpyxl raises whatever a damaged part leads to
        message = "ファイルが壊れているか、途中で切れています。Excel で開いて、別の名前で保存し直してください。"
        raise InputError(message, where) from error


def _rows(sheet: Any) -> Rows:
    if hasattr(sheet, "reset_dimensions"):
        sheet.reset_dimensions()  # some programs write a size that is not true
    rows = sheet.iter_rows(max_row=MOST_ROWS + _HEAD_ROWS, max_col=_MOST_COLUMNS)
    return [[_value(cell) for cell in row] for row in rows]


def _value(cell: Any) -> Any:
    """What stands in a cell; Excel keeps a typed 「30%」 as 0.3 with a format, and it is 30 %."""
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool) and _PERCENT.search(str(cell.number_format)):
        return f"{value * 100:.12g}%"
    return value


def _read_entries(form: Form, sheets: dict[str, Rows], values: dict[str, Any], reader: Reader) -> bool:
    """Whether the sheet of entries was there; each entry is found by its label in the first column."""
    for name, rows in _own_first(form.name, sheets):
        head = _head(rows, ENTRY_COLUMNS[:2])
        if head is None:
            continue
        top, places = head
        label_at, value_at = places
        cells = {_label(row, label_at): (at, row) for at, row in enumerate(rows) if at > top and _label(row, label_at)}
        known = {entry.key: _match(entry, cells) for entry in form.entries}
        if 2 * sum(line is not None for line in known.values()) < len(known):
            continue  # another form: it only shares a few labels with this one
        for entry in form.entries:
            line = known[entry.key]
            if line is None:
                message = f"「{entry.label}」の行が見つかりません。項目の名前を元に戻してください。"
                reader.problems.append(Problem(f"シート「{name}」", message))
                continue
            at, row = line
            value = row[value_at] if value_at < len(row) else None
            values[entry.key] = reader.entry(entry, value, f"「{entry.label}」（{_cell(at, value_at)}）")
        return True
    return False


def _label(row: Sequence[Any], at: int) -> str:
    return str(row[at]) if at < len(row) and row[at] is not None else ""


def _match(entry: Entry, cells: dict[str, tuple[int, list[Any]]]) -> tuple[int, list[Any]] | None:
    return next((line for label, line in cells.items() if _is(entry, label)), None)


def _is(entry: Entry, label: object) -> bool:
    return isinstance(label, str) and (same_word(entry.heading, label) or same_word(entry.label, label))


def _read_grid(grid: Grid, sheets: dict[str, Rows], values: dict[str, Any], reader: Reader) -> bool:
    for name, rows in _own_first(grid.label, sheets):
        head = _columns(grid, rows, alone=not same_word(name, grid.label))
        if head is None:
            continue
        top, places = head
        for column in grid.columns:
            if column.key not in places:
                message = f"列「{column.label}」が見つかりません。列の名前を元に戻してください。"
                reader.problems.append(Problem(f"シート「{name}」", message))
        found = [{key: row[at] if at < len(row) else None for key, at in places.items()} for row in rows[top + 1 :]]
        values[grid.key] = reader.rows(grid, found, f"シート「{name}」の", top + 2)
        return True
    return False


def _columns(grid: Grid, rows: Rows, *, alone: bool) -> tuple[int, dict[str, int]] | None:
    """The row of the column names and the place of each; of another sheet only if all of them are there."""
    best: tuple[int, dict[str, int]] | None = None
    for top, row in enumerate(rows[:_HEAD_ROWS]):
        places = {c.key: at for c in reversed(grid.columns) for at in reversed(range(len(row))) if _is(c, row[at])}
        if places and (best is None or len(places) > len(best[1])):
            best = top, places
    if best is None or (alone and len(best[1]) < len(grid.columns)):
        return None
    return best


def _head(rows: Rows, names: Sequence[str]) -> tuple[int, list[int]] | None:
    for top, row in enumerate(rows[:_HEAD_ROWS]):
        words = [str(cell) if cell is not None else "" for cell in row]
        places = [next((at for at, word in enumerate(words) if same_word(word, name)), -1) for name in names]
        if min(places) >= 0:
            return top, places
    return None


def _own_first(name: str, sheets: dict[str, Rows]) -> list[tuple[str, Rows]]:
    return sorted(sheets.items(), key=lambda item: not same_word(item[0], name))


def _cell(row: int, column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
