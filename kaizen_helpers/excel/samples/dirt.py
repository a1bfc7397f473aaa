"""Dirt on a whole sheet: titles, notes, headers of several levels, merged cells, subtotals, hidden rows, wide tables.

``dirty_book`` remembers the truth, what was done to each row, and what the person who knows the work would answer when
asked (``Known``). A trap is a workbook whose truth cannot be told from its cells; the only right answer is to say so.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from kaizen_helpers.excel.samples.clean import CleanTable, Field, clean_table
from kaizen_helpers.excel.samples.values import VARIANTS, dirty_value, shown

__all__ = ["TRAPS", "DirtyBook", "Known", "dirty_book"]

TRAPS = ("合わない合計", "括弧の数", "2つの数", "2桁の年", "先頭の〃", "知らない選択肢", "短いコード", "日付になった率")
"""What cannot be put right by a machine."""


@dataclass(frozen=True)
class Known:
    """What the person at the desk knows and the sheet does not say."""

    hidden_rows_belong: bool = True
    hidden_columns_belong: bool = True
    thousands: tuple[str, ...] = ()
    """Columns whose header says 千円 and that are wanted in 円."""
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


class _Sheet:
    """The sheet while it is being filled; ``row`` is the next free row."""

    def __init__(self, left: int) -> None:
        self.cells: dict[tuple[int, int], object] = {}
        self.formats: dict[tuple[int, int], str] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden: list[int] = []
        self.row, self.left = 1, left

    def put(self, row: int, column: int, value: object, number_format: str = "") -> None:
        if value is not None:
            self.cells[row, self.left + column] = value
            if number_format or shown(value):
                self.formats[row, self.left + column] = number_format or shown(value)

    def merge(self, top: int, first: int, bottom: int, last: int) -> None:
        if (top, first) != (bottom, last):
            self.merged.append((top, self.left + first, bottom, self.left + last))


def dirty_book(case: str, seed: int, *, trap: bool = False) -> DirtyBook:
    """A dirty workbook of ``case``; the same for the same seed."""
    draw = random.Random(f"dirt/{case}/{seed}/{trap}")  # noqa: S311 - a repeatable example, no secret
    clean = clean_table(case, seed)
    return _Dirtying(clean, draw, draw.choice(TRAPS) if trap else "").book()


class _Dirtying:
    def __init__(self, clean: CleanTable, draw: random.Random, trap: str) -> None:
        self.draw, self.trap = draw, trap
        self.wide = clean.case == "C1-年度"
        self.levels = draw.choice((1, 2, 3)) if not self.wide else 1
        self.clean = _renamed(clean) if self.levels == 3 else clean
        self.sheet = _Sheet(draw.choice((0, 0, 1)))
        self.dirt: list[str] = []
        self.row_dirt: list[list[str]] = [[] for _ in clean.rows]
        self.group = self.levels < 3 and not self.wide and self.clean.fields[0].group and self._maybe("縦結合")
        self.subtotals = self.group and self._maybe("小計")
        self.total = self._maybe("合計") or trap == "合わない合計"
        self.amount = 0.0 if draw.random() < 0.1 else draw.choice((0.05, 0.2))
        self.thousands = tuple(
            one.name for one in self.clean.fields if one.unit == "円" and not self.wide and draw.random() < 0.2
        )
        self.units_in_header = (
            {one.name for one in self.clean.fields if one.unit and draw.random() < 0.6}
            if draw.random() < 0.7
            else set()
        )
        self.drop_hidden = draw.random() < 0.5

    def _maybe(self, kind: str, chance: float = 0.5) -> bool:
        happens = self.draw.random() < chance
        if happens:
            self.dirt.append(kind)
        return happens

    def book(self) -> DirtyBook:
        self._above()
        if self.wide:
            self._wide()
        else:
            self._header()
            self._body()
        self._below()
        sheet = self.sheet
        hidden_columns: tuple[int, ...] = ()
        if not self.wide and self._maybe("非表示列", 0.2):
            hidden_columns = (sheet.left + len(self.clean.fields),)
        if self.thousands:
            self.dirt.append("千円")
        known = Known(
            hidden_rows_belong=not self.drop_hidden,
            thousands=self.thousands,
            variants={variant: choice for choice, several in VARIANTS.items() for variant in several},
            wide_name="年度" if self.wide else "",
        )
        return DirtyBook(
            self.clean, sheet.cells, sheet.formats, tuple(sheet.merged), tuple(sheet.hidden), hidden_columns,
            tuple(self.dirt), tuple(map(tuple, self.row_dirt)), known, self.trap,
        )  # fmt: skip

    def _above(self) -> None:
        sheet, columns = self.sheet, len(self.clean.fields)
        if self._maybe("題名行"):
            sheet.put(sheet.row, 1, self.clean.title)
            if self._maybe("題名の結合"):
                sheet.merge(sheet.row, 1, sheet.row, min(columns, 4))
            sheet.row += 1
            if self._maybe("作成者", 0.3):
                sheet.put(sheet.row, 2 if self.draw.random() < 0.5 else 3, "作成者：企画課")
                sheet.row += 1
            if self._maybe("注記", 0.4):
                sheet.put(sheet.row, 1, "※ 令和8年7月末の暫定値です。")
                sheet.row += 1
            sheet.row += self.draw.choice((0, 1, 2))

    def _below(self) -> None:
        sheet = self.sheet
        if self._maybe("脚注"):
            sheet.row += self.draw.choice((0, 1))
            for text in self.draw.sample(
                ("※ 未回答は空欄にしています。", "出典：架空県調べ", "（注）金額は見込みです。"), 2
            ):
                sheet.put(sheet.row, 1, text)
                sheet.row += 1

    def _label(self, one: Field) -> str:
        last = one.name.rsplit("_", 1)[-1] if self.levels > 1 else one.name
        if one.name in self.thousands:
            return f"{last}（千円）"
        return f"{last}（{one.unit}）" if one.name in self.units_in_header else last

    def _header(self) -> None:
        sheet, fields = self.sheet, self.clean.fields
        top, bottom = sheet.row, sheet.row + self.levels - 1
        if self.levels == 1:
            for column, one in enumerate(fields, 1):
                sheet.put(top, column, self._label(one))
        else:
            self.dirt.append(f"{self.levels}段見出し")
            paths = [one.name.split("_")[:-1] for one in fields]
            for column, one in enumerate(fields, 1):
                depth = len(paths[column - 1])
                sheet.put(top + depth, column, self._label(one))
                sheet.merge(top + depth, column, bottom, column)
            for depth in range(self.levels - 1):
                for first, last in _runs([tuple(path[: depth + 1]) if len(path) > depth else None for path in paths]):
                    sheet.put(top + depth, first, paths[first - 1][depth])
                    sheet.merge(top + depth, first, top + depth, last)
        sheet.row = bottom + 1
        if (
            self.levels == 1
            and not self.units_in_header
            and any(one.unit for one in fields)
            and self._maybe("単位行", 0.3)
        ):
            for column, one in enumerate(fields, 1):
                if one.unit:
                    sheet.put(sheet.row, column, "千円" if one.name in self.thousands else one.unit)
            sheet.row += 1
        if self._maybe("欄外の注", 0.1):
            sheet.put(sheet.row, len(fields) + 2, "※ 確認中の団体があります。")

    def _body(self) -> None:
        rows = self.clean.rows
        groups = _runs([row[0] for row in rows]) if self.group else [(1, len(rows))]
        target = self.draw.randrange(len(rows)) if rows else -1
        for first, last in groups:
            start = self.sheet.row
            above: tuple[object, ...] | None = None
            for number in range(first - 1, last):
                if self.draw.random() < 0.03:
                    self._hidden(rows[number])
                    above = None
                if not self.group and number and self.draw.random() < 0.01:
                    self.dirt.append("途中の空行")
                    self.sheet.row += 1
                    above = None
                self._row(number, above, number == target)
                above = rows[number]
            if self.group:
                for row in range(start + 1, self.sheet.row):
                    self.sheet.cells.pop((row, self.sheet.left + 1), None)
                self.sheet.put(start, 1, rows[first - 1][0])
                self.sheet.merge(start, 1, self.sheet.row - 1, 1)
            if self.subtotals:
                self._sum("小計", rows[first - 1 : last])
        if self.total:
            self._sum(self.draw.choice(("合計", "計", "合　計", "総計")), rows, wrong=self.trap == "合わない合計")
        if self.sheet.hidden:
            self.dirt.append("非表示行")

    def _hidden(self, row: tuple[object, ...]) -> None:
        """A row of last year that somebody hid instead of deleting it."""
        if not self.drop_hidden:
            return
        for column, (value, one) in enumerate(zip(row, self.clean.fields, strict=True), 1):
            self.sheet.put(self.sheet.row, column, 1 if one.kind == "number" else value)
        self.sheet.hidden.append(self.sheet.row)
        self.sheet.row += 1

    def _row(self, number: int, above: tuple[object, ...] | None, target: bool) -> None:
        sheet, row = self.sheet, self.clean.rows[number]
        names = [one.name for one in self.clean.fields]
        used: set[int] = set()
        for column, (value, one) in enumerate(zip(row, self.clean.fields, strict=True), 1):
            if column in used:
                continue
            typed, number_format, kind = value, "", ""
            if one.other and value == "その他" and self.draw.random() < max(self.amount, 0.3):
                place = names.index(one.other)
                typed, kind = f"{self.draw.choice(('その他：', 'その他:', ' その他： '))}{row[place]}", "その他の同居"
                used.add(place + 1)
            elif (
                above is not None and one.kind == "text" and not one.name.endswith("その他")
                and value is not None and value == above[column - 1]
                and self.draw.random() < 0.4
            ):  # fmt: skip
                typed, kind = self.draw.choice(("〃", "同上")), "〃"
            elif self.draw.random() < self.amount and not (self.group and column == 1):
                typed, number_format, kind = dirty_value(self._scaled(value, one), self._with_unit(one), self.draw)
            else:
                typed = self._scaled(value, one)
            sheet.put(sheet.row, column, typed, number_format)
            if kind:
                self.row_dirt[number].append(kind)
        if target and self.trap:
            self._spring(row)
        if not self.drop_hidden and self.draw.random() < 0.03:
            sheet.hidden.append(sheet.row)
            self.row_dirt[number].append("非表示")
        sheet.row += 1

    def _scaled(self, value: object, one: Field) -> object:
        return value // 1000 if one.name in self.thousands and isinstance(value, int) else value

    def _with_unit(self, one: Field) -> Field:
        """In a column of 千円 nobody writes 円 behind the figures."""
        return replace(one, unit="千円") if one.name in self.thousands else one

    def _sum(self, label: str, rows: tuple[tuple[object, ...], ...], *, wrong: bool = False) -> None:
        self.sheet.put(self.sheet.row, 1, label)
        for column, one in enumerate(self.clean.fields, 1):
            if one.kind == "number":
                total = sum(value for row in rows if isinstance(value := self._scaled(row[column - 1], one), int))
                self.sheet.put(self.sheet.row, column, total + (7 if wrong else 0))
        self.sheet.row += 1

    def _spring(self, row: tuple[object, ...]) -> None:
        """Put the trap into the row that has just been written."""
        sheet, fields = self.sheet, self.clean.fields
        wanted = {
            "括弧の数": "number",
            "2つの数": "number",
            "2桁の年": "date",
            "知らない選択肢": "choice",
            "短いコード": "code",
        }
        kind = wanted.get(self.trap, "text")
        places = [
            place for place, one in enumerate(fields, 1)
            if one.kind == kind and (kind != "code" or one.digits) and not (self.group and place == 1)
        ]  # fmt: skip
        if self.trap == "合わない合計":
            return
        if not places or (self.trap == "先頭の〃" and row is not self.clean.rows[0]):
            self.trap = "括弧の数"
            places = [place for place, one in enumerate(fields, 1) if one.kind == "number"]
        typed: dict[str, object] = {
            "括弧の数": "(50000)", "2つの数": "391445（355943）", "2桁の年": "05/04/01", "先頭の〃": "〃",
            "知らない選択肢": "たぶん", "短いコード": "123", "日付になった率": _rate_as_day(),
        }  # fmt: skip
        place = (sheet.row, sheet.left + self.draw.choice(places))
        sheet.cells[place] = typed[self.trap]
        sheet.formats.pop(place, None)
        if self.trap == "日付になった率":
            sheet.formats[place] = "m月d日"

    def _wide(self) -> None:
        self.dirt.append("横持ち")
        sheet, fields, rows = self.sheet, self.clean.fields, self.clean.rows
        measures = fields[3:]
        years = list(dict.fromkeys(str(row[2]) for row in rows))
        top = sheet.row
        levels = 2 if len(measures) > 1 else 1
        for column in (1, 2):
            sheet.put(top, column, fields[column - 1].name)
            sheet.merge(top, column, top + levels - 1, column)
        for place, year in enumerate(years):
            first = 3 + place * len(measures)
            sheet.put(top, first, year)
            sheet.merge(top, first, top, first + len(measures) - 1)
            if levels == 2:
                for offset, one in enumerate(measures):
                    sheet.put(top + 1, first + offset, one.name)
        sheet.row = top + levels
        sums = [0] * (len(years) * len(measures))
        for start in range(0, len(rows), len(years)):
            sheet.put(sheet.row, 1, rows[start][0])
            sheet.put(sheet.row, 2, rows[start][1])
            for place in range(len(years)):
                for offset, one in enumerate(measures):
                    value = rows[start + place][3 + offset]
                    index = place * len(measures) + offset
                    sums[index] += value if isinstance(value, int) else 0
                    typed, number_format = value, ""
                    if self.draw.random() < self.amount:
                        typed, number_format, kind = dirty_value(value, one, self.draw)
                        self.row_dirt[start + place].append(kind)
                    sheet.put(sheet.row, 3 + index, typed, number_format)
            sheet.row += 1
        if self.trap and self.trap != "合わない合計":
            self.trap = "括弧の数"
            sheet.put(sheet.row - 1, 3, "(50000)")
        if self.total:
            sheet.put(sheet.row, 1, "合計")
            for index, total in enumerate(sums):
                sheet.put(sheet.row, 3 + index, total + (7 if self.trap else 0))
            sheet.row += 1


def _rate_as_day() -> datetime:
    """What Excel makes of 「1/2」 when it takes it for a day."""
    return datetime(2026, 1, 2)  # noqa: DTZ001 - times in Excel have no zone


def _renamed(clean: CleanTable) -> CleanTable:
    """The same table, its answers under one more heading."""
    start = next(place for place, one in enumerate(clean.fields) if "_" in one.name)
    last = max(place for place, one in enumerate(clean.fields) if "_" in one.name)

    def name(place: int, text: str) -> str:
        return f"回答内容_{text}" if start <= place <= last else text

    fields = tuple(
        replace(one, name=name(place, one.name), other=name(place, one.other) if one.other else "")
        for place, one in enumerate(clean.fields)
    )
    return replace(clean, fields=fields)


def _runs(values: list[object]) -> list[tuple[int, int]]:
    """First and last place (from 1) of each run of equal values; ``None`` is no run."""
    return list(_each_run(values))


def _each_run(values: list[object]) -> Iterator[tuple[int, int]]:
    start = 0
    for place in range(1, len(values) + 1):
        if place == len(values) or values[place] != values[start]:
            if values[start] is not None:
                yield start + 1, place
            start = place
