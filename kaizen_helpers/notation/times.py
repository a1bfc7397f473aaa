"""Times of the day as people type them, and as GIF writes them: 「18:10」「18:10:50」, with 24 hours (domain.md 2.3).

「24:00」 is the next day's 00:00 for the one who wrote it, and no time at all for most programs. It is asked back,
unless a person has said for the whole column that it means the next day (``midnight="翌日の0時"``).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kaizen_helpers.errors import InputError
from kaizen_helpers.notation.dates import DateReading, read_date
from kaizen_helpers.notation.reading import NOTHING, Question

__all__ = ["MIDNIGHT", "MomentReading", "TimeReading", "read_moment", "read_time", "write_moment", "write_time"]

MIDNIGHT = "翌日の0時"
"""The answer that makes 「24:00」 the next day's 00:00."""
_COLONS = re.compile(r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:\.0+)?)?")
_WORDS = re.compile(
    r"(?P<half>午前|午後|am|pm)?(?P<h>\d{1,2})(?:時|:(?=\d{2}))(?:(?P<m>\d{1,2})分?|(?P<thirty>半))?(?:(?P<s>\d{1,2})秒)?"
)
_MOMENT = re.compile(
    r"(?P<day>.*?[\d日)])(?:[T\s]+|(?<=[日)]))(?P<time>(?:午前|午後|am|pm)?\s*\d{1,2}[:時].*|正午)", re.IGNORECASE
)
_ZONE = re.compile(r"(?:\+09:?00|JST)$", re.IGNORECASE)
_MOST_LETTERS = 60


@dataclass(frozen=True)
class TimeReading:
    """A time of the day that was understood. ``next_day``: it was written as 「24:00」 of the day before."""

    value: time
    next_day: bool = False
    note_ja: str = ""


@dataclass(frozen=True)
class MomentReading:
    """A day with its time. ``check`` marks one to compare with the document."""

    value: datetime
    note_ja: str = ""
    check: bool = False


