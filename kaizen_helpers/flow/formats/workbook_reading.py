"""Reading a step table from a file: an Excel workbook or CSV."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kaizen_helpers.errors import InputError, MissingError
from kaizen_helpers.flow.formats.office import Package, read_source, relation_id
from kaizen_helpers.flow.tables.sheet import Grid, has_steps, read_grid, read_lanes, read_remarks
from kaizen_helpers.flow.tables.table import MAX_ROWS, Reading

__all__ = ["MAX_COLUMNS", "MAX_LINES", "name_of", "read_bytes_of", "read_csv", "read_text_file", "read_workbook"]

MAX_LINES = MAX_ROWS * 4
"""Rows read of a sheet; a step may take several."""
MAX_COLUMNS = 100
_MOST_SHEETS = 30
_MOST_BYTES = 20_000_000
"""Of a text file, and of the texts and styles of a workbook, which are read as a whole."""
_OPENED_WHOLE = ("xl/sharedstrings.xml", "xl/styles.xml", "xl/workbook.xml")
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")
_MOST_MERGED = 20_000


# --- Excel ---------------------------------------------------------------------------------------


def read_workbook(path: Path | str, sheet: str | None = None) -> Reading:
    """The flow in a workbook: one written by :func:`write_workbook`, or anybody's sheet with a step table.

    Without ``sheet`` the first sheet with a row of column names is read. An empty 次 means the following row.
    What :func:`write_workbook` wrote of owners and remarks is read too.

    Raises:
        MissingError: there is no such file or sheet, or it cannot be opened.
        InputError: it is no Excel workbook, damaged, locked by a password, or far too large.
    """
    data, where = read_source(path, ".xlsx")
    grids = _grids(data, where, sheet)
    chosen = next((grid for grid in grids if has_steps(grid)), None)
    if chosen is None and not grids:
        raise InputError("シートが1枚もありません。手順の表のあるファイルを選んでください。", where)
    reading = read_grid(chosen or grids[0])
    if sheet is not None:
        return reading
    lanes = next((lanes for grid in grids if (lanes := read_lanes(grid))), ())
    remarks = next((remarks for grid in grids if (remarks := read_remarks(grid))), ())
    return replace(reading, flow=replace(reading.flow, declared=lanes, remarks=remarks))


def _grids(data: bytes, where: str, wanted: str | None) -> list[Grid]:
    package = Package(data, where)
    _refuse_what_unpacks_too_far(package)
    merged = _merged_cells(package)
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl drops (drop-down lists, pictures) is not read anyway
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            names = [sheet.title for sheet in book.worksheets]
            if wanted is not None and wanted not in names:
                known = "・".join(f"「{name}」" for name in names[:10])
                raise MissingError(f"シート「{wanted}」がありません。あるのは {known} です。", where)
            sheets = [sheet for sheet in book.worksheets if wanted in (None, sheet.title)][:_MOST_SHEETS]
            return [Grid(sheet.title, _rows(sheet), merged.get(sheet.title, {})) for sheet in sheets]
    except MissingError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part leads to
        message = "ファイルが壊れているか、途中で切れています。Excel で開いて、別の名前で保存し直してください。"
        raise InputError(message, where) from error


def _rows(sheet: Any) -> list[list[Any]]:
    if hasattr(sheet, "reset_dimensions"):
        sheet.reset_dimensions()  # some programs write a size that is not true
    rows = sheet.iter_rows(max_row=MAX_LINES, max_col=MAX_COLUMNS, values_only=True)
    return [list(row) for row in rows]


def _refuse_what_unpacks_too_far(package: Package) -> None:
    for name in _OPENED_WHOLE:
        if package.has(name) and package.zip.getinfo(package.names[name]).file_size > _MOST_BYTES:
            message = "広げると大きすぎるファイルです。手順の表だけを新しいファイルに写してください。"
            raise InputError(message, package.where)


def _merged_cells(package: Package) -> dict[str, dict[tuple[int, int], tuple[int, int]]]:
    """For each sheet its merged cells; openpyxl does not tell them when it only reads."""
    found = {}
    for book in package.linked("", "officeDocument"):
        relations = package.relations(book)
        for sheet in package.part(book).iter():
            kind, part = relations.get(relation_id(sheet), ("", ""))
            if kind == "worksheet" and package.has(part):
                ranges = [str(e.get("ref")) for e in package.part(part).iter() if str(e.tag).endswith("}mergeCell")]
                found[str(sheet.get("name"))] = _tops(ranges)
    return found


def _tops(ranges: Sequence[str]) -> dict[tuple[int, int], tuple[int, int]]:
    tops: dict[tuple[int, int], tuple[int, int]] = {}
    for text in ranges:
        match = _RANGE.fullmatch(text)
        if match is None:
            continue
        left, top, right, bottom = _column(match[1]), int(match[2]) - 1, _column(match[3]), int(match[4]) - 1
        for row in range(top, min(bottom, MAX_LINES) + 1):
            for column in range(left, min(right, MAX_COLUMNS) + 1):
                if len(tops) >= _MOST_MERGED:
                    return tops
                tops[row, column] = top, left
    return tops


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


# --- text ----------------------------------------------------------------------------------------


def read_csv(path: Path | str) -> Reading:
    """The flow in a CSV file, in UTF-8 or as Japanese Excel writes it (CP932), with commas or tabs.

    Raises:
        MissingError: there is no such file, or it cannot be opened.
        InputError: it is too large, or no text.
    """
    text = read_text_file(Path(path))
    first = text.split("\n", 1)[0]
    table = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in first and "," not in first else ",")
    rows: list[list[Any]] = []
    try:
        for row in table:
            rows.append(row[:MAX_COLUMNS])
            if len(rows) == MAX_LINES:
                break
    except csv.Error as error:
        message = "表として読めませんでした。Excel で開いて「CSV UTF-8」で保存し直してください。"
        raise InputError(message, name_of(Path(path))) from error
    return read_grid(Grid(name_of(Path(path)), rows, {}, letters=False))


def read_text_file(path: Path) -> str:
    """A text in UTF-8, UTF-16 (with its mark) or CP932, as Japanese Windows writes it.

    Raises:
        MissingError: there is no such file, or it cannot be opened.
        InputError: it is too large, or no text.
    """
    data = read_bytes_of(path)
    for encoding in ("utf-16", "utf-8-sig", "cp932"):
        if encoding == "utf-16" and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            return data.decode(encoding)
        except UnicodeError:
            continue
    message = "文字として読めませんでした。メモ帳で開き、文字コードを UTF-8 にして保存し直してください。"
    raise InputError(message, name_of(path))


def read_bytes_of(path: Path) -> bytes:
    """The content of a file of moderate size.

    Raises:
        MissingError: there is no such file, or it cannot be opened.
        InputError: it is too large.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= _MOST_BYTES else b""
    except (OSError, ValueError) as error:
        message = "ファイルを開けませんでした。名前と場所、ほかのアプリで開いたままでないかを確かめてください。"
        raise MissingError(message, name_of(path)) from error
    if size > _MOST_BYTES:
        raise InputError("ファイルが大きすぎます。手順の表だけを新しいファイルに写してください。", name_of(path))
    return data


def name_of(path: Path) -> str:
    """The name of a file for a message, whatever bytes are in it."""
    return path.name.encode("utf-8", "replace").decode("utf-8")
