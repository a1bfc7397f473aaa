"""Dates as people type them: read, read with a note, or asked back; never an error, never a guess."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.notation.dates import DateReading, read_date, write_date
from kaizen_helpers.notation.reading import Question


def day(typed: object, today: date | None = None) -> date:
    found = read_date(typed, today)
    assert isinstance(found, DateReading), found
    return found.value


@pytest.mark.parametrize(
    "typed",
    [
        "2026-12-01",
        "2026/12/1",
        "2026.12.1",
        "２０２６年１２月１日",
        "2026年12月1日（火）",
        "20261201",
        "令和8年12月1日",
        "令和 8 年 12 月 1 日",
        "R8.12.1",
        "r8/12/01",
        "Ｒ８．１２．１",
        "㋿8年12月1日",
        "令8.12.1",
        46357,
        "46357",
        46357.0,
        datetime(2026, 12, 1, 9, 30),  # noqa: DTZ001 - as a workbook gives it
        date(2026, 12, 1),
    ],
)
def test_one_day_in_the_spellings_of_an_office(typed: object) -> None:
    assert date(2026, 12, 1) == day(typed)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("大正元年7月30日", "1912-07-30"),
        ("大正15年12月24日", "1926-12-24"),
        ("昭和64年1月7日", "1989-01-07"),
        ("平成31年3月31日", "2019-03-31"),
        ("令和元年5月1日", "2019-05-01"),
        ("令和2年2月29日", "2020-02-29"),
    ],
)
def test_the_ends_of_the_eras(typed: str, iso: str) -> None:
    """Vectors checked against the published table of eras (domain reference, notation vectors)."""
    assert date.fromisoformat(iso) == day(typed)


@pytest.mark.parametrize(("typed", "iso"), [("平成31年5月1日", "2019-05-01"), ("平成32年3月31日", "2020-03-31")])
def test_heisei_after_its_end_is_read_and_marked(typed: str, iso: str) -> None:
    found = read_date(typed)

    assert isinstance(found, DateReading)
    assert date.fromisoformat(iso) == found.value
    assert "確かめてください" in found.note_ja


@pytest.mark.parametrize(
    "typed",
    [
        "令和5年2月29日",
        "令和0年5月1日",
        "令和6年13月1日",
        "昭和64年1月8日",
        "昭和65年1月1日",
        "05/04/01",
        "8.12.1",
        "12月1日",
        "2026-02-30",
        "年度末",
        "来週",
        "12",
        3.5,
        True,
        [],
        "1" * 50,
    ],
)
def test_what_is_open_is_asked_back(typed: object) -> None:
    found = read_date(typed)

    assert isinstance(found, Question)
    assert found.text_ja.endswith("。")


@pytest.mark.parametrize("typed", [None, "", " 　", "なし", "－"])
def test_blank_is_nothing(typed: object) -> None:
    assert read_date(typed) is None


@pytest.mark.parametrize(("today", "year"), [(date(2026, 11, 27), 2026), (date(2026, 12, 2), 2027)])
def test_a_day_without_a_year_is_the_next_such_day(today: date, year: int) -> None:
    assert date(year, 12, 1) == day("12月1日", today)
    assert date(2028, 2, 29) == day("2/29", today)


def test_only_the_standard_spelling_needs_no_word() -> None:
    for typed in ("2026-12-01", "2026/12/1", "令和8年12月1日", 46357):
        found = read_date(typed)
        assert isinstance(found, DateReading)
        assert (found.note_ja == "") == (typed == "2026-12-01")


def test_a_date_is_written_with_its_weekday() -> None:
    assert write_date(date(2026, 12, 1)) == "2026年12月1日（火）"


@settings(max_examples=200, deadline=None)
@given(st.dates(date(1873, 1, 1), date(2100, 12, 31)))
def test_every_day_comes_back_from_its_spelling(value: date) -> None:
    assert value == day(value.isoformat()) == day(f"{value.year}年{value.month}月{value.day}日")
    if value >= date(2019, 5, 1):
        assert value == day(f"R{value.year - 2018}.{value.month}.{value.day}")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30) | st.floats() | st.integers() | st.text("令和平成元年月日0123456789./-RHS", max_size=14))
def test_nothing_that_is_typed_is_an_error(typed: Any) -> None:
    assert isinstance(read_date(typed), DateReading | Question | None)
