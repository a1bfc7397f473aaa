"""When the office works: hours, lunch, weekends, public holidays, the days around New Year.

Waiting and lead time are counted in working time (flow.md §5.1 b), and shown to people in dates. The
public holidays come from jpholiday; 年末年始 (29 December to 3 January) is 地方自治法第4条の2.
Moments are ``datetime`` values in local time; a time zone is left out.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from kaizen_helpers.errors import InputError, MissingError

__all__ = ["WorkCalendar"]

_MINUTE = 60_000_000
"""Microseconds: all sums are made in whole ones, so that adding and taking away agree exactly."""
_MOST_YEARS = 200
_MOST_MINUTES = 1e9


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The working hours of an office and the days on which it is closed.

    Raises:
        InputError: no working time is left: hours that end before they begin, lunch outside of them,
            or a week without a working day.
    """

    opens: time = time(9)
    closes: time = time(17)
    lunch: tuple[time, time] | None = (time(12), time(13))
    """From when until when nobody works; ``None`` for no break."""
    weekend: frozenset[int] = frozenset({5, 6})
    """Days of the week without work; Monday is 0."""
    holidays: bool = True
    """Whether the office is closed on public holidays (祝日・振替休日)."""
    new_year: bool = True
    """Whether the office is closed from 29 December to 3 January (年末年始)."""
    closed: frozenset[date] = frozenset()
    """Other days without work."""

    def __post_init__(self) -> None:
        if not all(isinstance(clock, time) for clock in (self.opens, self.closes, *(self.lunch or ()))):
            raise InputError("時刻は time(9, 0) のように書いてください。", "勤務時間")
        if _clock(self.opens) >= _clock(self.closes):
            raise InputError("終業の時刻が始業より前です。始業を先の時刻にしてください。", "勤務時間")
        if self.lunch and not self.opens <= self.lunch[0] <= self.lunch[1] <= self.closes:
            raise InputError("昼休みが勤務時間の外です。始業と終業の間にしてください。", "昼休み")
        if self._day <= 0:
            raise InputError("昼休みを除くと勤務時間が残りません。時刻を見直してください。", "勤務時間")
        if set(range(7)) <= self.weekend:
            raise InputError("1週間に働く日がありません。休みの曜日を見直してください。", "休みの曜日")

    @property
    def minutes_a_day(self) -> float:
        """Minutes of work in one working day: 420 for 9-17 with an hour of lunch."""
        return self._day / _MINUTE

    @property
    def _day(self) -> int:
        return self._worked_until(self.closes)

    def is_workday(self, day: date) -> bool:
        """Whether the office works on this day.

        Raises:
            MissingError: jpholiday is not installed, and holidays are asked for.
        """
        year = _workdays(self, day.year)
        at = bisect_left(year, day.toordinal())
        return at < len(year) and year[at] == day.toordinal()

    def workdays(self, first: date, last: date) -> tuple[date, ...]:
        """The working days from ``first`` to ``last``, both included."""
        return tuple(
            date.fromordinal(ordinal)
            for year in range(first.year, last.year + 1)
            for ordinal in _workdays(self, year)
            if first.toordinal() <= ordinal <= last.toordinal()
        )

    def add(self, start: datetime, minutes: float) -> datetime:
        """The first moment at which so many working minutes have passed since ``start``.

        Work that ends with the day ends at closing time, not at the opening of the next day. With 0
        minutes it is ``start`` itself. Exact to a microsecond.

        Raises:
            InputError: negative or not a number, or more than 200 years ahead.
        """
        if not 0 <= minutes <= _MOST_MINUTES:
            raise InputError("足す時間は0分以上の数にしてください。", "勤務時間の計算")
        start = start.replace(tzinfo=None)
        left = round(minutes * _MINUTE)
        if not left:
            return start
        today = self._worked_on(start)
        if self.is_workday(start.date()):
            if today + left <= self._day:
                return self._moment(start.date(), today + left)
            left -= self._day - today
        days = math.ceil(left / self._day)
        if days > _MOST_YEARS * 366:
            raise _too_far()
        while (days - 1) * self._day >= left:  # the division above was rounded
            days -= 1
        return self._moment(self._later_workday(start.date(), days), left - (days - 1) * self._day)

    def between(self, start: datetime, end: datetime) -> float:
        """The working minutes from one moment to another; negative if ``end`` is the earlier one."""
        start, end = start.replace(tzinfo=None), end.replace(tzinfo=None)
        if end < start:
            return -self.between(end, start)
        days = _count(self, start.date(), end.date())
        return (days * self._day + self._worked_on(end) - self._worked_on(start)) / _MINUTE

    def _worked_on(self, moment: datetime) -> int:
        """Microseconds worked on its own day before this moment."""
        return self._worked_until(moment.time()) if self.is_workday(moment.date()) else 0

    def _worked_until(self, clock: time) -> int:
        opens, now = _clock(self.opens), min(_clock(clock), _clock(self.closes))
        if now <= opens:
            return 0
        if not self.lunch:
            return now - opens
        begins, ends = _clock(self.lunch[0]), _clock(self.lunch[1])
        return now - opens - (min(max(now, begins), ends) - begins)

    def _moment(self, day: date, worked: int) -> datetime:
        clock = _clock(self.opens) + worked
        if self.lunch and clock > _clock(self.lunch[0]):
            clock += _clock(self.lunch[1]) - _clock(self.lunch[0])
        return datetime.combine(day, time()) + timedelta(microseconds=clock)

    def _later_workday(self, day: date, days: int) -> date:
        """The working day that is so many working days after ``day``; the next one for 1."""
        for year in range(day.year, min(day.year + _MOST_YEARS, 9999) + 1):
            ordinals = _workdays(self, year)
            at = bisect_right(ordinals, day.toordinal()) + days - 1
            if at < len(ordinals):
                return date.fromordinal(ordinals[at])
            days -= len(ordinals) - bisect_right(ordinals, day.toordinal())
        raise _too_far()


