"""E6-5 条件で読んで集計する: the shown program is what runs, and its condition is judged by the towns it finds."""

from __future__ import annotations

import pytest

from kaizen_helpers.checkers.inputs import VARIANTS
from kaizen_helpers.checkers.m06_case import NOT_YET
from kaizen_helpers.checkers.m06_read import (
    BY_INQUIRY,
    CONDITIONS,
    EVERY,
    FIRST,
    NEEDED,
    NOT_THE_OTHERS,
    OVERDUE,
    READ,
    TODAY,
    found,
    rows_of,
    wanted,
)


@pytest.mark.parametrize("variant", range(VARIANTS))
def test_every_seat_sees_towns_of_each_kind(variant: int) -> None:
    rows = rows_of(f"read/{variant}", 4)

    open_rows = [row["回答期限"] for row in rows if row["状況"] == NOT_YET]
    assert {(day > TODAY) - (day < TODAY) for day in open_rows} == {-1, 0, 1}
    assert any(row["状況"] != NOT_YET and row["回答期限"] < TODAY for row in rows)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_only_the_two_fitting_conditions_find_the_wanted_towns_whatever_the_data(condition: str) -> None:
    fits = [
        found(seed, 4, condition, EVERY, NEEDED, BY_INQUIRY).names == wanted(rows_of(seed, 4)) for seed in ("a", "b")
    ]

    assert fits == [condition in (OVERDUE, NOT_THE_OTHERS)] * 2


def test_reading_a_page_stops_at_a_hundred_without_any_error() -> None:
    page, every = (found("read/fresh", 30, OVERDUE, way, NEEDED, BY_INQUIRY) for way in (FIRST, EVERY))

    assert (page.refused, len(page.lines)) == ("", 100)
    assert len(every.lines) > 100


def test_the_counts_are_those_of_the_records_that_were_read() -> None:
    out = found("read/0", 4, OVERDUE, EVERY, NEEDED, BY_INQUIRY)

    assert sum(count for _, count in out.counts) == len(out.lines) > 0
    assert {name for name, _ in out.counts} == {line[0] for line in out.lines}


def test_what_kintone_says_is_shown_where_it_refuses() -> None:
    assert READ.panel is not None
    assert READ.panel.preview is not None
    answer = {
        "variant": 0,
        "condition": CONDITIONS[0],
        "reading": EVERY,
        "fields": NEEDED,
        "group": BY_INQUIRY,
    }

    shown = READ.panel.preview(answer)

    assert "動かした結果: 止まりました" in shown
    assert "演算子=を使用できません" in shown


def test_a_text_that_was_not_offered_is_never_put_into_the_program() -> None:
    hostile = "' + __import__('os').getcwd() + '"

    with pytest.raises(ValueError, match="values of ours"):
        found("read/0", 4, hostile, EVERY, NEEDED, BY_INQUIRY)
