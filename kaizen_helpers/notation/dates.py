"""Reading the dates that people type: 「令和8年12月1日」「R8.12.1」「2026/12/1」「12月1日」.

A field never answers with an error. What can be read is read, with a note of what was understood; what is open
(a year of two digits, a day that does not exist) is asked back in Japanese; blank is ``None``.

Heisei dates after 30 April 2019 are read into the Western calendar and marked: offices declared such documents valid.
Any other date outside its era is asked back (``reference/domain.md`` sections 2.4 and 3).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kaizen_helpers.notation.reading import NOTHING, Question

__all__ = ["DateReading", "read_date", "write_date"]

_ERAS: dict[str, tuple[str, date, date]] = {
    "M": ("明治", date(1868, 1, 25), date(1912, 7, 29)),
    "T": ("大正", date(1912, 7, 30), date(1926, 12, 24)),
    "S": ("昭和", date(1926, 12, 25), date(1989, 1, 7)),
    "H": ("平成", date(1989, 1, 8), date(2019, 4, 30)),
    "R": ("令和", date(2019, 5, 1), date.max),
}
_LETTER = {name: letter for letter, (name, _, _) in _ERAS.items()} | {
    "明": "M",
    "大": "T",
    "昭": "S",
    "平": "H",
    "令": "R",
}
_SIGNS = {"㍾": "M", "㍽": "T", "㍼": "S", "㍻": "H", "㋿": "R"}
_YMD = r"(?P<y>元|\d{1,4})(?:年|[./-])(?P<m>\d{1,2})(?:月|[./-])(?P<d>\d{1,2})日?"
_DATED = re.compile(
    rf"(?P<era>明治|大正|昭和|平成|令和|[明大昭平令mtshr])?{_YMD}(?:\([月火水木金土日]\))?(?:まで|頃|ごろ)?"
)
_COMPACT = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})")
_NO_YEAR = re.compile(r"(?P<m>\d{1,2})(?:月|/)(?P<d>\d{1,2})日?(?:\([月火水木金土日]\))?(?:まで|頃|ごろ)?")
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000
"""Excel's numbers for days between 1954 and 2119: a date whose cell lost its format."""


@dataclass(frozen=True)
class DateReading:
    """A day that was understood. ``note_ja`` says how the text was read, empty where that needs no word."""

    value: date
    note_ja: str = ""


def read_date(typed: object, today: date | None = None) -> DateReading | Question | None:
    """What ``typed`` says, a question, or None where nothing was typed. Never raises.

    ``today`` completes a day without a year to the next such day; without it such a day is asked back.
    """
    if isinstance(typed, datetime):
        return DateReading(typed.date())
    if isinstance(typed, date):
        return DateReading(typed)
    if type(typed) is int or type(typed) is float:
        return _of_serial(float(typed))
    if type(typed) is not str:
        return (
            None
            if typed is None
            else Question("日付として読み取れませんでした。「2026-12-01」のように入れてください。")
        )
    if len(typed) > 40:
        return _ask(typed)
    signs = typed
    for sign, letter in _SIGNS.items():
        signs = signs.replace(sign, letter)
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", signs)).casefold()
    if not plain or plain in NOTHING:
        return None
    return _read(typed, plain.replace("‐", "-").replace("−", "-").replace("–", "-"), today)


def _read(text: str, plain: str, today: date | None) -> DateReading | Question:
    if match := _DATED.fullmatch(plain):
        if match["era"]:
            return _of_era(text, match)
        if match["y"] == "元" or len(match["y"]) != 4:
            return Question(f"「{_own(text)}」の年は、西暦ですか。「令和8年」か「2026年」のように入れてください。")
        return _of_numbers(text, int(match["y"]), match, _said(text, plain))
    if match := _COMPACT.fullmatch(plain):
        return _of_numbers(text, int(match["y"]), match, True)
    if match := _NO_YEAR.fullmatch(plain):
        if today is None:
            return Question(f"「{_own(text)}」に年がありません。「2026-12-01」のように、年も入れてください。")
        return _next_such_day(text, match, today)
    if plain.isdigit() and len(plain) == 5:
        return _of_serial(float(plain))
    return _ask(text)


def _of_era(text: str, match: re.Match[str]) -> DateReading | Question:
    era = match["era"]
    name, first, last = _ERAS[_LETTER.get(era) or era.upper()]
    year = 1 if match["y"] == "元" else int(match["y"])
    if year == 0:
        return _no_such_day(text)
    read = _of_numbers(text, first.year + year - 1, match, False)
    if isinstance(read, Question):
        return read
    if first <= read.value <= last:
        return DateReading(read.value, f"「{_own(text)}」を{read.value.isoformat()}と読みました。")
    if name == "平成" and read.value > last:
        return DateReading(
            read.value,
            f"「{_own(text)}」を{read.value.isoformat()}と読みました。改元後の日付なので、確かめてください。",
        )
    return Question(f"「{_own(text)}」は{name}の期間の外です。元の書類で、年を確かめてください。")


def _of_numbers(text: str, year: int, match: re.Match[str], said: bool) -> DateReading | Question:
    try:
        value = date(year, int(match["m"]), int(match["d"]))
    except ValueError:
        return _no_such_day(text)
    return DateReading(value, f"「{_own(text)}」を{value.isoformat()}と読みました。" if said else "")


def _next_such_day(text: str, match: re.Match[str], today: date) -> DateReading | Question:
    for year in range(today.year, today.year + 9):  # a 29 February is at most eight years away
        found = _of_numbers(text, year, match, True)
        if isinstance(found, DateReading) and found.value >= today:
            return found
    return _no_such_day(text)


def _of_serial(number: float) -> DateReading | Question:
    """A day as Excel counts it, 1899-12-30 being 0 (the 1900 date system, valid from 1900-03-01 on)."""
    if not (_FIRST_SERIAL <= number <= _LAST_SERIAL and number == int(number)):
        return Question("日付ではなく数が入っています。「2026-12-01」のように入れてください。")
    value = date(1899, 12, 30) + timedelta(days=int(number))
    return DateReading(value, f"「{int(number)}」を{value.isoformat()}と読みました。")


def write_date(value: date) -> str:
    """「2026年12月1日（火）」, for people to read."""
    return f"{value.year}年{value.month}月{value.day}日（{'月火水木金土日'[value.weekday()]}）"


def _said(text: str, plain: str) -> bool:
    """Whether it needs a word: only the spelling of the standard does not."""
    return text.strip() != plain or re.fullmatch(r"\d{4}-\d{2}-\d{2}", plain) is None


def _no_such_day(text: str) -> Question:
    return Question(f"「{_own(text)}」という日はありません。元の書類で確かめて、入れ直してください。")


def _ask(text: str) -> Question:
    return Question(f"「{_own(text)}」を日付として読み取れませんでした。「2026-12-01」のように入れてください。")


def _own(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 20 else line[:19] + "…"
