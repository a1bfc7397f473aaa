"""A workbook that people like: the head in row 1, typed columns, a filter, drop-down lists, ready for A4."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any

from kaizen_helpers.errors import InputError
from kaizen_helpers.excel.writing.table import Column, Table, as_text, checked
from kaizen_helpers.flow.formats.office import write_new_file
from kaizen_helpers.flow.formats.xml import xml_text
from kaizen_helpers.flow.text import em_width

__all__ = ["DEFINITION_SHEET", "write_tables"]

DEFINITION_SHEET = "説明"
_DIGITS = 2.0
"""Width of a full-width character in Excel's unit, the width of a digit."""
_LEAST, _MOST = 8.0, 44.0
_MEASURED_ROWS = 500
_LINE, _HIGHEST = 16.5, 400.0
"""Points of a line, and of the highest row that Excel takes (409)."""
_A4 = 9
_LIST_LIMIT = 255
_BLANK_ROWS = 200
"""Rows below the table that offer the drop-down lists, too."""
_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_WIDE = 130.0
"""Sheets with more than this lie on their side."""
_KINDS = {"text": "文字", "number": "数", "date": "日付（YYYY-MM-DD）"}


def write_tables(path: Path | str, tables: Sequence[Table], *, notes: Sequence[str] = ()) -> Path:
    """Write tables as ``.xlsx``, one a sheet, and a sheet 「説明」 that defines their columns.

    Texts are text cells whatever they begin with, so that nothing in them is run as a formula. Never overwrites.

    Args:
        path: a new file.
        tables: in the order of the sheets.
        notes: sentences at the head of 「説明」: where the data come from, and of when.

    Raises:
        InputError: see :func:`~kaizen_helpers.excel.writing.table.checked`; or there is a file of that name.
        WriteError: the folder cannot be written to.
    """
    import xlsxwriter

    names = [table.name for table in tables] + [DEFINITION_SHEET]
    for name in names:
        if not 1 <= len(name) <= 31 or _SHEET_NAME.search(name) or name[0] == "'" or name[-1] == "'":
            raise InputError("シートの名前に使えない文字があるか、長すぎます（31字まで）。", name[:40])
    if len({name.casefold() for name in names}) < len(names):
        raise InputError("同じ名前のシートが2枚あります。名前を変えてください。", Path(path).name)
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        look = _looks(book)
        for table in [*map(checked, tables), _definition(tables, notes)]:
            _sheet(book.add_worksheet(table.name), look, table)
    return write_new_file(path, file.getvalue(), ".xlsx", overwrite=False)


def _looks(book: Any) -> dict[str, Any]:
    font = {"font_name": "Meiryo UI", "font_size": 10, "valign": "top"}
    return {
        "head": book.add_format({**font, "bold": True, "bg_color": "#e4e9ef", "bottom": 1, "text_wrap": True}),
        "text": book.add_format({**font, "num_format": "@", "text_wrap": True}),
        "number": book.add_format({**font, "num_format": "#,##0.##########"}),
        "whole": book.add_format({**font, "num_format": "#,##0"}),
        "date": book.add_format({**font, "num_format": "yyyy-mm-dd", "align": "left"}),
        "time": book.add_format({**font, "num_format": "yyyy-mm-dd hh:mm", "align": "left"}),
    }


def _sheet(sheet: Any, look: dict[str, Any], table: Table) -> None:
    last = len(table.rows)
    widths = [
        _width(column, [row[at] for row in table.rows[:_MEASURED_ROWS]]) for at, column in enumerate(table.columns)
    ]
    for at, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
        sheet.set_column(at, at, width, look["whole" if column.kind == "number" else column.kind])
        sheet.write_string(0, at, xml_text(column.heading), look["head"])
        _offer(sheet, column, at, last)
    for number, row in enumerate(table.rows, start=1):
        for at, value in enumerate(row):
            _write(sheet, number, at, value, look)
        lines = max(map(_lines, row, widths))
        if lines > 1:  # Excel and LibreOffice do not always make room themselves
            sheet.set_row(number, min(_HIGHEST, lines * _LINE))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(last, 1), len(table.columns) - 1)
    sheet.repeat_rows(0)
    sheet.set_paper(_A4)
    if sum(widths) > _WIDE * 0.7:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.6)
    sheet.set_header(f"&L{xml_text(table.name).replace('&', '&&')}")
    sheet.set_footer("&R&P / &N")


def _offer(sheet: Any, column: Column, at: int, last: int) -> None:
    choices = column.choices
    if choices and len(",".join(choices)) <= _LIST_LIMIT and not any("," in choice for choice in choices):
        told = {"validate": "list", "source": list(choices), "error_type": "warning"}
        sheet.data_validation(1, at, last + _BLANK_ROWS, at, told)


def _write(sheet: Any, row: int, at: int, value: object, look: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime) and value.time() != datetime.min.time():
        sheet.write_datetime(row, at, value, look["time"])
    elif isinstance(value, date) and value.year >= 1900:
        sheet.write_datetime(row, at, datetime(value.year, value.month, value.day), look["date"])  # noqa: DTZ001 - a day
    elif isinstance(value, int | float) and abs(value) < 1e15:
        sheet.write_number(row, at, value, look["whole" if float(value).is_integer() else "number"])
    else:
        sheet.write_string(row, at, xml_text(as_text(value)), look["text"])


def _width(column: Column, values: Sequence[object]) -> float:
    lines = chain.from_iterable(as_text(value).split("\n") for value in values)
    longest = max(em_width(line) for line in (column.heading, *column.choices, *lines))
    return min(_MOST, max(_LEAST, longest * _DIGITS + 4))


def _lines(value: object, width: float) -> int:
    """How many lines a value takes in a cell of this width."""
    room = (width - 1.5) / _DIGITS
    return sum(max(1, math.ceil(em_width(line) / room - 1e-9)) for line in as_text(value).split("\n"))


def _definition(tables: Sequence[Table], notes: Sequence[str]) -> Table:
    rows: list[tuple[object, ...]] = [("このファイル", "", "", "", note) for note in notes]
    rows.append(("このファイル", "", "", "", "文字コードは UTF-8（xlsx の決まり）で、BOM はありません。"))
    rows += [
        (table.name, column.name, _KINDS[column.kind], column.unit or None, _meaning(column))
        for table in tables
        for column in table.columns
    ]
    heads = ("シート", "項目", "データの種類", "単位", "説明")
    return Table(DEFINITION_SHEET, tuple(map(Column, heads)), tuple(rows))


def _meaning(column: Column) -> str | None:
    choices = f"選択肢: {'・'.join(column.choices)}" if column.choices else ""
    return "　".join(filter(None, (column.note, choices))) or None
