"""E2-4: more than one judgement passes, as long as it fits the memo and its reason."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest

from kaizen_helpers.checkers import judge
from kaizen_helpers.checkers.engine import Outcome
from kaizen_helpers.checkers.inputs import VARIANTS
from kaizen_helpers.checkers.m02_priority import PRIORITY, measures
from kaizen_helpers.issues.priorities.priority import Candidate, Quadrant, prioritise

assert PRIORITY.panel is not None
PANEL = PRIORITY.panel


def answer(variant: int = 0, rows: Mapping[str, Mapping[str, str]] | None = None) -> dict[str, Any]:
    assert callable(PANEL.sample)
    made: dict[str, Any] = json.loads(json.dumps({"variant": variant, **PANEL.sample(variant)}))
    for name, cells in (rows or {}).items():
        made["rows"][int(name[1:]) - 1] |= cells
    return made


@pytest.mark.parametrize("variant", range(VARIANTS))
def test_the_sample_of_every_seat_is_right(variant: int) -> None:
    assert judge(PRIORITY, answer(variant)).outcome is Outcome.CORRECT


@pytest.mark.parametrize("variant", range(VARIANTS))
def test_the_library_puts_the_measures_into_the_same_squares(variant: int) -> None:
    """The lines of the question are 100 hours and 10 days."""
    candidates = []
    for one in measures(variant):
        numbers = [float(number) for number in re.findall(r"\d+", one.memo)]
        hours, effort = numbers or (None, None)
        candidates.append(Candidate(one.name, hours, effort, check="件数と分を測る" if numbers else ""))
    found = prioritise(candidates, hours_line=100, effort_line=10)
    squares = {
        "効果大・労力小": Quadrant.FIRST,
        "効果大・労力大": Quadrant.PLAN,
        "効果小・労力小": Quadrant.SPARE,
        "効果小・労力大": Quadrant.LEAVE,
    }

    assert {one.name: squares[one.square] for one in measures(variant) if one.square in squares} == {
        placed.candidate.name: placed.quadrant for placed in found.placed
    }
    assert ["意識を高める"] == [left.candidate.name for left in found.aside]


@pytest.mark.parametrize(
    "rows",
    [
        {"r4": {"判断": "先に行う"}},
        {"r3": {"判断": "保留"}},
        {"r2": {"理由": "効果が労力より大きい"}},
    ],
)
def test_other_judgements_with_a_reason_that_fits_pass(rows: dict[str, dict[str, str]]) -> None:
    assert judge(PRIORITY, answer(rows=rows)).outcome is Outcome.CORRECT


def test_a_row_that_is_wrong_in_one_way_is_counted_once() -> None:
    for rows in (
        {"r6": {"マス": "効果大・労力小", "判断": "先に行う"}},
        {"r3": {"判断": "先に行う"}},
        {"r2": {"判断": "先に行う"}},
    ):
        assert judge(PRIORITY, answer(rows=rows)).more == 0


def test_the_drawing_shows_where_the_measures_were_put() -> None:
    assert PANEL.preview is not None

    drawn = PANEL.preview(PANEL.clean(answer(rows={"r1": {"マス": ""}})))

    assert "1番「様式をそろえる」はまだ。" in drawn
    assert "6番「意識を高める」は置けない。" in drawn
