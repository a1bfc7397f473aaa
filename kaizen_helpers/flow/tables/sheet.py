"""A step table on somebody's own worksheet: the row with the names of the columns is looked for, wherever it stands.

Officials put titles above the table, leave rows and columns empty, merge cells and write 「〃」 for the same as above.
Reading never raises; a problem names the sheet, the row as Excel counts it, and the column by its letter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kaizen_helpers.flow.cells import fold, read_number, text_of
from kaizen_helpers.flow.model import Flow, Lane, Remark
from kaizen_helpers.flow.tables.columns import LABEL, field_of
from kaizen_helpers.flow.tables.outline_head import lane_kind_of, read_head
from kaizen_helpers.flow.tables.table import Reading, TableProblem, read_placed

__all__ = [
    "HEADER_ROWS",
    "HEAD_LABELS",
    "LANE_COLUMNS",
    "REMARK_COLUMNS",
    "Grid",
    "has_steps",
    "read_grid",
    "read_lanes",
    "read_remarks",
]

HEADER_ROWS = 20
"""The names of the columns stand in one of so many rows."""

HEAD_LABELS = {"title": "題名", "version": "版", "cases": "年間件数", "author": "作成者", "updated": "更新日"}
"""Above the table: a cell with one of these words, and its value to the right of it."""
LANE_COLUMNS = ("担当", "種別", "人数", "時給")
REMARK_COLUMNS = ("手順", "対象", "指摘", "回答", "だれが", "日付")

_SAME_AS_ABOVE = frozenset(["〃", "同上", '"', "”", "“"])
_FILLED_DOWN = ("who", "rank", "system", "means", "document")
"""One merged cell, or 「〃」, may say these for several steps."""
_GATHERED = ("next", "condition", "share", "inputs", "issues", "note")
"""A step may take several rows, one for each way out: then these belong together."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one worksheet, or of a CSV file."""

    name: str
    """What to call it in a message: 「手順」."""
    rows: Sequence[Sequence[Any]]
    """From cell A1."""
    merged: Mapping[tuple[int, int], tuple[int, int]]
    """Each cell inside a merged range → the cell at its top left; both as (row, column) from 0."""
    letters: bool = True
    """Whether the columns have letters, as in Excel."""

    def value(self, row: int, column: int) -> Any:
        """What a cell holds, also for the hidden part of a merged range."""
        row, column = self.merged.get((row, column), (row, column))
        cells = self.rows[row] if 0 <= row < len(self.rows) else ()
        return cells[column] if column < len(cells) else None

    def text(self, row: int, column: int) -> str:
        """The value as text on one line."""
        return " ".join((text_of(_plain(self.value(row, column))) or "").split())

    def place(self, column: int) -> str:
        """How a person finds a column: 「手順」シートのD列."""
        return f"シート「{self.name}」{_letter(column)}列" if self.letters else f"{column + 1}列目"


@dataclass(frozen=True, slots=True)
class _Header:
    row: int
    below: int
    """The first row of the table itself."""
    columns: dict[str, int]
    """Field → column."""


def has_steps(grid: Grid) -> bool:
    """Whether a step table stands on the sheet."""
    return _header(grid) is not None


def read_grid(grid: Grid) -> Reading:
    """The flow of a sheet; without a row of column names there are no steps but a problem that says so."""
    header = _header(grid)
    if header is None:
        message = (
            f"列の名前の行が、上から{HEADER_ROWS}行の中に見つかりません。"
            "「だれが」「何を」「次」のような名前を、表のすぐ上の1行に書いてください。"
        )
        return Reading(Flow(), (TableProblem(0, f"シート「{grid.name}」" if grid.letters else "", message),))
    records, rows = _records(grid, header)
    steps, problems = read_placed(records, blank_means_next=True)
    placed = []
    for problem, position in zip(problems, problems.at, strict=True):
        column = header.columns.get(field_of(problem.column) or "")
        where = f"{grid.place(column)}「{problem.column}」" if column is not None else problem.column
        row = rows[position - 1] + 1 if 0 < position <= len(rows) else 0
        placed.append(TableProblem(row, where or f"シート「{grid.name}」", problem.message))
    return Reading(replace(_head(grid, header.row), steps=steps), tuple(placed))


# --- the names of the columns --------------------------------------------------------------------


def _header(grid: Grid) -> _Header | None:
    """The row that names most columns, if the work and one more column are among them."""
    best: dict[str, int] = {}
    at = 0
    for row in range(min(HEADER_ROWS, len(grid.rows))):
        found = _columns(grid, row)
        if len(found) > len(best) and "what" in found:
            best, at = found, row
    if len(best) < 2:
        return None
    below = at + 1
    while any(grid.merged.get((below, column), (below, 0))[0] <= at for column in best.values()):
        below += 1
    return _Header(at, below, best)


