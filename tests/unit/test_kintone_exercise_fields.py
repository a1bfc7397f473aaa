"""E6-1 項目を決める: what is judged is what the form does in two months of work."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.checkers.engine import Outcome, Result, judge
from kaizen_helpers.checkers.inputs import VARIANTS
from kaizen_helpers.checkers.m06_case import KEY
from kaizen_helpers.checkers.m06_fields import (
    CODE,
    DEADLINE,
    FIELDS,
    GOOD_KINDS,
    KIND,
    LACKING,
    OURS,
    PEOPLE,
    PHONE,
    REASONS,
    RULE,
    SCOPES,
    STATE,
    TOGETHER,
)
from kaizen_helpers.checkers.m06_form import BOTH, DATE, DROP_DOWN, KINDS, LINE, NEEDED, NO_RULE, NUMBER, RADIO, RULES
from tests.known_answers import known_answers

RIGHT = next(case.answer for case in known_answers("right") if case.exercise is FIELDS)


def answer(**changes: tuple[str, str]) -> dict[str, Any]:
    """A right answer with other kinds and rules for some fields, by code."""
    rows = [
        {**row, **(dict(zip((KIND, RULE), changes[code], strict=True)) if code in changes else {})}
        for code, row in zip(GOOD_KINDS, RIGHT["rows"], strict=True)
    ]
    return {**RIGHT, "rows": rows}


def judged(**changes: tuple[str, str]) -> Result:
    return judge(FIELDS, answer(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        {STATE: (RADIO, NEEDED)},
        {STATE: (RADIO, NO_RULE)},
        {PHONE: (LINE, NEEDED)},
        {CODE: (LINE, NEEDED), PHONE: (LINE, "")},
    ],
    ids=["radio", "radio that always has a value", "phone needed", "rule left open"],
)
def test_whatever_works_for_two_months_is_right(changes: dict[str, tuple[str, str]]) -> None:
    assert judged(**changes).outcome is Outcome.CORRECT


def test_a_phone_that_must_be_there_once_only_stops_the_second_month() -> None:
    assert judged(**{PHONE: (LINE, BOTH)}).mistake == "kintone.second-month"


def test_a_state_to_choose_that_may_stay_empty_is_told_as_an_empty_cell() -> None:
    result = judged(**{STATE: (DROP_DOWN, NO_RULE)})

    assert (result.mistake, STATE in result.message.where) == ("kintone.open-cell", True)


def test_a_key_that_is_kept_once_but_may_be_empty_is_told() -> None:
    assert judged(**{KEY: (LINE, "重複を禁止")}).mistake == "kintone.open-cell"


def test_what_is_known_later_must_not_be_needed_at_the_beginning() -> None:
    result = judged(**{PEOPLE: (NUMBER, NEEDED)})

    assert (result.mistake, result.points) == ("kintone.too-needed", 4.5)


@pytest.mark.parametrize("variant", range(VARIANTS))
def test_every_seat_has_a_key_of_its_own_and_the_same_steps(variant: int) -> None:
    rows = FIELDS.panel.start(variant)["rows"] if FIELDS.panel else []

    assert len({row["手順と、知りたいこと"] for row in rows}) == len(GOOD_KINDS)
    assert f"R8-0{3 + variant}-41" in rows[0]["手順と、知りたいこと"]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(("", *KINDS)), st.sampled_from(("", *RULES))), min_size=9, max_size=9),
    st.sampled_from(("", *SCOPES)),
    st.sampled_from(("", *REASONS)),
)
def test_any_choice_is_judged_and_drawn(chosen: list[tuple[str, str]], scope: str, reason: str) -> None:
    given_answer = answer(**dict(zip(GOOD_KINDS, chosen, strict=True))) | {"scope": scope, "reason": reason}

    result = judge(FIELDS, given_answer)

    assert result.outcome in (Outcome.CORRECT, Outcome.INCORRECT, Outcome.UNATTEMPTED)
    assert FIELDS.panel is not None
    assert FIELDS.panel.preview is not None
    assert "<" in FIELDS.panel.preview(given_answer)
    if result.outcome is Outcome.CORRECT:
        assert (scope, reason) in ((OURS, TOGETHER), (OURS, REASONS[3]))


def test_nothing_that_was_not_offered_reaches_the_form() -> None:
    hostile = answer(**{LACKING: ("<script>alert(1)</script>", "'; DROP TABLE app; --")})

    assert judge(FIELDS, hostile).mistake == "kintone.fields-left"
    assert FIELDS.panel is not None
    assert FIELDS.panel.preview is not None
    assert "script" not in FIELDS.panel.preview(FIELDS.panel.clean(hostile))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({DEADLINE: (DATE, BOTH)}, DEADLINE),
        ({PEOPLE: (NUMBER, "重複を禁止")}, PEOPLE),
    ],
    ids=["the deadline of all towns", "a number that two towns may have"],
)
def test_what_another_town_may_have_too_must_not_be_there_once_only(
    changes: dict[str, tuple[str, str]], code: str
) -> None:
    result = judged(**changes)

    assert (result.mistake, code in result.message.where) == ("kintone.next-town", True)


@pytest.mark.parametrize("changes", [{STATE: (RADIO, BOTH)}, {LACKING: ("文字列（複数行）", "重複を禁止")}])
def test_a_rule_that_kintone_does_not_have_for_the_kind_is_told(changes: dict[str, tuple[str, str]]) -> None:
    assert judged(**changes).mistake == "kintone.no-such-rule"
