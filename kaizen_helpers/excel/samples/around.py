"""Dirt around the rows: titles, notes and units above, headers of several levels, footnotes below."""

from __future__ import annotations

from kaizen_helpers.excel.samples.grid import Filling, runs
from kaizen_helpers.excel.samples.model import Field

__all__ = ["above", "below", "header", "label"]

_FOOTNOTES = ("※ 未回答は空欄にしています。", "出典：架空県調べ", "（注）金額は見込みです。")


def above(made: Filling) -> None:
    """A title, who made it, a note, a unit for the whole table."""
    sheet, draw, columns = made.grid, made.draw, len(made.clean.fields)
    titled = made.maybe("題名行")
    if titled:
        sheet.put(sheet.row, 1, made.clean.title)
        if made.maybe("題名の結合"):
            sheet.merge(sheet.row, 1, sheet.row, min(columns, 4))
        sheet.row += 1
        if made.maybe("作成者", 0.3):
            sheet.put(sheet.row, 2 if draw.random() < 0.5 else 3, "作成者：企画課")
            sheet.row += 1
        if made.maybe("注記", 0.4):
            sheet.put(sheet.row, 1, "※ 令和8年7月末の暫定値です。")
            sheet.row += 1
    if made.thousands_above:
        made.dirt.append("欄外の単位")
        sheet.put(sheet.row, columns, draw.choice(("（単位：千円）", "単位:千円", "単位　千円")))
        sheet.row += 1
    if titled:
        sheet.row += draw.choice((0, 1, 2))


def below(made: Filling) -> None:
    """Footnotes."""
    if made.maybe("脚注"):
        made.grid.row += made.draw.choice((0, 1))
        for text in made.draw.sample(_FOOTNOTES, 2):
            made.grid.put(made.grid.row, 1, text)
            made.grid.row += 1


def label(made: Filling, one: Field) -> str:
    """What stands right above the column."""
    last = one.name.rsplit("_", 1)[-1] if made.levels > 1 else one.name
    if one.name in made.thousands and not made.thousands_above:
        return f"{last}（千円）"
    if one.name in made.thousands:
        return last
    return f"{last}（{one.unit}）" if one.name in made.units_in_header else last


def header(made: Filling) -> None:
    """One to three rows; where there is one, perhaps a row of units below it."""
    sheet, fields = made.grid, made.clean.fields
    top, bottom = sheet.row, sheet.row + made.levels - 1
    if made.levels == 1:
        for column, one in enumerate(fields, 1):
            sheet.put(top, column, label(made, one))
    else:
        made.dirt.append(f"{made.levels}段見出し")
        paths = [one.name.split("_")[:-1] for one in fields]
        for column, one in enumerate(fields, 1):
            depth = len(paths[column - 1])
            sheet.put(top + depth, column, label(made, one))
            sheet.merge(top + depth, column, bottom, column)
        for depth in range(made.levels - 1):
            for first, last in runs([tuple(path[: depth + 1]) if len(path) > depth else None for path in paths]):
                sheet.put(top + depth, first, paths[first - 1][depth])
                sheet.merge(top + depth, first, top + depth, last)
    sheet.row = bottom + 1
    plain = made.levels == 1 and not made.units_in_header and not made.thousands_above
    if plain and any(one.unit for one in fields) and made.maybe("単位行", 0.3):
        for column, one in enumerate(fields, 1):
            if one.unit:
                sheet.put(sheet.row, column, "千円" if one.name in made.thousands else one.unit)
        sheet.row += 1
    if made.maybe("欄外の注", 0.1):
        sheet.put(sheet.row, len(fields) + 2, "※ 確認中の団体があります。")
