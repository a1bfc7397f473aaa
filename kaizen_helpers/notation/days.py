"""Days as people say them when they plan: 「12月11日」「来週の金曜」「2週間後」「3月」「来年2月末」「年度末」.

A month alone is meant to its end.

Everything is counted from the ``today`` that is given. Dates themselves are read by
:func:`kaizen_helpers.notation.dates.read_date`.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from kaizen_helpers.notation.dates import DateReading, read_date, write_date
from kaizen_helpers.notation.reading import Question

__all__ = ["read_day"]

_TAIL = re.compile(r"(?:まで|ごろ|頃|中|を?予定|に|\([^()]*\)|から|です|以内)+$")
_LATER = re.compile(r"(?:今日から|きょうから|約)?(?P<number>\d{1,3})(?P<unit>日|週間?|か月|ヶ月|カ月)(?:後|以内)?")
_WEEKDAY = re.compile(r"(?P<week>今週|来週|再来週)の?(?P<day>[月火水木金土日])?(?:曜日?)?")
_MONTH_END = re.compile(r"(?:(?P<year>\d{4}|令和\d{1,2}|R\d{1,2}|今|来)年の?)?(?P<month>\d{1,2})月(?:末日?|いっぱい)?")
_YEAR_END = re.compile(r"(?:(?P<year>\d{4}|令和\d{1,2}|R\d{1,2}|今|来)?年度)(?:末|内|いっぱい)")
_NEAR = {"今日": 0, "きょう": 0, "本日": 0, "明日": 1, "あした": 1, "あす": 1, "明後日": 2, "あさって": 2}
_WEEKS = {"今週": 0, "来週": 1, "再来週": 2}
_MONTHS = {"月末": 0} | {
    f"{month}{end}": later
    for month, later in {"今月": 0, "来月": 1, "翌月": 1, "再来月": 2}.items()
    for end in ("", "末", "いっぱい")
}
_DAYS = "月火水木金土日"
_KANJI = {ord(kanji): digit for kanji, digit in zip("一二三四五六七八九", "123456789", strict=True)}
_MOST_LETTERS = 40
_LAST_YEAR = 9000
"""So that adding days cannot leave the calendar."""


def read_day(typed: object, today: date) -> DateReading | Question | None:
    """The day that a text means, a question to ask back, or None where nothing is written. Never raises."""
    if not isinstance(typed, str) or len(typed) > _MOST_LETTERS or today.year > _LAST_YEAR:
        return read_date(typed, today)
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", typed))
    day = _said(_TAIL.sub("", plain), plain, today)
    if day is not None:
        return DateReading(day, f"「{typed.strip()}」を{write_date(day)}と読みました。")
    found = read_date(_TAIL.sub("", plain), today)
    return read_date(typed, today) if isinstance(found, Question) else found  # asked in the person's own words


def _said(core: str, plain: str, today: date) -> date | None:
    if core in _NEAR:
        return today + timedelta(days=_NEAR[core])
    if match := _YEAR_END.fullmatch(core):
        return _march(match["year"], today)
    if core in ("年末", "年内"):
        return date(today.year, 12, 28)  # the last day on which offices work (地方自治法第4条の2)
    if core in _MONTHS:
        month = today.month - 1 + _MONTHS[core]
        return _last_of(today.year + month // 12, month % 12 + 1)
    if match := _MONTH_END.fullmatch(core):
        return _month_end(match, today)
    if match := _WEEKDAY.fullmatch(core):
        return _weekday(match, today)
    match = _LATER.fullmatch(plain.translate(_KANJI))
    return _later(match, today) if match and re.search("後|以内|間", plain) else None


def _march(said: str | None, today: date) -> date | None:
    """The end of a fiscal year: of this one where none is said."""
    now = today.year - (today.month < 4)
    year = now if said in (None, "今") else now + 1 if said == "来" else _year(said, today)
    return date(year + 1, 3, 31) if year is not None else None


def _year(said: str | None, today: date) -> int | None:
    """「2027」「令和9」「来」 as a year."""
    if said in ("今", "来"):
        return today.year + (said == "来")
    number = int(re.sub(r"\D", "", said or "") or 0)
    if said and not said.isdigit():
        number += 2018  # 令和元年 is 2019
    return number if 1 <= number <= _LAST_YEAR else None


def _last_of(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _month_end(match: re.Match[str], today: date) -> date | None:
    month = int(match["month"])
    if not 1 <= month <= 12:
        return None
    if match["year"]:
        year = _year(match["year"], today)
        return _last_of(year, month) if year is not None else None
    return _last_of(today.year + (month < today.month), month)


def _weekday(match: re.Match[str], today: date) -> date:
    """Without a day of the week, the Friday of it: 「来週中」."""
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=_WEEKS[match["week"]])
    return monday + timedelta(days=_DAYS.index(match["day"] or "金"))


def _later(match: re.Match[str], today: date) -> date:
    number = int(match["number"])
    if match["unit"] == "日":
        return today + timedelta(days=number)
    if match["unit"].startswith("週"):
        return today + timedelta(weeks=number)
    month = today.month - 1 + number
    year, month = today.year + month // 12, month % 12 + 1
    return min(date(year, month, 1) + timedelta(days=today.day - 1), _last_of(year, month))