def _too_far() -> InputError:
    return InputError("200年より先の日付になります。時間の大きさか、休みの日を見直してください。", "勤務時間の計算")


def _clock(clock: time) -> int:
    """Microseconds since midnight."""
    return ((clock.hour * 60 + clock.minute) * 60 + clock.second) * 1_000_000 + clock.microsecond


def _count(calendar: WorkCalendar, first: date, last: date) -> int:
    """Working days from ``first`` on, before ``last``."""
    return sum(
        bisect_left(ordinals, last.toordinal()) - bisect_left(ordinals, first.toordinal())
        for ordinals in (_workdays(calendar, year) for year in range(first.year, last.year + 1))
    )


@lru_cache(maxsize=2048)
def _workdays(calendar: WorkCalendar, year: int) -> tuple[int, ...]:
    """The working days of a year as ordinals, in order."""
    off = {day.toordinal() for day in calendar.closed}
    if calendar.holidays:
        off |= _holidays(year)
    if calendar.new_year:
        off |= {date(year, month, day).toordinal() for month, day in _NEW_YEAR}
    days = range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)
    return tuple(day for day in days if day not in off and (day + 6) % 7 not in calendar.weekend)


_NEW_YEAR = ((1, 1), (1, 2), (1, 3), (12, 29), (12, 30), (12, 31))


@lru_cache(maxsize=2048)
def _holidays(year: int) -> frozenset[int]:
    try:
        import jpholiday
    except ImportError as error:
        raise MissingError(
            "祝日の一覧（jpholiday）がありません。入れ直すか、祝日を数えない暦（holidays=False）を使ってください。",
            "勤務時間の計算",
        ) from error
    return frozenset(day.toordinal() for day, _ in jpholiday.year_holidays(year))
