"""The made-up sheet of module 04: returns of an inquiry (case C1) with dirt that is known cell by cell.

The same seed gives the same sheet. What was done to it is recorded while it is made: a judge needs no checker
to know what is there. Codes and names of the municipalities are public; everything else is invented.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from kaizen_helpers.excel.opening.model import Sheet, Span, Style

__all__ = ["ABOVE", "FIRST", "HEAD", "HEADINGS", "SOMETIMES", "MadeSheet", "make_sheet", "sheet_of_seat"]

HEADINGS = ("圏域", "団体コード", "団体名", "担当課", "回答日", "受付方法", "人数", "金額", "備考")
ABOVE = "取組の実績"
"""The heading over 人数 and 金額."""
SOMETIMES = ("L2-01", "L3-05", "L1-07")
"""Rules that are broken in some of the sheets only."""
LAST = len(HEADINGS)
AREA, OFFICE, DAY, WAY, PEOPLE, MONEY, REMARK = 1, 4, 5, 6, 7, 8, 9
HEAD, FIRST = 3, 5
"""The first of the two rows of headings, and the first row below them."""

_OF_SEAT = (
    ("L2-01", "L3-05"),
    ("L2-01", "L1-07"),
    ("L3-05", "L1-07"),
    ("L2-01",),
    ("L3-05",),
    ("L1-07",),
)
"""For each variant, which of ``SOMETIMES`` are broken: neighbours see different sheets."""
_AREAS = {
    "中部": (("412015", "佐賀市"), ("412040", "多久市"), ("412082", "小城市")),
    "東部": (("412031", "鳥栖市"), ("412104", "神埼市"), ("413411", "基山町"), ("413461", "みやき町")),
    "北部": (("412023", "唐津市"), ("413879", "玄海町")),
    "西部": (("412058", "伊万里市"), ("414018", "有田町")),
    "南部": (("412066", "武雄市"), ("412074", "鹿島市"), ("412091", "嬉野市"), ("414247", "江北町")),
}
_OFFICES = ("総務課", "企画課", "財政課", "住民課")
_WAYS = ("窓口", "電話", "メール")
_REMARKS = ("確認中", "別紙あり", "担当が交代")
_PLAIN, _HEADING, _DAY_FORMAT = 0, 1, 2
_STYLES = (
    Style(borders="tblr"),
    Style(bold=True, horizontal="center", borders="tblr"),
    Style(number_format="yyyy-mm-dd", borders="tblr"),
    Style(bold=True, size=14),
    Style(),
)
_TITLE, _NOTE = 3, 4


@dataclass(frozen=True)
class MadeSheet:
    """The sheet, and what a judge knows of it. Rows count from 1."""

    sheet: Sheet
    broken: Mapping[str, tuple[Span, ...]]
    """For each rule that is broken: where."""
    body: tuple[int, ...]
    """The rows of the answers, without the hidden one."""
    hidden: int
    total: int
    foot: int


def sheet_of_seat(variant: int) -> MadeSheet:
    """The sheet that a seat works on."""
    variant %= len(_OF_SEAT)
    return make_sheet(variant, frozenset(_OF_SEAT[variant]))


@dataclass
class _Making:
    draw: random.Random
    dirt: frozenset[str]
    rows: list[list[object]] = field(default_factory=list)
    merged: list[Span] = field(default_factory=list)
    broken: dict[str, list[Span]] = field(default_factory=dict)
    body: list[int] = field(default_factory=list)
    hidden: int = 0

    def mark(self, rule: str, row: int, column: int) -> None:
        self.broken.setdefault(rule, []).append(Span(row, column, row, column))

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        if (top, left) != (bottom, right):
            self.merged.append(Span(top, left, bottom, right))


def make_sheet(seed: int, dirt: frozenset[str] | None = None) -> MadeSheet:
    """The sheet of a seed. ``dirt``: which of ``SOMETIMES`` are broken (default: as the seed has it)."""
    draw = random.Random(f"04_excel/{seed}")  # noqa: S311 - a repeatable example, no secret
    some = frozenset(draw.sample(SOMETIMES, draw.choice((1, 2))))
    made = _Making(draw, some if dirt is None else dirt)
    _head(made)
    people, money = _body(made)
    made.rows.append(["合計", *[None] * 5, people, money, None])
    made.rows.append(["※ 人数の空欄は、回答がなかったものです。"])
    total = len(made.rows) - 1
    made.broken |= {
        "L3-01": [Span(1, 1, 1, LAST)],
        "L1-12": list(made.merged),
        "L2-03": [Span(HEAD, 1, HEAD + 1, LAST)],
    }
    sheet = Sheet(
        "回答",
        tuple(map(tuple, made.rows)),
        styles=_STYLES,
        looks=tuple(_look(made.rows, number, total) for number in range(1, len(made.rows) + 1)),
        merged=tuple(made.merged),
        hidden_rows=frozenset((made.hidden,)),
        widths=dict(enumerate((8.0, 11.0, 11.0, 9.0, 15.0, 17.0, 9.0, 12.0, 12.0), 1)),
    )
    broken = {rule: tuple(places) for rule, places in made.broken.items()}
    return MadeSheet(sheet, broken, tuple(made.body), made.hidden, total, total + 1)


def _look(rows: list[list[object]], number: int, total: int) -> tuple[int, ...]:
    if number < HEAD or number > total:
        return (_TITLE if number == 1 else _NOTE,) * LAST
    if number < FIRST:
        return (_HEADING,) * LAST
    days = isinstance(rows[number - 1][DAY - 1], date)
    return tuple(_DAY_FORMAT if column == DAY and days else _PLAIN for column in range(1, LAST + 1))


def _head(made: _Making) -> None:
    made.rows.append(["業務改善の取組状況に関する照会（回答の一覧）", *[None] * (LAST - 1)])
    made.rows.append(["※ 令和8年7月末の暫定値です。"])
    made.rows.append([*HEADINGS[: PEOPLE - 1], ABOVE, None, HEADINGS[-1]])
    made.rows.append([*[None] * (PEOPLE - 1), *HEADINGS[PEOPLE - 1 : MONEY], None])
    made.merge(1, 1, 1, LAST)
    for column in (*range(1, PEOPLE), REMARK):
        made.merge(HEAD, column, HEAD + 1, column)
    made.merge(HEAD, PEOPLE, HEAD, MONEY)


def _body(made: _Making) -> tuple[int, int]:
    """The groups of answers; returns the sums of 人数 and 金額."""
    draw = made.draw
    groups = [(name, list(_AREAS[name])) for name in draw.sample(tuple(_AREAS), 3)]
    large = next(number for number, (_, towns) in enumerate(groups) if len(towns) > 2)
    second = draw.randrange(2, 5)
    people: list[int | None] = [draw.randrange(3, 60) * 10 for _ in range(12)]
    people[draw.randrange(1, 3)], people[draw.randrange(3, 5)] = None, 0
    sums = [0, 0]
    number = 0
    for place, (area, towns) in enumerate(groups):
        top = len(made.rows) + 1
        office = draw.choice(_OFFICES)
        for turn, (code, name) in enumerate(towns):
            if place == large and turn == 1:
                _last_year(made, towns[0], office)
            row = len(made.rows) + 1
            money = draw.randrange(2, 90) * 10_000
            ditto = (turn == 1 and place != large) or turn == 2
            if not ditto:
                office = draw.choice([one for one in _OFFICES if one != office])
            else:
                made.mark("L2-02", row, OFFICE)
            remark = draw.choice(_REMARKS) if number in (0, 3) else None
            made.rows.append(
                [area if turn == 0 else None, code, name, "〃" if ditto else office, _day(made, row, number),
                 _way(made, row, number, second), _people(made, row, number, people),
                 _money(made, row, number, money), remark]
            )  # fmt: skip
            made.body.append(row)
            sums[0] += people[number] or 0
            sums[1] += money
            number += 1
        made.merge(top, AREA, len(made.rows), AREA)
    return sums[0], sums[1]


def _last_year(made: _Making, town: tuple[str, str], office: str) -> None:
    """A row of last year that somebody hid instead of taking it out."""
    made.rows.append([None, *town, office, date(2025, 4, 18), "窓口", 90, 150_000, "昨年度分"])
    made.hidden = len(made.rows)


def _day(made: _Making, row: int, number: int) -> object:
    day = date(2026, 4, 6) + timedelta(made.draw.randrange(1, 80))
    if "L3-05" not in made.dirt:
        return day
    made.mark("L3-05", row, DAY)
    era = day.year - 2018
    if number % 4 == 1:
        return f"令和{era}年{day.month}月{day.day}日"
    return f"R{era}.{day.month}.{day.day}" if number % 4 == 3 else day


def _way(made: _Making, row: int, number: int, second: int) -> str:
    if "L1-07" in made.dirt and number in (0, second):
        made.mark("L1-07", row, WAY)
        return "・".join(_WAYS if number else _WAYS[:2])
    return made.draw.choice(_WAYS)


def _people(made: _Making, row: int, number: int, people: list[int | None]) -> object:
    value = people[number]
    if "L2-01" not in made.dirt or not value or number % 3:
        return value
    made.mark("L2-01", row, PEOPLE)
    return f"{value}人"


def _money(made: _Making, row: int, number: int, value: int) -> object:
    if "L2-01" not in made.dirt or number % 3 != 2:
        return value
    made.mark("L2-01", row, MONEY)
    return f"{value:,}円"
