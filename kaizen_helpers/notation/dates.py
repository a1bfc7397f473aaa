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
from datetime import date, datetime

from kaizen_helpers.notation.eras import FIRST_SOLAR_DAY, date_of_serial, year_in_era
from kaizen_helpers.notation.reading import NOTHING, Question

__all__ = ["DateReading", "read_date", "write_date"]

_SIGNS = {"㍾": "M", "㍽": "T", "㍼": "S", "㍻": "H", "㋿": "R"}
_YMD = r"(?P<y>元|\d{1,4})(?:年|[./-])(?P<m>\d{1,2})(?:月|[./-])(?P<d>\d{1,2})日?"
_DATED = re.compile(
    rf"(?P<era>明治|大正|昭和|平成|令和|[明大昭平令mtshr])?{_YMD}(?:\((?P<w>[月火水木金土日])\))?(?:まで|頃|ごろ)?"
)
_COMPACT = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})")
_NO_YEAR = re.compile(r"(?P<m>\d{1,2})(?:月|/)(?P<d>\d{1,2})日?(?:\([月火水木金土日]\))?(?:まで|頃|ごろ)?")
_TIME = re.compile(r"(?<=[\d日])[T\s]+(?P<h>\d{1,2}):(?P<min>\d{2})(?::(?P<s>\d{2}(?:\.\d+)?))?$", re.IGNORECASE)
_IN_KANJI = re.compile(r"[〇零一二三四五六七八九十]{1,7}(?=[年月日])")
_RANGE = re.compile(r"\d[年月日度]?(?:[~〜～]|から|-(?=[明大昭平令MTSHR]))\S*\d", re.IGNORECASE)
_WEEKDAYS = "月火水木金土日"
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000
"""Excel's numbers for days between 1954 and 2119: a date whose cell lost its format. Others may be any number."""


@dataclass(frozen=True)
class DateReading:
    """A day that was understood. ``note_ja`` says how the text was read, empty where that needs no word.

    ``check`` marks a day to compare with the document: an era that had ended by then, a time that was left out.
    """

    value: date
    note_ja: str = ""
    check: bool = False


def read_date(typed: object, today: date | None = None) -> DateReading | Question | None:
    """What ``typed`` says, a question, or None where nothing was typed. Never raises.

    ``today`` completes a day without a year to the next such day; without it such a day is asked back.
    """
    if isinstance(typed, datetime):
        return DateReading(typed.date())
    if isinstance(typed, date):
        return DateReading(typed)
    if type(typed) is int or type(typed) is float:
        if type(typed) is int and (match := _COMPACT.fullmatch(str(typed) if 0 < typed < 10**8 else "")):
            return _of_numbers(match[0], int(match["y"]), match, True)
        return _of_serial(float(typed) if abs(typed) <= _LAST_SERIAL else 0.0)
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
    folded = unicodedata.normalize("NFKC", signs).strip()
    time = _TIME.search(folded)
    plain = re.sub(r"\s+", "", folded[: time.start()] if time else folded).casefold()
    if not plain or plain in NOTHING:
        return None
    plain = _IN_KANJI.sub(lambda number: str(_of_kanji(number[0])), plain)
    read = _read(typed, plain.replace("‐", "-").replace("−", "-").replace("–", "-"), today)
    return _without_time(typed, read, time) if time and isinstance(read, DateReading) else read


def _read(text: str, plain: str, today: date | None) -> DateReading | Question:
    if match := _DATED.fullmatch(plain):
        return _with_weekday(_of_dated(text, plain, match), match["w"])
    if match := _COMPACT.fullmatch(plain):
        return _of_numbers(text, int(match["y"]), match, True)
    if match := _NO_YEAR.fullmatch(plain):
        if today is None:
            return Question(f"「{_own(text)}」に年がありません。「2026-12-01」のように、年も入れてください。")
        return _next_such_day(text, match, today)
    if plain.isdigit() and len(plain) == 5:
        return _of_serial(float(plain))
    return _ask(text)


def _of_dated(text: str, plain: str, match: re.Match[str]) -> DateReading | Question:
    if match["era"]:
        return _of_era(text, match)
    if match["y"] == "元" or len(match["y"]) != 4:
        return _which_year(text, match)
    return _of_numbers(text, int(match["y"]), match, _said(text, plain))


def _with_weekday(read: DateReading | Question, typed: str | None) -> DateReading | Question:
    """A weekday that does not fit shows that the day or the year is another than was meant."""
    if isinstance(read, Question) or typed is None or typed == _WEEKDAYS[read.value.weekday()]:
        return read
    right = _WEEKDAYS[read.value.weekday()]
    return DateReading(read.value, f"{read.note_ja}この日は{right}曜日なので、確かめてください。", True)


