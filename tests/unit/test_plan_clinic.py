"""The register of consultations: 延べ and 実 apart, names asked back, people masked, the gate, the Tuesdays."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import jpholiday
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError, MissingError
from kaizen_helpers.forms import write_form
from kaizen_helpers.plan.register.business_names import alike, asked_pairs, name_key
from kaizen_helpers.plan.register.clinic import REGISTER, Register, count_visits, read_register, register_of
from kaizen_helpers.plan.register.clinic_days import weekly_schedule
from kaizen_helpers.plan.register.pages import clinic_page, schedule_page

LABELS = tuple(column.label for column in REGISTER.grids[0].columns)
DAYS = ("2026-06-02", "2026-06-09", "2026-06-16")


def row(day: str = DAYS[0], business: str = "照会の取りまとめ", /, **cells: Any) -> dict[str, Any]:
    return dict.fromkeys(LABELS, "") | {"相談日": day, "所属": "健康課", "業務名": business} | cells


def places(register: Register) -> list[str]:
    return [problem.where for problem in register.problems]


def test_three_days_and_twelve_businesses_are_counted_as_given() -> None:
    """reference/domain.md, S30: 相談会3回・延べ12業務. How many different ones is another number."""
    names = [["A係", "B台帳", "C届出", "D受付"], ["A係", "E申込", "F報告", "G名簿"], ["A係", "B台帳", "H集計", "I照会"]]
    rows = [row(day, name) for day, of_day in zip(DAYS, names, strict=True) for name in of_day]

    counts = count_visits(register_of(rows))

    assert (3, 12, 9) == (counts.days, counts.times, counts.distinct)
    assert counts.text_ja == "相談会3回、延べ12業務（実9業務）"


def test_two_consultations_about_one_business_on_one_day_are_one_time() -> None:
    counts = count_visits(register_of([row(), row(), row(DAYS[1])]))

    assert (3, 2, 1) == (counts.visits, counts.times, counts.distinct)


@pytest.mark.parametrize(
    "other",
    ["照会取りまとめ", "照会の取りまとめ業務", "照会の　取りまとめ", "照会（取りまとめ）", "照会の取りまとめ事務"],
)
def test_the_same_name_written_differently_is_one_business(other: str) -> None:
    assert name_key("照会の取りまとめ") == name_key(other)
    assert not alike("照会の取りまとめ", other)


def test_names_that_look_alike_are_asked_about_and_counted_apart() -> None:
    counts = count_visits(
        register_of([row(業務名="補助金の受付"), row(業務名="補助金の申請受付"), row(業務名="公用車の予約")])
    )

    assert 3 == counts.distinct
    assert (("補助金の受付", "補助金の申請受付"),) == counts.asked
    assert "同じ業務ですか" in counts.questions_ja[0]


def test_the_same_name_in_two_sections_is_two_businesses() -> None:
    assert 2 == count_visits(register_of([row(), row(所属="福祉課")])).distinct


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=8), max_size=6))
def test_names_asked_about_are_different_and_of_the_list(names: list[str]) -> None:
    for one, other in asked_pairs(names):
        assert one in names
        assert other in names
        assert name_key(one) != name_key(other)


def test_a_person_in_free_text_is_a_suspicion_and_is_masked_where_it_is_shown() -> None:
    register = register_of([row(困りごと="田中さんしか知らない。0952-00-1234に聞く", 対応状況="検討中")])

    assert ["「相談台帳」の1件目の「困りごと」"] == places(register)
    assert "氏名、電話" in register.problems[0].message_ja
    page = clinic_page(register)
    assert "〔氏名？〕しか知らない" in page
    assert "田中" not in page
    assert "0952" not in page


def test_production_without_a_flow_diagram_is_listed_by_its_last_consultation() -> None:
    register = register_of(
        [
            row(DAYS[0], 対応状況="本番", フロー図有無="なし"),
            row(DAYS[1], 対応状況="本番", フロー図有無="あり"),
            row(DAYS[0], "届出の受付", 対応状況="本番", フロー図有無="作成中"),
            row(DAYS[0], "備品の貸出", 対応状況="試行", フロー図有無="なし"),
        ]
    )

    assert ["届出の受付"] == [visit.business for visit in register.without_diagram]


def test_what_goes_on_is_sorted_by_its_next_day() -> None:
    register = register_of(
        [
            row(業務名="A届出"),
            row(業務名="B申込", 次回="2026-07-07"),
            row(業務名="C名簿", 対応状況="終了"),
            row(業務名="D照会", 次回="2026-06-30"),
        ]
    )

    assert ["D照会", "B申込", "A届出"] == [visit.business for visit in register.open]


def test_what_cannot_be_counted_is_told_by_row_and_column() -> None:
    register = register_of(
        [row("きのう"), row(業務名=""), row(相談番号="7"), row(相談番号="7"), row(次回="2026-05-01")]
    )

    found = places(register)
    for where in (
        "「相談台帳」の1件目の「相談日」",
        "「相談台帳」の2件目の「業務名」",
        "「相談台帳」の4件目の「相談番号」",
        "「相談台帳」の5件目の「次回」",
    ):
        assert where in found
    counts = count_visits(register)
    assert (1, 1, 1) == (counts.days, counts.times, counts.distinct)


@pytest.mark.parametrize(("typed", "hours"), [("1,200時間", 1200), ("▲５", -5), (-5, -5), ("90分", 1.5), ("", None)])
def test_hours_are_read_as_people_type_them_and_stay_negative(typed: object, hours: float | None) -> None:
    register = register_of([row(**{"効果（時間/年）": typed})])

    assert hours == register.visits[0].hours


def test_a_day_without_a_year_was_and_how_it_was_read_is_told() -> None:
    register = register_of([row("11月10日", **{"効果（時間/年）": "約120時間"})], date(2026, 11, 27))

    assert [visit.day for visit in register.visits] == [date(2026, 11, 10)]
    assert ["2026-11-10" in note.message_ja or "120時間" in note.message_ja for note in register.notes] == [True, True]


def test_a_missing_column_is_one_problem() -> None:
    register = register_of([{"相談日": DAYS[0], "業務名": "照会"}] * 3)

    assert len(LABELS) - 2 == len(places(register))
    assert "「所属」の列" in places(register)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(LABELS), st.text(max_size=12) | st.integers() | st.none() | st.lists(st.none())
        ),
        max_size=4,
    )
)
def test_no_rows_whatever_stop_the_counting(rows: list[dict[str, Any]]) -> None:
    register = register_of(rows)

    assert count_visits(register).distinct <= len(register.visits)
    assert clinic_page(register).startswith("<!DOCTYPE html>")


def test_a_register_comes_back_from_its_workbook(tmp_path: Path) -> None:
    path = write_form(
        REGISTER, tmp_path / "a.xlsx", {"visits": [{"day": date(2026, 6, 2), "business": "照会", "state": "本番"}]}
    )

    register = read_register(path)
    assert [(date(2026, 6, 2), "照会", "本番")] == [(v.day, v.business, v.state) for v in register.visits]
    assert 1 == len(register.without_diagram)


# ---- the Tuesdays


@pytest.mark.parametrize("year", [2023, 2026, 2027, 2032])
def test_every_tuesday_of_a_fiscal_year_is_held_or_left_out_with_its_reason(year: int) -> None:
    schedule = weekly_schedule(year)
    days = [*schedule.days, *(day for day, _ in schedule.left_out)]

    assert {2} == {day.isoweekday() for day in days}
    assert len(days) in (52, 53)
    assert date(year, 4, 1) <= min(days) <= date(year, 4, 7)
    assert date(year + 1, 3, 25) <= max(days) <= date(year + 1, 3, 31)
    assert not [day for day in schedule.days if jpholiday.is_holiday(day) or (day.month, day.day) in ((12, 30), (1, 2))]
    assert all(reason for _, reason in schedule.left_out)


def test_the_schedule_is_named_as_in_the_core_data_parts() -> None:
    """reference/domain.md 2.3, DS-441: 毎週火曜 is 0Tu, 毎週水 0We."""
    assert (weekly_schedule(2026).code, weekly_schedule(2026, 3).code) == ("0Tu", "0We")


def test_a_holiday_new_year_and_a_day_of_ones_own_are_left_out_with_their_reasons() -> None:
    left_out = dict(weekly_schedule(2026, closed=[date(2026, 4, 7)]).left_out)

    assert "こどもの日" == left_out[date(2026, 5, 5)]
    assert "年末年始" == left_out[date(2026, 12, 29)]
    assert "休み" == left_out[date(2026, 4, 7)]


def test_the_schedule_stands_on_a_page_month_by_month() -> None:
    page = schedule_page(weekly_schedule(2026), place="食堂")

    assert "2026年4月" in page
    assert "7日、14日、21日、28日" in page
    assert "こどもの日" in page


@pytest.mark.parametrize(("year", "weekday"), [(8, 2), (3000, 2), ("2026", 2), (2026, 0), (2026, 8), (2026, True)])
def test_a_year_or_weekday_that_there_is_not_is_told(year: Any, weekday: Any) -> None:
    with pytest.raises(InputError):
        weekly_schedule(year, weekday)


def test_without_the_list_of_holidays_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jpholiday", None)

    with pytest.raises(MissingError):
        weekly_schedule(2026)
