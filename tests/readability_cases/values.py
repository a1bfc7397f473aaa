"""Makers of values for the base tables. Names of municipalities and their codes are public; all else is invented."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from tests.readability_cases.model import Column, Maker, Sheet

__all__ = [
    "NAGASAKI",
    "SAGA",
    "among",
    "code_of",
    "days",
    "decimals",
    "each",
    "explained",
    "maybe",
    "months",
    "numbered",
    "numbers",
    "phones",
    "seeded",
    "written",
]

SAGA = (
    ("41201", "佐賀市"), ("41202", "唐津市"), ("41203", "鳥栖市"), ("41204", "多久市"), ("41205", "伊万里市"),
    ("41206", "武雄市"), ("41207", "鹿島市"), ("41208", "小城市"), ("41209", "嬉野市"), ("41210", "神埼市"),
    ("41327", "吉野ヶ里町"), ("41341", "基山町"), ("41345", "上峰町"), ("41346", "みやき町"), ("41387", "玄海町"),
    ("41401", "有田町"), ("41423", "大町町"), ("41424", "江北町"), ("41425", "白石町"), ("41441", "太良町"),
)  # fmt: skip
NAGASAKI = (
    ("42201", "長崎市"), ("42202", "佐世保市"), ("42203", "島原市"), ("42204", "諫早市"), ("42205", "大村市"),
    ("42207", "平戸市"), ("42208", "松浦市"), ("42209", "対馬市"), ("42210", "壱岐市"), ("42211", "五島市"),
    ("42212", "西海市"), ("42213", "雲仙市"), ("42214", "南島原市"), ("42307", "長与町"), ("42308", "時津町"),
    ("42321", "東彼杵町"), ("42322", "川棚町"), ("42323", "波佐見町"), ("42383", "小値賀町"), ("42391", "佐々町"),
)  # fmt: skip


def code_of(five: str) -> str:
    """The code of a municipality with its check digit."""
    total = sum(int(digit) * weight for digit, weight in zip(five, (6, 5, 4, 3, 2), strict=True))
    return f"{five}{(11 - total % 11) % 10}"


def among(*values: object) -> Maker:
    """Any of them, but each of the first ones at the top, so that all come even in a short table."""
    return lambda draw, row: values[row - 1] if row <= len(values) else draw.choice(values)


def each(values: Sequence[object]) -> Maker:
    """One after the other."""
    return lambda _draw, row: values[(row - 1) % len(values)]


def maybe(share: float, *values: object) -> Maker:
    """Any of them in this share of the rows, otherwise nothing."""
    return lambda draw, _row: draw.choice(values) if draw.random() < share else None


def numbers(least: int, most: int) -> Maker:
    return lambda draw, _row: draw.randint(least, most)


def decimals(least: float, most: float, digits: int = 1) -> Maker:
    return lambda draw, _row: round(draw.uniform(least, most), digits)


def numbered(pattern: str, start: int = 0) -> Maker:
    """「R{:04d}」."""
    return lambda _draw, row: pattern.format(start + row)


def days(first: date, span: int) -> Maker:
    return lambda draw, _row: first + timedelta(draw.randrange(span))


def written(first: date, span: int, pattern: str = "%Y-%m-%d") -> Maker:
    """Days as text."""
    return lambda draw, _row: (first + timedelta(draw.randrange(span))).strftime(pattern)


def months(year: int, pattern: str = "{}-{:02d}") -> Maker:
    """From April on, one a row."""
    return lambda _draw, row: pattern.format(year + (row + 2) // 12, (row + 2) % 12 + 1)


def phones(area: str) -> Maker:
    return lambda draw, _row: f"{area}-00-{draw.randint(1000, 9999)}"


def explained(
    heads: str = "項目名", unit: str = "単位", name: str = "項目の説明", log: str = "更新履歴", year: int = 2025
) -> Callable[[Sheet], list[Sheet]]:
    """A function that makes the sheets which explain the columns of a data sheet."""

    def explain(sheet: Sheet) -> list[Sheet]:
        described = Sheet(name, [Column(one, "text", each([""])) for one in (heads, "説明", unit)])
        for column, word in enumerate((heads, "説明", unit), 1):
            described.put(1, column, word)
        for row, one in enumerate(sheet.columns, 2):
            inside = one.head.partition("（")[2].rstrip("）") or "なし"
            described.put(row, 1, one.head)
            described.put(row, 2, f"{one.head.partition('（')[0]}を記録したもの")
            described.put(row, 3, inside)
        described.extras.add("explains")
        described.widths = {1: 20, 2: 40, 3: 10}
        history = Sheet(log, [Column("更新日", "date", each([""])), Column("更新内容", "text", each([""]))])
        for place, value in (
            ((1, 1), "更新日"),
            ((1, 2), "更新内容"),
            ((2, 1), date(year, 4, 1)),
            ((2, 2), "初めて公開した"),
        ):
            history.put(*place, value)
        history.put(3, 1, date(year, 10, 1))
        history.put(3, 2, "9月までの分を加えた")
        return [described, history]

    return explain


def seeded(*parts: object) -> random.Random:
    """The same draws for the same words, whatever was drawn before."""
    return random.Random("/".join(map(str, parts)))
