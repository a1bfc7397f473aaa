"""One's own sheet: nothing is scored, and what need not be repaired is said so."""

from __future__ import annotations

from typing import Any

import pytest

from kaizen_helpers.checkers.engine import Outcome, Result, judge
from kaizen_helpers.checkers.m04_own import FORMULAS, GIVEN, OWN_WORK, SIGNS, WORKING


def told(**other: Any) -> Result:
    assert OWN_WORK.panel is not None
    answer = {**OWN_WORK.panel.start(0), **other}
    return judge(OWN_WORK, OWN_WORK.panel.clean(answer))


def finding(sign: str, trouble: str = "集計する人が、毎月手で直す") -> list[dict[str, str]]:
    return [{"気になる点": sign, "どこ": "3行目", "だれが、何に困るか": trouble}]


def test_it_is_never_scored() -> None:
    assert OWN_WORK.points == 0
    assert told().outcome is Outcome.UNATTEMPTED


def test_use_one_finding_and_the_first_step_are_enough() -> None:
    result = told(use=GIVEN, findings=finding(SIGNS[0]), first="題名を別のシートに移す")

    assert result.outcome is Outcome.CORRECT


def test_formulas_in_a_sheet_for_ones_own_work_need_no_repair() -> None:
    assert told(use=WORKING, findings=finding(FORMULAS), first="式を消す").mistake == "excel.own-formulas"
    assert told(use=GIVEN, findings=finding(FORMULAS), first="値にする").outcome is Outcome.CORRECT


def test_a_finding_that_troubles_nobody_is_asked_about() -> None:
    assert told(use=GIVEN, findings=finding(SIGNS[1], "")).mistake == "excel.own-no-trouble"


@pytest.mark.parametrize("left", ["use", "first", "findings"])
def test_what_is_still_blank_is_told(left: str) -> None:
    whole: dict[str, Any] = {"use": GIVEN, "findings": finding(SIGNS[2]), "first": "結合を解く"}
    del whole[left]

    assert told(**whole).mistake == "excel.own-few"
