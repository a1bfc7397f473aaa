"""Opening a file of a table, whatever kind it is and whatever its name says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kaizen_helpers.excel.opening.container import kind_of, read_file
from kaizen_helpers.excel.opening.model import Book

__all__ = ["open_book"]

_SUFFIXES = {"xlsx": (".xlsx", ".xlsm"), "xls": (".xls",), "csv": (".csv", ".txt", ".tsv")}
_NAMES = {"xlsx": "Excel のファイル", "xls": "古い形式（.xls）の Excel のファイル", "csv": "CSV"}


def open_book(path: Path | str, *, progress: Callable[[str, int], None] | None = None) -> Book:
    """Open a workbook or a CSV to read it. The file is not touched, nothing in it is run, no link is followed.

    Args:
        path: ``.xlsx``, ``.xlsm``, ``.xls``, ``.csv``, ``.tsv`` or ``.txt``. A file of another of these kinds than its
            name says is read as what it is, and the book's ``notes`` say so.
        progress: is told (name of the sheet, rows read so far) every 5,000 rows.

    Raises:
        MissingError: it is not there or cannot be opened.
        InputError: locked by a password, damaged, too large, or no table; the message says what to do.
    """
    place = Path(path)
    data = read_file(place)
    name = place.name.encode("utf-8", "replace").decode("utf-8")
    kind = kind_of(data, name)
    book = _opened(kind, data, name, progress)
    notes = book.notes
    if place.suffix.lower() not in _SUFFIXES[kind]:
        notes = (f"名前は「{place.suffix}」ですが、中身は{_NAMES[kind]}です。中身に合わせて読み取りました。", *notes)
    return replace(book, path=place, notes=notes)


def _opened(kind: str, data: bytes, name: str, progress: Callable[[str, int], None] | None) -> Book:
    if kind == "xlsx":
        from kaizen_helpers.excel.opening.xlsx import open_xlsx

        return open_xlsx(data, name, progress)
    if kind == "xls":
        from kaizen_helpers.excel.opening.xls import open_xls

        return open_xls(data, name)
    from kaizen_helpers.excel.opening.text_file import open_csv

    return open_csv(data, name)
