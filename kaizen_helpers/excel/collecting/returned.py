"""Reading one returned form: its sheets as rows of values. A file that cannot be read costs its own place only."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.formats.office import read_source

__all__ = ["FormSheet", "address", "read_sheets"]

_MOST_ROWS, _MOST_COLUMNS, _MOST_SHEETS = 20_000, 300, 50
_MOST_BLANK = 1_000
"""Empty rows after which a sheet is taken to be over: formats alone may reach to row 1,048,576."""
_MOST_UNPACKED = 150_000_000
_MOST_CSV = 20_000_000


@dataclass(frozen=True)
class FormSheet:
    """One sheet: rows from row 1 and column A, without the empty ones at the end."""

    name: str
    rows: tuple[tuple[object, ...], ...]
    hidden: bool = False
    uncounted: tuple[str, ...] = ()
    """Cells whose formula was never calculated, so that they have no value."""
    cut: bool = False
    """Whether rows beyond the limit were left unread."""


def read_sheets(path: Path) -> tuple[FormSheet, ...]:
    """The sheets of a ``.xlsx``, ``.xlsm`` or ``.csv``; nothing in it is run or changed.

    Raises:
        KaizenError: it is damaged, locked by a password, of another kind, or unpacks to far too much.
    """
    return (_csv(path),) if path.suffix.lower() == ".csv" else _xlsx(path)


def _xlsx(path: Path) -> tuple[FormSheet, ...]:
    import openpyxl

    data, where = read_source(path, ".xlsx")
    try:
        formulas = _with_formulas(data, where)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl drops (drop-down lists, pictures) is not read anyway
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            written = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False) if formulas else None
            return tuple(_sheet(sheet, written) for sheet in book.worksheets[:_MOST_SHEETS])
    except InputError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part leads to
        message = "ファイルが壊れているか、途中で切れています。もう一度送ってもらうか、Excel で保存し直してください。"
        raise InputError(message, where) from error


def _with_formulas(data: bytes, where: str) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        if sum(part.file_size for part in file.infolist()) > _MOST_UNPACKED:
            raise InputError("広げると大きすぎるファイルです。表だけを新しいファイルに写してください。", where)
        sheets = [name for name in file.namelist() if name.startswith("xl/worksheets/sheet")]
        return any(b"<f" in file.read(name).replace(b"<formula", b"") for name in sheets)


def _sheet(sheet: Any, written: Any) -> FormSheet:
    rows, cut = _rows(sheet)
    uncounted: list[str] = []
    if written is not None:
        for number, row in enumerate(_rows(written[sheet.title])[0]):
            values = rows[number] if number < len(rows) else ()
            for at, cell in enumerate(row):
                if isinstance(cell, str) and cell.startswith("=") and (at >= len(values) or values[at] is None):
                    uncounted.append(address(number + 1, at))
    return FormSheet(sheet.title, rows, sheet.sheet_state != "visible", tuple(uncounted), cut)


def _rows(sheet: Any) -> tuple[tuple[tuple[object, ...], ...], bool]:
    sheet.reset_dimensions()  # the size that a file states may be wrong
    return _bounded(sheet.iter_rows(values_only=True))


def _bounded(given: Iterable[Iterable[object]]) -> tuple[tuple[tuple[object, ...], ...], bool]:
    rows: list[tuple[object, ...]] = []
    last = 0
    for number, row in enumerate(given, start=1):
        if number > _MOST_ROWS:
            return tuple(rows[:last]), True
        values = tuple(row)[:_MOST_COLUMNS]
        rows.append(values)
        if any(value is not None and value != "" for value in values):
            last = number
        elif number - last > _MOST_BLANK:
            break
    return tuple(rows[:last]), False


def address(row: int, column: int) -> str:
    """「B5」 for row 5 and the column with index 1."""
    letters = ""
    column += 1
    while column:
        column, left = divmod(column - 1, 26)
        letters = chr(65 + left) + letters
    return f"{letters}{row}"


def _csv(path: Path) -> FormSheet:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_CSV + 1)
    except OSError as error:
        raise InputError("ファイルを開けませんでした。ほかのアプリで開いたままでないかを確かめてください。") from error
    if len(data) > _MOST_CSV:
        raise InputError("ファイルが大きすぎます。この照会の回答だけを、新しいファイルに写してください。")
    text = _decoded(data)
    if "\0" in text or text.startswith("PK\x03\x04"):
        raise InputError("CSV ではありません。Excel で開いて、.xlsx で保存し直してください。")
    try:
        rows, cut = _bounded([cell if cell != "" else None for cell in row] for row in csv.reader(io.StringIO(text)))
    except csv.Error as error:
        raise InputError("CSV として読めない行があります。Excel で開いて、.xlsx で保存し直してください。") from error
    return FormSheet(path.stem, rows, cut=cut)


def _decoded(data: bytes) -> str:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for codec in ("utf-16",) if marked else ("utf-8-sig", "cp932"):
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    raise InputError("文字コードが分かりません。Excel で開いて、.xlsx で保存し直してください。")
