"""E6-7 月次報告をExcelにする: what the shown program writes is what is judged, and others can use the sheet."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from kaizen_helpers.checkers.m06_case import practice
from kaizen_helpers.checkers.m06_monthly import (
    _CODE,
    BELOW,
    BESIDE,
    BLANK,
    DATED,
    FIXED,
    LAST,
    PLAIN,
    PROGRAM,
    SO_FAR,
    TEXT,
    THIS,
    TYPED,
    ZERO,
    given_names,
    report_of,
    rows_of,
    wanted,
)
from kaizen_helpers.checkers.m06_program import run_program
from kaizen_helpers.excel import check_file
from kaizen_helpers.excel.opening import open_book

JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 3)


@pytest.mark.parametrize("seed", ["fresh", "seat/0", "seat/5"])
def test_the_fitting_period_holds_last_month_in_both_months(seed: str) -> None:
    reports = report_of(seed, (LAST, BLANK, PLAIN, DATED))

    for report, today in zip(reports, (JULY, AUGUST), strict=True):
        assert Counter(row[1] for row in report.rows) == wanted(seed, today)
    assert [report.file for report in reports] == ["月次報告_2026-06.xlsx", "月次報告_2026-07.xlsx"]


@pytest.mark.parametrize("period", [THIS, SO_FAR])
def test_other_periods_hold_other_towns_at_once(period: str) -> None:
    first, _ = report_of("fresh", (period, BLANK, PLAIN, DATED))

    assert Counter(row[1] for row in first.rows) != wanted("fresh", JULY)


def test_a_month_that_was_typed_is_right_once_only() -> None:
    first, second = report_of("fresh", (TYPED, BLANK, PLAIN, DATED))

    assert Counter(row[1] for row in first.rows) == wanted("fresh", JULY)
    assert Counter(row[1] for row in second.rows) != wanted("fresh", AUGUST)


def test_one_name_for_every_month_stops_in_the_second_and_loses_nothing() -> None:
    first, second = report_of("fresh", (LAST, BLANK, PLAIN, FIXED))

    assert (first.stopped, second.file) == ("", "")
    assert "同じ名前のファイルがあります" in second.stopped


@pytest.mark.parametrize(("people", "kinds"), [(BLANK, {int, type(None)}), (ZERO, {int}), (TEXT, {str})])
def test_what_is_not_known_yet_is_what_was_chosen(people: str, kinds: set[type]) -> None:
    first, _ = report_of("fresh", (LAST, people, PLAIN, DATED))

    assert {type(row[3]) for row in first.rows} == kinds


@pytest.mark.parametrize(("sheets", "clean"), [(PLAIN, True), (BESIDE, True), (BELOW, False)])
def test_the_workbook_that_the_library_writes_keeps_the_rules_of_readable_sheets(
    tmp_path: Path, sheets: str, clean: bool
) -> None:
    """The program as it is shown, with the real writer."""
    values = {"period": LAST, "people": BLANK, "sheets": sheets, "name": DATED}
    code = {name: _CODE[name][choice] for name, choice in values.items()}
    with practice(rows_of("fresh"), today=JULY.isoformat()) as there:
        run_program(PROGRAM, code, there, **{**given_names(JULY), "フォルダ": tmp_path})

    written = tmp_path / "月次報告_2026-06.xlsx"
    book = open_book(written)
    rows = [row for row in book.sheets[0].rows[1:] if any(cell is not None for cell in row)]
    assert len(rows) == sum(wanted("fresh", JULY).values()) + (not clean)
    assert check_file(written).findings == ()
    total = sum(int(row["回答人数"] or 0) for row in rows_of("fresh") if row["受領日"].startswith("2026-06"))
    assert sum(float(str((*row, 0)[3] or 0)) for row in rows) == total * (1 if clean else 2)
