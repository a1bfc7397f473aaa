"""Eras (和暦), fiscal years (年度) and Excel's day numbers: between the calendars, both ways, without a guess.

The table of eras, the ends of each and 「平成」 after its end follow ``reference/domain.md`` 2.4 and 3. Before
1873-01-01 (明治6年1月1日) Japan counted by the moon: the same month and day name another day, so they are asked back.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from kaizen_helpers.errors import InputError
from kaizen_helpers.notation.reading import NOTHING, Question

__all__ = [
    "ERAS",
    "FIRST_SOLAR_DAY",
    "Era",
    "FiscalYearReading",
    "date_of_serial",
    "era_of",
    "fiscal_year",
    "read_fiscal_year",
    "serial_of",
    "to_wareki",
    "write_fiscal_year",
    "year_in_era",
]


@dataclass(frozen=True)
class Era:
    """One era. ``first`` and ``last`` are days, both inside it."""

    letter: str
    """As JIS X 0301 writes it: ``R``."""
    name: str
    first: date
    last: date


ERAS = (
    Era("M", "明治", date(1868, 1, 25), date(1912, 7, 29)),
    Era("T", "大正", date(1912, 7, 30), date(1926, 12, 24)),
    Era("S", "昭和", date(1926, 12, 25), date(1989, 1, 7)),
    Era("H", "平成", date(1989, 1, 8), date(2019, 4, 30)),
    Era("R", "令和", date(2019, 5, 1), date.max),
)
FIRST_SOLAR_DAY = date(1873, 1, 1)
_LAST_SERIAL = (date.max - date(1899, 12, 30)).days
_MISSING_DAY = 60
"""Excel's 29 February 1900, a day that never was; every later number is one too high because of it."""
_ERA_YEAR = re.compile(r"(?P<era>明治|大正|昭和|平成|令和|[明大昭平令MTSHR])(?P<year>元|\d{1,3})(?:年度|年|$)")
_WESTERN_YEAR = re.compile(r"(?P<year>\d{4})(?:年度|年|$)")


@dataclass(frozen=True)
class FiscalYearReading:
    """A fiscal year that was understood, by the Western year in which it began.

    ``note_ja`` says how the text was read, empty where that needs no word; ``check`` marks an era that had ended.
    """

    value: int
    note_ja: str = ""
    check: bool = False


def era_of(day: date) -> Era:
    """The era of a day. Raises InputError before 1873, where the calendar was another."""
    if day < FIRST_SOLAR_DAY:
        raise InputError("明治5年までは旧暦です。西暦との対応は、元の書類と暦の資料で確かめてください。")
    return next(era for era in ERAS if era.first <= day <= era.last)


def to_wareki(day: date, style: Literal["long", "short"] = "long") -> str:
    """「令和元年5月1日」, or ``R1.05.01`` (JIS X 0301: the year without a zero before it) as ``short``.

    Raises InputError before 1873.
    """
    era = era_of(day)
    year = day.year - era.first.year + 1
    if style == "short":
        return f"{era.letter}{year}.{day.month:02}.{day.day:02}"
    return f"{era.name}{_first(year)}年{day.month}月{day.day}日"


def fiscal_year(day: date) -> int:
    """The fiscal year (年度) of a day, April to March: 2020-03-31 is in 2019."""
    return day.year if day.month >= 4 else day.year - 1


def write_fiscal_year(year: int, *, wareki: bool = False) -> str:
    """「2023年度」, or 「令和5年度」; named by its first day but for 2019, which offices call 「令和元年度」.

    Raises InputError for years that have no date, or none in an era.
    """
    if type(year) is not int or not 1 <= year <= 9998:
        raise InputError("年度は、西暦の4桁の数で指定してください。例：2026")
    if not wareki:
        return f"{year}年度"
    era = era_of(date(2019, 5, 1) if year == 2019 else date(year, 4, 1))
    return f"{era.name}{_first(year - era.first.year + 1)}年度"


def read_fiscal_year(typed: object) -> FiscalYearReading | Question | None:
    """The fiscal year that 「令和5年度」「R5」「2023年度」「2023」 name, a question, or None for blank. Never raises.

    「平成31年度」 is 2019 as 「令和元年度」 is; 「平成32年度」 is read as 2020 and marked.
    """
    if typed is None:
        return None
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(typed)[:41])).upper()
    if type(typed) not in (int, str) or len(plain) > 12:
        return _which_fiscal_year("")
    if not plain or plain in NOTHING:
        return None
    if match := _WESTERN_YEAR.fullmatch(plain):
        year = int(match["year"])
        return FiscalYearReading(year) if 1 <= year <= 9998 else _which_fiscal_year(plain)
    match = _ERA_YEAR.fullmatch(plain)
    if match is None:
        return _which_fiscal_year(plain)
    number = 1 if match["year"] == "元" else int(match["year"])
    era, year = year_in_era(match["era"], number)
    if number == 0 or year < FIRST_SOLAR_DAY.year:
        return Question(f"「{plain}」という年度はありません。元の書類で、年を確かめてください。")
    ended = year > fiscal_year(era.last)
    if year > 9998 or (ended and era.name != "平成"):
        return Question(f"「{plain}」は{era.name}の期間の外です。元の書類で、年を確かめてください。")
    note = f"「{plain}」を{year}年度と読みました。"
    return FiscalYearReading(year, note + ("改元後の年度なので、確かめてください。" if ended else ""), ended)


def serial_of(day: date) -> int:
    """Excel's number of a day in its 1900 system (1 is 1900-01-01). Raises InputError before 1900."""
    if day < date(1900, 1, 1):
        raise InputError("1900年より前の日付は、Excelの日付の番号にできません。文字のまま残してください。")
    return (day - date(1899, 12, 31 if day < date(1900, 3, 1) else 30)).days


def date_of_serial(number: float) -> date | Question:
    """The day of Excel's number in its 1900 system; a question for 60 (1900-02-29 never was) and what is no day.

    A part behind the point is a time of the day and makes no difference to the day. Never raises.
    """
    if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
        return Question("Excelの日付の番号として読み取れませんでした。「2026-12-01」のように入れてください。")
    whole = math.floor(number)
    if whole == _MISSING_DAY:
        return Question(
            "「60」は、Excelだけにある1900年2月29日の番号です。この日は実在しません。元の書類で確かめてください。"
        )
    if not 1 <= whole <= _LAST_SERIAL:
        return Question("Excelの日付の番号の範囲の外です。「2026-12-01」のように入れてください。")
    return date(1899, 12, 31 if whole < _MISSING_DAY else 30) + timedelta(days=whole)


def year_in_era(named: str, number: int) -> tuple[Era, int]:
    """The era that is named (``R``, 「令和」, 「令」) and the Western year of its ``number``-th year."""
    era = next(era for era in ERAS if named.upper() in (era.letter, era.name, era.name[0]))
    return era, era.first.year + number - 1


def _first(year: int) -> str:
    return "元" if year == 1 else str(year)


def _which_fiscal_year(plain: str) -> Question:
    said = f"「{plain}」を" if plain else ""
    return Question(f"{said}年度として読み取れませんでした。「2026年度」か「令和8年度」のように入れてください。")