def _of_era(text: str, match: re.Match[str]) -> DateReading | Question:
    number = 1 if match["y"] == "元" else int(match["y"])
    era, year = year_in_era(match["era"], number)
    if number == 0:
        return _no_such_day(text)
    read = _of_numbers(text, year, match, True)
    if isinstance(read, Question):
        return read
    if era.first <= read.value < FIRST_SOLAR_DAY:
        return Question(f"「{_own(text)}」は旧暦の日付です。西暦の日付は、元の書類と暦の資料で確かめてください。")
    if era.first <= read.value <= era.last:
        return read
    if era.name == "平成" and read.value > era.last:
        return DateReading(read.value, read.note_ja + "改元後の日付なので、確かめてください。", True)
    return Question(f"「{_own(text)}」は{era.name}の期間の外です。元の書類で、年を確かめてください。")


def _of_numbers(text: str, year: int, match: re.Match[str], said: bool) -> DateReading | Question:
    try:
        value = date(year, int(match["m"]), int(match["d"]))
    except ValueError:
        return _no_such_day(text)
    return DateReading(value, f"「{_own(text)}」を{value.isoformat()}と読みました。" if said else "")


def _which_year(text: str, match: re.Match[str]) -> Question:
    """「05/04/01」 may be a year of an era or of the century: both are told, where both are days."""
    ways = []
    if match["y"] != "元" and len(match["y"]) == 2:
        era_year, western = 2018 + int(match["y"]), 2000 + int(match["y"])
        ways = [
            f"{name}{match['m'].lstrip('0')}月{match['d'].lstrip('0')}日"
            for name, year in ((f"令和{int(match['y'])}年", era_year), (f"{western}年", western))
            if isinstance(read := _of_numbers(text, year, match, False), DateReading) and read.value >= date(2000, 1, 1)
        ]
    if len(ways) == 2 and int(match["y"]) > 0:
        return Question(
            f"「{_own(text)}」は、{ways[0]}とも{ways[1]}とも読めます。元の書類で年を確かめて、西暦4桁か元号で入れてください。"
        )
    return Question(f"「{_own(text)}」の年は、西暦ですか。「令和8年」か「2026年」のように入れてください。")


def _next_such_day(text: str, match: re.Match[str], today: date) -> DateReading | Question:
    for year in range(today.year, min(today.year + 9, 10_000)):  # a 29 February is at most eight years away
        found = _of_numbers(text, year, match, True)
        if isinstance(found, DateReading) and found.value >= today:
            return found
    return _no_such_day(text)


def _of_serial(number: float) -> DateReading | Question:
    value = date_of_serial(number)
    if not (_FIRST_SERIAL <= number <= _LAST_SERIAL and number == int(number)) or isinstance(value, Question):
        return Question("日付ではなく数が入っています。「2026-12-01」のように入れてください。")
    return DateReading(value, f"「{int(number)}」を{value.isoformat()}と読みました。")


def _without_time(text: str, read: DateReading, time: re.Match[str]) -> DateReading:
    """The day alone. Midnight is what Excel and programs add to a day; any other time is told."""
    note = f"「{_own(text)}」を{read.value.isoformat()}と読みました。"
    if not any(float(time[part] or 0) for part in ("h", "min", "s")):
        return DateReading(read.value, read.note_ja or note, read.check)
    return DateReading(read.value, (read.note_ja or note) + "時刻は入れていません。", True)


def _of_kanji(number: str) -> int:
    """「十二」「二十」「二〇二六」 as a number."""
    digits = "〇一二三四五六七八九"
    number = number.replace("零", "〇")
    if "十" not in number:
        return int("".join(str(digits.index(one)) for one in number))
    tens, _, ones = number.partition("十")
    if "十" in ones or len(tens) > 1 or len(ones) > 1:
        return 9999  # no such day or year: asked back
    return (digits.index(tens) if tens else 1) * 10 + (digits.index(ones) if ones else 0)


def write_date(value: date) -> str:
    """「2026年12月1日（火）」, for people to read."""
    return f"{value.year}年{value.month}月{value.day}日（{_WEEKDAYS[value.weekday()]}）"


def _said(text: str, plain: str) -> bool:
    """Whether it needs a word: only the spelling of the standard does not."""
    return text.strip() != plain or re.fullmatch(r"\d{4}-\d{2}-\d{2}", plain) is None


def _no_such_day(text: str) -> Question:
    return Question(f"「{_own(text)}」という日はありません。元の書類で確かめて、入れ直してください。")


def _ask(text: str) -> Question:
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text[:41]))
    if plain in ("同上", "〃", "同じ", "々"):
        return Question(f"「{_own(text)}」では、並べ替えると分からなくなります。上の行と同じ日付を入れてください。")
    if _RANGE.search(plain):
        return Question(f"「{_own(text)}」は期間です。始まりの日と終わりの日を、別の欄に入れてください。")
    return Question(f"「{_own(text)}」を日付として読み取れませんでした。「2026-12-01」のように入れてください。")


def _own(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 20 else line[:19] + "…"
