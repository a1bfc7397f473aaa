"""E7-3 at every seat: the numbers differ, and each slip gets the same message everywhere."""

from __future__ import annotations

from typing import Any

import pytest

from kaizen_helpers.checkers.engine import Outcome, judge
from kaizen_helpers.checkers.inputs import VARIANTS
from kaizen_helpers.checkers.m07_survey import SURVEY, truth

SEATS = range(VARIANTS)


def answer(variant: int, **changed: Any) -> dict[str, Any]:
    """The seat's own sample with some of its five numbers, or its choices, changed."""
    assert SURVEY.panel is not None
    assert callable(SURVEY.panel.sample)
    made = dict(SURVEY.panel.sample(variant)) | {"variant": variant}
    names = ("answered", "positive", "rate", "times", "distinct")
    made["rows"] = [{"数": str(changed.get(name, row["数"]))} for name, row in zip(names, made["rows"], strict=True)]
    return made | {name: value for name, value in changed.items() if name in ("hard", "report")}


@pytest.mark.parametrize("variant", SEATS)
def test_the_sample_of_a_seat_is_right_with_its_rate_rounded_or_not(variant: int) -> None:
    t = truth(variant)

    assert judge(SURVEY, answer(variant)).outcome is Outcome.CORRECT
    assert judge(SURVEY, answer(variant, rate=f"{t.rate:.1f}%")).outcome is Outcome.CORRECT


@pytest.mark.parametrize("variant", SEATS)
def test_each_slip_gets_its_message_at_every_seat(variant: int) -> None:
    t = truth(variant)
    papers = t.answered + t.blank
    slips: dict[str, dict[str, Any]] = {
        "plan.blank-in-denominator": {"answered": papers, "rate": round(100 * t.positive / papers)},
        "plan.neutral-as-positive": {"positive": t.positive + t.three},
        "plan.only-top-box": {"positive": t.five},
        "plan.rate-as-fraction": {"rate": f"{t.rate / 100:.2f}"},
        "plan.rate-mismatch": {"rate": round(t.rate) - 3},
        "plan.times-as-distinct": {"distinct": t.times},
        "plan.distinct-as-times": {"times": t.distinct},
        "plan.days-as-times": {"times": t.days},
    }

    assert list(slips) == [judge(SURVEY, answer(variant, **slip)).mistake for slip in slips.values()]


def test_a_rate_over_all_sheets_is_found_where_the_denominator_is_right() -> None:
    t = truth(0)

    result = judge(SURVEY, answer(0, rate=round(100 * t.positive / (t.answered + t.blank))))
    assert ("plan.blank-in-denominator", "「⑤の肯定率（%）」の欄です。") == (result.mistake, result.message.where)


def test_neighbours_have_other_numbers() -> None:
    assert all(truth(seat) != truth((seat + 1) % VARIANTS) for seat in SEATS)
