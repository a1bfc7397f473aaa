"""Times and spans: GIF's forms go round, people's spellings are read, and 24:00 is asked."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError
from kaizen_helpers.notation.reading import Question
from kaizen_helpers.notation.spans import (
    DaySpan,
    Length,
    read_length,
    read_span,
    write_length,
    write_span,
)
from kaizen_helpers.notation.times import (
    MIDNIGHT,
    MomentReading,
    TimeReading,
    read_moment,
    read_time,
    write_moment,
    write_time,
)

_WIDE = str.maketrans("0123456789:-/ ", "０１２３４５６７８９：－／　")
_TIMES = st.times().map(lambda one: one.replace(microsecond=0))
_DAYS = st.dates(date(1912, 7, 30), date(2100, 12, 31))


@given(_TIMES)
def test_a_time_goes_round(value: time) -> None:
    assert read_time(write_time(value)) == TimeReading(value)


@given(_TIMES)
def test_a_time_in_wide_letters_is_the_same_time(value: time) -> None:
    read = read_time(write_time(value).translate(_WIDE))
    assert isinstance(read, TimeReading)
    assert read.value == value


@given(_DAYS, _TIMES)
def test_a_moment_goes_round_with_and_without_its_zone(day: date, value: time) -> None:
    moment = datetime.combine(day, value)
    for one_item in (True, False):
        read = read_moment(write_moment(moment, one_item=one_item))
        assert isinstance(read, MomentReading)
        assert read.value == moment


@given(_DAYS, _DAYS)
def test_a_span_goes_round_in_its_shortest_form(one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert read_span(write_span(first, last)) == DaySpan(first, last)


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 999))
def test_a_length_goes_round(years: int, months: int, days: int) -> None:
    length = Length(years, months, days)
    assert read_length(write_length(length)) == length


@given(st.one_of(st.text(max_size=80), st.floats(), st.integers(), st.none(), st.booleans(), st.timedeltas()))
def test_no_value_raises(value: object) -> None:
    for read in (read_time, read_moment, read_span, read_length):
        found = read(value)
        assert found is None or not isinstance(found, Question) or found.text_ja


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("9:05", time(9, 5)),
        ("９：３０", time(9, 30)),
        ("9時", time(9)),
        ("9時半", time(9, 30)),
        ("午後3時5分", time(15, 5)),
        ("午前0時15分", time(0, 15)),
        ("PM 3:05", time(15, 5)),
        ("正午", time(12)),
        ("18:10:50", time(18, 10, 50)),
        (0.75, time(18)),
        (timedelta(hours=9, minutes=30), time(9, 30)),
    ],
    ids=str,
)
def test_spellings_of_people_are_read(typed: object, value: time) -> None:
    read = read_time(typed)
    assert isinstance(read, TimeReading)
    assert (read.value, read.next_day) == (value, False)


@pytest.mark.parametrize("typed", ["24:00", "２４：００", "24時", timedelta(days=1)], ids=str)
def test_24_00_is_asked_until_somebody_says_what_it_means(typed: object) -> None:
    asked = read_time(typed)
    assert isinstance(asked, Question)
    assert "翌日の0時" in asked.text_ja
    told = read_time(typed, midnight=MIDNIGHT)
    assert isinstance(told, TimeReading)
    assert (told.value, told.next_day) == (time(0), True)


@pytest.mark.parametrize("typed", ["25:30", "9:60", "午後12時", "9.30", "0930", "930", "朝", "10:00〜12:00", "9:5"])
def test_what_may_be_another_time_is_asked(typed: str) -> None:
    assert isinstance(read_time(typed), Question)


def test_24_00_of_a_day_is_the_next_day() -> None:
    read = read_moment("2026/6/30　24:00", midnight=MIDNIGHT)
    assert isinstance(read, MomentReading)
    assert read.value == datetime(2026, 7, 1)  # noqa: DTZ001 - times in Excel have no zone
    assert "2026-07-01 00:00" in read.note_ja


@pytest.mark.parametrize(
    "typed",
    [
        "令和8年7月1日 9時30分",
        "R8.7.1 9:30",
        "2026/07/01　09：30",
        "令和8年7月1日(水)午前9時半",
        "2026-07-01T09:30+09:00",
    ],
)
def test_moments_of_people_are_read(typed: str) -> None:
    read = read_moment(typed)
    assert isinstance(read, MomentReading)
    assert read.value == datetime(2026, 7, 1, 9, 30)  # noqa: DTZ001


@pytest.mark.parametrize("typed", ["2026-07-01", "9:30", "2026-02-29 9:30", "08/07/01 9:30", "2026-07-01 10:00〜12:00"])
def test_half_a_moment_is_asked(typed: str) -> None:
    assert isinstance(read_moment(typed), Question)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-04-01/06-30",
        "令和8年4月1日〜6月30日",
        "R8.4.1～R8.6.30",
        "2026/4/1から2026/6/30まで",
        "2026年4月1日～6月30日",
    ],
)
def test_spans_of_people_are_read(typed: str) -> None:
    read = read_span(typed)
    assert isinstance(read, DaySpan)
    assert (read.first, read.last) == (date(2026, 4, 1), date(2026, 6, 30))


def test_a_span_within_a_month_may_leave_the_month_out() -> None:
    assert write_span(date(2026, 4, 1), date(2026, 4, 30)) == "2026-04-01/30"
    read = read_span("令和8年4月1日〜30日")
    assert isinstance(read, DaySpan)
    assert read.last == date(2026, 4, 30)


@pytest.mark.parametrize(
    "typed", ["2026-04-01/02-30", "令和8年12月1日〜3月31日", "4月1日〜6月30日", "2026-04-01", "春から夏"]
)
def test_a_span_in_doubt_is_asked(typed: str) -> None:
    assert isinstance(read_span(typed), Question)


def test_a_span_that_ends_before_it_begins_is_never_written() -> None:
    with pytest.raises(InputError, match="終わりの日"):
        write_span(date(2026, 4, 2), date(2026, 4, 1))


@pytest.mark.parametrize(
    ("typed", "length"),
    [
        ("P10D", Length(days=10)),
        ("2年6か月", Length(2, 6)),
        ("３カ月間", Length(months=3)),
        ("10日間", Length(days=10)),
    ],
)
def test_lengths_are_read(typed: str, length: Length) -> None:
    assert read_length(typed) == length


def test_a_month_is_not_thirty_days() -> None:
    assert write_length(Length(months=1)) != write_length(Length(days=30))


def test_an_unknown_answer_about_midnight_is_told() -> None:
    with pytest.raises(InputError, match="翌日の0時"):
        read_time("24:00", midnight="その日の0時")
