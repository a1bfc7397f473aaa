"""A CSV or Excel file as the screen of kintone would read it: its first sheet, with what is hidden and merged."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from kaizen_helpers.errors import InputError, MissingError
from kaizen_helpers.kintone.definition import AppDefinition
from kaizen_helpers.kintone.importing.checking import ImportReport, Source, check_import

__all__ = ["check_file", "read_source"]

_SEPARATOR = {".csv": ",", ".txt": "\t", ".tsv": "\t"}
_LARGEST = {".xlsx": 20_000_000}
"""An Excel file larger than this is not opened at all: kintone refuses it anyway, and it might fill the memory."""
_LARGEST_TEXT = 300_000_000
_MOST_ROWS = 200_000


def check_file(
    definition: AppDefinition,
    path: str | PathLike[str],
    *,
    key: str = "",
    existing: Iterable[Mapping[str, object]] = (),
    encoding: str = "",
) -> ImportReport:
    """Whether the screen would take in this file; see ``check_import``. The file is only read.

    Raises:
        MissingError: there is no such file.
        InputError: it is damaged, or another kind of file.
    """
    heading, rows, source = read_source(path, encoding)
    return check_import(definition, heading, rows, source, key=key, existing=existing)


def read_source(
    path: str | PathLike[str], encoding: str = ""
) -> tuple[Sequence[object], list[Sequence[object]], Source]:
    """Heading, rows and what is known of the file beside them. Empty rows at the end do not count.

    ``encoding``: of a text file; by itself UTF-8, and what Excel in Japan writes (cp932) where it is none.

    Raises:
        MissingError: there is no such file.
        InputError: it cannot be read.
    """
    file = Path(path)
    if not file.is_file():
        raise MissingError("ファイルが見つかりません。名前と場所を確かめてください。", file.name)
    ending, size = file.suffix.lower(), file.stat().st_size
    if ending not in (*_SEPARATOR, ".xlsx"):
        raise InputError("読み込めるのは、xlsxとcsv（txt、tsv）です。形式を選んで保存し直してください。", file.name)
    if size > _LARGEST.get(ending, _LARGEST_TEXT):
        raise InputError("ファイルが大きすぎます。分けて保存してください。", file.name)
    if ending == ".xlsx":
        lines, more = _sheet(file)
        source = Source("xlsx", size, **more)
    else:
        lines, source = _lines(file, _SEPARATOR[ending], encoding), Source("csv", size)
    while lines and not any(cell not in (None, "") for cell in lines[-1]):
        lines.pop()
    if not lines:
        raise InputError("何も入っていません。見出しの行と、その下に値を入れてください。", file.name)
    return lines[0], lines[1:], source


def _lines(file: Path, separator: str, encoding: str) -> list[Sequence[object]]:
    text = _text(file, encoding)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        message = 'CSVとして読めません。「"」で囲んだ値が閉じているか、確かめてください。'
        raise InputError(message, file.name) from None


def _text(file: Path, encoding: str) -> str:
    content = file.read_bytes()
    for name in [encoding] if encoding else ["utf-8-sig", "cp932"]:
        try:
            return content.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    raise InputError("文字として読めません。文字コードを確かめて、保存し直してください。", file.name)


def _sheet(file: Path) -> tuple[list[Sequence[object]], dict[str, Any]]:
    """Cells of the first sheet, and what a person may not see: other sheets, merged and hidden cells."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(file, data_only=True)
        sheet = book.worksheets[0]
        if sheet.max_row > _MOST_ROWS:
            raise InputError("行が多すぎます。分けて保存してください。", file.name)
        lines: list[Sequence[object]] = [list(row) for row in sheet.iter_rows(values_only=True)]
    except (
        *(InvalidFileException, zipfile.BadZipFile, OSError, EOFError, NotImplementedError),
        *(AttributeError, IndexError, KeyError, SyntaxError, TypeError, ValueError),  # of a damaged inside
    ) as error:
        if isinstance(error, InputError):
            raise
        message = "Excelファイルとして開けません。Excelで開いて、xlsx形式で保存し直してください。"
        raise InputError(message, file.name) from error
    more = {
        "sheets": [one.title for one in book.worksheets],
        "merged": sorted(str(one) for one in sheet.merged_cells.ranges),
        "hidden_rows": sorted(place for place, one in sheet.row_dimensions.items() if one.hidden),
        "hidden_columns": sorted(name for name, one in sheet.column_dimensions.items() if one.hidden),
    }
    return lines, more
