"""What is written: a table with typed columns. Codes are texts, so that no leading zero is lost."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from kaizen_helpers.errors import InputError

__all__ = ["MOST_LETTERS", "Column", "Kind", "Table", "as_text", "begins_like_a_formula", "checked"]

Kind = Literal["text", "number", "date"]
_MOST_ROWS, _MOST_COLUMNS, MOST_LETTERS = 1_048_575, 16_384, 32_767
"""Of a sheet, its head left out, and of a cell (limits of Excel)."""
_FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # fmt: skip
"""Excel folds the full-width ones when a CSV file is opened in Japanese."""


@dataclass(frozen=True)
class Column:
    """One column. ``kind`` ``text`` also holds codes and telephone numbers."""

    name: str
    kind: Kind = "text"
    unit: str = ""
    choices: tuple[str, ...] = ()
    """Offered as a drop-down list; other words stay allowed in Excel."""
    note: str = ""
    """What it means, for the sheet 「説明」."""

    @property
    def heading(self) -> str:
        """「人数（人）」: the unit stands in the heading, never in a cell (rule L3-04)."""
        return f"{self.name}（{self.unit}）" if self.unit else self.name


@dataclass(frozen=True)
class Table:
    """Rows below headings. A cell is text, a number, a date or None; None is 空欄 and never 0."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Sequence[object], ...] = ()


def checked(table: Table) -> Table:
    """The table, if it can be written as it is.

    Raises:
        InputError: headings that are empty or the same, a row that is too long, a number that is none, too many rows.
    """
    heads = [column.heading for column in table.columns]
    if not heads or not all(heads) or len(set(heads)) < len(heads):
        raise InputError(
            "列の名前が空か、同じ名前の列があります。列の名前を1つずつ違うものにしてください。", table.name
        )
    if len(table.rows) > _MOST_ROWS or len(heads) > _MOST_COLUMNS:
        raise InputError("Excel の1枚のシートに入りません。年度や団体で分けてください。", table.name)
    for number, row in enumerate(table.rows, start=2):
        if len(row) != len(heads):
            raise InputError(f"{number}行目の項目の数が、列の数と違います。", table.name)
        for value, head in zip(row, heads, strict=True):
            _check(value, f"{table.name} {number}行目の「{head}」")
    return table


def _check(value: object, where: str) -> None:
    if value is None or isinstance(value, date):
        return
    if isinstance(value, str):
        if len(value) > MOST_LETTERS:
            raise InputError(f"1つのセルに入る{MOST_LETTERS:,}字を超えています。分けてください。", where)
    elif isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InputError("文字・数・日付のどれでもない値です。", where)


def as_text(value: object) -> str:
    """The value in full, as a text file holds it: dates by ISO, numbers without a comma or an exponent."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S") if value.time() != datetime.min.time() else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        from decimal import Decimal

        return str(int(value)) if value.is_integer() else f"{Decimal(repr(value)):f}"
    return str(value)


def begins_like_a_formula(text: str) -> bool:
    """Whether Excel could run the text of a CSV file as a formula; 「-500」「－５」「▲500」「-」 are none."""
    if not text.startswith(_FORMULA_MARKS):
        return False
    if text[0] in "\t\r":
        return True
    folded = unicodedata.normalize("NFKC", text).replace(",", "").strip()
    if not any(mark.isalnum() for mark in folded):
        return False
    try:
        float(folded)
    except ValueError:
        return True
    return False
