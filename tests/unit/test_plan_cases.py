"""The register of improvement cases: estimated and measured hours never added, doubles asked about, nothing hidden."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.forms import write_form
from kaizen_helpers.plan.register.cases import CASES, Hours, cases_of, read_cases, read_fiscal_year, summarise_year
from kaizen_helpers.plan.register.pages import cases_page

LABELS = tuple(column.label for column in CASES.grids[0].columns)
ESTIMATED, MEASURED = "見込み（時間/年）", "実績（時間/年）"


def row(business: str = "照会の取りまとめ", /, **cells: Any) -> dict[str, Any]:
    filled = {"年度": "令和8年度", "所属": "健康課", "業務名": business, "打ち手": "様式をそろえる", "状態": "本番"}
    return dict.fromkeys(LABELS, "") | filled | cells


def test_estimated_and_measured_hours_are_never_added() -> None:
    rows = [
        row("A届出", **{ESTIMATED: "120時間"}),
        row("B申込", **{ESTIMATED: 50, MEASURED: 40, "測り方": "10件を測った"}),
        row("C名簿", **{MEASURED: "8", "測り方": "1か月を測った"}),
    ]
    summary = summarise_year(cases_of(rows), 2026)

    assert (Hours(2, 170), Hours(2, 48)) == (summary.estimated, summary.measured)
    assert (Hours(1, 50), Hours(1, 40)) == summary.both
    assert "218" not in cases_page(cases_of(rows), summary)


def test_a_measurement_without_its_method_is_not_one() -> None:
    register = cases_of([row(**{MEASURED: 40})])
    summary = summarise_year(register, 2026)

    assert Hours(0, 0) == summary.measured
    assert ["照会の取りまとめ"] == [case.business for case in summary.unmeasured]
    assert ["「改善事例台帳」の1件目の「実績（時間/年）」"] == [problem.where for problem in register.problems]


def test_negative_hours_stay_negative_and_are_said() -> None:
    summary = summarise_year(cases_of([row(**{ESTIMATED: "▲12"}), row("届出", **{ESTIMATED: 2})]), 2026)

    assert Hours(2, -10) == summary.estimated
    assert summary.estimated.text_ja == "2件、年-10時間（増えています）"


def test_what_was_given_up_is_a_case_and_in_no_hours() -> None:
    summary = summarise_year(cases_of([row(状態="見送り", **{ESTIMATED: 99})]), 2026)

    assert (1, Hours(0, 0), (("見送り", 1),)) == (len(summary.cases), summary.estimated, summary.states)


def test_cases_that_may_be_one_are_asked_about() -> None:
    rows = [row(), row("照会とりまとめ", 打ち手="様式を揃える"), row(所属="福祉課"), row("公用車の予約")]
    summary = summarise_year(cases_of(rows), 2026)

    assert [(1, 2)] == [(one.row, other.row) for one, other in summary.doubles]
    assert "同じ事例ですか" in summary.questions_ja[0]


def test_each_fiscal_year_has_its_own_summary() -> None:
    register = cases_of([row(年度="R7"), row(年度=2026), row(年度="2026年度", 業務名="届出")])

    assert (2025, 2026) == register.years
    assert [1, 2] == [len(summarise_year(register, year).cases) for year in register.years]


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("令和8年度", 2026), ("R8", 2026), ("ｒ８", 2026), ("令和元年度", 2019),
        ("2026", 2026), (2026, 2026), ("平成30", 2018),
        (date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026),
        ("8", None), ("来年度", None), ("", None), (None, None), ("令和0年", None),
    ],
)  # fmt: skip
def test_a_fiscal_year_is_read_as_people_write_it(typed: object, year: int | None) -> None:
    assert year == read_fiscal_year(typed)


def test_a_case_without_a_year_is_told_and_in_no_summary() -> None:
    register = cases_of([row(年度="そのうち")])

    assert () == register.years
    assert "「改善事例台帳」の1件目の「年度」" in [problem.where for problem in register.problems]


def test_people_in_a_case_are_masked_on_the_page() -> None:
    register = cases_of([row(打ち手="佐藤さんの表をやめる")])

    assert "佐藤" not in cases_page(register, summarise_year(register, 2026))
    assert ["「改善事例台帳」の1件目の「打ち手」"] == [problem.where for problem in register.problems]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 2)), max_size=8))
def test_hours_add_up_exactly(hours: list[float]) -> None:
    rows = [row(f"業{'あいうえおかきく'[at]}", **{ESTIMATED: value}) for at, value in enumerate(hours)]

    found = summarise_year(cases_of(rows), 2026).estimated
    assert (len(hours), float(sum((Fraction(repr(value)) for value in hours), Fraction(0)))) == (
        found.cases,
        found.hours,
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(LABELS), st.text(max_size=12) | st.integers() | st.none()), max_size=4))
def test_no_rows_whatever_stop_the_summary(rows: list[dict[str, Any]]) -> None:
    register = cases_of(rows)

    assert cases_page(register, summarise_year(register, 2026)).startswith("<!DOCTYPE html>")


def test_a_register_comes_back_from_its_workbook(tmp_path: Path) -> None:
    values = {"cases": [{"year": "令和8年度", "business": "届出", "measure": "やめる", "estimated": 12.5}]}
    register = read_cases(write_form(CASES, tmp_path / "a.xlsx", values))

    assert [(2026, 12.5)] == [(case.year, case.estimated) for case in register.cases]
