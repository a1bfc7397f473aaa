"""What a made-up workbook is made of: the fields an office knows, the truth, the dirt, and what a person knows."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["CleanTable", "DirtyBook", "Field", "Known"]


@dataclass(frozen=True)
class Field:
    """What the office knows of a column. ``kind``: text, kana, code, number, date, time or choice."""

    name: str
    kind: str = "text"
    unit: str = ""
    digits: int = 0
    """Of a code: how long it is, leading zeros counted."""
    choices: tuple[str, ...] = ()
    other: str = ""
    """Of a choice with 「その他」: the column that holds what was meant."""
    group: bool = False
    """Rows of one value stand together, so that a person would merge them."""
    mapped: bool = False
    """Of a text: the office keeps a table of the spellings in use (short names, old names)."""
    check: str = ""
    """Of a code: the public check digit that it carries (「団体コード」「法人番号」)."""
    least: float | None = None
    most: float | None = None
    not_below: str = ""
    """A column whose value in the same row is never larger (or later)."""


@dataclass(frozen=True)
class CleanTable:
    """The truth under a dirty workbook. Codes are texts, dates are dates, ``None`` is 未回答 and never 0."""

    case: str
    title: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[object, ...], ...]
    key: tuple[str, ...] = ()
    """The columns that tell one row from another."""
    newest: str = ""
    """The date by which the newest of two rows with one key is known."""
    no_overlap: tuple[str, str, str] | None = None
    """What can be used by one at a time, and the columns of its beginning and end."""


@dataclass(frozen=True)
class Known:
    """What the person at the desk knows and the sheet does not say."""

    hidden_rows_belong: bool = True
    hidden_columns_belong: bool = True
    thousands: tuple[str, ...] = ()
    """Columns in 千円 that are wanted in 円."""
    variants: dict[str, str] = field(default_factory=dict)
    wide_name: str = ""
    """What stands side by side, where the table is wide: 「年度」."""


@dataclass(frozen=True)
class DirtyBook:
    """A workbook to write with ``write_dirty``, and what only a judge may see."""

    clean: CleanTable
    cells: dict[tuple[int, int], object]
    formats: dict[tuple[int, int], str]
    merged: tuple[tuple[int, int, int, int], ...]
    hidden_rows: tuple[int, ...]
    hidden_columns: tuple[int, ...]
    sheet_dirt: tuple[str, ...]
    row_dirt: tuple[tuple[str, ...], ...]
    """For each row of ``clean``, the kinds of dirt that it received."""
    known: Known
    trap: str = ""
    sheet_rows: tuple[int, ...] = ()
    """For each row of ``clean``, the row of the sheet that holds it."""
