"""A form as an Excel workbook: one sheet for its entries, and one for each of its tables.

A table's first row holds its column names and nothing stands beside it, so that the workbook is data that other
programs read, too. What the form is about stands in the head of the printed page.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kaizen_helpers.flow.formats.office import write_new_file
from kaizen_helpers.flow.formats.xml import xml_text
from kaizen_helpers.flow.text import em_width, wrap
from kaizen_helpers.forms.model import Entry, Form, Grid, Value, Values

__all__ = ["ENTRY_COLUMNS", "PICTURE_SHEET", "write_form"]

ENTRY_COLUMNS = ("項目", "記入", "書き方")
PICTURE_SHEET = "図"
_WIDTHS = (21.0, 46.0, 27.0)
_LINE = 16.5
_DIGITS = 2.0
"""Width of a full-width character in Excel's unit, the width of a digit."""
_MOST_LETTERS = 32_000
_MOST_WIDE = 42.0
_MOST_NOTE_LINES = 6
_A4 = 9
_CHOICES_LIMIT = 255
"""Characters of a drop-down list that Excel takes."""


def write_form(
    form: Form,
    path: Path | str,
    values: Values | None = None,
    *,
    pictures: Sequence[Path] = (),
    overwrite: bool = False,
) -> Path:
    """Write a form as ``.xlsx``, blank or filled; ``pictures`` are PNG files for a sheet of their own.

    Raises:
        InputError: the name does not end in ``.xlsx``, or there is a file of that name.
        WriteError: the file is open elsewhere, or the folder cannot be written to; an old file is untouched.
    """
    import xlsxwriter

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    given = values or {}
    with xlsxwriter.Workbook(file, options) as book:
        look = _Look(book)
        if form.entries:
            _entries(book.add_worksheet(form.name), look, form, given)
        for grid in form.grids:
            _grid(book.add_worksheet(grid.label), look, form, grid, given.get(grid.key) or [])
        if pictures:
            _pictures(book.add_worksheet(PICTURE_SHEET), form, pictures)
    return write_new_file(path, file.getvalue(), ".xlsx", overwrite=overwrite)


class _Look:
    """The formats of the cells: frames and grey heads, readable in black and white."""

    def __init__(self, book: Any) -> None:
        font: dict[str, Any] = {"font_name": "Meiryo UI", "font_size": 10}
        cell = {**font, "border": 1, "border_color": "#8a94a6", "text_wrap": True, "valign": "vcenter", "indent": 1}
        self.title = book.add_format({**font, "font_size": 14, "bold": True, "valign": "vcenter"})
        self.note = book.add_format({**font, "font_color": "#3d4754"})
        self.head = book.add_format({**cell, "bold": True, "bg_color": "#e4e9ef", "align": "center", "indent": 0})
        self.label = book.add_format({**cell, "bold": True, "bg_color": "#f3f5f8"})
        self.hint = book.add_format({**cell, "font_color": "#3d4754", "font_size": 9})
        self.text = book.add_format({**cell, "num_format": "@", "align": "left"})
        self.number = book.add_format({**cell, "num_format": "#,##0.##########", "align": "right"})
        self.whole = book.add_format({**cell, "num_format": "#,##0", "align": "right"})
        self.date = book.add_format({**cell, "num_format": "yyyy-mm-dd", "align": "left"})
        self.any = book.add_format({**cell, "align": "left"})

    def of(self, entry: Entry, value: Value) -> Any:
        """The format of a cell to be filled in."""
        if entry.kind == "number":
            fraction = isinstance(value, float) and not value.is_integer()
            return self.number if fraction else self.whole
        return {"date": self.date, "text": self.text}.get(entry.kind, self.any)


