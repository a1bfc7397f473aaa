"""Dirt among the rows: merged groups, subtotals, 「〃」, hidden rows, answers sent twice, the heading once a page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from kaizen_helpers.excel.samples.around import label
from kaizen_helpers.excel.samples.grid import Filling, runs
from kaizen_helpers.excel.samples.model import Field
from kaizen_helpers.excel.samples.values import dirty_value

__all__ = ["body"]

_Row = tuple[object, ...]
_PAGE = 12
"""Rows on a printed page."""


def body(made: Filling) -> None:
    """All rows, with what stands between them, and the total."""
    fields = made.clean.fields
    counted = any(map(_summed, fields))
    grouped = made.levels < 3 and fields[0].group and made.maybe("縦結合")
    subtotals = grouped and counted and not made.trap and made.maybe("小計")
    total = counted and (made.trap == "合わない合計" or (not made.trap and made.maybe("合計")))
    pages = made.levels == 1 and not grouped and len(made.clean.rows) > _PAGE and made.maybe("ページごとの見出し", 0.3)
    rows = _Rows(made, grouped=grouped, subtotals=subtotals, pages=pages)
    rows.write()
    if total:
        word = made.draw.choice(("合計", "計", "合　計", "総計"))
        _sum(made, word, rows.written, wrong=made.trap == "合わない合計")


class _Rows:
    """The rows on their way into the grid. ``written`` are those that a total counts."""

    def __init__(self, made: Filling, *, grouped: bool, subtotals: bool, pages: bool) -> None:
        self.made, self.grouped, self.subtotals, self.pages = made, grouped, subtotals, pages
        self.names = [one.name for one in made.clean.fields]
        self.written: list[_Row] = []
        self.above: _Row | None = None

    def write(self) -> None:
        rows, sheet = self.made.clean.rows, self.made.grid
        groups = runs([row[0] for row in rows]) if self.grouped else [(1, len(rows))]
        for first, last in groups:
            start, counted = sheet.row, len(self.written)
            self.above = None
            for number in range(first - 1, last):
                self._between(number)
                self._row(number)
            if self.grouped:
                for row in range(start + 1, sheet.row):
                    sheet.put(row, 1, None)
                sheet.put(start, 1, rows[first - 1][0])
                sheet.merge(start, 1, sheet.row - 1, 1)
            if self.subtotals:
                _sum(self.made, "小計", self.written[counted:])
        if sheet.hidden:
            self.made.dirt.append("非表示行")

    def _between(self, number: int) -> None:
        """What stands before a row: last year's row that somebody hid, a blank row, an older answer, a new page."""
        made, sheet = self.made, self.made.grid
        row = made.clean.rows[number]
        if made.trap and not number:
            return  # so that the first row is the first one
        if self.pages and number and number % _PAGE == 0:
            for column, one in enumerate(made.clean.fields, 1):
                sheet.put(sheet.row, column, label(made, one))
            self._next()
        if made.draw.random() < 0.03 and made.drop_hidden:
            for column, (value, one) in enumerate(zip(row, made.clean.fields, strict=True), 1):
                sheet.put(sheet.row, column, 1 if one.kind == "number" else value)
            sheet.hidden.append(sheet.row)
            self._next()
        if not self.grouped and number and made.draw.random() < 0.01:
            made.dirt.append("途中の空行")
            self._next()
        if made.clean.newest and made.draw.random() < 0.04:
            self._older(number)

    def _next(self) -> None:
        self.made.grid.row += 1
        self.above = None

    def _older(self, number: int) -> None:
        """The answer that the same body sent some days before."""
        made, row = self.made, self.made.clean.rows[number]
        at = self.names.index(made.clean.newest)
        newest = row[at]
        if not isinstance(newest, date):
            return
        older = list(row)
        older[at] = newest - timedelta(days=made.draw.randrange(1, 9))
        for place, one in enumerate(made.clean.fields):
            value = older[place]
            if _summed(one) and isinstance(value, int) and one.most is None:
                older[place] = value + 1000 * made.draw.randrange(1, 9)
        for column, (value, one) in enumerate(zip(older, made.clean.fields, strict=True), 1):
            made.grid.put(made.grid.row, column, made.scaled(value, one))
        if self.grouped:
            made.grid.put(made.grid.row, 1, None)
        made.dirt.append("二重の提出")
        made.row_dirt[number].append("二重の提出")
        self.written.append(tuple(older))
        self._next()

    def _row(self, number: int) -> None:
        made, sheet = self.made, self.made.grid
        row = made.clean.rows[number]
        used: set[int] = set()
        for column, (value, one) in enumerate(zip(row, made.clean.fields, strict=True), 1):
            if column in used:
                continue
            typed, number_format, kind = made.scaled(value, one), "", ""
            if one.other and value == "その他" and made.draw.random() < max(made.amount, 0.3):
                place = self.names.index(one.other)
                typed, kind = f"{made.draw.choice(('その他：', 'その他:', ' その他： '))}{row[place]}", "その他の同居"
                used.add(place + 1)
                sheet.put(sheet.row, place + 1, None)
            elif self._repeats(column, value, one) and made.draw.random() < 0.4:
                typed, kind = made.draw.choice(("〃", "同上")), "〃"
            elif made.draw.random() < made.amount and not (self.grouped and column == 1):
                typed, number_format, kind = dirty_value(typed, self._with_unit(one), made.draw)
            sheet.put(sheet.row, column, typed, number_format)
            if kind:
                made.row_dirt[number].append(kind)
        if not made.drop_hidden and made.draw.random() < 0.03:
            sheet.hidden.append(sheet.row)
            made.row_dirt[number].append("非表示")
        made.where.append(sheet.row)
        self.written.append(row)
        self.above = row
        sheet.row += 1

    def _repeats(self, column: int, value: object, one: Field) -> bool:
        """Whether a tired hand writes 「〃」 here."""
        same = self.above is not None and value is not None and value == self.above[column - 1]
        return same and one.kind == "text" and not one.name.endswith("その他")

    def _with_unit(self, one: Field) -> Field:
        """In a column of 千円 nobody writes 円 behind the figures."""
        return replace(one, unit="千円") if one.name in self.made.thousands else one


def _summed(one: Field) -> bool:
    return one.kind == "number" and one.unit != "℃"


def _sum(made: Filling, word: str, rows: list[_Row], *, wrong: bool = False) -> None:
    sheet = made.grid
    sheet.put(sheet.row, 1, word)
    for column, one in enumerate(made.clean.fields, 1):
        if _summed(one):
            total = sum(value for row in rows if isinstance(value := made.scaled(row[column - 1], one), int))
            sheet.put(sheet.row, column, total + (7 if wrong else 0))
    sheet.row += 1