def _columns(grid: Grid, row: int) -> dict[str, int]:
    width = max(len(grid.rows[row]), *(column + 1 for at, column in grid.merged if at == row), 0)
    found: dict[str, int] = {}
    for column in range(width):
        top = grid.merged.get((row, column), (row, column))
        field = field_of(grid.text(row, column)) if top[1] == column else None
        if field is not None:
            found.setdefault(field, column)
    return found


# --- rows ----------------------------------------------------------------------------------------


def _records(grid: Grid, header: _Header) -> tuple[list[dict[str, Any]], list[int]]:
    """The steps as dicts with our column names, and the rows where they stand."""
    records: list[dict[str, Any]] = []
    rows: list[int] = []
    for row in range(header.below, len(grid.rows)):
        cells = {field: _plain(_cell(grid, row, field, column)) for field, column in header.columns.items()}
        if not any(text_of(cells.get(field)) for field in ("who", "kind", "what", "next")):
            continue  # blank, or a note below the table
        top = grid.merged.get((row, header.columns["what"]), (row, 0))[0]
        if top in rows and top < row:
            _gather(records[rows.index(top)], cells)
            continue
        above = records[-1] if records else {}
        for field in _FILLED_DOWN:
            if (text_of(cells.get(field)) or "").strip() in _SAME_AS_ABOVE:
                cells[field] = above.get(LABEL[field], "")
        records.append({LABEL[field]: value for field, value in cells.items()})
        rows.append(row)
    return records, rows


def _cell(grid: Grid, row: int, field: str, column: int) -> Any:
    """The value of a cell; a merged range says most things only for its first row."""
    top = grid.merged.get((row, column), (row, column))
    if top != (row, column) and not (field in _FILLED_DOWN and top[1] == column):
        return None
    return grid.value(row, column)


def _gather(record: dict[str, Any], cells: Mapping[str, Any]) -> None:
    """Add the further rows of a step that takes several."""
    for field in _GATHERED:
        more = text_of(cells.get(field))
        if more:
            before = text_of(record.get(LABEL[field]))
            record[LABEL[field]] = f"{before}\n{more}" if before else more


def _plain(value: Any) -> Any:
    """A cell as text or number: dates and times as they are written, a tick as ○."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return value.isoformat("minutes")
    if isinstance(value, bool):
        return "○" if value else ""
    return value


def _letter(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


# --- above the table, and the other sheets -------------------------------------------------------


def _head(grid: Grid, header_row: int) -> Flow:
    """What stands above the table: title, version, cases a year, author, date.

    Either in one cell as above an outline (「版：現状　件数：300/年」), or each in the cell beside its name.
    """
    names = {fold(label): field for field, label in HEAD_LABELS.items()}
    found: dict[str, Any] = {}
    title = ""
    for row in range(header_row):
        cells = _filled(grid, row)
        while cells:
            shown = cells.pop(0)
            field = names.get(fold(shown).rstrip(":"))
            if (head := read_head(shown)) is not None:
                found |= head[0]
            elif field is not None and field not in found and cells:
                value = cells.pop(0)
                found[field] = read_number(value.removesuffix("/年")) if field == "cases" else value
            else:
                title = title or shown
    return replace(Flow(title), **found)


def _filled(grid: Grid, row: int) -> list[str]:
    """The texts of a row from left to right, without empty cells; a merged range counts once."""
    shown = [c for c in range(len(grid.rows[row])) if grid.merged.get((row, c), (row, c)) == (row, c)]
    texts = [(text_of(_plain(grid.value(row, column))) or "").strip() for column in shown]
    return [text for text in texts if text]


def read_lanes(grid: Grid) -> tuple[Lane, ...]:
    """What a sheet with the columns 担当・種別・人数・時給 says of the owners; empty without that row of names."""
    lanes = []
    for cells in _rows_below(grid, LANE_COLUMNS):
        name, kind, staff, rate = (text_of(value) or "" for value in cells)
        if name or kind or staff or rate:
            lanes.append(Lane(name.strip(), lane_kind_of(kind), read_number(staff), read_number(rate)))
    return tuple(lanes)


def read_remarks(grid: Grid) -> tuple[Remark, ...]:
    """What a sheet with the columns 手順・対象・指摘・回答・だれが・日付 says; empty without that row of names."""
    remarks = []
    for cells in _rows_below(grid, REMARK_COLUMNS):
        step, _, question, reply, by, date = ((text_of(value) or "").strip() for value in cells)
        number = read_number(step)
        if question or reply or by or date:
            whole = number is not None and number == int(number)
            remarks.append(Remark(int(number) if whole and number is not None else None, question, reply, by, date))
    return tuple(remarks)


def _rows_below(grid: Grid, names: Sequence[str]) -> list[list[Any]]:
    for row in range(min(HEADER_ROWS, len(grid.rows))):
        shown = [fold(grid.text(row, column)) for column in range(len(grid.rows[row]))]
        if all(fold(name) in shown for name in names):
            places = [shown.index(fold(name)) for name in names]
            below = range(row + 1, len(grid.rows))
            return [[_plain(grid.value(at, column)) for column in places] for at in below]
    return []
