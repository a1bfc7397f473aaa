"""What a careful person notices about a sheet before the first value is read: it is asked, never decided here."""

from __future__ import annotations

from collections.abc import Mapping

from kaizen_helpers.excel.tables.model import Area, Rule, SheetLike, TableRule
from kaizen_helpers.excel.tables.reading import Doubt, blank, key, read_code, unit_of_note

__all__ = ["gaps", "money_note", "page_rows", "struck", "twice"]


def page_rows(sheet: SheetLike, area: Area) -> frozenset[int]:
    """Rows that say the heading once more, word for word, as printed tables do on each page."""
    columns = [one.column for one in area.headings]

    def words(row: int) -> tuple[object, ...]:
        return tuple(None if blank(value := sheet.value(row, column)) else value for column in columns)

    heading = [words(row) for row in range(area.top, area.first_row)]
    found: set[int] = set()
    row = area.first_row
    while row <= area.bottom:
        step = 1
        for several in (heading, heading[:1]):  # with all its rows, or without the row of units
            rows = range(row, row + len(several))
            alike = [words(one) for one in rows] == several
            if alike and sum(word is not None for word in several[0]) > 1 and (several is heading or _alone(several)):
                found.update(rows)
                step = len(several)
                break
        row += step
    return frozenset(found)


def _alone(rows: list[tuple[object, ...]]) -> bool:
    """Whether the first row of the header names every column by itself."""
    return all(word is not None for word in rows[0])


def money_note(sheet: SheetLike, area: Area) -> tuple[str, str]:
    """The unit that a note outside the table gives (「単位：千円」), and the cell of the note."""
    columns = {one.column for one in area.headings}
    for (row, column), cell in sorted(sheet.cells.items()):
        inside = area.top <= row <= area.bottom and column in columns
        unit = "" if inside else unit_of_note(cell.value)
        if unit:
            return unit, sheet.address(row, column)
    return "", ""


def gaps(sheet: SheetLike, area: Area) -> list[str]:
    """The letters of columns between the headings that have none: perhaps two tables stand side by side."""
    columns = [one.column for one in area.headings]
    if not columns:
        return []
    missing = [one for one in range(min(columns), max(columns)) if one not in columns]
    return [sheet.address(1, column).rstrip("1") for column in missing]


def struck(sheet: SheetLike, area: Area) -> list[str]:
    """Cells of the table that are crossed out, where the sheet tells how its cells look."""
    style = getattr(sheet, "style", None)
    if style is None:
        return []
    columns = {one.column for one in area.headings}
    return [
        sheet.address(row, column)
        for (row, column), cell in sorted(sheet.cells.items())
        if area.first_row <= row <= area.bottom
        and column in columns
        and not blank(cell.value)
        and style(row, column).strike
    ]


def twice(
    sheet: SheetLike, area: Area, rules: Mapping[str, Rule], whole: TableRule, pages: frozenset[int]
) -> list[int]:
    """Rows whose key has been seen further up."""
    columns = {one.name: one.column for one in area.headings}
    if not whole.key or any(name not in columns for name in whole.key):
        return []
    seen: set[tuple[str, ...]] = set()
    again = []
    for row in range(area.first_row, area.bottom + 1):
        values = [sheet.value(row, columns[name]) for name in whole.key]
        if row in pages or row in sheet.hidden_rows or any(map(blank, values)):
            continue
        own = tuple(_plain(value, rules.get(name)) for value, name in zip(values, whole.key, strict=True))
        if own in seen:
            again.append(row)
        seen.add(own)
    return again


def _plain(value: object, rule: Rule | None) -> str:
    if rule is not None and rule.kind == "code":
        code = read_code(value, rule.digits)
        if not isinstance(code, Doubt):
            return code
    return key(value)
