"""The roster, seat and name: read where the instructor keeps it, and never copied."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Sequence
from pathlib import Path

from kaizen_helpers.checkers.seat import read_seat
from kaizen_helpers.errors import InputError, MissingError

__all__ = ["read_roster"]

_MAX_BYTES = 5 * 1024 * 1024
_SEAT_HEADINGS = ("座席番号", "席番号", "席", "座席", "番号", "seat")
_NAME_HEADINGS = ("氏名", "名前", "受講者", "name")


def read_roster(path: Path) -> dict[str, str]:
    """Seat (``07``) → name, in the order of the file: CSV (UTF-8 or CP932, comma or tab) or an Excel workbook.

    The columns are found by their headings (座席番号, 氏名), else the first two columns are taken.

    Raises:
        MissingError: there is no such file.
        InputError: it is no CSV or workbook, a seat is no number, or a seat stands twice.
    """
    if not path.is_file():
        raise MissingError("名簿が見つかりません。場所を確かめてください。", str(path))
    if path.stat().st_size > _MAX_BYTES:
        raise InputError("名簿のファイルが大きすぎます。座席番号と氏名の2列だけにしてください。", path.name)
    rows = _workbook_rows(path) if path.suffix.lower() in (".xlsx", ".xlsm") else _csv_rows(path)
    seat_column, name_column, first = _columns(rows)
    roster: dict[str, str] = {}
    for number, row in enumerate(rows[first:], first + 1):
        seat_text = row[seat_column] if len(row) > seat_column else ""
        name = row[name_column] if len(row) > name_column else ""
        if not seat_text and not name:
            continue
        seat = read_seat(seat_text)
        if not seat:
            text = f"座席番号「{seat_text[:20]}」が読み取れません。数字にしてください。"
            raise InputError(text, f"{path.name} {number}行目")
        if seat in roster:
            raise InputError(f"座席番号 {seat} が二つあります。どちらかを直してください。", f"{path.name} {number}行目")
        roster[seat] = name
    if not roster:
        raise InputError("名簿に座席番号がありません。座席番号と氏名の2列にしてください。", path.name)
    return roster


def _columns(rows: Sequence[Sequence[str]]) -> tuple[int, int, int]:
    """Column of the seat, column of the name, and the first row below the headings."""
    for number, row in enumerate(rows[:10]):
        plain = [re.sub(r"\s", "", cell).lower() for cell in row]
        seats = [i for i, cell in enumerate(plain) if cell in _SEAT_HEADINGS]
        names = [i for i, cell in enumerate(plain) if cell in _NAME_HEADINGS]
        if seats and names:
            return seats[0], names[0], number + 1
    return 0, 1, 0


def _csv_rows(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        except csv.Error as error:
            raise InputError("名簿が表として読めません。CSVで保存し直してください。", path.name) from error
        return [[cell.strip() for cell in row] for row in rows]
    raise InputError("名簿の文字が読めません。Excelの「CSV UTF-8」で保存し直してください。", path.name)


def _workbook_rows(path: Path) -> list[list[str]]:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(path, read_only=True, data_only=True)
            try:
                return [[_text(cell) for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
            finally:
                book.close()
    except Exception as error:  # a damaged workbook raises anything from KeyError to a parser's own error
        raise InputError("名簿をExcelのファイルとして開けません。保存し直してください。", path.name) from error


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()
