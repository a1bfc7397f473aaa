"""E2-3: no setting passes but those that are right for years that nobody has seen."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.checkers import judge
from kaizen_helpers.checkers.engine import Outcome
from kaizen_helpers.checkers.inputs import VARIANTS
from kaizen_helpers.checkers.m02_effect import EFFECT
from kaizen_helpers.checkers.m02_effect_formula import (
    AVERAGE,
    COUNT,
    LEAVE,
    NUMBER,
    PARTS,
    PEOPLE,
    TIMES,
    YEAR,
    hidden_counts,
    memo,
    read_sheet,
)

assert EFFECT.panel is not None
PANEL = EFFECT.panel


def answer(variant: int = 0, numbers: tuple[str, str, str] | None = None, **chosen: str) -> dict[str, Any]:
    assert callable(PANEL.sample)
    made: dict[str, Any] = json.loads(json.dumps({"variant": variant, **PANEL.sample(variant)}))
    for row, text in zip(made["numbers"], numbers or (), strict=False):
        row[NUMBER] = text
    made["formula"][0] |= chosen
    return made


@pytest.mark.parametrize("variant", range(VARIANTS))
def test_the_sample_of_every_seat_is_right(variant: int) -> None:
    assert judge(EFFECT, answer(variant)).outcome is Outcome.CORRECT


@pytest.mark.parametrize("variant", range(VARIANTS))
def test_hidden_years_are_fresh_the_same_each_time_and_one_of_them_is_a_loss(variant: int) -> None:
    years = hidden_counts(variant)
    sheet = read_sheet(_values(answer(variant)))

    assert years == hidden_counts(variant)
    assert memo(variant).counts not in years
    assert min(sheet.truth(year) for year in years) < 0 < max(sheet.truth(year) for year in years)


def test_exactly_the_settings_that_mean_the_same_pass() -> None:
    """All 6 × 4 × 3 × 3 × 4 × 3 formulas, with the minutes of one person and of both."""
    passed = set()
    for numbers in (("12", "5", "2"), ("24", "10", "2")):
        sheet = read_sheet(_values(answer(numbers=numbers)))
        for choices in itertools.product(*PARTS.values()):
            chosen = dict(zip(PARTS, choices, strict=True))
            if replace(sheet, chosen=chosen).is_right:
                passed.add((numbers[0], chosen[COUNT], chosen[PEOPLE]))

    assert {("12", YEAR, TIMES), ("12", AVERAGE, TIMES), ("24", YEAR, LEAVE), ("24", AVERAGE, LEAVE)} == passed


WRONG_COUNTS = [choice for choice in PARTS[COUNT] if choice not in (YEAR, AVERAGE)]
TYPED = st.integers(0, 100_000).map(str) | st.floats(0, 1e6).map(lambda number: f"{number:.3f}") | st.text(max_size=6)


@given(st.tuples(TYPED, TYPED, TYPED), st.sampled_from(WRONG_COUNTS), st.integers(0, VARIANTS - 1))
@settings(deadline=None, max_examples=80)
def test_no_numbers_make_up_for_a_count_that_is_no_year(
    numbers: tuple[str, str, str], choice: str, variant: int
) -> None:
    """A constant that happens to give the right result for the counts on the screen does not pass."""
    assert judge(EFFECT, answer(variant, numbers, **{COUNT: choice})).outcome is Outcome.INCORRECT


@given(st.tuples(TYPED, TYPED, TYPED))
@settings(deadline=None, max_examples=60)
def test_only_the_numbers_of_the_memo_pass(numbers: tuple[str, str, str]) -> None:
    """Nor do numbers whose difference is right."""
    right = judge(EFFECT, answer(0, numbers)).outcome is Outcome.CORRECT

    assert right <= (tuple(float(number) for number in numbers) == (12, 5, 2) if right else True)
    assert judge(EFFECT, answer(0, ("13", "6", "2"))).mistake == "issues.effect-number"


@pytest.mark.parametrize("numbers", [("12分", "5分", "2時間"), ("１２", "五", "120分"), ("0.2時間", "約5分", "２")])
def test_numbers_are_read_as_people_type_them(numbers: tuple[str, str, str]) -> None:
    assert judge(EFFECT, answer(0, numbers)).outcome is Outcome.CORRECT


def test_the_drawing_shows_the_formula_as_it_is_and_its_own_result() -> None:
    assert PANEL.preview is not None
    half = PANEL.clean(answer(0, ("12", "", "2"), **{COUNT: "4〜6月の合計×4"}))
    whole = PANEL.clean(answer(0))

    assert "2,800件" in PANEL.preview(half)
    assert "上の件数での結果：まだ" in PANEL.preview(half)
    assert "上の件数での結果：256.0時間" in PANEL.preview(whole)


def test_hostile_text_stays_text_in_the_drawing() -> None:
    assert PANEL.preview is not None

    drawn = PANEL.preview(PANEL.clean(answer(0, ("<script>", "9" * 2000, "\x00"))))

    assert "<script" not in drawn


def _values(made: dict[str, Any]) -> Any:
    from kaizen_helpers.checkers.engine import Values

    return Values(PANEL.clean(made))
