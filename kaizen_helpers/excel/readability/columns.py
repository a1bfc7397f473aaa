"""The columns of a table: which of them have a heading, which are empty, what stands beside the table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kaizen_helpers.excel.opening.model import Sheet
from kaizen_helpers.excel.readability.headers import Grid, Paths
from kaizen_helpers.excel.readability.layout import ColumnLook, TableLook
from kaizen_helpers.excel.readability.words import is_blank, perhaps_note

__all__ = ["tables_of"]


@dataclass(frozen=True)
class _Use:
    """What a column holds in the records of a table."""

    filled: int
    last: int
    """The last row with a value; 0 where there is none."""
    waiting: int
    """How many of them are formulas that nobody has calculated yet."""
    only_text: bool
    only_notes: bool


def tables_of(
    grid: Grid, top: int, depth: int, rows: Sequence[int], *, sure: bool
) -> tuple[list[TableLook], list[tuple[int, int]]]:
    """One table, or several side by side, from its rows; and the cells beside it that belong to none."""
    sheet = grid.sheet
    paths = grid.paths(top, depth)
    first, last = top + depth, max(rows[-1], top + depth - 1)
    uses = _uses(sheet, first, last)
    records = sum(1 for row in rows if row >= first)
    headed = _headed(paths, uses)
    taken = set(headed)
    apart = [paths[column][1] for column in paths if column not in taken]
    inside = range(headed[0], headed[-1] + 1) if headed else range(1, max(uses, default=1) + 1)
    for column, use in uses.items():
        if column in taken:
            continue
        if (column in inside and not (use.only_notes and records > 1)) or not _stray(use, records):
            taken.add(column)
        else:
            apart += _cells(sheet, column, first, last)
    runs = _side_by_side(sorted(taken), paths, uses)
    tables = [_table(grid, top, depth, rows, run, paths, uses, _last_of(run, uses, last, runs), sure) for run in runs]
    return tables, apart


def _uses(sheet: Sheet, first: int, last: int) -> dict[int, _Use]:
    body = sheet.rows[first - 1 : last]
    waiting: dict[int, list[int]] = defaultdict(list)
    for row, column in sheet.uncalculated:
        if first <= row <= last:
            waiting[column].append(row)
    found: dict[int, _Use] = {}
    for column in range(1, max([*(len(row) for row in body), *waiting], default=0) + 1):
        place = column - 1
        values = [row[place] if place < len(row) else None for row in body]
        kinds = set(map(type, values)) - {type(None)}
        low = len(values) if kinds else 0
        while low and is_blank(values[low - 1]):
            low -= 1
        if not low and column not in waiting:
            continue
        filled = len(values) - values.count(None) + len(waiting[column])
        only_text = kinds == {str} and not waiting[column]
        notes = only_text and filled <= 20 and all(perhaps_note(value) for value in values if not is_blank(value))
        end = max([first + low - 1 if low else 0, *waiting[column]])
        found[column] = _Use(filled, end, len(waiting[column]), only_text, notes)
    return found


def _headed(paths: Paths, uses: Mapping[int, _Use]) -> list[int]:
    """The columns with a heading. Words at the right end with nothing below them are notes where they stand apart."""
    headed = list(paths)
    while len(headed) > 2 and headed[-1] not in uses:
        if headed[-2] == headed[-1] - 1 and not perhaps_note(paths[headed[-1]][0][0]):
            break
        headed.pop()
    return headed


def _stray(use: _Use, records: int) -> bool:
    """Whether values without a heading at the side are remarks and not a column that lost its heading."""
    if use.only_notes and (use.filled * 2 <= records or records <= 2):
        return True
    return use.filled * 2 < records if use.only_text else use.filled * 5 <= records


def _cells(sheet: Sheet, column: int, first: int, last: int) -> list[tuple[int, int]]:
    return [(row, column) for row in range(first, last + 1) if not is_blank(sheet.value(row, column))]


def _side_by_side(columns: list[int], paths: Paths, uses: Mapping[int, _Use]) -> list[list[int]]:
    """Columns parted by an empty one: one table torn apart, or tables of their own where they say so."""
    runs: list[list[int]] = []
    for column in columns:
        if not runs or runs[-1][-1] != column - 1:
            runs.append([])
        runs[-1].append(column)
    together: list[list[int]] = []
    for run in runs:
        if together and not _own_table(together[-1], run, paths, uses):
            together[-1].extend(run)
        else:
            together.append(run)
    return together


def _own_table(left: list[int], right: list[int], paths: Paths, uses: Mapping[int, _Use]) -> bool:
    """Whether two groups of columns are two tables: the same headings again, or as many records as each likes."""
    if min(len(left), len(right)) < 2 or any(column not in paths for column in (left[0], right[0])):
        return False
    names = [{paths[column][0] for column in run if column in paths} for run in (left, right)]
    if names[0] & names[1]:
        return True
    ends = [max((uses[column].last for column in run if column in uses), default=0) for run in (left, right)]
    return ends[0] != ends[1]


def _last_of(run: list[int], uses: Mapping[int, _Use], last: int, runs: list[list[int]]) -> int:
    if len(runs) == 1:
        return last
    return max((uses[column].last for column in run if column in uses), default=last)


def _table(
    grid: Grid,
    top: int,
    depth: int,
    rows: Sequence[int],
    run: list[int],
    paths: Paths,
    uses: Mapping[int, _Use],
    last: int,
    sure: bool,
) -> TableLook:
    sheet = grid.sheet
    first = top + depth
    held = [first - 1, *(row for row in rows if first <= row <= last), last + 1]
    empty = tuple(row for before, after in pairwise(held) for row in range(before + 1, after))
    no_record = frozenset(empty)
    covered = _covered(grid, set(run), first, last)
    columns = []
    for column in run:
        path, heading = paths.get(column, ((), (0, 0)))
        hidden = frozenset(covered.get(column, ()))
        waiting = uses[column].waiting if column in uses else 0
        columns.append(ColumnLook(column, path, sheet, first, last, heading, no_record, hidden, waiting))
    gaps = tuple(column for before, after in pairwise(run) for column in range(before + 1, after))
    return TableLook(sheet, top, first - 1, last, tuple(columns), empty, gaps, sure)


def _covered(grid: Grid, columns: set[int], first: int, last: int) -> dict[int, set[int]]:
    """For each column, the rows where a merged range hides its cell."""
    runs: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for span in sorted(grid.sheet.merged):
        for column in range(span.left, min(span.right, grid.width) + 1):
            top = max(span.top + (1 if column == span.left else 0), first)
            bottom = min(span.bottom, last)
            if column in columns and top <= bottom:
                # Ranges that overlap are taken once: a damaged file may hold thousands of them.
                top = max(top, runs[column][-1][1] + 1) if runs[column] else top
                if top <= bottom:
                    runs[column].append((top, bottom))
    return {column: {row for top, bottom in pairs for row in range(top, bottom + 1)} for column, pairs in runs.items()}
