"""Rows of a table as people fill it, brought to our columns; what cannot be read is named by row and column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kaizen_helpers.flow.cells import fold, short, text_of
from kaizen_helpers.flow.tables.table import TableProblem

__all__ = ["MAX_CELL", "MAX_ROWS", "Row", "read_rows"]

MAX_ROWS = 300
"""Rows beyond this are not read: a meeting works with some dozens of sentences."""
MAX_CELL = 300
"""Characters of one cell; a sentence on a card has fewer than a hundred."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not blank."""

    number: int
    """As the learner sees it, from 1."""
    cells: Mapping[str, str]
    """Our name of the column → the text without blanks at its ends; blanks at the beginning stay for ``indented``."""

    def text(self, column: str) -> str:
        """The cell of a column; empty where there is none."""
        return self.cells.get(column, "").strip()


def read_rows(
    rows: Any, columns: Mapping[str, Sequence[str]], problems: list[TableProblem], *, needed: str
) -> tuple[Row, ...]:
    """The rows of a list of dicts or of a pandas DataFrame; nothing in them makes it raise.

    Args:
        rows: the table.
        columns: our name of each column → other headings for it.
        problems: where to note what could not be read.
        needed: the column without which there is nothing to read.
    """
    records = _records(rows)
    if records is None:
        problems.append(TableProblem(0, "", f"表を読めませんでした。「{needed}」の列のある表を渡してください。"))
        return ()
    if len(records) > MAX_ROWS:
        problems.append(
            TableProblem(0, "", f"{len(records)}行あります。{MAX_ROWS}行目までを読みました。表を分けてください。")
        )
    names = {fold(heading): name for name, others in columns.items() for heading in (name, *others)}
    found = [_row(number, record, names, problems) for number, record in enumerate(records[:MAX_ROWS], start=1)]
    if records and not any(needed in _known(record, names) for record in records if record is not None):
        problems.append(TableProblem(0, needed, f"「{needed}」の列がありません。列の見出しを確かめてください。"))
    return tuple(row for row in found if row is not None and any(map(str.strip, row.cells.values())))


def _records(rows: Any) -> list[dict[Any, Any] | None] | None:
    if hasattr(rows, "itertuples") and hasattr(rows, "columns"):
        names = list(rows.columns)
        return [dict(zip(names, values, strict=True)) for values in rows.itertuples(index=False, name=None)]
    if type(rows) not in (list, tuple):
        return None
    return [row if type(row) is dict else None for row in rows]


def _known(record: Mapping[Any, Any], names: Mapping[str, str]) -> set[str]:
    return {names[fold(key)] for key in record if type(key) is str and fold(key) in names}


def _row(
    number: int, record: Mapping[Any, Any] | None, names: Mapping[str, str], problems: list[TableProblem]
) -> Row | None:
    if record is None:
        problems.append(TableProblem(number, "", f"{number}行目は、列の名前と中身の組になっていません。"))
        return None
    cells: dict[str, str] = {}
    for key, value in record.items():
        name = names.get(fold(key)) if type(key) is str else None
        if name is None:
            continue
        text = text_of(value)
        if text is None:
            problems.append(
                TableProblem(number, name, f"{number}行目の「{name}」は文字ではありません。文字で書いてください。")
            )
            continue
        if len(text) > MAX_CELL:
            problems.append(
                TableProblem(
                    number,
                    name,
                    f"{number}行目の「{name}」は{len(text)}文字あります（「{short(text)}」）。"
                    f"{MAX_CELL}文字までを読みました。1つの文に1つのことを書いてください。",
                )
            )
        if not cells.get(name, "").strip():  # two headings for one column: the one that is filled
            cells[name] = text[:MAX_CELL].rstrip()
    return Row(number, cells)