def _entries(sheet: Any, look: _Look, form: Form, values: Values) -> None:
    sheet.set_row(0, 24)
    _write_text(sheet, 0, 0, form.name, look.title)
    note = wrap(form.note, sum(_WIDTHS) / _DIGITS - 2, _MOST_NOTE_LINES) or ("",)
    for row, line in enumerate(note, start=1):
        _write_text(sheet, row, 0, line, look.note)
    first = 2 + len(note)
    for column, (name, width) in enumerate(zip(ENTRY_COLUMNS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(first - 1, column, name, look.head)
    for row, entry in enumerate(form.entries, start=first):
        value = values.get(entry.key)
        _write_text(sheet, row, 0, entry.heading, look.label)
        _write(sheet, row, 1, entry, value, look)
        _write_text(sheet, row, 2, entry.note, look.hint)
        _help(sheet, entry, (row, 1, row, 1))
        lines = max(
            entry.lines,
            _lines(str(value or ""), _WIDTHS[1]),
            _lines(entry.note, _WIDTHS[2]),
            _lines(entry.heading, _WIDTHS[0]),
        )
        sheet.set_row(row, lines * _LINE + 4)
    _for_print(sheet, "")
    sheet.freeze_panes(first, 1)


def _grid(sheet: Any, look: _Look, form: Form, grid: Grid, rows: Sequence[Mapping[str, Any]]) -> None:
    widths = [_width(column, [row.get(column.key) for row in rows]) for column in grid.columns]
    for at, (column, width) in enumerate(zip(grid.columns, widths, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, column.heading, look.head)
        _help(sheet, column, (1, at, len(rows) + max(grid.rows, 200), at))
        if column.note:
            sheet.write_comment(0, at, column.note, {"x_scale": 2})
    for number in range(max(len(rows), grid.rows)):
        row = rows[number] if number < len(rows) else {}
        for at, column in enumerate(grid.columns):
            _write(sheet, number + 1, at, column, row.get(column.key), look)
        lines = max(_lines(str(row.get(c.key) or ""), w) for c, w in zip(grid.columns, widths, strict=True))
        sheet.set_row(number + 1, max(lines, max(c.lines for c in grid.columns)) * _LINE + 4)
    _for_print(sheet, f"{form.name}　{grid.label}")
    sheet.set_landscape()
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)


def _for_print(sheet: Any, head: str) -> None:
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.6)
    if head:
        sheet.set_header(f"&L{xml_text(head).replace('&', '&&')}")
    sheet.set_footer("&R&P / &N")


def _help(sheet: Any, entry: Entry, cells: tuple[int, int, int, int]) -> None:
    """A drop-down list, or a word of help when the cell is chosen; other words are allowed; reading asks about them."""
    choices = entry.choices or (("はい", "いいえ") if entry.kind == "yes" else ())
    if choices and len(",".join(choices)) <= _CHOICES_LIMIT and not any("," in choice for choice in choices):
        sheet.data_validation(*cells, {"validate": "list", "source": list(choices), "show_error": False})
    elif entry.note or entry.kind == "date":
        hint = entry.note or "2026-12-01 のように入れます。"
        told = {"validate": "any", "input_title": entry.label[:32], "input_message": hint[:255]}
        sheet.data_validation(*cells, told)


def _write(sheet: Any, row: int, column: int, entry: Entry, value: Value, look: _Look) -> None:
    style = look.of(entry, value)
    if isinstance(value, bool):
        sheet.write_string(row, column, "はい" if value else "いいえ", style)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), look.date)  # noqa: DTZ001
    elif isinstance(value, int | float) and math.isfinite(value) and abs(value) < 1e15:
        sheet.write_number(row, column, value, style)
    elif value is None or value == "":
        sheet.write_blank(row, column, None, style)
    else:
        _write_text(sheet, row, column, str(value), style)


def _write_text(sheet: Any, row: int, column: int, words: str, style: Any) -> None:
    """A text as text, whatever it looks like."""
    if words:
        sheet.write_string(row, column, xml_text(words)[:_MOST_LETTERS], style)
    else:
        sheet.write_blank(row, column, None, style)


def _width(column: Entry, values: Iterable[Value]) -> float:
    least = {"number": 9.0, "date": 12.0}.get(column.kind, 14.0)
    words = [column.heading, *column.choices, *(str(value) for value in values if value is not None)]
    longest = max(em_width(line) for word in words for line in word.split("\n"))
    return min(_MOST_WIDE, max(least, longest * _DIGITS + 3))


def _lines(words: str, width: float) -> int:
    """How many lines a text takes in a cell of this width."""
    room = (width - 1.5) / _DIGITS
    return sum(max(1, math.ceil(em_width(line) / room - 1e-9)) for line in words.split("\n"))


def _pictures(sheet: Any, form: Form, pictures: Sequence[Path]) -> None:
    sheet.hide_gridlines(2)
    sheet.set_default_row(18)
    row = 0
    for path in pictures:
        data = path.read_bytes()
        wide, high = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")  # PNG: the IHDR chunk
        scale = min(1.0, 900 / max(1, wide))
        told = {"x_scale": scale, "y_scale": scale, "object_position": 2, "description": form.name}
        sheet.insert_image(row, 0, path.name, {"image_data": io.BytesIO(data), **told})
        row += math.ceil(high * scale / 24) + 2
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
