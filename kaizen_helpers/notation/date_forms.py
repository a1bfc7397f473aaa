"""The spelling of a date, and what it names: a day, a month or a fiscal year."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from kaizen_helpers.errors import InputError
from kaizen_helpers.notation.dates import DateReading, read_date
from kaizen_helpers.notation.eras import (
    FIRST_SOLAR_DAY,
    era_of,
    read_fiscal_year,
    to_wareki,
    write_fiscal_year,
    year_in_era,
)
from kaizen_helpers.notation.reading import Question
from kaizen_helpers.notation.rule_sets import RuleSet

__all__ = ["TWO_DIGITS", "Period", "form_of", "read_period", "write_period"]

TWO_DIGITS = "年が2桁"
_ERA = "(?:明治|大正|昭和|平成|令和)"
_YEAR = r"(?:元|[1-9]\d{0,2})"
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("2023-04-01", re.compile(r"\d{4}-\d{2}-\d{2}")),
    ("2023年4月1日", re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")),
    ("2023年4月", re.compile(r"\d{4}年\d{1,2}月")),
    ("2023年度", re.compile(r"\d{4}年度")),
    ("R8.05.13", re.compile(r"[MTSHR]\d{1,3}\.\d{2}\.\d{2}")),
    ("R8.5.13", re.compile(r"[MTSHRmtshr]\d{1,2}[./-]\d{1,2}[./-]\d{1,2}")),
    ("令和5年4月1日", re.compile(rf"{_ERA}{_YEAR}年\d{{1,2}}月\d{{1,2}}日")),
    ("令和5年4月", re.compile(rf"{_ERA}{_YEAR}年\d{{1,2}}月")),
    ("令和5年度", re.compile(rf"{_ERA}{_YEAR}年度")),
    ("2023/4/1", re.compile(r"\d{4}[/.-]\d{1,2}[/.-]\d{1,2}")),
    ("20230401", re.compile(r"\d{8}")),
    ("時刻つき", re.compile(r".*\d[T ]+\d{1,2}:\d{2}.*")),
    (TWO_DIGITS, re.compile(r"(?:元|\d{1,3})[./年-]\d{1,2}[./月-]\d{1,2}日?")),
    ("年なし", re.compile(r"\d{1,2}[/月]\d{1,2}日?")),
    ("Excelの日付の番号", re.compile(r"\d{5}")),
)
_MONTH = re.compile(rf"(?P<era>{_ERA}|[MTSHR])?(?P<y>元|\d{{1,4}})(?:年|[./-])(?P<m>\d{{1,2}})月?")
_YEAR_ALONE = re.compile(rf"(?:\d{{4}}年?|(?:{_ERA}|[MTSHR]){_YEAR}年?)")
_TWO_DIGITS = re.compile(r"(?P<y>\d{1,2})(?=[./年-])")


@dataclass(frozen=True)
class Period:
    """What was understood. ``first`` is the day itself, or the first day of the month or fiscal year."""

    kind: Literal["day", "month", "fiscal year"]
    first: date
    note_ja: str = ""
    check: bool = False
    """Whether a person should compare it with the document."""


def form_of(typed: object) -> str:
    """The spelling, by an example of it: 「2023-04-01」「R8.05.13」「Excelの日付」「全角」「前後に空白」."""
    if isinstance(typed, date):
        return "Excelの日付"
    if isinstance(typed, int | float) and not isinstance(typed, bool):
        return "Excelの日付の番号"
    if not isinstance(typed, str) or len(typed) > 40:
        return "そのほか"
    plain = _as_typed(typed)
    found = next((name for name, form in _FORMS if form.fullmatch(plain)), "そのほか")
    if found == "そのほか" or typed == plain:
        return found
    return "前後に空白" if typed.strip() == plain else "全角"


def read_period(typed: object, two_digit_years: str = "") -> Period | Question | None:
    """The day, month or fiscal year that ``typed`` names, a question, or None for blank. Never raises.

    ``two_digit_years`` is the answer to the question of 「05/04/01」 for a whole column: the name of an era, or
    「西暦」 for 20xx.
    """
    if isinstance(typed, datetime | date) or not isinstance(typed, str):
        return _of_day(read_date(typed))
    if len(typed) > 40:
        return _of_day(read_date(typed))
    plain = re.sub(r"\s+", "", _as_typed(typed))
    if two_digit_years and (match := _TWO_DIGITS.match(plain)):
        prefix = f"{2000 + int(match['y'])}" if two_digit_years == "西暦" else f"{two_digit_years}{int(match['y'])}"
        return _of_day(read_date(prefix + plain[match.end() :]))
    if plain.endswith("年度"):
        year = read_fiscal_year(plain)
        return (
            year
            if year is None or isinstance(year, Question)
            else Period("fiscal year", date(year.value, 4, 1), year.note_ja, year.check)
        )
    if (match := _MONTH.fullmatch(plain)) and (match["era"] or len(match["y"]) == 4):
        return _of_month(plain, match)
    if _YEAR_ALONE.fullmatch(plain):
        return Question(f"「{plain}」は年だけです。暦の年か年度かを確かめて、「2026年度」か日付で入れてください。")
    return _of_day(read_date(typed))


def write_period(period: Period, rules: RuleSet) -> str | Question:
    """As the rule set writes it, or a question where that would need a day that nobody wrote."""
    first = period.first
    if period.kind != "day" and not rules.months:
        return Question(f"{rules.name}では日まで必要です。元の書類で日を確かめるか、年月の列として分けてください。")
    try:
        if period.kind == "fiscal year":
            return write_fiscal_year(first.year, wareki=rules.wareki)
        if period.kind == "month":
            return _wareki_month(first) if rules.wareki else f"{first.year}年{first.month}月"
        return to_wareki(first) if rules.wareki else first.isoformat()
    except InputError as error:
        return Question(error.message_ja)


def _of_day(read: DateReading | Question | None) -> Period | Question | None:
    return Period("day", read.value, read.note_ja, read.check) if isinstance(read, DateReading) else read


def _of_month(plain: str, match: re.Match[str]) -> Period | Question:
    month = int(match["m"])
    era = None
    year = int(match["y"]) if match["y"] != "元" else 1
    if match["era"]:
        if year == 0:
            return Question(f"「{plain}」という年月はありません。元の書類で確かめて、入れ直してください。")
        era, year = year_in_era(match["era"], year)
    if not (1 <= month <= 12 and 1 <= year <= 9999):
        return Question(f"「{plain}」という年月はありません。元の書類で確かめて、入れ直してください。")
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    note = "" if era is None else f"「{plain}」を{year}年{month}月と読みました。"
    if era is None or (max(era.first, FIRST_SOLAR_DAY) <= last and first <= era.last):
        return Period("month", first, note)
    if era.name == "平成" and first > era.last:
        return Period("month", first, note + "改元後の年月なので、確かめてください。", True)
    return Question(f"「{plain}」は{era.name}の期間の外です。元の書類で、年を確かめてください。")


def _wareki_month(first: date) -> str:
    """「令和5年4月」. Raises InputError for a month in which the era changed."""
    last = first.replace(day=monthrange(first.year, first.month)[1])
    if era_of(first) != era_of(last):
        raise InputError(
            f"{first.year}年{first.month}月は、途中で改元がありました。日を確かめて、元号を選んでください。"
        )
    return to_wareki(first).removesuffix("1日")


def _as_typed(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
