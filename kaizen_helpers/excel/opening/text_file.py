"""Opening a CSV: what encoding it has, what parts its fields, and every field as the text that it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from kaizen_helpers.errors import InputError
from kaizen_helpers.excel.opening.model import Book, CsvFacts, Sheet

__all__ = ["open_csv"]

MOST_ROWS, MOST_CELLS, MOST_FIELD = 1_048_576, 6_000_000, 1_000_000
_NO_ENCODING = "文字コードが分かりません。Excel で開いて、「名前を付けて保存」で .xlsx にしたものを選んでください。"
_NO_CSV = "CSV ではありません。Excel で開いて、「名前を付けて保存」で .xlsx にしたものを選んでください。"


def open_csv(data: bytes, name: str) -> Book:
    """The table of a text file.

    Raises:
        InputError: it is no text, or no encoding fits.
    """
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(_NO_CSV, name)
    text, encoding, bom = _decoded(data, name)
    delimiter = _delimiter(text)
    rows, facts, cut = _rows(text, delimiter, name)
    notes = (f"大きいため、{len(rows):,}行目までを読み取りました。",) if cut else ()
    if text.count('"') % 2:
        notes = (*notes, '閉じていない引用符（"）があります。その後ろの行が、1つのセルに入っているかもしれません。')
    uneven, breaks = facts
    sheet = Sheet(Path(name).stem, rows, cut=cut)
    return Book(name, "csv", (sheet,), CsvFacts(encoding, bom, delimiter, breaks, uneven), notes=notes)


def _decoded(data: bytes, name: str) -> tuple[str, str, bool]:
    for mark, codec, encoding in (
        (b"\xef\xbb\xbf", "utf-8", "UTF-8"), (b"\xff\xfe", "utf-16-le", "UTF-16"), (b"\xfe\xff", "utf-16-be", "UTF-16"),
    ):  # fmt: skip
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(codec), encoding, True
            except UnicodeDecodeError:
                raise InputError(_NO_ENCODING, name) from None
    for codec, encoding in (("utf-8", "UTF-8"), ("cp932", "CP932")):
        try:
            return data.decode(codec), encoding, False
        except UnicodeDecodeError:
            continue
    raise InputError(_NO_ENCODING, name)


def _delimiter(text: str) -> str:
    """The sign that parts the fields: the one that stands in most of the first lines, equally often."""
    lines = [line for line in text[:20_000].splitlines()[:20] if line.strip()]
    best, most = ",", 0.0
    for sign in (",", "\t", ";"):
        counts = [line.count(sign) for line in lines]
        score = sum(count > 0 for count in counts) + (len(set(counts)) == 1 and counts[0] > 0 if counts else 0)
        if score > most:
            best, most = sign, score
    return best


_Facts = tuple[tuple[tuple[int, int, int], ...], tuple[tuple[int, int], ...]]


def _rows(text: str, delimiter: str, name: str) -> tuple[list[tuple[object, ...]], _Facts, bool]:
    rows: list[tuple[object, ...]] = []
    uneven: list[tuple[int, int, int]] = []
    breaks: list[tuple[int, int]] = []
    expected, cells, last = 0, 0, 0
    known: dict[str, str] = {}
    for number, fields in enumerate(_records(text, delimiter, name), 1):
        if number > MOST_ROWS or cells > MOST_CELLS:
            return rows[:last], (tuple(uneven), tuple(breaks)), True
        if not expected and fields:
            expected = len(fields)
        elif fields and len(fields) != expected and len(uneven) < 10_000:
            uneven.append((number, expected, len(fields)))
        breaks += [(number, place) for place, one in enumerate(fields, 1) if "\n" in one or "\r" in one][:100]
        while fields and fields[-1] == "":
            fields.pop()
        rows.append(tuple(known.setdefault(one, one) if one else None for one in fields))
        cells += len(fields)
        last = number if fields else last
    return rows[:last], (tuple(uneven), tuple(breaks)), False


def _records(text: str, delimiter: str, name: str) -> Iterable[list[str]]:
    before = csv.field_size_limit(MOST_FIELD)  # of the whole process: other readers rely on theirs
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        message = '引用符（"）が閉じていないなど、CSV として読めない行があります。元のファイルを確かめてください。'
        raise InputError(message, name) from None
    finally:
        csv.field_size_limit(before)
