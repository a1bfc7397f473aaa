"""A repaired table as tables to write: the rows for people and programs, and the ledger for whoever asks later."""

from __future__ import annotations

from datetime import datetime

from kaizen_helpers.excel.opening.model import Sheet, Style
from kaizen_helpers.excel.tables.model import Repaired
from kaizen_helpers.excel.writing.table import Column, Kind, Table, as_text
from kaizen_helpers.notation.times import write_moment

__all__ = ["as_table", "ledger_table", "repaired_sheet"]

_KINDS: dict[str, Kind] = {"number": "number", "date": "date"}
_LEDGER = ("セル", "したこと", "前", "後", "規則")
_TAKEN_OUT = "（表から外した）"


def as_table(done: Repaired, name: str) -> Table:
    """The rows to write under the sheet name ``name``. Codes are texts; a day with its time is 「2026-07-01 09:30」."""
    columns = tuple(Column(one.name, _KINDS.get(one.kind, "text"), one.unit) for one in done.columns)
    return Table(name, columns, tuple(tuple(map(_written, row)) for row in done.rows))


def repaired_sheet(done: Repaired, name: str = "直した表") -> Sheet:
    """The table as a sheet in memory, to look at or to check: the heading in row 1, one row a row."""
    table = as_table(done, name)
    rows = (tuple(one.heading for one in table.columns), *(tuple(row) for row in table.rows))
    looks = tuple(2 if one.kind == "date" else 0 for one in table.columns)
    styles = (Style(), Style(bold=True), Style(number_format="yyyy-mm-dd"))
    return Sheet(name, rows, styles, (tuple(1 for _ in looks), *(looks for _ in table.rows)))


def ledger_table(done: Repaired, name: str = "変更の台帳") -> Table:
    """Every change, one a row: the cell, what was done, before, after, and the rule of the government's list."""
    columns = tuple(Column(one, note=note) for one, note in zip(_LEDGER, _notes(), strict=True))
    rows = tuple(
        (one.cell, one.step, _text(one.before), _TAKEN_OUT if one.removed else _text(one.after), one.rule or None)
        for one in done.ledger
    )
    return Table(name, columns, rows)


def _notes() -> tuple[str, ...]:
    return (
        "元のシートの番地",
        "",
        "元のシートの値。空欄は、何も入っていなかったセル",
        f"直した後の値。空欄は、空にしたセル。「{_TAKEN_OUT}」は、題名・合計など表の行でないもの",
        "「行政データにおける機械可読性に関するルール」の番号",
    )


def _written(value: object) -> object:
    return write_moment(value, one_item=False) if isinstance(value, datetime) else value


def _text(value: object) -> str | None:
    return None if value is None else as_text(_written(value))
