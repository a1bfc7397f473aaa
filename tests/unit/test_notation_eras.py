"""Eras, fiscal years and Excel's day numbers: both ways, at every border, and nothing is shifted."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError
from kaizen_helpers.notation.dates import DateReading, read_date
from kaizen_helpers.notation.eras import (
    ERAS,
    FiscalYearReading,
    date_of_serial,
    era_of,
    fiscal_year,
    read_fiscal_year,
    serial_of,
    to_wareki,
    write_fiscal_year,
)
from kaizen_helpers.notation.reading import Question

LAW = settings(max_examples=100, deadline=None)
SOLAR = st.dates(date(1873, 1, 1), date(2999, 12, 31))

# Domain reference, notation vectors (checked there): ISO, 和暦, short form, 年度, Excel's number.
VECTORS = [
    ("1912-07-30", "大正元年7月30日", "T1.07.30", 1912, 4595),
    ("1926-12-24", "大正15年12月24日", "T15.12.24", 1926, 9855),
    ("1989-01-07", "昭和64年1月7日", "S64.01.07", 1988, 32515),
    ("2019-03-31", "平成31年3月31日", "H31.03.31", 2018, 43555),
    ("2019-04-01", "平成31年4月1日", "H31.04.01", 2019, 43556),
    ("2020-02-29", "令和2年2月29日", "R2.02.29", 2019, 43890),
    ("2020-03-31", "令和2年3月31日", "R2.03.31", 2019, 43921),
    ("2023-04-01", "令和5年4月1日", "R5.04.01", 2023, 45017),
    ("2026-04-01", "令和8年4月1日", "R8.04.01", 2026, 46113),
]


@pytest.mark.parametrize(("iso", "wareki", "short", "year", "serial"), VECTORS)
def test_a_day_is_the_same_in_every_calendar(iso: str, wareki: str, short: str, year: int, serial: int) -> None:
    day = date.fromisoformat(iso)

    assert (wareki, short) == (to_wareki(day), to_wareki(day, "short"))
    assert (year, serial) == (fiscal_year(day), serial_of(day))
    assert day == date_of_serial(serial)
    for text in (wareki, short):
        read = read_date(text)
        assert isinstance(read, DateReading)
        assert (day, False) == (read.value, read.check)


def test_the_first_year_is_called_gannen() -> None:
    assert to_wareki(date(2019, 5, 1)) == "令和元年5月1日"
    assert to_wareki(date(2019, 5, 1), "short") == "R1.05.01"


@pytest.mark.parametrize(("earlier", "later"), list(pairwise(ERAS)))
def test_eras_follow_each_other_without_a_gap(earlier: Any, later: Any) -> None:
    assert (later.first - earlier.last).days == 1
    assert (era_of(earlier.last), era_of(later.first)) == (earlier, later)


@pytest.mark.parametrize(
    ("text", "after"), [("平成31年5月1日", "令和元年5月1日"), ("平成32年3月31日", "令和2年3月31日")]
)
def test_heisei_after_its_end_is_marked_and_becomes_reiwa(text: str, after: str) -> None:
    read = read_date(text)

    assert isinstance(read, DateReading)
    assert read.check
    assert after == to_wareki(read.value)


@pytest.mark.parametrize("text", ["明治5年12月2日", "明治元年9月8日"])
def test_days_of_the_old_calendar_are_asked_back(text: str) -> None:
    read = read_date(text)
    assert isinstance(read, Question)
    assert "旧暦" in read.text_ja
    with pytest.raises(InputError, match="旧暦"):
        to_wareki(date(1872, 12, 31))


@pytest.mark.parametrize(("number", "iso"), [(1, "1900-01-01"), (59, "1900-02-28"), (61, "1900-03-01")])
def test_excels_numbers_around_the_day_that_never_was(number: int, iso: str) -> None:
    assert date.fromisoformat(iso) == date_of_serial(number)
    assert number == serial_of(date.fromisoformat(iso))


def test_number_60_is_reported_and_not_shifted() -> None:
    found = date_of_serial(60)
    assert isinstance(found, Question)
    assert "1900年2月29日" in found.text_ja


@pytest.mark.parametrize("number", [0, -1, 2_958_466, float("nan"), float("inf"), True, None, "45017"])
def test_what_is_no_day_number_is_asked_back(number: Any) -> None:
    assert isinstance(date_of_serial(number), Question)


def test_a_time_of_the_day_does_not_change_the_day() -> None:
    assert date(2023, 4, 1) == date_of_serial(45017.75)


@pytest.mark.parametrize(
    ("typed", "year", "check"),
    [
        ("令和5年度", 2023, False),
        ("令和元年度", 2019, False),
        ("平成31年度", 2019, False),
        ("平成32年度", 2020, True),
        ("Ｒ５年度", 2023, False),
        ("2023年度", 2023, False),
        (2023, 2023, False),
    ],
)
def test_fiscal_years_are_read(typed: object, year: int, check: bool) -> None:
    read = read_fiscal_year(typed)
    assert isinstance(read, FiscalYearReading)
    assert (year, check) == (read.value, read.check)


@pytest.mark.parametrize("typed", ["5年度", "昭和64年度", "令和0年度", "年度", True, 1.5, "9" * 99])
def test_open_fiscal_years_are_asked_back(typed: object) -> None:
    assert isinstance(read_fiscal_year(typed), Question)


def test_fiscal_years_are_written() -> None:
    assert ("2023年度", "令和5年度", "令和元年度", "平成30年度") == (
        write_fiscal_year(2023),
        write_fiscal_year(2023, wareki=True),
        write_fiscal_year(2019, wareki=True),
        write_fiscal_year(2018, wareki=True),
    )


@LAW
@given(SOLAR, st.sampled_from(["long", "short"]))
def test_every_day_comes_back_from_its_era(day: date, style: Any) -> None:
    read = read_date(to_wareki(day, style))
    assert isinstance(read, DateReading)
    assert (day, False) == (read.value, read.check)


@LAW
@given(st.dates(date(1900, 1, 1)))
def test_every_day_comes_back_from_excels_number(day: date) -> None:
    assert day == date_of_serial(serial_of(day))


@LAW
@given(st.text(max_size=14) | st.text("令和平成昭元年度0123456789RHS", max_size=9) | st.integers() | st.none())
def test_no_fiscal_year_is_an_error(typed: Any) -> None:
    assert isinstance(read_fiscal_year(typed), FiscalYearReading | Question | None)


@pytest.mark.parametrize(
    ("typed", "iso", "check"),
    [
        ("令和五年四月一日", "2023-04-01", False),
        ("二〇二三年十二月三十一日", "2023-12-31", False),
        ("2023-04-01 00:00:00", "2023-04-01", False),
        ("2023/4/1 9:30", "2023-04-01", True),
    ],
)
def test_kanji_numbers_and_times_of_the_day(typed: str, iso: str, check: bool) -> None:
    read = read_date(typed)
    assert isinstance(read, DateReading)
    assert (date.fromisoformat(iso), check) == (read.value, read.check)


def test_a_year_of_two_digits_is_asked_back_with_both_readings() -> None:
    read = read_date("05/04/01")
    assert isinstance(read, Question)
    assert "令和5年4月1日とも2005年4月1日とも" in read.text_ja
