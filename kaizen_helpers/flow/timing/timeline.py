"""The clock of a simulation: working minutes one after another, when cases come in, and when batches are taken up.

Minute 0 is the opening of the first working day; a day of 7 hours is the next 420 minutes. So nothing
happens outside working hours, and a number of minutes can be turned back into a date and time.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.cells import short
from kaizen_helpers.flow.timing.workdays import WorkCalendar

__all__ = ["Timeline", "read_batch", "steady_arrivals"]

_DAYS_BEFORE = 91
"""Days that are simulated before the year, so that it does not begin with empty desks."""
_DAYS_AFTER = 731
"""Days after the year in which its cases may still be finished."""
_WEEK = "月火水木金土日"
_BATCH = re.compile(
    rf"^(毎日|(?:毎週)?[{_WEEK}](?:曜日?)?(?:[・,、と/][{_WEEK}](?:曜日?)?)*)(?:([0-9]+)(?:時|:([0-9]+)分?)(半)?)?$"
)


class Timeline:
    """A year of an office, with some time before and after.

    Raises:
        InputError: the year has no working day, or lies outside the dates that Python knows.
    """

    def __init__(self, calendar: WorkCalendar, start: date) -> None:
        import numpy as np

        self.calendar, self.day = calendar, calendar.minutes_a_day
        if not isinstance(start, date):
            raise InputError("始める日（start）は日付にしてください。", "始める日")
        start = _day(start)
        try:
            end = start.replace(year=start.year + 1, day=min(start.day, 28) if start.month == 2 else start.day)
            days = calendar.workdays(start - timedelta(_DAYS_BEFORE), end + timedelta(_DAYS_AFTER))
        except (OverflowError, ValueError) as error:
            raise InputError("この日から1年を計算できません。始める日を見直してください。", "始める日") from error
        self.days = days
        self.first, self.last = bisect_left(days, start), bisect_left(days, end)
        if self.first == self.last:
            raise InputError("この1年に働く日がありません。休みの日を見直してください。", "始める日")
        self._ordinals = np.array([day.toordinal() for day in days], dtype=float)

    @property
    def end(self) -> float:
        """The last minute that is known."""
        return len(self.days) * self.day

    def dates_to_minutes(self, dates: Sequence[date]) -> list[float]:
        """The openings of these days, or of the next working day, in order."""
        days = sorted(_day(day) for day in dates)
        found = [bisect_left(self.days, day) for day in days]
        if not found or found[0] < self.first or found[-1] >= self.last:
            raise InputError("始める日から1年の間の日付にしてください。", "件が届く日")
        return [at * self.day for at in found]

    def expected(self, cases: float, months: Mapping[int, float]) -> float:
        """How many cases the year has on average: ``cases``, unless a month has no working day."""
        return sum(self._rates(cases, months)[self.first : self.last])

    def arrivals(self, cases: float, months: Mapping[int, float], rng: Any) -> tuple[list[float], tuple[int, int]]:
        """When cases come in, at random in working hours, and which of them belong to the year (from, to)."""
        import numpy as np

        counts = rng.poisson(np.array(self._rates(cases, months)))
        days: Any = np.repeat(np.arange(len(self.days)), counts)
        moments = np.sort((days + rng.random(len(days))) * self.day)
        bounds: Any = np.searchsorted(moments, [self.first * self.day, self.last * self.day])
        return moments.tolist(), (int(bounds[0]), int(bounds[1]))

    def _rates(self, cases: float, months: Mapping[int, float]) -> list[float]:
        """Cases to be expected on each day: those of a month are spread evenly over its working days."""
        total = sum(months.values())
        open_days: dict[tuple[int, int], int] = {}
        whole = self.calendar.workdays(self.days[0].replace(day=1), self.days[-1] + timedelta(31))
        for day in whole:
            open_days[day.year, day.month] = open_days.get((day.year, day.month), 0) + 1
        return [cases * months[day.month] / total / open_days[day.year, day.month] for day in self.days]

    def batches(self, text: str, where: str) -> tuple[float, ...]:
        """The moments at which a batch is taken up; a closed day is left out, as decisions are then not made."""
        weekdays, clock = read_batch(text, where)
        at = 0.0
        if clock is not None:
            work = self.days[0]
            at = self.calendar.between(datetime.combine(work, time()), datetime.combine(work, clock))
            if clock < self.calendar.opens or clock > self.calendar.closes:
                raise InputError("まとめて行う時刻が勤務時間の外です。勤務時間の中の時刻にしてください。", where)
        return tuple(index * self.day + at for index, day in enumerate(self.days) if day.weekday() in weekdays)

    def clock(self, minutes: Any, *, ends: bool) -> Any:
        """Minutes of the wall clock for working minutes (arrays); at a day's border the end of a day if ``ends``."""
        import numpy as np

        moments = np.asarray(minutes, dtype=float)
        index = np.floor(moments / self.day)
        if ends:
            index = np.where((moments <= index * self.day) & (index > 0), index - 1, index)
        index = np.clip(index, 0, len(self.days) - 1).astype(int)
        worked = np.clip(moments - index * self.day, 0, self.day)
        opens = _minute(self.calendar.opens)
        if self.calendar.lunch:
            begins, stops = map(_minute, self.calendar.lunch)
            noon = begins - opens
            worked = worked + np.where(worked > noon if ends else worked >= noon, stops - begins, 0)
        return self._ordinals[index] * 1440 + opens + worked


def _day(day: date) -> date:
    return day.date() if isinstance(day, datetime) else day


def _minute(clock: time) -> float:
    """Minutes since midnight."""
    return clock.hour * 60 + clock.minute + clock.second / 60


def read_batch(text: str, where: str) -> tuple[frozenset[int], time | None]:
    """「火・金」「毎週火曜」「毎日 16:00」 as days of the week (Monday is 0) and a time; ``None``: as the office opens.

    Raises:
        InputError: it says anything else.
    """
    folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", str(text)))
    found = _BATCH.match(folded)
    hour, minute = (int(found[2] or 0), int(found[3] or (30 if found[4] else 0))) if found else (0, 0)
    if found is None or hour > 23 or minute > 59:
        raise InputError(
            f"「{short(str(text))}」を読めませんでした。「火・金」「毎日 16:00」のように書いてください。", where
        )
    days = (
        range(7)
        if found[1] == "毎日"
        else [_WEEK.index(mark) for mark in re.sub("毎週|曜日?", "", found[1]) if mark in _WEEK]
    )
    return frozenset(days), time(hour, minute) if found[2] else None


def steady_arrivals(cases_a_minute: float, rng: Any) -> Iterator[float]:
    """Cases that come one after another at random (Poisson), without end."""
    now = 0.0
    while True:
        for gap in rng.exponential(1 / cases_a_minute, 2048).tolist():
            now += gap
            yield now
