"""A column of dates: a verdict for each value, counts, and one question where all rows share it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError
from kaizen_helpers.notation.date_columns import read_date_column
from kaizen_helpers.notation.rule_sets import RULE_SETS

LAW = settings(max_examples=80, deadline=None)


def state(typed: object, rule: str) -> str:
    return read_date_column([typed], rule).verdicts[0].state


@pytest.mark.parametrize("typed", ["2023-04-01", "2023年4月", "2023年度", "R8.05.13"])
def test_l3_05_lets_its_four_spellings_pass(typed: str) -> None:
    """domain.md 2.2, L3-05 and the Decision of 2.3."""
    assert state(typed, "L3-05") == "ok"
    assert (state(typed, "GIF") == "ok") == (typed == "2023-04-01")


@pytest.mark.parametrize("typed", ["令和5年4月1日", "2023/4/1", "R5.4.1", "２０２３－０４－０１", " 2023-04-01", 45017])
def test_other_spellings_are_understood_and_rewritten(typed: object) -> None:
    column = read_date_column([typed], "GIF")
    assert ("rewrite", ("2023-04-01",)) == (column.verdicts[0].state, column.written())


def test_the_papers_of_an_office_have_eras() -> None:
    column = read_date_column(["2023-04-01", "令和5年4月1日", "2023年度", "昭和64年1月"], "庁内様式")
    assert ("令和5年4月1日", "令和5年4月1日", "令和5年度", "昭和64年1月") == column.written()
    assert ["rewrite", "ok", "rewrite", "ok"] == [verdict.state for verdict in column.verdicts]


def test_an_accepted_spelling_beside_another_does_not_pass() -> None:
    column = read_date_column(["2023-04-01", "R5.04.02"], "L3-05")
    assert column.counts["ok"] == 2
    assert not column.passes
    assert "2種類" in column.messages_ja[0]
    assert read_date_column(["2023-04-01", "", "2023-04-02"], "L3-05").passes


def test_years_of_two_digits_are_asked_once_for_the_column() -> None:
    column = read_date_column(["05/04/01", "05/04/02"], "GIF")
    assert column.counts["ask"] == 2
    assert [message for message in column.messages_ja if "2件" in message and "2桁" in message]

    assert ("2023-04-01",) == read_date_column(["05/04/01"], "GIF", two_digit_years="令和").written()
    assert ("2005-04-01",) == read_date_column(["05/04/01"], "GIF", two_digit_years="西暦").written()


def test_a_month_is_given_no_day_that_nobody_wrote() -> None:
    for rule in ("GIF", "kintone取込"):
        column = read_date_column(["2023年4月", "令和5年度"], rule)
        assert column.counts["ask"] == 2
        assert "日まで必要です" in column.verdicts[0].message_ja


def test_heisei_after_its_end_is_to_be_checked() -> None:
    column = read_date_column(["平成31年5月1日"], "庁内様式")
    assert ("check", ("令和元年5月1日",)) == (column.verdicts[0].state, column.written())


def test_a_month_in_which_the_era_changed_is_asked_back() -> None:
    assert state("1989年1月", "庁内様式") == "ask"
    assert read_date_column(["2019年5月"], "庁内様式").written() == ("令和元年5月",)


@pytest.mark.parametrize(
    "typed", ["令和5年2月29日", "令和0年5月1日", "令和6年13月1日", "昭和64年1月8日", "昭和65年1月1日"]
)
@pytest.mark.parametrize("rule", RULE_SETS)
def test_days_that_are_not_are_reported_and_never_shifted(typed: str, rule: str) -> None:
    """Notation vectors: era_reject and era_needs_check."""
    assert ("ask", (None,)) == (state(typed, rule), read_date_column([typed], rule).written())


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("R6.4.1～R6.4.30", "期間"),
        ("令和6年4月1日から4月30日", "期間"),
        ("〃", "上の行と同じ日付"),
        ("2024年", "年だけ"),
        ("令和6年", "年だけ"),
        ("不明", "読み取れません"),
    ],
)
def test_what_is_no_single_day_is_told_for_what_it_is(typed: str, told: str) -> None:
    verdict = read_date_column([typed], "GIF").verdicts[0]
    assert verdict.state == "ask"
    assert told in verdict.message_ja


def test_a_weekday_that_does_not_fit_is_to_be_checked() -> None:
    assert ["rewrite", "check"] == [state(f"令和6年4月1日（{day}）", "GIF") for day in "月火"]


def test_eight_digits_are_a_date_as_text_and_as_a_number() -> None:
    assert ("2023-04-01", "2023-04-01", None) == read_date_column([20230401, "20230401", 20230431], "GIF").written()


def test_an_unknown_rule_or_answer_is_told_with_the_names() -> None:
    with pytest.raises(InputError, match="庁内様式"):
        read_date_column([], "ISO")
    with pytest.raises(InputError, match="西暦"):
        read_date_column([], two_digit_years="19xx")


@LAW
@given(st.dates(date(1900, 3, 1), date(2199, 12, 31)), st.sampled_from(sorted(RULE_SETS)))
def test_what_a_rule_set_writes_passes_and_means_the_same(day: date, rule: str) -> None:
    written = read_date_column([day], rule).written()[0]
    column = read_date_column([written], rule)
    assert column.passes
    period = column.verdicts[0].period
    assert period is not None
    assert day == period.first


@LAW
@given(
    st.lists(
        st.text(max_size=12) | st.text("令和平成元年月日度0123456789./-RHS ", max_size=12) | st.floats() | st.integers()
    ),
    st.sampled_from(sorted(RULE_SETS)),
    st.sampled_from(["", "令和", "西暦"]),
)
def test_there_are_as_many_verdicts_as_values(values: list[Any], rule: str, answer: str) -> None:
    column = read_date_column(values, rule, two_digit_years=answer)
    assert len(values) == len(column.verdicts) == sum(column.counts.values())
