"""E6-2 取込前の検査: what is true of a row is what the library's check says, and the practice kintone agrees."""

from __future__ import annotations

from typing import Any

import pytest

from kaizen_helpers.checkers.engine import Outcome, Result, judge
from kaizen_helpers.checkers.inputs import VARIANTS
from kaizen_helpers.checkers.m06_case import FIELDS, practice
from kaizen_helpers.checkers.m06_import import _FILE, IMPORT, JUDGED, works
from kaizen_helpers.checkers.m06_import_rows import CAN, COLUMNS, REASONS, TWICE, rows_of_seat
from kaizen_helpers.kintone import KintoneError

assert IMPORT.panel is not None
SAMPLE = IMPORT.panel.sample


def right(variant: int = 0) -> dict[str, Any]:
    assert callable(SAMPLE)
    return {"variant": variant, **SAMPLE(variant)}


def said(answer: dict[str, Any], place: int, text: str) -> Result:
    rows = [{**row, **({JUDGED: text} if at == place else {})} for at, row in enumerate(answer["rows"])]
    return judge(IMPORT, {**answer, "rows": rows})


@pytest.mark.parametrize("variant", range(VARIANTS))
def test_every_seat_has_each_reason_and_rows_that_only_look_odd(variant: int) -> None:
    rows = rows_of_seat(variant)

    assert {row.reason for row in rows} == {"", *REASONS}
    assert len({row.reason for row in rows[:6]}) > 1
    clean = [row.shown for row in rows if not row.reason]
    assert any("/" in row["回答期限"] for row in clean)
    assert any("," in row["回答人数"] for row in clean)
    assert any(row["受領日"] == "" for row in clean)
    assert [row.is_first_of_two for row in rows].count(True) == 1


@pytest.mark.parametrize("variant", range(VARIANTS))
def test_a_row_that_is_said_to_stop_is_refused_by_the_practice_kintone_too(variant: int) -> None:
    """Through the API, which reads no 「/」 and no comma: so only the rows that stop are compared."""
    fields = {code: FIELDS[code] for code in COLUMNS}
    first = next(row for row in rows_of_seat(variant) if row.is_first_of_two)
    for row in rows_of_seat(variant):
        if row.reason:
            with (
                practice([first.shown], fields=fields, layout=(), views={}) as there,
                pytest.raises(KintoneError) as caught,
            ):
                there.kintone.add(there.app, [{code: {"value": cell} for code, cell in row.shown.items()}])
            assert caught.value.field == row.field


def test_the_answers_of_one_seat_are_no_answers_of_another() -> None:
    assert judge(IMPORT, {**right(0), "variant": 1}).outcome is Outcome.INCORRECT


def test_of_two_rows_with_one_key_the_first_may_be_named_as_well() -> None:
    place = next(at for at, row in enumerate(rows_of_seat(0)) if row.is_first_of_two)

    assert said(right(), place, f"止まる: {TWICE}").outcome is Outcome.CORRECT
    assert said(right(), place, f"止まる: {REASONS[0]}").mistake == "kintone.stopped-needlessly"


@pytest.mark.parametrize("text", [CAN, f"止まる: {REASONS[2]}", ""])
def test_saying_the_same_of_every_row_earns_less_than_half(text: str) -> None:
    answer = {**right(), "rows": [{JUDGED: text}] * len(rows_of_seat(0)), **dict.fromkeys(_FILE, "")}

    assert judge(IMPORT, answer).points < 2


@pytest.mark.parametrize("name", ["many", "sheet", "column"])
def test_what_is_right_about_the_file_is_what_the_check_takes_in(name: str) -> None:
    _, choices, good = _FILE[name]

    assert [choice for choice in choices if works(name, choice)] == [good]


def test_what_was_not_offered_counts_as_not_decided() -> None:
    place = next(at for at, row in enumerate(rows_of_seat(0)) if not row.reason and not row.is_first_of_two)

    assert said(right(), place, "<b>取り込める</b>").mistake == "kintone.import-left"