def read_time(typed: object, *, midnight: str = "") -> TimeReading | Question | None:
    """The time that ``typed`` says, a question, or None where nothing was typed. Never raises on a value.

    ``midnight``: ``MIDNIGHT`` where a person said that 「24:00」 is the next day's 00:00. InputError for another word.
    """
    if midnight not in ("", MIDNIGHT):
        raise InputError(f"「24:00」の読み方は「{MIDNIGHT}」だけです。決まっていなければ空のままにしてください。")
    if isinstance(typed, datetime):
        return TimeReading(typed.time()) if typed.year >= 1905 else _asked(str(typed))
    if isinstance(typed, time):
        return TimeReading(typed)
    if typed is None:
        return None
    if isinstance(typed, timedelta):
        return _of_length(typed, midnight)
    if isinstance(typed, float) and 0 <= typed < 1 and abs(typed * 86400 - round(typed * 86400)) < 1e-4:
        seconds = round(typed * 86400)
        read = _of_parts(str(typed), seconds // 3600, seconds // 60 % 60, seconds % 60, midnight)
        return (
            TimeReading(read.value, read.next_day, _said(typed, read.value)) if isinstance(read, TimeReading) else read
        )
    if not isinstance(typed, str) or len(typed) > _MOST_LETTERS:
        return Question("時刻として読み取れませんでした。「09:30」のように入れてください。")
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", typed)).casefold()
    return None if not plain or plain in NOTHING else _read(typed, plain, midnight)


def _read(text: str, plain: str, midnight: str) -> TimeReading | Question:
    if plain == "正午":
        return TimeReading(time(12), False, _said(text, time(12)))
    if match := _COLONS.fullmatch(plain):
        return _of_parts(text, int(match["h"]), int(match["m"]), int(match["s"] or 0), midnight)
    match = _WORDS.fullmatch(plain)
    if match is None:
        return _asked(text)
    hour = int(match["h"])
    if match["half"] and hour >= 12:
        return Question(
            f"「{_own(text)}」は、昼の12時とも夜中の0時とも読めます。「12:00」か「00:00」で入れてください。"
        )
    if match["half"] in ("午後", "pm"):
        hour += 12
    minute = 30 if match["thirty"] else int(match["m"] or 0)
    return _of_parts(text, hour, minute, int(match["s"] or 0), midnight)


def _of_length(length: timedelta, midnight: str) -> TimeReading | Question:
    """Excel holds 「24:00」 as one whole day."""
    seconds = round(length.total_seconds())
    text = f"{seconds // 3600}:{seconds // 60 % 60:02d}"
    return (
        _of_parts(text, seconds // 3600, seconds // 60 % 60, seconds % 60, midnight) if seconds >= 0 else _asked(text)
    )


def _of_parts(text: str, hour: int, minute: int, second: int, midnight: str) -> TimeReading | Question:
    if (hour, minute, second) == (24, 0, 0):
        if midnight:
            return TimeReading(time(0), True, f"「{_own(text)}」を翌日の00:00と読みました。")
        return Question(
            f"「{_own(text)}」は、翌日の0時（00:00）のことですか。確かめて、日付と時刻を入れ直してください。"
        )
    if hour > 23 or minute > 59 or second > 59:
        extra = "翌日の時刻なら、翌日の日付で入れてください。" if 24 <= hour < 30 else "確かめて、入れ直してください。"
        return Question(f"「{_own(text)}」という時刻はありません。{extra}")
    value = time(hour, minute, second)
    return TimeReading(value, False, _said(text, value))


def write_time(value: time) -> str:
    """「18:10」, or 「18:10:50」 where the seconds say something."""
    return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"


def read_moment(typed: object, *, midnight: str = "") -> MomentReading | Question | None:
    """A day with its time, a question, or None for blank. A day alone is asked for its time. Never raises."""
    if isinstance(typed, datetime):
        return MomentReading(typed)
    if typed is None or (isinstance(typed, str) and not typed.strip()):
        return None
    if isinstance(typed, date) or not isinstance(typed, str) or len(typed) > _MOST_LETTERS:
        return Question("日付と時刻の両方を、「2026-07-01 09:30」のように入れてください。")
    folded = _ZONE.sub("", unicodedata.normalize("NFKC", typed).strip()).strip()
    match = _MOMENT.fullmatch(folded)
    if match is None:
        day_alone = isinstance(read_date(folded), DateReading)
        told = "に時刻がありません" if day_alone else "を日付と時刻として読み取れませんでした"
        return Question(f"「{_own(typed)}」{told}。「2026-07-01 09:30」のように入れてください。")
    day, hour = read_date(match["day"].rstrip("T ")), read_time(match["time"], midnight=midnight)
    for one in (day, hour):
        if isinstance(one, Question):
            return one
    if not isinstance(day, DateReading) or not isinstance(hour, TimeReading):
        return Question(f"「{_own(typed)}」を日付と時刻として読み取れませんでした。入れ直してください。")
    if hour.next_day and day.value == date.max:
        return Question("日付が大きすぎます。確かめて、入れ直してください。")
    value = datetime.combine(day.value + timedelta(days=hour.next_day), hour.value)
    said = folded.replace("T", " ") != f"{value:%Y-%m-%d %H:%M}"
    note = f"「{_own(typed)}」を{write_moment(value, one_item=False)}と読みました。" if said else ""
    return MomentReading(value, note + (day.note_ja if day.check else ""), day.check)


def write_moment(value: datetime, *, one_item: bool = True) -> str:
    """As GIF writes a day and a time in one item: 「2026-07-01T09:30+09:00」; without the zone for people to read.

    GIF prefers two items (a day and a time); for those see ``date.isoformat`` and :func:`write_time`.
    """
    day = value.date().isoformat()
    return f"{day}T{write_time(value.time())}+09:00" if one_item else f"{day} {write_time(value.time())}"


def _said(text: object, value: time) -> str:
    """Whether it needs a word: only the spelling of the standard does not."""
    written = write_time(value)
    return "" if text == written else f"「{_own(str(text))}」を{written}と読みました。"


def _asked(text: str) -> Question:
    return Question(f"「{_own(text)}」を時刻として読み取れませんでした。「09:30」のように入れてください。")


def _own(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 24 else line[:23] + "…"
