"""The engine, on a miniature course: one exercise, and an answer for each outcome."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen_helpers.checkers.answers import NotPlain
from kaizen_helpers.checkers.engine import (
    WRONG_TYPE,
    Correct,
    Exercise,
    LearnerError,
    Message,
    Mistake,
    Otherwise,
    Outcome,
    Partial,
    Rule,
    Unattempted,
    judge,
)
from kaizen_helpers.checkers.inputs import Column, Panel, Table

SAY = Message(where="ここです。", why="困ります。", next="直しましょう。")
RULES: tuple[Rule, ...] = (
    Unattempted(lambda v: v.total is None),
    Mistake("mini.hours", when=lambda v: v.total == 2, say=SAY, trainer="分で聞く。"),
    Partial(1, id="mini.near", when=lambda v: v.total == 119, say=SAY, trainer="足し直す。"),
    Correct(lambda v: v.total == 120, say=Message(good="合っています。")),
)
MINI = Exercise(
    id="mini-time",
    code="E9-1",
    module="09_mini",
    title="時間",
    points=2,
    takes={"total": int},
    rules=RULES,
    otherwise=Otherwise("mini.other", say=SAY, trainer="一緒に見る。"),
    hints=("1", "2"),
)


@pytest.mark.parametrize(
    ("values", "outcome", "mistake", "points"),
    [
        ({}, Outcome.UNATTEMPTED, None, 0),
        ({"total": 120}, Outcome.CORRECT, None, 2),
        ({"total": 2}, Outcome.INCORRECT, "mini.hours", 0),
        ({"total": 119}, Outcome.INCORRECT, "mini.near", 1),
        ({"total": 5}, Outcome.INCORRECT, "mini.other", 0),
        ({"total": "120"}, Outcome.INCORRECT, WRONG_TYPE, 0),
        ({"total": True}, Outcome.INCORRECT, WRONG_TYPE, 0),
        ({"total": 120.0}, Outcome.INCORRECT, WRONG_TYPE, 0),
    ],
)
def test_each_kind_of_answer_has_its_outcome(
    values: dict[str, Any], outcome: Outcome, mistake: str | None, points: float
) -> None:
    result = judge(MINI, values)

    assert (outcome, mistake, points, 2) == (result.outcome, result.mistake, result.points, result.max_points)


def test_an_int_of_the_learners_own_is_never_compared() -> None:
    """``__eq__`` of the learner's would say yes to everything."""

    class Always(int):
        def __eq__(self, other: object) -> bool:
            raise RuntimeError("the judge ran a learner's code")

        __hash__ = int.__hash__

    assert judge(MINI, {"total": Always(120)}).mistake == WRONG_TYPE


def test_a_rule_that_breaks_withholds_the_points_and_names_nobody() -> None:
    broken = Mistake("mini.broken", when=lambda v: v.total / 0 > 1, say=SAY, trainer="-")
    result = judge(replace(MINI, rules=(RULES[0], broken, *RULES[1:])), {"total": 120})

    assert (Outcome.AUTHOR_ERROR, None, 0) == (result.outcome, result.mistake, result.points)
    assert "ZeroDivisionError" in result.detail
    assert "あなたの答えのせいではありません" in result.message.where


def test_a_panel_that_breaks_withholds_the_points_too() -> None:
    """Nothing a panel or a rule raises may reach the learner, not even what reads like a refusal of the answer."""

    def no_rows(_variant: int) -> list[dict[str, str]]:
        raise KeyError("figures")

    def refuse(_values: Any) -> bool:
        raise NotPlain("a bug of ours")

    panel = Panel("?", (Table("total", "表", (Column("件数"),), rows=no_rows),))
    broken = Mistake("mini.broken", when=refuse, say=SAY, trainer="-")

    by_panel = judge(replace(MINI, panel=panel), {"total": []})
    by_rule = judge(replace(MINI, rules=(RULES[0], broken, *RULES[1:])), {"total": 120})

    assert [Outcome.AUTHOR_ERROR] * 2 == [by_panel.outcome, by_rule.outcome]
    assert "KeyError: 'figures'" in by_panel.detail


@pytest.mark.parametrize("verdict", [1, "yes", None, [1][0], math.nan])
def test_a_rule_must_answer_exactly_true_false_or_places(verdict: object) -> None:
    """Truthy is not true: a frame or an object must not decide."""
    vague = Mistake("mini.vague", when=lambda _v: verdict, say=SAY, trainer="-")

    assert judge(replace(MINI, rules=(RULES[0], vague, RULES[-1])), {"total": 120}).outcome is Outcome.AUTHOR_ERROR


def test_an_error_in_the_learners_function_is_the_learners_to_mend() -> None:
    def ask(_values: Any) -> bool:
        raise LearnerError("2行目で、0で割っています。")

    stopped = Mistake("mini.stopped", when=ask, say=SAY, trainer="-")
    result = judge(replace(MINI, rules=(RULES[0], stopped, RULES[-1])), {"total": 1})

    assert (Outcome.ERROR, 0, "2行目で、0で割っています。") == (result.outcome, result.points, result.message.where)


def test_further_places_are_counted_but_not_those_of_rules_that_do_not_count() -> None:
    many = Mistake("mini.many", when=lambda _v: [1, 2, 3], say=SAY, trainer="-")
    more = Mistake("mini.more", when=lambda _v: True, say=SAY, trainer="-")
    result_of = replace(MINI, rules=(RULES[0], many, more, replace(many, id="mini.silent", counted=False), RULES[-1]))

    assert judge(result_of, {"total": 1}).more == 2 + 1


def test_a_message_may_name_the_places() -> None:
    named = Mistake(
        "mini.named",
        when=lambda v: [v.total],
        say=lambda _v, places: replace(SAY, where=f"{places[0]}行目です。"),
        trainer="-",
    )

    assert judge(replace(MINI, rules=(RULES[0], named, RULES[-1])), {"total": 7}).message.where == "7行目です。"


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_a_wrong_answer_never_earns_full_points_whatever_the_partial_rule_says(points: float) -> None:
    result = judge(replace(MINI, partial=lambda _v: points), {"total": 5})

    if math.isfinite(points):
        assert 0 <= result.points < MINI.points
        assert result.points * 2 == int(result.points * 2)
    else:
        assert result.outcome is Outcome.AUTHOR_ERROR


@given(
    st.recursive(
        st.none() | st.integers() | st.text() | st.floats(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_judging_never_raises(value: object) -> None:
    assert judge(MINI, {"total": value}).outcome in set(Outcome) - {Outcome.AUTHOR_ERROR}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"id": "Flow Time"}, "the id is not kebab-case ASCII"),
        ({"rules": ()}, "the first rule must be Unattempted and the last one Correct"),
        ({"rules": RULES[1:]}, "the first rule must be Unattempted and the last one Correct"),
        ({"rules": RULES[:-1]}, "the first rule must be Unattempted and the last one Correct"),
        ({"hints": ("1",)}, "there must be at least two hints"),
        ({"takes": {}}, "it takes nothing"),
        ({"points": math.nan}, "points must be a number of at least 0"),
        ({"otherwise": Otherwise("mini.hours", say=SAY, trainer="-")}, "a mistake id stands twice"),
    ],
)
def test_an_exercise_that_could_give_marks_by_accident_does_not_load(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=r"mini-time|Flow Time") as caught:
        replace(MINI, **change)

    assert str(caught.value).endswith(reason)
