"""Working time is added and taken away exactly, over nights, lunch, weekends, holidays and New Year."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.timing.workdays import WorkCalendar

OFFICE = WorkCalendar()
CALENDARS = st.sampled_from(
    [
        OFFICE,
        WorkCalendar(time(8, 30), time(17, 15)),
        WorkCalendar(lunch=None, holidays=False, new_year=False, weekend=frozenset()),
        WorkCalendar(time(0), time(23, 59, 59), lunch=(time(0), time(0, 7)), weekend=frozenset({0, 1, 2, 3, 4, 6})),
        WorkCalendar(closed=frozenset({date(2026, 4, 1), date(2026, 4, 30)})),
    ]
)
MOMENTS = st.datetimes(datetime.fromisoformat("2025-01-01"), datetime.fromisoformat("2028-12-31"))
MINUTES = st.integers(0, 3_000_000).map(lambda thirds: thirds / 20)
"""Up to a year of working time, in steps of three seconds."""


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-04-01 09:00", 30, "2026-04-01 09:30"),
        ("2026-04-01 11:30", 60, "2026-04-01 13:30"),  # lunch
        ("2026-04-01 09:00", 180, "2026-04-01 12:00"),  # done as lunch begins
        ("2026-04-01 16:30", 60, "2026-04-02 09:30"),  # over night
        ("2026-04-01 16:00", 60, "2026-04-01 17:00"),  # done as the office closes
        ("2026-04-03 16:30", 60, "2026-04-06 09:30"),  # over a weekend
        ("2026-04-28 16:30", 60, "2026-04-30 09:30"),  # 昭和の日
        ("2026-05-01 16:30", 60, "2026-05-07 09:30"),  # 憲法記念日から振替休日まで
        ("2026-12-28 16:30", 60, "2027-01-04 09:30"),  # 年末年始
        ("2026-04-04 10:00", 1, "2026-04-06 09:01"),  # begun on a Saturday
        ("2026-04-01 20:00", 420, "2026-04-02 17:00"),
        ("2026-04-01 03:00", 0, "2026-04-01 03:00"),
    ],
)
def test_working_minutes_are_added_around_every_kind_of_break(start: str, minutes: float, end: str) -> None:
    assert at(end) == OFFICE.add(at(start), minutes)
    assert minutes == OFFICE.between(at(start), at(end))


def test_a_day_of_nine_to_five_has_seven_hours() -> None:
    assert OFFICE.minutes_a_day == 420
    assert WorkCalendar(time(8, 30), time(17, 15)).minutes_a_day == 465


def test_fiscal_2026_has_its_working_days() -> None:
    """365 days, less 104 at weekends, 17 holidays and 4 days around New Year that do not fall on one."""
    days = OFFICE.workdays(date(2026, 4, 1), date(2027, 3, 31))
    counted = [
        day
        for day in (date(2026, 4, 1) + timedelta(n) for n in range(365))
        if day.weekday() < 5 and (day.month, day.day) not in {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}
    ]
    holidays = [
        "2026-04-29", "2026-05-04", "2026-05-05", "2026-05-06", "2026-07-20", "2026-08-11", "2026-09-21", "2026-09-22",
        "2026-09-23", "2026-10-12", "2026-11-03", "2026-11-23", "2027-01-11", "2027-02-11", "2027-02-23", "2027-03-22",
    ]  # fmt: skip
    assert tuple(day for day in counted if day.isoformat() not in holidays) == days


@settings(deadline=None, max_examples=150)
@given(CALENDARS, MOMENTS, MINUTES)
def test_what_was_added_is_found_between(calendar: WorkCalendar, start: datetime, minutes: float) -> None:
    assert minutes == calendar.between(start, calendar.add(start, minutes))


@settings(deadline=None, max_examples=150)
@given(CALENDARS, MOMENTS, MOMENTS)
def test_adding_what_lies_between_comes_back_to_working_time(
    calendar: WorkCalendar, one: datetime, other: datetime
) -> None:
    """To the moment itself if somebody works just before it, else to the last moment of work before it."""
    start, end = sorted([one, other])
    minutes = calendar.between(start, end)
    back = calendar.add(start, minutes)
    assert back <= end
    assert calendar.between(back, end) == 0
    if calendar.between(end - timedelta(microseconds=1), end) > 0 and end > start:
        assert back == end


@settings(deadline=None, max_examples=100)
@given(CALENDARS, MOMENTS, MINUTES, MINUTES)
def test_two_pieces_of_work_take_as_long_as_both_together(
    calendar: WorkCalendar, start: datetime, first: float, then: float
) -> None:
    assert calendar.add(start, first + then) == calendar.add(calendar.add(start, first), then)


@settings(deadline=None, max_examples=100)
@given(CALENDARS, MOMENTS, MOMENTS, MOMENTS)
def test_time_between_adds_up_and_turns_its_sign(
    calendar: WorkCalendar, one: datetime, two: datetime, three: datetime
) -> None:
    assert calendar.between(one, two) == -calendar.between(two, one)
    together = calendar.between(one, two) + calendar.between(two, three)
    assert calendar.between(one, three) == pytest.approx(together, abs=1e-6)


@pytest.mark.parametrize(
    "settings_of",
    [
        {"opens": time(17), "closes": time(9)},
        {"opens": time(9), "closes": time(9)},
        {"opens": "9:00"},
        {"lunch": (time(7), time(8))},
        {"lunch": (time(13), time(12))},
        {"lunch": (time(9), time(17))},
        {"weekend": frozenset(range(7))},
    ],
)
def test_hours_that_leave_no_work_are_refused(settings_of: dict[str, object]) -> None:
    with pytest.raises(InputError, match="ください"):
        WorkCalendar(**settings_of)  # type: ignore[arg-type]


@pytest.mark.parametrize("minutes", [-1, float("nan"), float("inf"), 9e8])
def test_minutes_that_lead_nowhere_are_refused(minutes: float) -> None:
    with pytest.raises(InputError):
        OFFICE.add(at("2026-04-01 09:00"), minutes)
