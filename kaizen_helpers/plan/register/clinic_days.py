"""The days of a weekly consultation in a fiscal year: every Tuesday that is no holiday."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from kaizen_helpers.errors import InputError, MissingError
from kaizen_helpers.notation.dates import write_date

__all__ = ["Schedule", "weekly_schedule"]

_CODES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_NAMES = "月火水木金土日"
_FIRST, _LAST = 1949, 2099
"""Years between which the holidays of the law of 1948 (国民の祝日に関する法律) can be worked out."""


@dataclass(frozen=True)
class Schedule:
    """The days on which it is held, and those that fall out with the reason."""

    fiscal_year: int
    weekday: int
    """ISO 8601: Monday is 1, Tuesday 2."""
    days: tuple[date, ...]
    left_out: tuple[tuple[date, str], ...]

    @property
    def code(self) -> str:
        """The repetition in the notation of the GIF core data parts (DS-441): every Tuesday is 「0Tu」."""
        return f"0{_CODES[self.weekday - 1]}"

    @property
    def text_ja(self) -> str:
        """「2026年度 毎週火曜日（0Tu）: 48回。休み 4回」."""
        name = f"{self.fiscal_year}年度 毎週{_NAMES[self.weekday - 1]}曜日（{self.code}）"
        return f"{name}: {len(self.days)}回。休み {len(self.left_out)}回"

    @property
    def left_out_ja(self) -> tuple[str, ...]:
        """「2026年5月5日（火）: こどもの日」."""
        return tuple(f"{write_date(day)}: {reason}" for day, reason in self.left_out)


def weekly_schedule(fiscal_year: int, weekday: int = 2, closed: Iterable[date] = ()) -> Schedule:
    """Every such weekday from 1 April to 31 March, without public holidays and without 29 December to 3 January.

    Args:
        fiscal_year: 2026 for 令和8年度.
        weekday: ISO 8601, Monday is 1; Tuesday if nothing is given.
        closed: other days on which it is not held.

    Raises:
        InputError: a year or a weekday that there is not.
        MissingError: jpholiday is not installed.
    """
    if type(fiscal_year) is not int or not _FIRST <= fiscal_year < _LAST:
        raise InputError(f"年度は{_FIRST}から{_LAST - 1}の西暦で入れてください。例: 2026", "年度")
    if type(weekday) is not int or not 1 <= weekday <= 7:
        raise InputError("曜日は1（月）から7（日）の数で入れてください。火曜日は2です。", "曜日")
    try:
        import jpholiday
    except ImportError as error:
        message = "祝日の一覧（jpholiday）がありません。入れ直してから、もう一度お試しください。"
        raise MissingError(message, "相談会の日程") from error
    others = frozenset(closed)
    day = date(fiscal_year, 4, 1)
    day += timedelta(days=(weekday - day.isoweekday()) % 7)
    days: list[date] = []
    left_out: list[tuple[date, str]] = []
    while day <= date(fiscal_year + 1, 3, 31):
        holiday = jpholiday.is_holiday_name(day)
        reason = holiday or ("年末年始" if _new_year(day) else "休み" if day in others else "")
        if reason:
            left_out.append((day, reason))
        else:
            days.append(day)
        day += timedelta(days=7)
    return Schedule(fiscal_year, weekday, tuple(days), tuple(left_out))


def _new_year(day: date) -> bool:
    """29 December to 3 January, 地方自治法第4条の2."""
    return (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
