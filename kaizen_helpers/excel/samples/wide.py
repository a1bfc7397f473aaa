"""The years side by side, as in tables made for reading."""

from __future__ import annotations

from kaizen_helpers.excel.samples.grid import Filling
from kaizen_helpers.excel.samples.values import dirty_value

__all__ = ["wide"]


def wide(made: Filling) -> None:
    """Header, rows and total of a wide table."""
    made.dirt.append("横持ち")
    fields, rows = made.clean.fields, made.clean.rows
    measures = len(fields) - 3
    years = list(dict.fromkeys(str(row[2]) for row in rows))
    _header(made, years)
    sums = [0] * (len(years) * measures)
    sheet = made.grid
    for start in range(0, len(rows), len(years)):
        for column in (1, 2):
            sheet.put(sheet.row, column, rows[start][column - 1])
        for place in range(len(years)):
            for offset, one in enumerate(fields[3:]):
                value = rows[start + place][3 + offset]
                index = place * measures + offset
                sums[index] += value if isinstance(value, int) else 0
                typed, number_format = value, ""
                if made.draw.random() < made.amount:
                    typed, number_format, kind = dirty_value(value, one, made.draw)
                    made.row_dirt[start + place].append(kind)
                sheet.put(sheet.row, 3 + index, typed, number_format)
            made.where.append(sheet.row)
        sheet.row += 1
    if made.trap == "合わない合計" or (not made.trap and made.maybe("合計")):
        sheet.put(sheet.row, 1, "合計")
        for index, total in enumerate(sums):
            sheet.put(sheet.row, 3 + index, total + (7 if made.trap else 0))
        sheet.row += 1


def _header(made: Filling, years: list[str]) -> None:
    sheet, fields = made.grid, made.clean.fields
    measures = len(fields) - 3
    top, levels = sheet.row, 2 if measures > 1 else 1
    for column in (1, 2):
        sheet.put(top, column, fields[column - 1].name)
        sheet.merge(top, column, top + levels - 1, column)
    for place, year in enumerate(years):
        first = 3 + place * measures
        sheet.put(top, first, year)
        sheet.merge(top, first, top, first + measures - 1)
        if levels == 2:
            for offset, one in enumerate(fields[3:]):
                sheet.put(top + 1, first + offset, one.name)
    sheet.row = top + levels
