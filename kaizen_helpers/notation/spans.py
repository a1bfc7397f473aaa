"""From a day to a day, and how long: 「2026-04-01/06-30」「P3M」 in GIF, 「令和8年4月1日〜6月30日」 among people.

GIF prefers separate items for the beginning and the end; where there is one item it has the forms of this module
(domain.md 2.3).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from kaizen_helpers.errors import InputError
from kaizen_helpers.notation.dates import DateReading, read_date
from kaizen_helpers.notation.reading import NOTHING, Question

__all__ = ["DaySpan", "Length", "read_length", "read_span", "write_length", "write_span"]

_GIF = re.compile(r"(?P<first>\d{4}-\d{2}-\d{2})/(?P<last>(?:(?:\d{4}-)?\d{2}-)?\d{2})")
_PARTED = re.compile(r"(?P<first>.+?)(?:[~〜～]|から|より|--|[―—–])(?P<last>.+?)(?:まで|の間)?")
_YEARS = re.compile(r"(?P<years>(?:明治|大正|昭和|平成|令和|[MTSHRmtshr])?(?:元|\d{1,4})(?:年|[./-]))")
_NO_YEAR = re.compile(r"\d{1,2}(?:月|[./-])\d{1,2}日?")
_DAY_ALONE = re.compile(r"\d{1,2}日")
_LENGTH = re.compile(r"P(?=\d)(?:(?P<y>\d{1,4})Y)?(?:(?P<m>\d{1,4})M)?(?:(?P<d>\d{1,5})D)?")
_IN_WORDS = re.compile(
    r"(?=\d)(?:(?P<y>\d{1,4})年間?)?(?:と?(?P<m>\d{1,4})(?:か月|ヶ月|カ月|ケ月|箇月|ヵ月)間?)?(?:と?(?P<d>\d{1,5})日間?)?"
)
_MOST_LETTERS = 60


@dataclass(frozen=True)
class DaySpan:
    """From ``first`` to ``last``, both included. ``check`` marks one to compare with the document."""

    first: date
    last: date
    note_ja: str = ""
    check: bool = False


@dataclass(frozen=True)
class Length:
    """How long. A month is not thirty days, so the three stay apart."""

    years: int = 0
    months: int = 0
    days: int = 0


def read_span(typed: object) -> DaySpan | Question | None:
    """The span of days that ``typed`` says, a question, or None for blank. Never raises.

    What the end leaves out is that of the beginning: 「2026-04-01/06-30」「令和8年4月1日〜6月30日」. An end before its
    beginning is asked back, not moved into the next year.
    """
    if typed is None:
        return None
    if not isinstance(typed, str) or len(typed) > _MOST_LETTERS:
        return _asked("" if not isinstance(typed, str) else typed)
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", typed)).replace("‐", "-").replace("−", "-")
    if not plain or plain in NOTHING:
        return None
    if match := _GIF.fullmatch(plain):
        first, last = match["first"], match["last"]
        return _between(typed, read_date(first), read_date(first[: 10 - len(last)] + last), said=typed != plain)
    match = _PARTED.fullmatch(plain)
    if match is None:
        return _asked(typed)
    first = read_date(match["first"])
    return _between(typed, first, _end(first, match["first"], match["last"]), said=True)


def _end(first: DateReading | Question | None, begun: str, ended: str) -> DateReading | Question | None:
    if isinstance(first, DateReading) and _DAY_ALONE.fullmatch(ended):
        return read_date(f"{first.value.year}年{first.value.month}月{ended}")
    years = _YEARS.match(begun)
    if _NO_YEAR.fullmatch(ended) and years and isinstance(first, DateReading):
        month, day = re.findall(r"\d{1,2}", ended)
        return read_date(f"{first.value.year}年{month}月{day}日")
    return read_date(ended)


def _between(
    text: str, first: DateReading | Question | None, last: DateReading | Question | None, *, said: bool
) -> DaySpan | Question:
    for one in (first, last):
        if isinstance(one, Question):
            return one
    if not isinstance(first, DateReading) or not isinstance(last, DateReading):
        return _asked(text)
    if last.value < first.value:
        return Question(
            f"「{_own(text)}」は、終わりの日が始まりの日より前です。年をまたぐなら、終わりの日にも年を入れてください。"
        )
    note = f"「{_own(text)}」を{first.value.isoformat()}から{last.value.isoformat()}までと読みました。" if said else ""
    check = first.check or last.check
    notes = note + "".join(one.note_ja for one in (first, last) if one.check)
    return DaySpan(first.value, last.value, notes, check)


def write_span(first: date, last: date) -> str:
    """As GIF writes it: the year once where it is the same, the month once where that is too.

    InputError where the end lies before the beginning.
    """
    if last < first:
        raise InputError("期間の終わりの日が、始まりの日より前です。")
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.isoformat()}/{last.day:02d}"
    end = last.isoformat()
    return f"{first.isoformat()}/{end[5:] if first.year == last.year else end}"


def read_length(typed: object) -> Length | Question | None:
    """「P3M」「2年6か月」「10日間」; a question for anything else, None for blank. Never raises."""
    if typed is None:
        return None
    if not isinstance(typed, str) or len(typed) > _MOST_LETTERS:
        return _asked_length("")
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", typed))
    if not plain or plain in NOTHING:
        return None
    match = _LENGTH.fullmatch(plain) or _IN_WORDS.fullmatch(plain)
    return Length(*(int(match[part] or 0) for part in "ymd")) if match else _asked_length(typed)


def write_length(length: Length) -> str:
    """「P2Y6M」; nothing at all is 「P0D」. InputError for a length below zero."""
    if min(length.years, length.months, length.days) < 0:
        raise InputError("期間の長さに、0より小さい数があります。")
    parts = ((length.years, "Y"), (length.months, "M"), (length.days, "D"))
    return "P" + ("".join(f"{number}{letter}" for number, letter in parts if number) or "0D")


def _asked(text: str) -> Question:
    return Question(
        f"「{_own(text)}」を期間として読み取れませんでした。「2026-04-01/2026-06-30」のように、始まりと終わりの日を入れてください。"
    )


def _asked_length(text: str) -> Question:
    return Question(
        f"「{_own(text)}」を期間の長さとして読み取れませんでした。「3か月」「10日間」のように入れてください。"
    )


def _own(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 24 else line[:23] + "…"
